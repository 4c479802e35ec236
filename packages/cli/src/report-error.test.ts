// Faults of the machine are told as such, and nothing is said twice.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { RenderioError } from '@renderio/sdk';
import { reportError } from './report-error.ts';

function report(error: unknown): { code: number; text: string } {
  let text = '';
  const code = reportError(error, false, (written) => (text += written));
  return { code, text };
}

test('a full disk is a fault of a local file', () => {
  let full: unknown;
  try {
    writeFileSync('/dev/full', 'x');
  } catch (error) {
    full = error;
  }
  assert.deepEqual(report(full), { code: 7, text: 'ENOSPC: no space left on device, write.\n' });
});

test('a mistake of this program shows where it was made', () => {
  const { code, text } = report(new TypeError('x is no function'));
  assert.equal(code, 1);
  assert.match(text, /report-error\.test\.ts/);
});

test('a single fault is told once, and who gets no answer learns how to go on', () => {
  const msg = 'limit is at most 100.';
  const detail = [{ loc: ['query', 'limit'], msg, type: 'invalid' }];
  const refused = new RenderioError('INVALID_REQUEST', `limit: ${msg}`, { detail });
  assert.deepEqual(report(refused), { code: 5, text: `limit: ${msg}\n` });
  const lost = new RenderioError('NETWORK_ERROR', 'GET /x got no answer: ECONNREFUSED');
  assert.match(report(lost).text, /ECONNREFUSED\n`renderio doctor` looks for the cause\.\n$/);
});
