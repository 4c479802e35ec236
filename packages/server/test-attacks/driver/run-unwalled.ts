// Runs a command vector as it would be without walls: the bare FFmpeg, with the host's network and files, its canaries in reach.
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findPlaceholders, renderWords, splitWords } from '@renderio/ffmpeg-language';
import { findPrograms } from '../../test/support/programs.ts';
import type { CommandVector } from '../vector.ts';
import { plantCanaries } from './canaries.ts';

const limitMs = 5_000;

/** What of the canaries it saw or touched; none when the attack has no teeth. */
export async function runUnwalled(vector: CommandVector): Promise<string[]> {
  await using stack = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'renderio-unwalled-'));
  stack.defer(() => rm(folder, { recursive: true }));
  const job = join(folder, 'job');
  await mkdir(join(job, 'inputs'), { recursive: true });
  const canaries = stack.use(await plantCanaries(folder, { ORIGIN: 'http://127.0.0.1:1' }));

  const paths = new Map<string, string>();
  for (const [alias, input] of Object.entries(vector.inputs ?? {})) {
    if (typeof input === 'string') continue;
    const path = join(job, 'inputs', `${alias}${/\.\w+$/.exec(input.filename)?.[0] ?? ''}`);
    await writeFile(path, typeof input.bytes === 'string' ? canaries.fill(input.bytes) : input.bytes);
    paths.set(alias, path);
  }
  for (const [alias, name] of Object.entries(vector.outputs ?? { out_a: 'out.bin' })) paths.set(alias, join(job, name));

  let said = '';
  for (const command of typeof vector.command === 'string' ? [vector.command] : vector.command) {
    const split = splitWords(canaries.fill(command));
    if (!split.ok || findPlaceholders(split.words).some(({ alias }) => !paths.has(alias))) return [];
    said += await runFfmpeg(
      renderWords(split.words, (alias) => paths.get(alias) ?? alias),
      { folder, job, shelter: canaries.fill('@SHELTER@') },
    );
  }
  for (const entry of await readdir(job, { recursive: true, withFileTypes: true })) {
    // Inputs name the canaries by their paths, not by what they hold.
    if (entry.isFile()) said += await readFile(join(entry.parentPath, entry.name), 'latin1');
  }
  return [...canaries.findIn(said), ...(await canaries.touched())];
}

/** Only the shelter and the job can be written to, so that no attack harms the host that it is tried on. */
async function runFfmpeg(
  args: readonly string[],
  { folder, job, shelter }: { readonly folder: string; readonly job: string; readonly shelter: string },
): Promise<string> {
  const { rootFolder, bubblewrap } = findPrograms();
  const [loader = '', option = '', libraries = ''] = bubblewrap;
  const folders = ['', '/pulseaudio', '/blas', '/lapack'].map((name) => libraries + name);
  const words = [
    ...[...bubblewrap.slice(1), '--ro-bind', '/', '/', '--bind', folder, folder, '--bind', shelter, shelter],
    ...['--dev', '/dev', '--proc', '/proc', '--die-with-parent', '--chdir', job, '--'],
    ...[loader, option, folders.join(':'), join(rootFolder, 'usr/bin/ffmpeg'), '-nostdin', '-y', ...args],
  ];
  try {
    const { stdout, stderr } = await promisify(execFile)(loader, words, {
      timeout: limitMs,
      killSignal: 'SIGKILL',
      maxBuffer: 2 ** 24,
    });
    return stdout + stderr;
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    return stdout + stderr;
  }
}
