// Every way a run can end, each brought about by a real FFmpeg.
import assert from 'node:assert/strict';
import { readFile, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { removeWorkspace } from '../../src/sandbox/workspace.ts';
import { codeOf, findProcesses, openSetting } from './setting.ts';

/** Pictures without end, as fast as they can be made. */
const endless = ['-v', 'error', '-f', 'lavfi', '-i', 'testsrc2=s=64x64:r=25'];

let setting: Awaited<ReturnType<typeof openSetting>>;
before(async () => {
  setting = await openSetting();
});
after(() => setting.close());

describe('a program that ends by itself', () => {
  test('a transcode exits with 0 and leaves a file that the server can read and remove', async () => {
    const workspace = await setting.openWorkspace();
    const { outcome, stderr, progress } = await setting.run(
      ['-v', 'error', '-progress', 'pipe:3', '-f', 'lavfi', '-i', 'testsrc2=d=1', '-c:v', 'libx264', 'out.mp4'],
      {},
      workspace,
    );
    assert.equal(codeOf(outcome), 0, stderr);
    assert.match(progress, /progress=end\n$/);
    const file = await readFile(join(workspace.jobFolder, 'out.mp4'));
    assert.equal(file.toString('latin1', 4, 8), 'ftyp');
  });

  for (const encoder of ['libx265', 'libsvtav1', 'libvpx-vp9', 'libaom-av1']) {
    test(`${encoder} and drawtext live with the system-call filter`, async () => {
      const source = ['-v', 'error', '-f', 'lavfi', '-i', 'testsrc2=s=128x128', '-frames:v', '3'];
      const args = [...source, '-vf', 'drawtext=text=hello', '-c:v', encoder, 'out.mkv'];
      const { outcome, stderr } = await setting.run(args);
      assert.equal(codeOf(outcome), 0, stderr);
      assert.doesNotMatch(stderr, /error|NUMA|Fontconfig|cache/i);
    });
  }

  test('the code of an unreadable input is passed on as it is', async () => {
    const { outcome, stderr } = await setting.run(['-v', 'error', '-i', 'missing.mp4', '-f', 'null', '-']);
    assert.equal(codeOf(outcome), 254);
    assert.match(stderr, /No such file or directory/);
  });

  test('binary output on stdout arrives whole, however slowly it is looked at', async () => {
    let bytes = 0;
    const raw = ['-v', 'error', '-f', 'lavfi', '-i', 'color=s=1920x1080:d=1:r=10', '-pix_fmt', 'yuv420p'];
    const { outcome } = await setting.run([...raw, '-f', 'rawvideo', '-'], {
      onStdout: (chunk) => {
        bytes += chunk.length;
      },
    });
    assert.equal(codeOf(outcome), 0);
    assert.equal(bytes, 1920 * 1080 * 1.5 * 10);
  });

  test('a program that is not there is not started, and the reason says so', async () => {
    const { outcome } = await setting.run([], { program: '/usr/bin/nothing-here' });
    assert.equal(outcome.kind, 'not_started');
    assert.match(outcome.reason, /nothing-here: no such file/i);
  });

  test('a workspace that is not there is an ending, not an exception', async () => {
    const workspace = await setting.openWorkspace();
    await removeWorkspace(workspace);
    const { outcome } = await setting.run(['-version'], {}, workspace);
    assert.equal(outcome.kind, 'not_started');
  });

  test('arguments that no program can be given are an ending, not an exception', async () => {
    for (const args of [['a\0b'], ['x'.repeat(200_000)]]) {
      const { outcome } = await setting.run(args);
      assert.equal(outcome.kind, 'not_started');
    }
  });
});

describe('a program that is ended', () => {
  test('a frame of 16000×16000 ends at the memory limit', async () => {
    const memoryBytes = 300 * 2 ** 20;
    const args = ['-f', 'lavfi', '-i', 'color=s=16000x16000,format=gbrp', '-vf', 'reverse', '-f', 'null', '-'];
    const { outcome } = await setting.run(args, { limits: { memoryBytes } });
    assert.equal(outcome.kind, 'out_of_memory');
    assert.ok(outcome.observedBytes > memoryBytes);
    assert.equal(outcome.limitBytes, memoryBytes);
    assert.ok(outcome.peakMemoryBytes > memoryBytes);
  });

  test('many files ending together pass the limit before any one of them does', async () => {
    const diskBytes = 40 * 2 ** 20;
    const source = ['-v', 'error', '-f', 'lavfi', '-i', 'color=s=1920x1080'];
    const { outcome } = await setting.run([...source, '-f', 'image2', '-c:v', 'bmp', '%d.bmp'], {
      limits: { diskBytes },
    });
    assert.equal(outcome.kind, 'disk_exceeded');
    assert.ok(outcome.observedBytes > diskBytes);
  });

  test('names by the thousand end at the limit of files', async () => {
    const { outcome } = await setting.run([...endless, '-f', 'image2', '%d.png'], { limits: { fileCount: 200 } });
    assert.equal(outcome.kind, 'too_many_files');
    assert.ok(outcome.observed > 200);
  });

  test('a write past the limit by a program that is quick to exit still counts', async () => {
    const diskBytes = 2 ** 20;
    const source = ['-v', 'error', '-f', 'lavfi', '-i', 'color=s=1024x1024', '-frames:v', '1'];
    const { outcome } = await setting.run([...source, '-c:v', 'bmp', 'one.bmp'], { limits: { diskBytes } });
    assert.equal(outcome.kind, 'disk_exceeded');
  });

  test('an endless source ends at the wall time', async () => {
    const { outcome } = await setting.run([...endless, '-f', 'null', '-'], { limits: { wallTimeMs: 400 } });
    assert.deepEqual([outcome.kind, 'limitMs' in outcome && outcome.limitMs], ['timed_out', 400]);
    assert.ok(outcome.wallTimeMs >= 400 && outcome.wallTimeMs < 2_000, `${outcome.wallTimeMs}`);
  });

  test('threads without end are told by the processor time that they used together', async () => {
    const args = [...endless, '-vf', 'scale=1280:720', '-c:v', 'ffv1', '-f', 'null', '-'];
    const { outcome } = await setting.run(args, { limits: { cpuSeconds: 0.5 } });
    assert.equal(outcome.kind, 'cpu_exceeded');
    assert.equal(outcome.limitSeconds, 0.5);
    assert.ok(outcome.observedSeconds > 0.5 && outcome.observedSeconds < 5, `${outcome.observedSeconds}`);
  });

  test('a decoder that wants 10,000 threads is refused them, and FFmpeg ends by itself', async () => {
    const workspace = await setting.openWorkspace();
    const picture = ['-v', 'error', '-f', 'lavfi', '-i', 'testsrc2=d=1', '-c:v', 'libx264', 'in.mp4'];
    await setting.run(picture, {}, workspace);
    const args = ['-v', 'error', '-threads', '10000', '-i', 'in.mp4', '-f', 'null', '-'];
    const { outcome, stderr } = await setting.run(args, { limits: { threadCount: 200 } }, workspace);
    assert.equal(codeOf(outcome), 245, stderr);
    assert.match(stderr, /Resource temporarily unavailable/);
  });

  test('an expression that never returns, and ignores SIGTERM, ends at the wall time', async () => {
    const args = ['-f', 'lavfi', '-i', 'aevalsrc=while(1\\,1):d=1', '-f', 'null', '-'];
    const { outcome } = await setting.run(args, { limits: { wallTimeMs: 400 } });
    assert.equal(outcome.kind, 'timed_out');
  });

  test('cancelling kills everything before the outcome is told', async () => {
    const controller = new AbortController();
    const mark = 'mark-of-the-cancelled-run.mkv';
    const { outcome } = await setting.run([...endless, '-stats', '-c:v', 'ffv1', mark], {
      signal: controller.signal,
      onStderr: () => {
        controller.abort();
      },
    });
    assert.equal(outcome.kind, 'cancelled');
    assert.deepEqual(await findProcesses(mark), []);
  });

  test('cancelling at once, before there is a process to kill, leaves none', async () => {
    const mark = 'mark-of-the-early-cancel.mkv';
    const early = await setting.run([...endless, mark], { signal: AbortSignal.abort() });
    assert.equal(early.outcome.kind, 'cancelled');
    const controller = new AbortController();
    const running = setting.run([...endless, mark], { signal: controller.signal });
    setImmediate(() => {
      controller.abort();
    });
    assert.equal((await running).outcome.kind, 'cancelled');
    assert.deepEqual(await findProcesses(mark), []);
  });

  test('a limit that struck first is not turned into a cancellation that came while the program was being killed', async () => {
    const workspace = await setting.openWorkspace();
    const controller = new AbortController();
    const options = { limits: { wallTimeMs: 1 }, signal: controller.signal };
    const running = setting.run([...endless, '-f', 'null', '-'], options, workspace);
    // The chain needs some 10 ms before there is a process to kill: both causes come before that.
    setTimeout(() => {
      controller.abort();
    }, 4);
    assert.equal((await running).outcome.kind, 'timed_out');
  });
});

test('a file system that runs out of room ends the program before it is full', async () => {
  const { bavail, bsize } = await statfs(setting.scratchFolder);
  const cramped = await openSetting({ reserveBytes: bavail * bsize * 3 });
  try {
    const { outcome } = await cramped.run([...endless, '-f', 'null', '-']);
    assert.equal(outcome.kind, 'scratch_full');
    assert.ok(outcome.freeBytes > 0);
  } finally {
    await cramped.close();
  }
});

test('ten programs at once do not mix their endings', async () => {
  const codes = await Promise.all(
    Array.from({ length: 10 }, async (_, index) => {
      const bad = index % 2 === 1;
      const { outcome } = await setting.run(['-v', 'error', ...(bad ? ['-i', 'missing'] : ['-version'])]);
      return codeOf(outcome);
    }),
  );
  assert.deepEqual(
    codes,
    Array.from({ length: 10 }, (_, index) => (index % 2 === 1 ? 254 : 0)),
  );
});

test('a removed workspace is gone', async () => {
  const short = await openSetting();
  await short.openWorkspace();
  await short.close();
  await assert.rejects(stat(short.scratchFolder), { code: 'ENOENT' });
});
