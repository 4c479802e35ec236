// Looks at this machine: what runs the program, what it keeps, and what a server here would need.
import { existsSync } from 'node:fs';
import { stat, statfs } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { findServer } from '../find-server.ts';
import { formatBytes } from '../format.ts';
import { type Environment, settingsPath } from '../settings.ts';
import { bad, type Finding, good } from './check.ts';

const oldestNode = 20;
/** The programs, a database, and room to work. */
const leastFreeBytes = 5e9;

export async function checkMachine(env: Environment): Promise<readonly Finding[]> {
  const major = Number(process.versions.node.split('.')[0]);
  return [
    major < oldestNode
      ? bad('node', `This is Node ${process.versions.node}.`, `Install Node ${oldestNode} or newer.`)
      : good('node', process.versions.node),
    ...(await checkSettingsFile(env)),
  ];
}

async function checkSettingsFile(env: Environment): Promise<Finding[]> {
  const path = settingsPath(env);
  const entry = await stat(path).catch(() => null);
  if (entry === null) return [];
  const isOpen = (entry.mode & 0o077) !== 0;
  return [isOpen ? bad('settings', `${path} can be read by others.`, `chmod 600 ${path}`) : good('settings', path)];
}

/** What a start in this checkout would find; empty where no server comes with the program. */
export async function checkStart(env: Environment): Promise<readonly Finding[]> {
  const server = findServer();
  if (server === null) return [];
  const data = env['RENDERIO_DATA'] ?? join(server.folder, 'data');
  const port = Number(env['RENDERIO_PORT'] ?? 8080);
  const programs = join(env['RENDERIO_PROGRAMS_DIR'] ?? join(data, 'programs'), 'current/root/usr/bin/ffmpeg');
  const free = await statfs(existsSync(data) ? data : server.folder);
  const freeBytes = free.bavail * free.bsize;
  return [
    process.platform === 'linux'
      ? good('platform', 'linux')
      : bad('platform', `This is ${process.platform}.`, 'The server runs on Linux only.'),
    existsSync(programs) || env['FFMPEG_PATH'] !== undefined
      ? good('programs', env['FFMPEG_PATH'] ?? programs)
      : bad('programs', 'There is no FFmpeg yet.', 'The first `renderio up` or `npm start` brings it.', 'warn'),
    (await isPortFree(port))
      ? good('port', `${port} is free`)
      : bad('port', `${port} is taken.`, 'Start on another with `renderio up --port`.'),
    freeBytes < leastFreeBytes
      ? bad('disk', `${formatBytes(freeBytes)} are free.`, `Make room: ${formatBytes(leastFreeBytes)} or more.`, 'warn')
      : good('disk', `${formatBytes(freeBytes)} free`),
  ];
}

async function isPortFree(port: number): Promise<boolean> {
  return await new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => {
      resolve(false);
    });
    server.listen(port, '127.0.0.1', () => {
      server.close(() => {
        resolve(true);
      });
    });
  });
}
