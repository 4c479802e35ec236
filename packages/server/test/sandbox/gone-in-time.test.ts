// Native code that does all it can to stay is gone within five seconds of its limit, with its processes and its files.
import assert from 'node:assert/strict';
import { rm, stat } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import type { Outcome, SandboxLimits } from '../../src/sandbox/sandbox.ts';
import { removeWorkspace } from '../../src/sandbox/workspace.ts';
import { makeNativeCodeRoot } from './native-code.ts';
import { findProcesses, openSetting } from './setting.ts';

const graceMs = 5_000;
const wallTimeMs = 500;
const ignoreAll = '$SIG{$_} = "IGNORE" for grep !/^(KILL|STOP|NUM\\d+)$/, keys %SIG;';

interface Stayer {
  /** Completes the sentence "a program that …". */
  readonly name: string;
  /** Perl, which can make any system call. */
  readonly code: string;
  readonly limits?: Partial<SandboxLimits>;
  readonly ends: Outcome['kind'];
}

const stayers: readonly Stayer[] = [
  { name: 'stops itself', code: 'kill "STOP", $$ while 1', ends: 'timed_out' },
  { name: 'stops whatever it can reach', code: 'kill "STOP", -1, 0, 1 while 1', ends: 'timed_out' },
  { name: 'ignores every signal', code: `${ignoreAll} 1 while 1`, ends: 'timed_out' },
  { name: 'ignores every signal and sleeps', code: `${ignoreAll} sleep 1000 while 1`, ends: 'timed_out' },
  { name: 'forks for ever', code: 'fork while 1', ends: 'timed_out' },
  { name: 'leaves its process group and forks', code: 'setpgrp(0, 0); fork while 1', ends: 'timed_out' },
  { name: 'floods its log', code: `${ignoreAll} $b = "x" x 65536; syswrite STDERR, $b while 1`, ends: 'timed_out' },
  {
    name: 'floods its log, its output and its progress',
    code: 'open P, ">&=3"; $b = "x" x 65536; while (1) { syswrite $_, $b for *STDERR, *STDOUT, *P }',
    ends: 'timed_out',
  },
  {
    name: 'fills the disk',
    code: `${ignoreAll} $b = "x" x 1_000_000; for ($n = 0; ; $n++) { open O, ">/job/$n"; syswrite O, $b for 1..20 }`,
    limits: { diskBytes: 40 * 2 ** 20, wallTimeMs: 60_000 },
    ends: 'disk_exceeded',
  },
  {
    name: 'fills the disk with what has no name',
    code: `${ignoreAll} open O, ">/job/x"; unlink "/job/x"; $b = "x" x 1_000_000; while (1) { syswrite O, $b; seek(O, 0, 0) if tell(O) > 35e6 }`,
    limits: { diskBytes: 30 * 2 ** 20, wallTimeMs: 60_000 },
    ends: 'disk_exceeded',
  },
  {
    name: 'makes files without end',
    code: `${ignoreAll} for ($n = 0; ; $n++) { open O, ">/job/$n" }`,
    limits: { fileCount: 200, wallTimeMs: 60_000 },
    ends: 'too_many_files',
  },
  {
    name: 'makes folders in locked folders',
    code: 'for (1..150) { mkdir "d"; chdir "d" } for (1..150) { chmod 0, "."; chdir ".." } 1 while 1',
    ends: 'timed_out',
  },
  {
    name: 'takes memory for ever',
    code: `${ignoreAll} push @a, "x" x 10_000_000 while 1`,
    limits: { memoryBytes: 200 * 2 ** 20, wallTimeMs: 60_000 },
    ends: 'out_of_memory',
  },
  {
    name: 'uses its processor time up',
    code: `${ignoreAll} 1 while 1`,
    limits: { cpuSeconds: 0.5, wallTimeMs: 60_000 },
    ends: 'cpu_exceeded',
  },
];

let programs: Awaited<ReturnType<typeof makeNativeCodeRoot>>;
let setting: Awaited<ReturnType<typeof openSetting>>;
before(async () => {
  programs = await makeNativeCodeRoot();
  setting = await openSetting({ ...programs, trial: { program: '/usr/bin/perl', args: ['-e', '0'] } });
});
after(async () => {
  await setting.close();
  await rm(programs.folder, { recursive: true });
});

for (const [index, { name, code, limits = {}, ends }] of stayers.entries()) {
  test(`a program that ${name} is gone in time, with all that it made`, async () => {
    const mark = `mark-of-stayer-${process.pid}-${index}`;
    const workspace = await setting.openWorkspace();
    const startedAt = performance.now();
    const options = { program: '/usr/bin/perl', limits: { wallTimeMs, ...limits } };
    const { outcome } = await setting.run(['-e', code, mark], options, workspace);
    assert.equal(outcome.kind, ends);
    assert.deepEqual(await findProcesses(mark), []);
    await removeWorkspace(workspace);
    // Where the limit is not of time it is met within a second, which counts here as well.
    const afterMs = performance.now() - startedAt - (ends === 'timed_out' ? wallTimeMs : 0);
    assert.ok(afterMs < graceMs, `it took ${Math.round(afterMs)} ms`);
    await assert.rejects(stat(workspace.jobFolder), { code: 'ENOENT' });
  });
}
