// The real program as a process, in a folder of its own, beside a real server.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findPrograms } from '../../server/test/support/programs.ts';
import { startTestServer, type TestServer } from '../../server/test/support/server.ts';

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly bytes: Buffer;
  readonly stderr: string;
}

export interface CliOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: Uint8Array;
  /** Given the process, for signals. */
  readonly onStart?: (pid: number) => void;
  /** Told everything that came on stderr so far. */
  readonly onStderr?: (text: string, pid: number) => void;
}

export interface CliSetting extends AsyncDisposable {
  readonly server: TestServer;
  /** Where the program runs. */
  readonly folder: string;
  cli(args: readonly string[], options?: CliOptions): Promise<Ended>;
  /** FFmpeg itself, the same build as the server's, in the same folder. */
  ffmpeg(args: readonly string[]): Promise<Ended>;
}

const entry = join(import.meta.dirname, '../bin/renderio.js');

export async function startCliSetting(settings: Record<string, string> = {}): Promise<CliSetting> {
  const server = await startTestServer(settings);
  const folder = await mkdtemp(join(tmpdir(), 'renderio-cli-'));
  const env = { PATH: process.env['PATH'], HOME: folder, RENDERIO_URL: server.url, RENDERIO_API_KEY: server.key };
  return {
    server,
    folder,
    cli: (args, options = {}) =>
      runProcess([process.execPath, entry, ...args], folder, { ...options, env: { ...env, ...options.env } }),
    ffmpeg: (args) => runProcess([...localFfmpeg(), '-nostdin', ...args], folder, { env: {} }),
    async [Symbol.asyncDispose]() {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function localFfmpeg(): string[] {
  const { rootFolder } = findPrograms();
  const isArm = process.arch === 'arm64';
  const loader = join(rootFolder, isArm ? 'usr/lib/ld-linux-aarch64.so.1' : 'usr/lib64/ld-linux-x86-64.so.2');
  const libraries = join(rootFolder, 'usr/lib', isArm ? 'aarch64-linux-gnu' : 'x86_64-linux-gnu');
  const paths = ['', 'pulseaudio', 'blas', 'lapack'].map((name) => join(libraries, name));
  return [loader, '--library-path', paths.join(':'), join(rootFolder, 'usr/bin/ffmpeg')];
}

async function runProcess(
  command: readonly string[],
  folder: string,
  { env = {}, input, onStart, onStderr }: Omit<CliOptions, 'env'> & { readonly env?: NodeJS.ProcessEnv },
): Promise<Ended> {
  const child = spawn(command[0] ?? '', command.slice(1), { cwd: folder, env, stdio: ['pipe', 'pipe', 'pipe'] });
  const pid = child.pid;
  if (pid === undefined) throw new Error(`${command.join(' ')} could not be started.`);
  onStart?.(pid);
  // A program that does not read closes its end.
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  const out: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    onStderr?.(stderr, pid);
  });
  const [code] = (await once(child, 'close')) as [number | null];
  const bytes = Buffer.concat(out);
  return { code, bytes, stdout: bytes.toString('utf8'), stderr };
}
