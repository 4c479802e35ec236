import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRandomPool } from './random-pool.ts';

test('bytes come in the order of the source, each once, whatever sizes are asked for', () => {
  let next = 0;
  const take = createRandomPool((size) => Uint8Array.from({ length: size }, () => next++ % 251));
  const sizes = [8, 8, 1, 4000, 80, 8, 9000, 8];
  const seen = sizes.map((size) => [...take(size)]);
  assert.deepEqual(
    seen.map(({ length }) => length),
    sizes,
  );
  assert.deepEqual(seen[0], [0, 1, 2, 3, 4, 5, 6, 7]);
  assert.equal(seen[1]?.[0], 8);
});

test('the source is asked once for hundreds of ids', () => {
  let asked = 0;
  const take = createRandomPool((size) => {
    asked += 1;
    return new Uint8Array(size);
  });
  for (let index = 0; index < 512; index += 1) take(8);
  assert.equal(asked, 1);
});
