// No false refusals: what FFmpeg's filter documentation teaches passes the policy and runs.
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { quoteWord, readCommands } from '@renderio/ffmpeg-language';
import { runFfmpeg } from '../../src/programs/run-ffmpeg.ts';
import { createBubblewrapSandbox } from '../../src/sandbox/bubblewrap.ts';
import type { Sandbox, SandboxLimits } from '../../src/sandbox/sandbox.ts';
import { prepareWorkspace, removeWorkspace, type Workspace } from '../../src/sandbox/workspace.ts';
import { findPrograms } from '../support/programs.ts';
import { type ExampleKind, filterExamples } from './filter-examples.ts';

const clip = '-f lavfi -i testsrc2=s=128x96:r=10:d=0.3';
const tone = '-f lavfi -i sine=d=0.3';

function commandOf(kind: ExampleKind, graph: string): string {
  const word = quoteWord(graph);
  switch (kind) {
    case 'video':
      return `${clip} -vf ${word} -t 0.3 -f null -`;
    case 'audio':
      return `${tone} -af ${word} -t 0.3 -f null -`;
    case 'complex':
      return `${clip} ${clip} ${tone} ${tone} -filter_complex ${word} -t 0.3 -f null -`;
    case 'source':
      return `-f lavfi -i ${word} -t 0.2 -f null -`;
  }
}

const limits: SandboxLimits = {
  wallTimeMs: 30_000,
  cpuSeconds: 60,
  threadCount: 2048,
  memoryBytes: 2 ** 31,
  diskBytes: 2 ** 28,
  fileCount: 1000,
};

let sandbox: Sandbox;
let workspace: Workspace;
let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'renderio-examples-'));
  sandbox = await createBubblewrapSandbox({ ...findPrograms(), log: () => undefined });
  workspace = await prepareWorkspace(folder, 'examples');
});
after(async () => {
  await removeWorkspace(workspace);
  await rm(folder, { recursive: true });
});

test('there are at least 150 of them, each once', () => {
  assert.ok(filterExamples.length >= 150, `${filterExamples.length}`);
  assert.equal(new Set(filterExamples.map(String)).size, filterExamples.length);
});

for (const [kind, graph] of filterExamples) {
  test(`${kind}: ${graph}`, async () => {
    const { commands, problems } = readCommands({ inputKeys: [], outputKeys: [], texts: [commandOf(kind, graph)] });
    assert.deepEqual(problems, []);
    const args = (commands[0]?.words ?? []).map(({ text }) => text);
    const { outcome, digest } = await runFfmpeg(sandbox, { args, jobFolder: workspace.jobFolder, limits });
    assert.deepEqual(outcome.kind === 'exited' && outcome.code, 0, digest.text);
  });
}
