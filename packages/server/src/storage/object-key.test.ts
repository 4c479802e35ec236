// A key that parses can never leave the folder it is joined to.
import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseObjectKey } from './object-key.ts';

test('a key comes apart into its parts', () => {
  assert.deepEqual(parseObjectKey('runs/0197-a/f_1/Out.put-2.mp4'), ['runs', '0197-a', 'f_1', 'Out.put-2.mp4']);
  assert.deepEqual(parseObjectKey('uploads/...'), ['uploads', '...']);
});

test('whatever parses stays beneath the folder', () => {
  const piece = fc.constantFrom('..', '.', '/', '//', '\\', 'a', 'runs/', '\0', '%2e', 'é', '-', '_');
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
      const key = pieces.join('');
      let parts: readonly string[];
      try {
        parts = parseObjectKey(key);
      } catch (error) {
        assert.ok(error instanceof RangeError);
        return;
      }
      assert.equal(path.join('/store', ...parts), `/store/${key}`);
    }),
  );
});
