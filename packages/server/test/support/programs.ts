// Where integration tests find FFmpeg and bubblewrap: the root that `npm test` made beforehand.
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const repository = join(import.meta.dirname, '../../../..');

export interface TestPrograms {
  readonly rootFolder: string;
  readonly bubblewrap: readonly string[];
}

export const programsFolder = process.env['RENDERIO_PROGRAMS_DIR'] ?? join(repository, 'data/programs');

export function findPrograms(): TestPrograms {
  const rootFolder = join(programsFolder, 'current/root');
  if (!existsSync(join(rootFolder, 'usr/bin/ffmpeg'))) {
    throw new Error(`no FFmpeg in ${rootFolder}: run the tests with \`npm test\`, which makes it`);
  }
  const { loader, libraries } = process.arch === 'arm64' ? arm64 : x64;
  const words = [join(rootFolder, loader), '--library-path', join(rootFolder, libraries)];
  return { rootFolder, bubblewrap: [...words, join(rootFolder, 'usr/bin/bwrap')] };
}

const x64 = { loader: 'usr/lib64/ld-linux-x86-64.so.2', libraries: 'usr/lib/x86_64-linux-gnu' };
const arm64 = { loader: 'usr/lib/ld-linux-aarch64.so.1', libraries: 'usr/lib/aarch64-linux-gnu' };
