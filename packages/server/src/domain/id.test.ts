import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { createIdMaker, isId } from './id.ts';

test('ids are UUIDs of version 7 that carry their time', () => {
  const id = createIdMaker(() => 0x0190_1234_5678, randomBytes)();
  assert.match(id, /^01901234-5678-7000-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.ok(isId(id));
});

test('ids of one maker strictly increase, also within a millisecond and when the clock steps back', () => {
  let now = 1_000_000;
  const makeId = createIdMaker(() => now, randomBytes);
  let last = '';
  for (let index = 0; index < 20_000; index += 1) {
    if (index === 10_000) now -= 500;
    const id = makeId();
    assert.ok(id > last, `${id} after ${last}`);
    last = id;
  }
});

test('other texts are no ids', () => {
  for (const text of [
    '',
    'x',
    '01901234-5678-7000-8000-00000000000',
    '01901234-5678-7000-8000-00000000000G',
    "' or 1=1",
  ]) {
    assert.equal(isId(text), false, text);
  }
});
