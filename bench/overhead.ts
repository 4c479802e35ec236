// What the service adds to a trivial command: submit → SUCCESS against the same FFmpeg run bare, in turn, leg by leg.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from '@renderio/contract';
import { makeVideo } from '../packages/server/test/support/media.ts';
import { startFileHost } from '../packages/server/test/support/origin.ts';
import { startTestServer } from '../packages/server/test/support/server.ts';
import { median, runBare } from './bare.ts';

const words = '-c:v libx264 -preset ultrafast';
const bareWords = ['-nostdin', '-y', '-i', 'in.mp4', ...words.split(' '), 'out.mp4'];

export async function benchOverhead(runs = 20): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'renderio-bench-'));
  const [server, host, video] = await Promise.all([
    startTestServer(),
    startFileHost(),
    makeVideo({ seconds: 1, size: '160x120' }),
  ]);
  try {
    await writeFile(join(folder, 'in.mp4'), video);
    const request = {
      input_files: { in_a: host.serve('in.mp4', video) },
      output_files: { out_a: 'out.mp4' },
      ffmpeg_command: `-i {{in_a}} ${words} {{out_a}}`,
    };
    const bareMs: number[] = [];
    const wholeMs: number[] = [];
    const done: Command[] = [];
    // The first of each fills the page cache and is not counted.
    for (let run = 0; run <= runs; run += 1) {
      const bare = await runBare(folder, bareWords);
      const startedAt = performance.now();
      const command = await server.finished(await server.submit(request));
      const whole = performance.now() - startedAt;
      if (command.status !== 'SUCCESS') throw new Error(command.error_message ?? 'The command failed.');
      if (run === 0) continue;
      bareMs.push(bare);
      wholeMs.push(whole);
      done.push(command);
    }
    const bare = median(bareMs);
    const phase = (name: string): number =>
      median(done.map(({ timeline }) => (timeline.find((entry) => entry.phase === name)?.seconds ?? 0) * 1000));
    const total = median(done.map((command) => (command.total_processing_seconds ?? 0) * 1000));
    const running = phase('running');
    const rows: [leg: string, ms: number][] = [
      ['accept (request to durable row)', phase('accepted')],
      ['claim (row to worker)', phase('queued')],
      ['stage (workspace, one input by URL)', phase('fetching')],
      ['FFmpeg, bare', bare],
      ['sandbox start and log (running − bare)', running - bare],
      ['verify (one ffprobe in the sandbox)', phase('verifying')],
      ['store and finish', phase('storing')],
      ['submit → SUCCESS, server', total],
      ['submit → SUCCESS, seen by a client that polls every 25 ms', median(wholeMs)],
    ];
    for (const [leg, ms] of rows) process.stdout.write(`${leg.padEnd(60)} ${ms.toFixed(0).padStart(6)} ms\n`);
    process.stdout.write(`${'above bare'.padEnd(60)} ${(total - bare).toFixed(0).padStart(6)} ms\n`);
    process.stdout.write(`${'ratio to bare'.padEnd(60)} ${(total / bare).toFixed(2).padStart(6)}\n`);
    process.stdout.write(`medians of ${runs} runs\n`);
  } finally {
    await server.stop();
    await host.stop();
    await rm(folder, { recursive: true });
  }
}
