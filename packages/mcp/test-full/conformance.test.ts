// The protocol's own conformance suite, from npm, against a real server.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, request as sendOn } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { startTestServer } from '../../server/test/support/server.ts';

const suite = '@modelcontextprotocol/conformance@0.1.16';
const baseline = join(import.meta.dirname, 'conformance-baseline.yml');

/** The suite has no way to send a key: it goes by way of a listener that puts one into each request. */
async function listenWithKey(url: string, key: string): Promise<AsyncDisposable & { url: string }> {
  const listener = createServer((incoming, outgoing) => {
    const { method, headers } = incoming;
    const next = sendOn(`${url}/api/mcp`, { method, headers: { ...headers, 'x-api-key': key } }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(outgoing);
    });
    next.on('error', () => outgoing.destroy());
    incoming.pipe(next);
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const address = listener.address();
  assert.ok(address !== null && typeof address === 'object');
  return {
    url: `http://127.0.0.1:${address.port}/mcp`,
    [Symbol.asyncDispose]: async () => {
      listener.closeAllConnections();
      await new Promise((resolve) => listener.close(resolve));
    },
  };
}

test('the conformance suite finds nothing but what the baseline says', async () => {
  const server = await startTestServer();
  const folder = await mkdtemp(join(tmpdir(), 'renderio-conformance-'));
  try {
    await using listener = await listenWithKey(server.url, server.key);
    const { stdout } = await promisify(execFile)(
      'npm',
      [
        ...['exec', '--yes', '--ignore-scripts', `--package=${suite}`, '--'],
        ...['conformance', 'server', '--url', listener.url, '--expected-failures', baseline],
      ],
      // The suite needs Node 22, which may not be the first on PATH.
      { cwd: folder, env: { ...process.env, PATH: `${dirname(process.execPath)}:${process.env['PATH']}` } },
    ).catch((error: unknown) => {
      assert.ok(error instanceof Error && 'stdout' in error);
      return { stdout: `${error.message}\n${String(error.stdout)}` };
    });
    assert.match(stdout, /✓ server-initialize: 1 passed, 0 failed/);
    assert.match(stdout, /✓ tools-list: 1 passed, 0 failed/);
    assert.match(stdout, /✓ dns-rebinding-protection: 2 passed, 0 failed/);
    assert.doesNotMatch(stdout, /Unexpected failures|stale|Command failed/i);
  } finally {
    await rm(folder, { recursive: true });
    await server.stop();
  }
});
