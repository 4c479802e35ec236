// URLs as they are accepted, refused and shown.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { displayUrl, parseOutgoingUrl } from './outgoing-url.ts';

test('every notation of an IPv4 address becomes the plain one', () => {
  for (const host of [
    '2130706433',
    '0x7f000001',
    '0177.0.0.1',
    '127.1',
    '127.0.0.1.',
    '１２７.0.0.1',
    '127。0。0。1',
  ]) {
    const parsed = parseOutgoingUrl(`http://${host}/`);
    assert.ok(parsed.ok);
    assert.equal(parsed.url.hostname, '127.0.0.1', host);
  }
});

test('user info becomes credentials and leaves the URL', () => {
  const parsed = parseOutgoingUrl('https://a%40b:c%zz@example.com/x?y#z');
  assert.ok(parsed.ok);
  assert.equal(parsed.url.href, 'https://example.com/x?y');
  assert.equal(parsed.authorization, `Basic ${Buffer.from('a@b:c%zz').toString('base64')}`);
});

test('a location is read against where it came from', () => {
  const parsed = parseOutgoingUrl('../b', new URL('https://example.com/x/y/a'));
  assert.ok(parsed.ok);
  assert.equal(parsed.url.href, 'https://example.com/x/b');
});

test('refusals say why', () => {
  const cases = {
    'ftp://h/': /scheme is "ftp"/,
    'http://h:25/': /port 25/,
    'http://h:0/': /port 0/,
    'http://[fe80::1%25eth0]/': /not a URL/,
    'http://': /not a URL/,
  };
  for (const [url, reason] of Object.entries(cases)) {
    const parsed = parseOutgoingUrl(url);
    assert.ok(!parsed.ok, url);
    assert.match(parsed.reason, reason);
  }
});

test('a shown URL has no user info, no query and no fragment, and is not endless', () => {
  assert.equal(displayUrl('https://u:p@example.com:8443/a%20b?sig=1#x'), 'https://example.com:8443/a%20b?…');
  assert.equal(displayUrl('nonsense sig=1'), 'the URL');
  assert.ok(displayUrl(`https://example.com/${'a'.repeat(5000)}`).length < 310);
});
