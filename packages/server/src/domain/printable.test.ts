import assert from 'node:assert/strict';
import { test } from 'node:test';
import { printable } from './printable.ts';

test('what a database refuses and a terminal obeys is put out of action', () => {
  assert.equal(printable('a\0b \u001b[2J\u0007 \u009b1m \ud800'), 'a\ufffdb \ufffd[2J\ufffd \ufffd1m \ufffd');
});

test('lines, tabs and letters of every script stay', () => {
  assert.equal(printable('{{in_a}}:\n\tça va, 日本語, 😀'), '{{in_a}}:\n\tça va, 日本語, 😀');
});
