// Session tokens: what is signed comes back, and nothing else does.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { adminSubject, readSession, signSession } from './session-token.ts';

const secret = Buffer.alloc(32, 1);
const subject = Buffer.alloc(32, 7);
const expiresAt = new Date('2030-01-01T00:00:00Z');
const before = new Date('2029-12-31T23:59:59Z');
const token = signSession('account', { subject, expiresAt }, secret);

test('a token gives back what it was signed for, until it expires', () => {
  assert.deepEqual(readSession('account', token, secret, before), { subject, expiresAt });
  assert.equal(readSession('account', token, secret, expiresAt), null);
});

test('a token of the other kind, of another secret, or changed in any character is none', () => {
  assert.equal(readSession('admin', token, secret, before), null);
  assert.equal(readSession('account', token, Buffer.alloc(32, 2), before), null);
  for (let index = 0; index < token.length; index += 1) {
    const other = token[index] === 'A' ? 'B' : 'A';
    const changed = token.slice(0, index) + other + token.slice(index + 1);
    assert.equal(readSession('account', changed, secret, before), null, changed);
  }
  for (const text of ['', 'x', `${token}A`, token.slice(1), `${token.slice(0, -1)}=`]) {
    assert.equal(readSession('account', text, secret, before), null, text);
  }
});

test('the subject of an admin token tells nothing without the secret', () => {
  assert.notDeepEqual(adminSubject('same token here', secret), adminSubject('same token here', Buffer.alloc(32, 2)));
});
