// The server as an operator runs it: a process of its own that a test can kill, stop, and read the words of.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Command } from '@renderio/contract';
import { programsFolder } from './programs.ts';
import { type Answer, type CommandRequest, until } from './server.ts';

const entry = join(import.meta.dirname, '../../src/main.ts');

/** The first account's key in every installation that these tests make. */
export const testKey = `ffsk_${'ab'.repeat(32)}`;

/** Killed at the end of its scope at the latest, so that a failed test leaves none behind. */
export interface ServerProcess extends AsyncDisposable {
  readonly pid: number;
  /** Everything it has said so far. */
  readonly said: () => string;
  /** Exit code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals>;
  /** To the process alone, or as Ctrl-C does to all of its group. */
  kill(signal: NodeJS.Signals, to?: 'process' | 'group'): void;
}

/** Starts the server with nothing in its environment but `settings` and where the programs are. */
export function spawnServer(
  settings: Readonly<Record<string, string>>,
  { args = [], prefix = [] }: { readonly args?: readonly string[]; readonly prefix?: readonly string[] } = {},
): ServerProcess {
  // Dies with the test even when that is killed itself.
  const command = ['setpriv', '--pdeathsig', 'KILL', '--', ...prefix, process.execPath, entry, ...args];
  const child = spawn(command[0] ?? '', command.slice(1), {
    env: { PATH: process.env['PATH'], RENDERIO_PROGRAMS_DIR: programsFolder, RENDERIO_API_KEY: testKey, ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
  }
  // 'close' comes after the last word.
  const ended = once(child, 'close').then(([code, signal]) => (code ?? signal) as number | NodeJS.Signals);
  const { pid } = child;
  if (pid === undefined) throw new Error('The server could not be started as a process.');
  return {
    pid,
    said: () => said,
    ended,
    kill(signal, to = 'process') {
      process.kill(to === 'group' ? -pid : pid, signal);
    },
    async [Symbol.asyncDispose]() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
      await ended;
    },
  };
}

/** A server that has said that it is up; throws with its words when it ends before. */
export async function startServerProcess(
  settings: Readonly<Record<string, string>>,
  limitMs = 30_000,
): Promise<ServerProcess> {
  const server = spawnServer({ RENDERIO_PORT: '0', ...settings });
  let hasEnded = false;
  void server.ended.then(() => {
    hasEnded = true;
  });
  try {
    await until(limitMs, 'the server is up', () => {
      if (hasEnded) throw new Error(`The server ended at its start:\n${server.said()}`);
      return Promise.resolve(server.said().includes('renderio is up') ? true : null);
    });
  } catch (error) {
    await server[Symbol.asyncDispose]();
    throw error;
  }
  return server;
}

/** Calls to a server process, by its key. */
export interface ServerClient {
  readonly url: string;
  call<T = unknown>(method: string, path: string, body?: object, headers?: Record<string, string>): Promise<Answer<T>>;
  submit(request: CommandRequest): Promise<string>;
  /** The command once it is done. */
  finished(commandId: string, limitMs?: number): Promise<Command>;
}

/** Waits until the server is ready, so that what follows is not about its start. */
export async function connectTo(server: ServerProcess): Promise<ServerClient> {
  const url = /^ {2}URL +(\S+)$/m.exec(server.said())?.[1];
  if (url === undefined) throw new Error(`The server did not say where it listens:\n${server.said()}`);
  await until(30_000, 'the server is ready', async () => ((await fetch(`${url}/ready`)).ok ? true : null));
  const client: ServerClient = {
    url,
    async call<T>(
      method: string,
      path: string,
      body?: object,
      headers: Record<string, string> = {},
    ): Promise<Answer<T>> {
      const response = await fetch(`${url}/api/v1${path}`, {
        method,
        headers: { 'x-api-key': testKey, ...(body ? { 'content-type': 'application/json' } : {}), ...headers },
        ...(body ? { body: JSON.stringify(body) } : {}),
      });
      return { status: response.status, headers: response.headers, body: (await response.json()) as T };
    },
    async submit(request) {
      const { status, body } = await client.call<{ command_id: string }>('POST', '/run-ffmpeg-command', request);
      if (status !== 200) throw new Error(`The command was refused: ${JSON.stringify(body)}`);
      return body.command_id;
    },
    async finished(commandId, limitMs = 60_000) {
      return await until(limitMs, `command ${commandId} is done`, async () => {
        const { status, body } = await client.call<Command>('GET', `/commands/${commandId}`);
        return status === 200 && (body.status === 'SUCCESS' || body.status === 'FAILED') ? body : null;
      });
    },
  };
  return client;
}
