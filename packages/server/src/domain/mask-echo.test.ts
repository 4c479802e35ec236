// What a receiver repeats of the request's URL is masked in every way that it may be written.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { maskEcho } from './mask-echo.ts';

const url = 'https://al%22ice:s3cr%2Ft@hook.example/in?token=abc%20def&v=1&empty=&q%22=x"y"z#part';

test('user info and values of the query are masked as they stand, decoded, encoded, in JSON and in Authorization', () => {
  for (const [answer, masked] of [
    ['{"url":"https://al%22ice:s3cr%2Ft@hook.example/in"}', '{"url":"https://***:***@hook.example/in"}'],
    ['s3cr/t and s3cr%2Ft', '*** and ***'],
    ['{"user":"al\\"ice"}', '{"user":"***"}'],
    [`Basic ${Buffer.from('al"ice:s3cr/t').toString('base64')}`, 'Basic ***'],
    ['/in?token=abc%20def&v=1&empty=&q%22=x%22y%22z', '/in?***'],
    ['{"token":"abc def","v":"1"}', '{"token":"***","v":"1"}'],
    ['{"q":"x\\"y\\"z"}', '{"q":"***"}'],
    ['ok 1', 'ok 1'],
  ] as const) {
    assert.equal(maskEcho(answer, url, false), masked);
  }
});

test('a query that is one word is masked', () => {
  assert.equal(maskEcho('I was asked for hunter22.', 'https://hook.example/?hunter22', false), 'I was asked for ***.');
});

test('of an answer that was cut, the beginning of such a value at its end is masked', () => {
  assert.equal(maskEcho('you sent abc de', url, true), 'you sent ***');
  assert.equal(maskEcho('you sent abc de', url, false), 'you sent abc de');
  assert.equal(maskEcho('you sent ab', url, true), 'you sent ab');
});

test('what has neither is left as it is', () => {
  assert.equal(maskEcho('hook.example/in', 'https://hook.example/in', true), 'hook.example/in');
});
