// FFmpeg as the oracle of the policy: what a command really opens and connects to, seen from outside by strace.
import { execFile, spawn } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { findPrograms } from '../support/programs.ts';

/** A file that lies outside of the job, and that FFmpeg could read. */
export const canary = '/tmp/canary/secret';

export interface Trace {
  /** Everything it tried to open, make or connect to beyond the job and what any FFmpeg opens by itself. */
  readonly reached: readonly string[];
  readonly log: string;
}

export interface Tracer {
  /** Runs FFmpeg with these arguments; ended after `limitMs`. The job folder of each run is fresh. */
  run(args: readonly string[], limitMs?: number): Promise<Trace>;
  /** What FFmpeg prints. */
  print(...args: readonly string[]): Promise<string>;
  close(): Promise<void>;
}

/** Why this machine has no oracle; false when it has one. */
export async function whyNoOracle(): Promise<string | false> {
  try {
    await promisify(execFile)('strace', ['-V']);
    return false;
  } catch {
    return 'strace is not installed';
  }
}

/** @param files what lies in the job folder, by name */
export async function openTracer(files: ReadonlyMap<string, Uint8Array>): Promise<Tracer> {
  const { rootFolder, bubblewrap } = findPrograms();
  const folder = await mkdtemp(join(tmpdir(), 'renderio-oracle-'));
  const outside = join(folder, 'outside');
  await mkdir(outside);
  await writeFile(join(outside, 'secret'), 'canary\n');
  let count = 0;

  const box = (job: string): string[] => [
    ...bubblewrap,
    ...['--unshare-all', '--die-with-parent', '--ro-bind', rootFolder, '/', '--proc', '/proc', '--dev', '/dev'],
    ...['--tmpfs', '/tmp', '--ro-bind', outside, '/tmp/canary', '--bind', job, '/work', '--chdir', '/work'],
    ...['--clearenv', '--setenv', 'PATH', '/usr/bin', '--setenv', 'HOME', '/tmp', '/usr/bin/ffmpeg', '-hide_banner'],
  ];
  return {
    async run(args, limitMs = 10_000) {
      count += 1;
      const job = join(folder, `job-${count}`);
      const traceFile = join(folder, `trace-${count}`);
      await mkdir(job);
      await chmod(job, 0o777);
      for (const [name, bytes] of files) await writeFile(join(job, name), bytes);
      const calls = 'open,openat,creat,connect,bind,execve,rename,mkdir,unlink';
      const log = await runToEnd(
        [
          'strace',
          '-f',
          '-qq',
          '-s',
          '4096',
          '-o',
          traceFile,
          '-e',
          `trace=${calls}`,
          ...box(job),
          '-nostdin',
          '-y',
          ...args,
        ],
        limitMs,
      );
      const trace = await readFile(traceFile, 'utf8');
      await rm(job, { recursive: true });
      await rm(traceFile);
      return { reached: readTrace(trace), log };
    },
    async print(...args) {
      const [file = '', ...rest] = box(outside);
      const { stdout } = await promisify(execFile)(file, [...rest, ...args], { maxBuffer: 2 ** 24 });
      return stdout;
    },
    async close() {
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function runToEnd([file = '', ...args]: readonly string[], limitMs: number): Promise<string> {
  const child = spawn(file, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  const timer = setTimeout(() => child.kill('SIGKILL'), limitMs);
  let log = '';
  child.stderr.on('data', (chunk: Buffer) => {
    log += chunk.toString();
  });
  await new Promise((done) => child.once('close', done));
  clearTimeout(timer);
  return log;
}

/** What every FFmpeg of this root opens: its libraries, fonts, and facts on the machine. */
const ownPaths = [
  ...['/lib/', '/lib64/', '/usr/lib/', '/etc/ld.so', '/etc/fonts', '/usr/share/fontconfig', '/usr/share/fonts'],
  ...['/usr/local/share/fonts', '/var/cache/fontconfig', '/tmp/.cache/fontconfig', '/tmp/.fontconfig', '/tmp/.fonts'],
  ...['/tmp/.local/share/fonts', '/tmp/.config/fontconfig', '/usr/share/X11/locale', '/usr/share/pocketsphinx/'],
  ...['/proc/filesystems', '/proc/self/status', '/proc/stat', '/proc/cpuinfo', '/proc/meminfo', '/proc/sys/vm/'],
  ...['/proc/self/cgroup', '/proc/self/mountinfo', '/sys/fs/cgroup/', '/sys/devices/system/'],
  ...['/dev/null', '/dev/urandom', '/etc/localtime', '/work/'],
];

/** Reads strace's lines from the start of FFmpeg itself on. */
function readTrace(trace: string): string[] {
  const lines = trace.split('\n');
  const start = lines.findIndex((line) => line.includes('execve("/usr/bin/ffmpeg"'));
  if (start < 0) throw new Error(`FFmpeg was not started: ${trace.slice(-500)}`);
  return lines.slice(start + 1).flatMap((line) => {
    const call = /^\d+ +(\w+)\((.*)/s.exec(line);
    const [, name = '', rest = ''] = call ?? [];
    if (name === 'connect' || name === 'bind' || name === 'execve') return [line];
    return Array.from(rest.matchAll(/"((?:[^"\\]|\\.)*)"/g), (match) => resolve('/work', match[1] ?? '')).filter(
      (path) => path !== '/work' && !ownPaths.some((own) => path.startsWith(own)),
    );
  });
}
