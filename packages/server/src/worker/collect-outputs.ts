// Finds what a command declared among what it wrote: regular files in the job folder, and nothing that only points somewhere.
import { constants } from 'node:fs';
import { lstat, open, readdir } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { seriesPattern } from '../domain/job-paths.ts';
import type { PlannedOutput } from '../domain/plan-command.ts';
import { dashTemplatePatterns, playlistReferences } from '../domain/playlist.ts';

export interface CollectedFile {
  /** Relative to the job folder. */
  readonly name: string;
  readonly path: string;
  readonly sizeBytes: number;
}

export interface CollectedOutput {
  readonly output: PlannedOutput;
  /** The file itself, or of a series the first one; null when it was not written. */
  readonly main: CollectedFile | null;
  /** All files of a series, or those that a playlist lists; null for a single file. */
  readonly items: readonly CollectedFile[] | null;
  /** What a playlist lists that is not there. */
  readonly missing: readonly string[];
}

const longestPlaylistBytes = 16 * 1024 * 1024;
const deepestNesting = 4;

/** Called when no process of the command is left, so nothing changes underneath. */
export async function collectOutput(
  jobFolder: string,
  output: PlannedOutput,
  mostFiles: number,
): Promise<CollectedOutput> {
  switch (output.kind) {
    case 'single':
      return { output, main: await findFile(jobFolder, output.jobName), items: null, missing: [] };
    case 'series':
      return await collectSeries(jobFolder, output, mostFiles);
    case 'package':
      return await collectPackage(jobFolder, output, mostFiles);
  }
}

/** A regular file of that relative name; null for anything else, and where any folder on the way is a link. */
async function findFile(jobFolder: string, name: string): Promise<CollectedFile | null> {
  const parts = posix.normalize(name).split('/');
  if (parts.includes('..') || posix.isAbsolute(name)) return null;
  let folder = jobFolder;
  for (const part of parts.slice(0, -1)) {
    folder = join(folder, part);
    const entry = await lstat(folder).catch(() => null);
    if (entry?.isDirectory() !== true) return null;
  }
  const path = join(jobFolder, ...parts);
  // O_NONBLOCK: opening a FIFO would wait for a writer for ever.
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK).catch(() => null);
  if (file === null) return null;
  try {
    const entry = await file.stat();
    return entry.isFile() ? { name: posix.normalize(name), path, sizeBytes: entry.size } : null;
  } finally {
    await file.close();
  }
}

async function collectSeries(jobFolder: string, output: PlannedOutput, mostFiles: number): Promise<CollectedOutput> {
  const pattern = seriesPattern(output.jobName);
  const numbered = (await readdir(jobFolder))
    .map((name) => ({ name, number: pattern.exec(name)?.[1] }))
    .filter((entry) => entry.number !== undefined)
    .sort((a, b) => Number(a.number) - Number(b.number) || a.name.localeCompare(b.name))
    .slice(0, mostFiles);
  const items: CollectedFile[] = [];
  for (const { name } of numbered) {
    const file = await findFile(jobFolder, name);
    if (file !== null) items.push(file);
  }
  return { output, main: items[0] ?? null, items, missing: [] };
}

async function collectPackage(jobFolder: string, output: PlannedOutput, mostFiles: number): Promise<CollectedOutput> {
  const main = await findFile(jobFolder, output.jobName);
  if (main === null) return { output, main, items: [], missing: [] };
  const items = new Map<string, CollectedFile>();
  const missing = new Set<string>();
  const follow = async (playlist: CollectedFile, depth: number): Promise<void> => {
    const text = await readPlaylist(playlist);
    const folder = posix.dirname(playlist.name);
    const names = playlistReferences(playlist.name, text).map((reference) => posix.join(folder, reference));
    for (const name of [...names, ...(await matchTemplates(jobFolder, folder, playlist.name, text))]) {
      if (name === main.name || items.has(name) || items.size >= mostFiles) continue;
      const file = await findFile(jobFolder, name);
      if (file === null) {
        missing.add(name);
        continue;
      }
      items.set(name, file);
      if (/\.(m3u8|mpd)$/i.test(name) && depth < deepestNesting) await follow(file, depth + 1);
    }
  };
  await follow(main, 0);
  return { output, main, items: [...items.values()], missing: [...missing] };
}

async function readPlaylist(playlist: CollectedFile): Promise<string> {
  await using file = await open(playlist.path, constants.O_RDONLY | constants.O_NOFOLLOW);
  const buffer = Buffer.alloc(Math.min(playlist.sizeBytes, longestPlaylistBytes));
  const { bytesRead } = await file.read(buffer, 0, buffer.length, 0);
  return buffer.toString('utf8', 0, bytesRead);
}

async function matchTemplates(jobFolder: string, folder: string, name: string, text: string): Promise<string[]> {
  if (!name.toLowerCase().endsWith('.mpd')) return [];
  const patterns = dashTemplatePatterns(text);
  if (patterns.length === 0) return [];
  const entries = (await readdir(join(jobFolder, folder))).sort();
  return entries
    .filter((entry) => patterns.some((pattern) => pattern.test(entry)))
    .map((entry) => posix.join(folder, entry));
}
