// Presets: commands kept under a name.
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { createPresetBody } from '@renderio/contract';
import type { Client, Preset } from '@renderio/sdk';
import type { Command as Program } from 'commander';
import { addCommand, addGroup, collect, wholeNumber } from '../add-command.ts';
import { CliError } from '../cli-error.ts';
import { type CommonOptions, type Context, createContext, type Surroundings } from '../context.ts';
import { formatTable } from '../format.ts';
import { watchInterrupt } from '../interrupt.ts';
import { readMetadata } from '../read-metadata.ts';
import { shorten } from '../run/check-local-files.ts';
import { downloadResult } from '../run/download-outputs.ts';
import { followCommand } from '../run/follow-command.ts';
import { createStatusLine } from '../status-line.ts';
import { uploadInputs } from '../upload/upload-inputs.ts';

export function addPresets(program: Program, surroundings: Surroundings): void {
  const group = addGroup(program, 'presets', 'Commands kept under a name, those of the system and your own.');
  addListPresets(group, surroundings);
  addShowPreset(group, surroundings);
  addRunPreset(group, surroundings);
  addCreatePreset(group, surroundings);
  addDeletePreset(group, surroundings);
}

interface ListOptions extends CommonOptions {
  readonly category?: string;
  readonly limit: number;
  readonly cursor?: string;
}

function addListPresets(group: Program, surroundings: Surroundings): void {
  addCommand(group, {
    usage: 'list',
    summary: 'List presets: your own, newest first, then those of the system.',
    examples: [['renderio presets list --category audio', 'of one category']],
  })
    .option('--category <name>', 'only of this category')
    .option('--limit <count>', 'entries, at most 100', wholeNumber, 100)
    .option('--cursor <cursor>', '`next_cursor` of the page before')
    .action(async ({ category, limit, cursor, ...options }: ListOptions) => {
      const { terminal, connect } = createContext(surroundings, options);
      const page = await (await connect()).listPresets({
        query: { limit, ...(category === undefined ? {} : { category }), ...(cursor === undefined ? {} : { cursor }) },
      });
      const rows = page.presets.map((preset) => [
        preset.preset_id,
        preset.is_system ? 'system' : 'own',
        preset.category ?? '',
        preset.input_file_keys.join(' '),
        preset.name,
      ]);
      terminal.print(page, formatTable([['ID', 'WHOSE', 'CATEGORY', 'INPUTS', 'NAME'], ...rows]));
    });
}

function addShowPreset(group: Program, surroundings: Surroundings): void {
  addCommand(group, {
    usage: 'show <preset>',
    summary: 'Show a preset, by its id or its whole name.',
    examples: [["renderio presets show 'Picture with sound'", 'what it runs']],
  }).action(async (name: string, options: CommonOptions) => {
    const { terminal, connect } = createContext(surroundings, options);
    const preset = await findPreset(await connect(), name);
    terminal.print(preset, describePreset(preset));
  });
}

function describePreset(preset: Preset): string {
  const texts = preset.ffmpeg_commands ?? (preset.ffmpeg_command === null ? [] : [preset.ffmpeg_command]);
  return formatTable([
    ['id', preset.preset_id],
    ['name', preset.name],
    ['does', preset.description ?? ''],
    ['inputs', preset.input_file_keys.join(' ')],
    [
      'outputs',
      Object.entries(preset.output_file_definitions)
        .map((pair) => pair.join('='))
        .join(' '),
    ],
    ...texts.map((text) => ['command', text]),
  ]);
}

interface RunPresetOptions extends CommonOptions {
  readonly to: string;
  readonly metadata?: readonly string[];
  readonly detach?: boolean;
}

function addRunPreset(group: Program, surroundings: Surroundings): void {
  addCommand(group, {
    usage: 'run <preset> <input...>',
    summary: 'Run a preset, by its id or its whole name, on local files or URLs, and fetch what it makes.',
    examples: [
      ["renderio presets run 'Web-safe H.264' clip.mov", 'the only input needs no key'],
      ["renderio presets run 'Picture with sound' in_image=cover.png in_audio=song.mp3", 'several inputs by key'],
    ],
  })
    .option('--to <folder>', 'where to write', '.')
    .option('--metadata <key=value>', 'kept with the command', collect)
    .option('--detach', 'print the id and leave')
    .action(async (name: string, inputs: string[], options: RunPresetOptions) => {
      await runPreset(createContext(surroundings, options), name, inputs, options);
    });
}

async function runPreset(
  { terminal, connect, folder, env }: Context,
  name: string,
  given: readonly string[],
  { to, metadata, detach }: RunPresetOptions,
): Promise<void> {
  const client = await connect();
  const preset = await findPreset(client, name);
  const inputs = given.map((text) => {
    const [, key, value] = /^(in_\w+)=(.*)$/s.exec(text) ?? [];
    const alias = key ?? (preset.input_file_keys.length === 1 ? preset.input_file_keys[0] : undefined);
    if (alias === undefined) {
      throw new CliError(
        'USAGE',
        `${text} needs its key, such as ${preset.input_file_keys[0] ?? 'in_file'}=${text}. The keys are: ${preset.input_file_keys.join(', ')}.`,
      );
    }
    const source = value ?? text;
    return /^https?:\/\//i.test(source)
      ? ({ alias, source: { kind: 'url', url: source } } as const)
      : ({ alias, source: { kind: 'file', path: resolve(folder, source) } } as const);
  });
  const status = createStatusLine(terminal);
  const interrupt = watchInterrupt();
  const { signal } = interrupt;
  try {
    const input_files = await uploadInputs(inputs, { client, terminal, status, env, signal });
    const submitted = await client.executePreset({
      params: { presetId: preset.preset_id },
      body: { input_files, ...(metadata === undefined ? {} : { metadata: readMetadata(metadata) }) },
    });
    const ids = 'command_ids' in submitted ? submitted.command_ids : [submitted.command_id];
    if (detach === true) {
      terminal.print(submitted, ids.join('\n'));
      return;
    }
    const paths: string[] = [];
    for (const id of ids) {
      const command = await followCommand(client, id, { terminal, status, signal });
      for (const output of Object.values(command.output_files)) {
        const path = resolve(folder, to, output.filename);
        const onLost = ({ message }: Error): void => {
          terminal.note(`${message} Trying again.`);
        };
        paths.push(
          ...(await downloadResult(client, output, path, { signal, onLost, onProgress: status.showTransfer })),
        );
      }
    }
    terminal.print({ command_ids: ids, files: paths }, paths.map((path) => shorten(path, folder)).join('\n'));
  } finally {
    status.clear();
    interrupt.release();
  }
}

function addCreatePreset(group: Program, surroundings: Surroundings): void {
  addCommand(group, {
    usage: 'create <file>',
    summary: 'Keep a preset from a JSON file, as the API takes it; - is stdin.',
    examples: [
      ['renderio presets create preset.json', 'name, ffmpeg_command, input_file_keys, output_file_definitions'],
    ],
  }).action(async (path: string, options: CommonOptions) => {
    const { terminal, connect, folder } = createContext(surroundings, options);
    const file = path === '-' ? '/dev/stdin' : resolve(folder, path);
    const text = await readFile(file, 'utf8').catch(() => {
      throw new CliError('LOCAL_FILE', `${path} cannot be read.`);
    });
    const parsed = createPresetBody.safeParse(parseJson(text, path));
    if (!parsed.success) {
      const faults = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
      throw new CliError('USAGE', [`${path} is no preset:`, ...faults].join('\n'));
    }
    const preset = await (await connect()).createPreset({ body: parsed.data });
    terminal.print(preset, preset.preset_id);
  });
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new CliError('USAGE', `${path} is not JSON: ${(error as Error).message}`);
  }
}

function addDeletePreset(group: Program, surroundings: Surroundings): void {
  addCommand(group, {
    usage: 'delete <preset-id>',
    summary: 'Delete a preset of your own; commands that it made stay.',
    examples: [['renderio presets delete 01a2…', 'for good']],
  }).action(async (presetId: string, options: CommonOptions) => {
    const { terminal, connect } = createContext(surroundings, options);
    const deleted = await (await connect()).deletePreset({ params: { presetId } });
    terminal.print(deleted, `${presetId} deleted`);
  });
}

/** By id, else by a name that is written out. */
async function findPreset(client: Client, wanted: string): Promise<Preset> {
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<Client['listPresets']>> = await client.listPresets({
      query: { limit: 100, ...(cursor === null ? {} : { cursor }) },
    });
    const found = page.presets.find(
      ({ preset_id: id, name }) => id === wanted || name.toLowerCase() === wanted.toLowerCase(),
    );
    if (found !== undefined) return found;
    cursor = page.next_cursor;
  } while (cursor !== null);
  throw new CliError(
    'NOT_FOUND',
    `There is no preset ${JSON.stringify(wanted)}. \`renderio presets list\` names them all.`,
  );
}
