// An ordinary FFmpeg command on local files, turned into a request: which files go up, which come down, and what stands
// in their place. Pure: whether files exist is for others to see.
import { basename, dirname, isAbsolute, join, resolve } from 'node:path';
import { type FileGroup, parseCommandLine, quoteWord, type Word } from '@renderio/ffmpeg-language';
import { CliError } from '../cli-error.ts';
import { nameAliases } from './name-aliases.ts';

export type Source =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'url'; readonly url: string }
  | { readonly kind: 'stdin' };

export interface RunInput {
  readonly alias: string;
  readonly source: Source;
}

export interface RunOutput {
  readonly alias: string;
  /** What the server calls it. */
  readonly filename: string;
  /** Where it goes on this machine, absolute; null for stdout. */
  readonly path: string | null;
}

export interface RunPlan {
  /** One command text, or those of a chain. */
  readonly texts: readonly string[];
  readonly inputs: readonly RunInput[];
  readonly outputs: readonly RunOutput[];
  /** What `-y` and `-n` say of files that exist. */
  readonly overwrite: 'ask' | 'always' | 'never';
}

export function planRun(steps: readonly (readonly Word[])[], folder: string): RunPlan {
  const inputs = nameAliases<RunInput>('in');
  const outputs = nameAliases<RunOutput>('out');
  let overwrite: RunPlan['overwrite'] = 'ask';

  const texts = steps.map((words) => {
    const line = parseCommandLine(words);
    const [problem] = line.problems;
    if (problem) throw new CliError('USAGE', problem.message);
    for (const { name } of line.global) {
      if (name === 'y') overwrite = 'always';
      if (name === 'n') overwrite = 'never';
    }
    const written = new Map<Word, string>();
    for (const group of line.inputs) {
      const source = readInput(group, folder);
      if (source === null) continue;
      // What an earlier step has written is there already.
      const made = source.kind === 'file' ? outputs.find(source.path) : undefined;
      const { alias } = made ?? inputs.add(keyOf(source), stemOf(source), (alias) => ({ alias, source }));
      written.set(group.url, `{{${alias}}}`);
    }
    for (const group of line.outputs) {
      const target = readOutput(group, folder);
      if (target === null) continue;
      const taken = outputs.all().map(({ filename }) => filename);
      const filename = firstFree(target.filename, taken);
      const { alias } = outputs.add(target.path ?? '-', target.filename, (alias) => ({ ...target, filename, alias }));
      written.set(group.url, `{{${alias}}}`);
    }
    return words.map((word) => written.get(word) ?? quoteWord(word.text)).join(' ');
  });

  if (outputs.all().length === 0) {
    throw new CliError('USAGE', 'The command writes no file: name an output, such as out.mp4.');
  }
  return { texts, inputs: inputs.all(), outputs: outputs.all(), overwrite };
}

/** Null for what is no file, such as the graph of a lavfi input. */
function readInput(group: FileGroup, folder: string): Source | null {
  const url = group.url.text;
  const format = formatOf(group);
  if (format === 'lavfi') return null;
  if (format === 'concat') {
    throw new CliError(
      'USAGE',
      `${url} is a list of files for FFmpeg's concat demuxer, whose files would not be found on the server. Give the files as inputs and join them with the filter concat, such as: -i a.mp4 -i b.mp4 -filter_complex concat=n=2:v=1:a=1 out.mp4`,
    );
  }
  if (/^https?:\/\//i.test(url)) return { kind: 'url', url };
  if (url === '-' || url === 'pipe:' || url === 'pipe:0') return { kind: 'stdin' };
  return { kind: 'file', path: localPath(url, folder) };
}

function readOutput(group: FileGroup, folder: string): Omit<RunOutput, 'alias'> | null {
  const url = group.url.text;
  const format = formatOf(group);
  if (format === 'null' || url === '/dev/null') return null;
  if (url === '-' || url === 'pipe:' || url === 'pipe:1') {
    if (format === null)
      throw new CliError('USAGE', `What goes to ${url} needs its format told: put -f FORMAT before it.`);
    return { filename: `stdout.${format}`, path: null };
  }
  const path = localPath(url, folder);
  return { filename: basename(path), path };
}

function formatOf({ options }: FileGroup): string | null {
  return options.findLast(({ name }) => name === 'f')?.value?.text ?? null;
}

function localPath(url: string, folder: string): string {
  const path = url.replace(/^file:/, '');
  const scheme = /^([A-Za-z][A-Za-z0-9+.-]+):/.exec(path)?.[1];
  if (scheme !== undefined) {
    throw new CliError(
      'USAGE',
      `${url} uses FFmpeg's protocol ${scheme}:, which the server does not have. Use a local file, or an http or https URL.`,
    );
  }
  return isAbsolute(path) ? path : resolve(folder, path);
}

function keyOf(source: Source): string {
  return source.kind === 'file' ? source.path : source.kind === 'url' ? source.url : '-';
}

function stemOf(source: Source): string {
  if (source.kind === 'stdin') return 'stdin';
  return basename(source.kind === 'file' ? source.path : new URL(source.url).pathname);
}

/** The name itself, or with a number behind its stem when two folders hold the same. */
function firstFree(filename: string, taken: readonly string[]): string {
  const [, stem = '', extension = ''] = /^(.+?)(\.[^.]*)?$/s.exec(filename) ?? [];
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? filename : `${stem}-${number}${extension}`;
    if (!taken.includes(name)) return name;
  }
}

/** Where a member of a series or package goes: beside the output, never out of its folder. */
export function memberPath(output: RunOutput & { readonly path: string }, name: string): string {
  const root = dirname(output.path);
  const path = join(root, name);
  if (isAbsolute(name) || name.split('/').includes('..')) {
    throw new CliError(
      'INTERNAL',
      `The server names a member ${JSON.stringify(name)}, which would lie outside of ${root}.`,
    );
  }
  return path;
}
