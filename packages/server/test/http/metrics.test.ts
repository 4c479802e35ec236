// /metrics: figures that Prometheus reads, and nothing that belongs to anybody.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;

before(async () => {
  server = await startTestServer();
});
after(async () => {
  await server.stop();
});

async function figures(): Promise<string> {
  const response = await fetch(`${server.url}/metrics`);
  assert.equal(response.status, 200);
  assert.match(response.headers.get('content-type') ?? '', /^text\/plain; version=0\.0\.4/);
  return await response.text();
}

test('requests are counted by route, method and status, and workers and queues are told', async () => {
  await server.call('GET', '/commands/0192f5d4-7a3c-7b10-8c55-3f1e6a2b9d07');
  const text = await figures();
  assert.match(
    text,
    /^renderio_http_request_seconds_count\{method="GET",route="\/api\/v1\/commands\/:commandId",status="404"\} 1$/m,
  );
  assert.match(text, /^renderio_workers 1$/m);
  assert.match(text, /^renderio_commands_ready 0$/m);
  assert.match(text, /^process_resident_memory_bytes \d/m);
});

test('a command that runs is an open run', async () => {
  const commandId = await server.submit({
    input_files: {},
    output_files: { out_video: 'slow.mp4' },
    ffmpeg_command: '-re -f lavfi -i testsrc=s=64x64:r=10:d=20 {{out_video}}',
  });
  let text = '';
  while (!/^renderio_runs_open\{queue="commands"\} 1$/m.test(text)) text = await figures();
  await server.call('POST', `/commands/${commandId}/cancel`);
  await server.finished(commandId);
});

test('neither keys nor ids are in it', async () => {
  const text = await figures();
  assert.doesNotMatch(text, /ffsk_|rdadm_|[0-9a-f]{8}-[0-9a-f]{4}-/);
});
