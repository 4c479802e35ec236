// An ordinary FFmpeg command on local files, turned into a request: which files go up, which come down, and what stands
// in their place. Whether files exist is for others to see.
import { basename, dirname, isAbsolute, join, relative, resolve } from 'node:path';
import {
  type CommandLine,
  type FileGroup,
  type FileMention,
  findFiles,
  type Option,
  parseCommandLine,
  quoteWord,
  type Word,
} from '@renderio/ffmpeg-language';
import { CliError } from '../cli-error.ts';
import { inlineFiles } from './inline-files.ts';
import { type Aliases, nameAliases } from './name-aliases.ts';
import { isPackageName, isSeriesName } from './output-names.ts';

export type Source =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'url'; readonly url: string }
  | { readonly kind: 'stdin' }
  /** Pictures that `%03d` or a glob stands for. */
  | { readonly kind: 'pictures'; readonly path: string; readonly isGlob: boolean; readonly startNumber: number | null };

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
  /** Nothing is written (`-f null -`): what FFmpeg says is the result. */
  readonly isMeasurement: boolean;
  /** What `-y` and `-n` say of files that exist. */
  readonly overwrite: 'ask' | 'always' | 'never';
}

export interface PlanOptions {
  /** Where relative names begin. */
  readonly folder: string;
  /** Reads a local file, given its absolute path: for options whose value lies in one. */
  readonly readText: (path: string) => string;
}

interface Draft {
  readonly folder: string;
  readonly inputs: Aliases<RunInput>;
  readonly outputs: Aliases<RunOutput>;
}

export function planRun(steps: readonly (readonly Word[])[], { folder, readText }: PlanOptions): RunPlan {
  const draft: Draft = { folder, inputs: nameAliases('in'), outputs: nameAliases('out') };
  let overwrite: RunPlan['overwrite'] = 'ask';
  const texts = steps.map((written) => {
    const words = inlineFiles(written, (name) => readText(resolve(folder, name)));
    const line = parseCommandLine(words);
    const [problem] = line.problems;
    if (problem?.type === 'no_output') throw new CliError('USAGE', sayNoOutput(line));
    if (problem) throw new CliError('USAGE', problem.message);
    for (const { name } of line.global) {
      if (name === 'y') overwrite = 'always';
      if (name === 'n') overwrite = 'never';
    }
    const dropped = new Set<Word>();
    const changes = new Map<Word, Change[]>();
    for (const mention of findFiles(line)) {
      const text = replacementFor(mention, draft, dropped);
      if (text === null) continue;
      const { word, start, end } = mention;
      changes.set(word, [...(changes.get(word) ?? []), { start, end, text }]);
    }
    return words
      .filter((word) => !dropped.has(word))
      .map((word) => render(word, changes.get(word) ?? []))
      .join(' ');
  });
  const inputs = draft.inputs.all();
  const outputs = draft.outputs.all();
  if (outputs.length > 0) return { texts, inputs, outputs, isMeasurement: false, overwrite };
  // The API asks for an output, and this one costs nothing: it needs no stream, and holds a few lines of tags.
  const tags: RunOutput = { alias: 'out_tags', filename: 'tags.txt', path: null };
  const last = texts.pop() ?? '';
  texts.push(`${last} -f ffmetadata {{out_tags}}`);
  return { texts, inputs, outputs: [tags], isMeasurement: true, overwrite };
}

function sayNoOutput({ arguments: words, inputs }: CommandLine): string {
  const options = words.flatMap((argument) => (argument.kind === 'option' ? [argument.option] : []));
  const asked = options.find(({ name }) => tellers.has(name));
  if (asked !== undefined) {
    return `-${asked.name} is about an FFmpeg, and runs nothing. \`renderio doctor\` tells the version of the server's.`;
  }
  const [input] = inputs;
  const hint =
    input === undefined ? '' : ` To see what ${input.url.text} holds: renderio probe ${quoteWord(input.url.text)}`;
  return `The command has no output: end it with where to write, such as out.mp4, or with -f null - to measure.${hint}`;
}

/** Options that have FFmpeg tell of itself. */
const tellers = new Set(
  'version h help buildconf formats muxers demuxers devices codecs decoders encoders bsfs protocols filters pix_fmts layouts sample_fmts colors hwaccels L'.split(
    ' ',
  ),
);

interface Change {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

function render({ text }: Word, changes: readonly Change[]): string {
  const [only] = changes;
  if (only?.start === 0 && only.end === text.length && /^\{\{\w+\}\}$/.test(only.text)) return only.text;
  const changed = changes
    .toSorted((one, other) => other.start - one.start)
    .reduce((done, { start, end, text: put }) => done.slice(0, start) + put + done.slice(end), text);
  return quoteWord(changed);
}

/** What stands in a mention's place; null where it stays. Words that no longer belong are added to `dropped`. */
function replacementFor(mention: FileMention, draft: Draft, dropped: Set<Word>): string | null {
  const { kind, use, name, option, group } = mention;
  if (kind === 'option' && option !== null) {
    if (besidePlaylist.has(option) || option === 'progress') return null;
    if (option === 'master_pl_name') return masterPlaylist(name, group, draft);
    if (option === 'hls_segment_filename' || option === 'segment_header_filename') return besideOutput(mention, draft);
    // A prefix, which only later steps read.
    if (option === 'passlogfile') return basename(name);
    if (option === 'hls_key_info_file') {
      throw new CliError('USAGE', `-${option} names files within a file, which would not be found on the server.`);
    }
  }
  if (use === 'read') return inputFor(mention, draft, dropped);
  if (kind === 'output') {
    const format = group === null ? null : formatOf(group);
    if (format === 'null' || name === '/dev/null') return null;
    if (name === '-' || name === 'pipe:' || name === 'pipe:1') return standardOutput(name, format, draft);
    // Of variants (`v%v/index.m3u8`) the master playlist is the output that brings all others along.
    if (/%v/.test(name)) return besideOutput(mention, draft);
  }
  return outputFor(localPath(name, draft.folder), draft);
}

/** Options whose names are read from the playlist's folder on, as they are here too. */
const besidePlaylist = new Set(
  'hls_fmp4_init_filename hls_enc_key_url hls_subtitle_path init_seg_name media_seg_name single_file_name'.split(' '),
);

function inputFor({ kind, name, group }: FileMention, draft: Draft, dropped: Set<Word>): string {
  const source = kind === 'input' ? readInput(name, group, draft.folder) : readName(name, draft.folder);
  if (source.kind === 'pictures' && group !== null) dropPictureOptions(group, dropped);
  // What an earlier step has written is there already.
  const made = source.kind === 'file' ? draft.outputs.find(source.path) : undefined;
  const { alias } = made ?? draft.inputs.add(keyOf(source), stemOf(source), (alias) => ({ alias, source }));
  return `{{${alias}}}`;
}

function readInput(name: string, group: FileGroup | null, folder: string): Source {
  const options = group?.options ?? [];
  if (valueOf(options, 'f') === 'concat') {
    throw new CliError(
      'USAGE',
      `${name} is a list of files for FFmpeg's concat demuxer, whose files would not be found on the server. Give the files as inputs and join them with the filter concat, such as: -i a.mp4 -i b.mp4 -filter_complex concat=n=2:v=1:a=1 out.mp4`,
    );
  }
  if (name === '-' || name === 'pipe:' || name === 'pipe:0') return { kind: 'stdin' };
  const source = readName(name, folder);
  const isGlob = valueOf(options, 'pattern_type') === 'glob';
  if (source.kind !== 'file' || !(isGlob || isSeriesName(basename(source.path)))) return source;
  const startNumber = valueOf(options, 'start_number');
  return {
    kind: 'pictures',
    path: source.path,
    isGlob,
    startNumber: startNumber === null ? null : Number(startNumber),
  };
}

function readName(name: string, folder: string): Source {
  return /^https?:\/\//i.test(name) ? { kind: 'url', url: name } : { kind: 'file', path: localPath(name, folder) };
}

/** Pictures go up as one stream, which FFmpeg knows by its content. */
function dropPictureOptions({ options }: FileGroup, dropped: Set<Word>): void {
  for (const { name, nameWord, value } of options) {
    const isForPattern = ['pattern_type', 'start_number', 'start_number_range'].includes(name);
    if (!isForPattern && !(name === 'f' && value?.text === 'image2')) continue;
    dropped.add(nameWord);
    if (value) dropped.add(value);
  }
}

function outputFor(path: string, draft: Draft): string {
  const { alias } = draft.outputs.add(path, basename(path), (alias) => ({
    alias,
    path,
    filename: freeName(path, draft),
  }));
  return `{{${alias}}}`;
}

function standardOutput(name: string, format: string | null, draft: Draft): string {
  if (format === null)
    throw new CliError('USAGE', `What goes to ${name} needs its format told: put -f FORMAT before it.`);
  const make = (alias: string): RunOutput => ({ alias, filename: `stdout.${format}`, path: null });
  return `{{${draft.outputs.add('-', 'stdout', make).alias}}}`;
}

function masterPlaylist(name: string, group: FileGroup | null, draft: Draft): string | null {
  if (group === null) return null;
  return outputFor(join(variantRoot(localPath(group.url.text, draft.folder)), name), draft);
}

/** A name that FFmpeg reads from the working folder on, told from the output's own folder, which is the job's. */
function besideOutput({ name, group }: FileMention, draft: Draft): string {
  const output = localPath(group?.url.text ?? name, draft.folder);
  const inside = relative(variantRoot(output), localPath(name, draft.folder));
  if (!inside.startsWith('..')) return inside;
  throw new CliError(
    'USAGE',
    `${name} lies outside of the folder of ${group?.url.text ?? ''}. Write both into one folder.`,
  );
}

/** The folder above those that `%v` makes. */
function variantRoot(path: string): string {
  let root = dirname(path);
  while (root.includes('%v')) root = dirname(root);
  return root;
}

function formatOf({ options }: FileGroup): string | null {
  return valueOf(options, 'f');
}

function valueOf(options: readonly Option[], name: string): string | null {
  return options.findLast((option) => option.name === name)?.value?.text ?? null;
}

function localPath(name: string, folder: string): string {
  const path = name.replace(/^file:/, '');
  const scheme = /^([A-Za-z][A-Za-z0-9+.-]+):/.exec(path)?.[1];
  if (scheme !== undefined) {
    throw new CliError(
      'USAGE',
      `${name} uses FFmpeg's protocol ${scheme}:, which the server does not have. Use a local file, or an http or https URL.`,
    );
  }
  return isAbsolute(path) ? path : resolve(folder, path);
}

function keyOf(source: Source): string {
  switch (source.kind) {
    case 'url':
      return source.url;
    case 'stdin':
      return '-';
    case 'file':
      return source.path;
    case 'pictures':
      return `pictures ${source.path}`;
  }
}

function stemOf(source: Source): string {
  if (source.kind === 'stdin') return 'stdin';
  return basename(source.kind === 'url' ? new URL(source.url).pathname : source.path);
}

/** The name itself, or with a number behind its stem when two folders hold the same. */
function freeName(path: string, { outputs }: Draft): string {
  const filename = basename(path);
  const taken = outputs.all().map((output) => output.filename);
  if (!taken.includes(filename)) return filename;
  if (isSeriesName(filename) || isPackageName(filename)) {
    throw new CliError(
      'USAGE',
      `Two outputs are called ${filename}, whose members could not be told apart. Rename one.`,
    );
  }
  const [, stem = '', extension = ''] = /^(.+?)(\.[^.]*)?$/s.exec(filename) ?? [];
  for (let number = 2; ; number += 1) {
    const name = `${stem}-${number}${extension}`;
    if (!taken.includes(name)) return name;
  }
}
