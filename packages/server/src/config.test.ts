import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ConfigError, readConfig } from './config.ts';

test('an empty environment gives the documented defaults', () => {
  const config = readConfig({});
  assert.equal(config.host, '127.0.0.1');
  assert.equal(config.port, 8080);
  assert.equal(config.role, 'all');
  assert.deepEqual(config.allowCidrs, []);
  assert.equal(config.linkSeconds, 7 * 86_400);
});

test('lists are split and an empty value counts as absent', () => {
  const config = readConfig({ RENDERIO_ALLOW_CIDRS: '10.0.0.0/8, 127.0.0.1/32,', RENDERIO_PORT: '' });
  assert.deepEqual(config.allowCidrs, ['10.0.0.0/8', '127.0.0.1/32']);
  assert.equal(config.port, 8080);
});

test('all faults are reported at once, unknown names with our prefix too', () => {
  assert.throws(
    () =>
      readConfig({ RENDERIO_PORT: '99999', RENDERIO_ROLE: 'boss', RENDERIO_PROT: '1', FFMPEG_PATH: '/usr/bin/ffmpeg' }),
    (error) => {
      assert.ok(error instanceof ConfigError);
      for (const part of [
        'RENDERIO_PORT is at most 65535',
        'RENDERIO_ROLE is one of',
        'RENDERIO_PROT is not a setting',
        'go together',
      ]) {
        assert.ok(error.message.includes(part), `${part} in ${error.message}`);
      }
      return true;
    },
  );
});
