// An origin that goes silent in the middle: the product waits a minute over it, so this stages inputs with shorter limits of its own.
import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { createOutgoing } from '../../src/net/outgoing.ts';
import { createDiskStore } from '../../src/storage/disk-store.ts';
import { RunFailure } from '../../src/worker/run-failure.ts';
import { type StagingParts, stageInputs } from '../../src/worker/stage-inputs.ts';
import { type FileHost, startFileHost } from '../support/origin.ts';

let folder: string;
let host: FileHost;
const outgoing = createOutgoing({ allowCidrs: ['127.0.0.0/8'], maxTries: 2, backOffMs: 5 });

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'renderio-stall-'));
  host = await startFileHost();
});
after(async () => {
  await Promise.all([outgoing.close(), host.stop()]);
  await rm(folder, { recursive: true });
});

const limits = { inputBytes: 1_000_000, scratchBytes: 1e9, framePixels: 1e9, inputSeconds: 1e9 };

async function stage(urls: Readonly<Record<string, string>>): Promise<RunFailure> {
  const parts: StagingParts = {
    outgoing,
    storage: await createDiskStore({ folder: join(folder, 'objects') }),
    resolveOwnFile: () => Promise.reject(new Error('No input is a file of ours.')),
    fetchLimits: { totalTimeoutMs: 20_000, minBytesPerSecond: 1000, stallWindowMs: 500 },
  };
  const inputs = Object.entries(urls).map(([alias, url]) => ({ alias, source: { kind: 'url', url } as const }));
  const jobFolder = await mkdtemp(join(folder, 'job-'));
  try {
    await stageInputs(parts, { accountId: 'account', limits }, inputs, jobFolder, new AbortController().signal);
  } catch (error) {
    assert.ok(error instanceof RunFailure, String(error));
    assert.deepEqual(await readdir(join(jobFolder, 'inputs')), [], 'half an input was left');
    return error;
  }
  assert.fail('a stalled origin passed for a success');
}

for (const [name, sentBytes] of [
  ['after half of its bytes', 100_000],
  ['after its headers', 0],
] as const) {
  test(`an origin that goes silent ${name} is given up, and named by its alias`, async () => {
    const url = host.answer(`silent-${sentBytes}.mp4`, (_request, response) => {
      response.writeHead(200, { 'content-length': 200_000 });
      response.flushHeaders();
      if (sentBytes > 0) response.write(Buffer.alloc(sentBytes));
    });
    const { failure } = await stage({ in_film: url });
    assert.equal(failure.code, 'INPUT_UNREACHABLE');
    assert.match(
      failure.message,
      /^Input \{\{in_film\}\}: http.*silent-\d+\.mp4 could not be fetched: it stalled, \d+ bytes in 0\.5 s\.$/,
    );
  });
}

test('an origin that trickles is given up like a silent one', async () => {
  const url = host.answer('trickle.mp4', (_request, response) => {
    response.writeHead(200, { 'content-length': 200_000 });
    const timer = setInterval(() => response.write('.'), 50);
    response.on('close', () => {
      clearInterval(timer);
    });
  });
  const { failure } = await stage({ in_film: url });
  assert.match(`${failure.code} ${failure.message}`, /^INPUT_UNREACHABLE .*it stalled, \d+ bytes in 0\.5 s/);
});

test('the first input that fails is told, not those that were stopped for it', async () => {
  const silent = host.answer('silent.mp4', (_request, response) => {
    response.writeHead(200, { 'content-length': 200_000 }).flushHeaders();
  });
  const { failure } = await stage({ in_slow: silent, in_gone: silent.replace('silent', 'gone') });
  assert.match(failure.message, /^Input \{\{in_gone\}\}: .*404/);
});
