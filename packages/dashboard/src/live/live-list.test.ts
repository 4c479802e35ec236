// A list is whole and in order whatever has come, changed and gone since its pages were read.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hasGap, joinRows, type LivePage, withRow } from './live-list.ts';

interface Row {
  readonly id: string;
  readonly word?: string;
}

const page = (ids: string, nextCursor: string | null = 'more'): LivePage<Row> => ({
  rows: Array.from(ids, (id) => ({ id })),
  nextCursor,
});
const idsOf = (rows: readonly Row[]): string => rows.map(({ id }) => id).join('');

for (const [name, pages, newest, rows] of [
  ['nothing has come yet', [page('fed'), page('cba', null)], undefined, 'fedcba'],
  ['something new came', [page('fed'), page('cba', null)], page('hgf'), 'hgfedcba'],
  ['a row of the newest page is gone', [page('fed'), page('cba', null)], page('fdc'), 'fdcba'],
  ['all that there is fits on a page', [page('fed'), page('cba', null)], page('fe', null), 'fe'],
  ['the last one is gone', [page('f', null)], page('', null), ''],
] as const) {
  test(`rows are joined where ${name}`, () => {
    assert.equal(idsOf(joinRows(pages, newest)), rows);
  });
}

test('more new ones than a page holds are a gap, and not when all are on it', () => {
  assert.equal(hasGap([page('cba', null)], page('zyx')), true);
  assert.equal(hasGap([page('cba', null)], page('edc')), false);
  assert.equal(hasGap([page('cba', null)], page('zyx', null)), false);
});

test('a row is changed or taken out where it stands, and other pages stay the same object', () => {
  const before = page('fed');
  assert.deepEqual(withRow(before, 'e', (row) => ({ ...row, word: 'new' })).rows, [
    { id: 'f' },
    { id: 'e', word: 'new' },
    { id: 'd' },
  ]);
  assert.equal(idsOf(withRow(before, 'e', () => null).rows), 'fd');
  for (const id of ['g', 'c'])
    assert.equal(
      withRow(before, id, () => null),
      before,
    );
  assert.equal(withRow({ rows: [{ id: 'f' }, { id: 'd' }], nextCursor: null }, 'e', () => null).rows.length, 2);
});
