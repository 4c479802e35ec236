// Which id maps and capability sets allow a server to become another user.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { holdsCapabilities, holdsId } from './identity.ts';

test('the host’s map knows every id, a namespace of one user knows one', () => {
  assert.equal(holdsId('         0          0 4294967295\n', 65_533), true);
  assert.equal(holdsId('         0       1000          1\n', 65_533), false);
});

test('an id just past the end of a range is not in it', () => {
  const map = '0 1000 1\n1 100000 65533\n';
  assert.equal(holdsId(map, 65_533), true);
  assert.equal(holdsId(map, 65_534), false);
});

test('a capability of the bounding set alone is not held', () => {
  const status = 'CapEff:\t00000000a80425fb\nCapBnd:\t000001ffffffffff\n';
  assert.equal(holdsCapabilities(status, [0, 6, 7]), true);
  assert.equal(holdsCapabilities(status, [0, 6, 7, 21]), false);
});
