// The same FFmpeg without any sandbox: what the service is measured against.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findPrograms } from '../packages/server/test/support/programs.ts';

/** The root's own loader starts its FFmpeg. libpulse looks for a part of it in a folder of its own. */
function bareFfmpeg(): string[] {
  const { rootFolder, bubblewrap } = findPrograms();
  const [loader = '', option = '', libraries = ''] = bubblewrap;
  return [loader, option, `${libraries}:${libraries}/pulseaudio`, join(rootFolder, 'usr/bin/ffmpeg')];
}

/** Milliseconds from start to end. */
export async function runBare(folder: string, words: readonly string[]): Promise<number> {
  const [command = '', ...args] = bareFfmpeg();
  const startedAt = performance.now();
  await promisify(execFile)(command, [...args, ...words], { cwd: folder });
  return performance.now() - startedAt;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
