// A filter survives the address, and says to the server what it says to people.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { queryOf, readCommandFilter } from './command-filter.ts';

const now = new Date('2026-03-02T12:00:00.000Z');

test('what an address says is taken where it is known, and left out where not', () => {
  assert.deepEqual(readCommandFilter({ status: 'FAILED', type: 'x', since: 'day', text: 'drawtext', other: 1 }), {
    status: 'FAILED',
    since: 'day',
    text: 'drawtext',
  });
  // The router reads a search for 720 as a number.
  assert.deepEqual(readCommandFilter({ text: 720 }), { text: '720' });
});

test('a filter becomes the query of the list', () => {
  assert.deepEqual(queryOf({ status: 'FAILED', error: 'TIMEOUT', since: 'day', metadata: 'user = 7 ' }, now), {
    status: 'FAILED',
    error_status: 'TIMEOUT',
    created_after: '2026-03-01T12:00:00.000Z',
    'metadata.user': '7',
  });
});

test('metadata half written and blank text filter nothing', () => {
  assert.deepEqual(queryOf({ metadata: 'user=', text: ' ' }, now), {});
  assert.deepEqual(queryOf({ metadata: 'user' }, now), {});
});
