// A server killed with SIGKILL cannot clean up: its programs must die by themselves.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { findPrograms } from '../support/programs.ts';
import { aboutToRun, startServer, withScratch } from './server-process.ts';
import { findProcesses } from './setting.ts';

const endless = ['-nostdin', '-f', 'lavfi', '-i', 'testsrc2=s=64x64:r=25', '-progress', 'pipe:1'];

/** Waits for the kernel, with a deadline; what is left then is returned. */
async function remainingAfter(deadlineMs: number, word: string): Promise<readonly number[]> {
  const until = performance.now() + deadlineMs;
  for (;;) {
    const pids = await findProcesses(word);
    if (pids.length === 0 || performance.now() > until) return pids;
    await delay(5);
  }
}

test('kill -9 of the server while FFmpeg works leaves no process alive', async () => {
  await withScratch(async (scratchFolder) => {
    const mark = `mark-${process.pid}-working.mkv`;
    const args = [...endless, '-c:v', 'ffv1', mark];
    const server = startServer({ programs: findPrograms(), program: '/usr/bin/ffmpeg', args, scratchFolder });
    assert.ok(server.stdout);
    while (!String((await once(server.stdout, 'data'))[0]).includes('frame=')) continue;
    const names = await Promise.all((await findProcesses(mark)).map((pid) => readFile(`/proc/${pid}/comm`, 'utf8')));
    assert.ok(names.includes('ffmpeg\n'), names.join());
    server.kill('SIGKILL');
    await once(server, 'exit');
    assert.deepEqual(await remainingAfter(2_000, mark), []);
  });
});

test('kill -9 of the server at any moment of a start leaves no process alive', async () => {
  // A start takes some 17 ms until the program itself runs.
  for (let afterMs = 0; afterMs < 24; afterMs += 2) {
    await withScratch(async (scratchFolder) => {
      const mark = `mark-${process.pid}-starting-${afterMs}.mkv`;
      const args = [...endless, '-c:v', 'ffv1', mark];
      const server = startServer({ programs: findPrograms(), program: '/usr/bin/ffmpeg', args, scratchFolder });
      assert.ok(server.stdout);
      assert.equal(String((await once(server.stdout, 'data'))[0]), aboutToRun);
      await delay(afterMs);
      server.kill('SIGKILL');
      await once(server, 'exit');
      assert.deepEqual(await remainingAfter(2_000, mark), [], `${afterMs} ms after the start`);
    });
  }
});
