// The receivers of docs/receivers as programs: how each is started, and why it cannot be where its language is not.
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, connect as dial } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { until } from '../support/server.ts';

const folder = join(import.meta.dirname, '../../../../docs/receivers');

interface Language {
  readonly name: string;
  readonly file: string;
  readonly program: string;
  readonly versionArgument: string;
  readonly packageName: string;
  readonly args: (path: string, port: number) => readonly string[];
}

export const languages: readonly Language[] = [
  {
    name: 'TypeScript',
    file: 'receiver.ts',
    program: process.execPath,
    versionArgument: '--version',
    packageName: 'nodejs',
    args: (path) => [path],
  },
  {
    name: 'TypeScript with the SDK',
    file: 'sdk-receiver.ts',
    program: process.execPath,
    versionArgument: '--version',
    packageName: 'nodejs',
    args: (path) => [path],
  },
  {
    name: 'Python',
    file: 'receiver.py',
    program: 'python3',
    versionArgument: '--version',
    packageName: 'python3',
    args: (path) => [path],
  },
  {
    name: 'PHP',
    file: 'receiver.php',
    program: 'php',
    versionArgument: '--version',
    packageName: 'php-cli',
    args: (path, port) => ['-S', `127.0.0.1:${port}`, path],
  },
  {
    name: 'Go',
    file: 'receiver.go',
    program: 'go',
    versionArgument: 'version',
    packageName: 'golang-go',
    args: (path) => ['run', path],
  },
];

/** False where the language is there; else the reason for a skipped test. */
export async function lackOf({ name, program, versionArgument, packageName }: Language): Promise<string | false> {
  return await promisify(execFile)(program, [versionArgument]).then(
    () => false,
    () => `there is no ${name} here: apt-get install ${packageName}`,
  );
}

export interface RunningReceiver extends AsyncDisposable {
  readonly url: string;
  /** What it has printed so far, without what it says of its own start. */
  lines(): readonly string[];
}

export async function startReceiver({ file, program, args }: Language, secret: string): Promise<RunningReceiver> {
  const port = await findPort();
  const scratch = await mkdtemp(join(tmpdir(), 'renderio-receiver-'));
  const { PATH, HOME = scratch } = process.env;
  const child = spawn(program, args(join(folder, file), port), {
    cwd: scratch,
    env: {
      ...{ PATH, HOME, WEBHOOK_SECRET: secret, PORT: String(port) },
      // Each keeps what it keeps here, and Go may fetch nothing.
      ...{ SEEN_FOLDER: join(scratch, 'seen'), GOPROXY: 'off', GOFLAGS: '-mod=mod' },
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own, since `go run` starts what it has built as its child.
    detached: true,
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const end = async (): Promise<void> => {
    await endGroup(child);
    await rm(scratch, { recursive: true });
  };
  try {
    // Go compiles its library on the first run of all.
    await until(60_000, `${file} listens`, async () => {
      if (child.exitCode !== null) throw new Error(`${file} ended with ${child.exitCode}: ${stderr}`);
      return (await canDial(port)) ? true : null;
    });
  } catch (error) {
    await end();
    throw error;
  }
  return {
    url: `http://127.0.0.1:${port}/hook`,
    lines: () => stdout.split('\n').filter((line) => line !== ''),
    [Symbol.asyncDispose]: end,
  };
}

async function endGroup(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  process.kill(-child.pid, 'SIGKILL');
  await ended;
}

async function canDial(port: number): Promise<boolean> {
  const socket = dial({ port, host: '127.0.0.1' });
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

/** Below the ports that the kernel gives to connections, so that none of these takes it meanwhile. */
async function findPort(): Promise<number> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 10_000);
    const server = createServer();
    try {
      server.listen(port, '127.0.0.1');
      await once(server, 'listening');
      return port;
    } catch {
      // Taken: the next.
    } finally {
      server.close();
    }
  }
}
