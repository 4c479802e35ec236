// Canaries on the host and in other accounts: unique strings that nothing may hand out, and places that nothing may touch.
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createSocket, type Socket as UdpSocket } from 'node:dgram';
import { once } from 'node:events';
import { chmod, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { createServer as createTcpServer, type Server as TcpServer } from 'node:net';
import { dirname, join } from 'node:path';
import { chooseIdentity } from '../../src/sandbox/identity.ts';

export interface Canaries extends AsyncDisposable {
  /** Puts what is known now in place of a vector's tokens. */
  readonly fill: (text: string) => string;
  /** Makes a token known from now on. */
  name(token: string, value: string): void;
  /** One more string that must not be handed out, such as what another account has stored. */
  keepSecret(what: string, secret: string): void;
  /** What of the secrets is in the text, named. */
  findIn(text: string): string[];
  /** Everything that has been touched or reached so far, named. */
  touched(): Promise<string[]>;
}

const hostFileName = 'host-file.txt';

/** A string that is nowhere else, as it stands in text and as bytes. */
export function makeSecret(kind: string): string {
  return `canary-${kind}-${randomBytes(12).toString('hex')}`;
}

/** `tokens` are further ones, name → value. */
export async function plantCanaries(dataFolder: string, tokens: Readonly<Record<string, string>>): Promise<Canaries> {
  await using stack = new AsyncDisposableStack();
  const secrets = new Map<string, string>();
  const secretOf = (what: string): string => {
    const secret = makeSecret(what.replaceAll(/\W+/g, '-'));
    secrets.set(what, secret);
    return secret;
  };

  // Not in /tmp, which the sandbox's own mounts hide; open to everyone, so that no permission of the host's does its work.
  const shelter = await mkdtemp('/var/tmp/renderio-canaries-');
  stack.defer(() => rm(shelter, { recursive: true }));
  await chmod(shelter, 0o777);
  const hostFile = join(shelter, hostFileName);
  const line = `${secretOf('a file of the host')}\n`;
  await writeFile(hostFile, line.repeat(20), { mode: 0o644 });
  const beside = join(dirname(dataFolder), `renderio-beside-${randomBytes(6).toString('hex')}.txt`);
  await writeFile(beside, secretOf('a file beside the data folder'), { mode: 0o644 });
  stack.defer(() => rm(beside, { force: true }));
  await writeFile(join(dataFolder, 'canary.txt'), secretOf('a file in the data folder'), { mode: 0o644 });

  process.env['ATTACK_CANARY'] = secretOf('the environment of the server');
  stack.defer(() => {
    delete process.env['ATTACK_CANARY'];
  });

  const reached: string[] = [];
  const http = createServer((request, response) => {
    response.end(secrets.get('the answer of a loopback server'));
    reached.push(`the loopback server was asked for ${request.url ?? ''}`);
  });
  secretOf('the answer of a loopback server');
  http.on('connection', () => reached.push('somebody connected to the loopback server'));
  http.on('clientError', (_error, socket) => socket.destroy());
  const port = await listen(stack, http, { host: '127.0.0.1', port: 0 });
  // The same number on ::1, for what is meant to slip past a check of IPv4.
  const http6 = createServer((_request, response) => response.end());
  http6.on('connection', () => reached.push('somebody connected to the loopback server by IPv6'));
  await listen(stack, http6, { host: '::1', port }).catch(() => 0);

  // And that of the attacker's host, for a name that leads there at first and to loopback then.
  if (tokens['ORIGIN_PORT'] !== undefined) {
    const twin = createServer((_request, response) => response.end());
    twin.on('connection', () => reached.push('somebody connected to loopback by a name that changed'));
    await listen(stack, twin, { host: '127.0.0.1', port: Number(tokens['ORIGIN_PORT']) });
  }

  const socketPath = join(shelter, 'canary.sock');
  const abstractName = `renderio-canary-${randomBytes(6).toString('hex')}`;
  for (const path of [socketPath, `\0${abstractName}`]) {
    const server = createTcpServer((socket) => {
      reached.push(`somebody connected to the Unix socket ${path.replace('\0', '@')}`);
      socket.destroy();
    });
    await listen(stack, server, { path });
  }
  await chmod(socketPath, 0o777);

  const udp = createSocket('udp4');
  udp.on('message', () => reached.push('a datagram came'));
  const udpPort = await bind(stack, udp);

  const bystander = startBystander(secretOf('the environment of another process'));
  stack.defer(() => void bystander.kill('SIGKILL'));

  // So long ago that the next read is noted, as file systems do once a day.
  await utimes(hostFile, new Date(Date.now() - 2 * 86_400_000), new Date());
  const before = await listShelter(shelter);
  const all: Record<string, string> = {
    SHELTER: shelter,
    HOST_FILE: hostFile,
    BESIDE: beside,
    DATA: dataFolder,
    PORT: String(port),
    UDP: String(udpPort),
    SOCKET: socketPath,
    ABSTRACT: abstractName,
    PID: String(bystander.pid),
    ...tokens,
  };
  const owned = stack.move();
  return {
    fill: (text) =>
      text.replaceAll(/@([A-Z_]+)@/g, (token, name: string) => {
        const value = all[name];
        if (value === undefined) throw new Error(`There is no canary ${token}.`);
        return value;
      }),
    name(token, value) {
      all[token] = value;
    },
    keepSecret: (what, secret) => void secrets.set(what, secret),
    findIn: (text) => [...secrets].filter(([, secret]) => text.includes(secret)).map(([what]) => what),
    async touched() {
      const now = await listShelter(shelter);
      const changed = [...new Set([...before.keys(), ...now.keys()])].filter(
        (name) => before.get(name) !== now.get(name),
      );
      return [
        ...reached,
        ...changed.map((name) => `${name} in the shelter was ${before.has(name) ? 'read or changed' : 'made'}`),
        ...(await stateOf(bystander)),
      ];
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

/** Name → what would change if somebody read it or wrote to it. */
async function listShelter(shelter: string): Promise<Map<string, string>> {
  const names = await readdir(shelter);
  return new Map(
    await Promise.all(
      names.map(async (name): Promise<[string, string]> => {
        const { atimeMs, mtimeMs, size, mode, ino } = await stat(join(shelter, name));
        return [name, [atimeMs, mtimeMs, size, mode, ino].join()];
      }),
    ),
  );
}

/** Sleeps as the user that sandboxed programs run as, so that a signal of theirs would reach it. */
function startBystander(secret: string): ChildProcess {
  const identity = chooseIdentity();
  const user = identity === null ? [] : ['--reuid', String(identity.uid), '--clear-groups'];
  return spawn('setpriv', [...user, '--pdeathsig', 'KILL', 'sleep', '7200'], {
    env: { PATH: process.env['PATH'], ATTACK_CANARY: secret },
    stdio: 'ignore',
  });
}

async function stateOf(bystander: ChildProcess): Promise<string[]> {
  const status = await readFile(`/proc/${bystander.pid ?? 0}/status`, 'utf8').catch(() => '');
  return bystander.exitCode === null && bystander.signalCode === null && /^State:\s+[RSD]/m.test(status)
    ? []
    : ['the process beside was ended or stopped'];
}

async function listen(
  stack: AsyncDisposableStack,
  server: Server | TcpServer,
  where: { host: string; port: number } | { path: string },
): Promise<number> {
  server.listen(where);
  await once(server, 'listening');
  stack.defer(() => {
    server.close();
    if ('closeAllConnections' in server) server.closeAllConnections();
  });
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

async function bind(stack: AsyncDisposableStack, socket: UdpSocket): Promise<number> {
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  stack.defer(() => {
    socket.close();
  });
  return socket.address().port;
}
