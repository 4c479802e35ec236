// A root that holds a Perl instead of FFmpeg: the hostile native code of these tests, for Perl can make any system call.
import { execFile } from 'node:child_process';
import { chmod, copyFile, mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { findPrograms, type TestPrograms } from '../support/programs.ts';

const run = promisify(execFile);

/** In a folder that only the server's user may enter. The caller removes `folder`. */
export async function makeNativeCodeRoot(): Promise<TestPrograms & { readonly folder: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'renderio-perl-'));
  const rootFolder = join(folder, 'root');
  await mkdir(rootFolder);
  await chmod(rootFolder, 0o755);
  for (const name of ['proc', 'dev', 'sys', 'tmp', 'job']) await mkdir(join(rootFolder, name));
  await copyWithLibraries('/usr/bin/perl', (path) => join(rootFolder, path));

  // bubblewrap has a newer C library than the host's Perl may have: a corner of its own, started as in the real root.
  const real = findPrograms();
  const [loader = '', , libraries = ''] = real.bubblewrap;
  const program = real.bubblewrap.at(-1) ?? '';
  const corner = join(rootFolder, 'bubblewrap');
  const { stdout } = await run(loader, ['--library-path', libraries, '--list', program]);
  const inCorner = (path: string): string => join(corner, path.slice(path.lastIndexOf('/') + 1));
  for (const path of [loader, program, ...pathsIn(stdout)]) await copy(path, inCorner(path));
  return { folder, rootFolder, bubblewrap: [inCorner(loader), '--library-path', corner, inCorner(program)] };
}

async function copyWithLibraries(program: string, place: (path: string) => string): Promise<void> {
  const { stdout } = await run('ldd', [program]);
  for (const path of [program, ...pathsIn(stdout)]) await copy(path, place(path));
}

function pathsIn(list: string): readonly string[] {
  return [...list.matchAll(/(\/\S+) \(0x/g)].map(([, path = '']) => path);
}

async function copy(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  await copyFile(from, to);
  await chmod(to, 0o755);
}
