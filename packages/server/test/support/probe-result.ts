// Looks at results with the real ffprobe and ffmpeg, outside of the server and its sandbox, as a client would.
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findPrograms } from './programs.ts';

const run = promisify(execFile);

export interface ProbedStream {
  readonly codec_type: string;
  readonly codec_name?: string;
  readonly pix_fmt?: string;
  readonly width?: number;
  readonly height?: number;
  readonly sample_aspect_ratio?: string;
  readonly nb_read_frames?: string;
  readonly sample_rate?: string;
  readonly channels?: number;
  readonly side_data_list?: readonly { readonly rotation?: number }[];
}

export interface ProbedFile {
  readonly streams: readonly ProbedStream[];
  readonly programs?: readonly { readonly streams: readonly ProbedStream[] }[];
  readonly format: { readonly format_name: string; readonly duration?: string; readonly size?: string };
}

/** Counts frames by decoding all of them. `source` is a path or a URL. */
export async function probeResult(source: string): Promise<ProbedFile> {
  const { stdout } = await runProgram('ffprobe', [
    ...['-v', 'error', '-count_frames', '-show_streams', '-show_programs', '-show_format', '-of', 'json'],
    source,
  ]);
  return JSON.parse(stdout) as ProbedFile;
}

/** Red, green and blue of one pixel, after so many seconds. */
export async function pixelAt(path: string, seconds: number, x: number, y: number): Promise<readonly number[]> {
  const filters = `crop=1:1:${x}:${y}:exact=1,format=rgb24`;
  const bytes = await runBytes([
    '-ss',
    String(seconds),
    '-i',
    path,
    '-frames:v',
    '1',
    '-vf',
    `format=yuv444p,${filters}`,
    '-f',
    'rawvideo',
    '-',
  ]);
  return [...bytes];
}

/** Integrated loudness in LUFS. */
export async function loudnessOf(path: string): Promise<number> {
  const { stderr } = await runProgram('ffmpeg', ['-nostdin', '-i', path, '-af', 'ebur128', '-f', 'null', '-']);
  return Number([...stderr.matchAll(/I:\s+(-?[\d.]+) LUFS/g)].at(-1)?.[1]);
}

/** Fetches a link without a key and keeps its bytes under the name that the link ends in. */
export async function download(url: string, folder: string): Promise<{ path: string; bytes: Buffer }> {
  const response = await fetch(url);
  if (response.status !== 200) throw new Error(`${url} answered ${response.status}`);
  const bytes = Buffer.from(await response.arrayBuffer());
  const path = join(folder, decodeURIComponent(url.slice(url.lastIndexOf('/') + 1)));
  await writeFile(path, bytes);
  return { path, bytes };
}

/** The root's own loader runs its programs where they lie; Debian keeps some libraries in folders of their own. */
function wordsOf(program: 'ffmpeg' | 'ffprobe'): [string, string[]] {
  const { rootFolder, bubblewrap } = findPrograms();
  const [loader = '', option = '', libraries = ''] = bubblewrap;
  const folders = ['', '/pulseaudio', '/blas', '/lapack'].map((folder) => libraries + folder);
  return [loader, [option, folders.join(':'), join(rootFolder, 'usr/bin', program)]];
}

async function runProgram(program: 'ffmpeg' | 'ffprobe', args: readonly string[]) {
  const [loader, words] = wordsOf(program);
  return await run(loader, [...words, ...args], { timeout: 60_000, maxBuffer: 2 ** 24 });
}

async function runBytes(args: readonly string[]): Promise<Buffer> {
  const [loader, words] = wordsOf('ffmpeg');
  const { stdout } = await run(loader, [...words, '-nostdin', '-v', 'error', ...args], {
    timeout: 60_000,
    encoding: 'buffer',
  });
  return stdout;
}
