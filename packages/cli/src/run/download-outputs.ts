// Brings the results to where local FFmpeg would have written them.
import { mkdir } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Client, Command, CommandOutput, File, Stored } from '@renderio/sdk';
import { downloadTo } from '@renderio/sdk/node';
import { CliError } from '../cli-error.ts';
import { type FaultOptions, throughFaults } from '../through-faults.ts';
import { isSeriesName } from './output-names.ts';
import type { RunOutput } from './plan-run.ts';

export interface DownloadOptions {
  readonly signal: AbortSignal;
  readonly onLost: FaultOptions['onLost'];
  readonly onProgress: (filename: string, doneBytes: number, sizeBytes: number | null) => void;
}

/** The paths written, in order. */
export async function downloadOutputs(
  client: Client,
  command: Command,
  outputs: readonly RunOutput[],
  options: DownloadOptions & { readonly stdout: NodeJS.WritableStream },
): Promise<string[]> {
  const paths: string[] = [];
  for (const output of outputs) {
    const result = command.output_files[output.alias];
    if (result === undefined) throw new CliError('INTERNAL', `The server has no result for ${output.filename}.`);
    if (output.path === null) await writeOut(client, result, options);
    else paths.push(...(await downloadResult(client, result, output.path, options)));
  }
  return paths;
}

/** Writes a result to `path`, or the members of a series or package beside it; the paths written, in order. */
export async function downloadResult(
  client: Client,
  result: CommandOutput | File,
  path: string,
  options: DownloadOptions,
): Promise<string[]> {
  const { signal } = options;
  const write = (stored: Stored & { readonly filename: string }, target: string): Promise<string> => {
    const onProgress = (doneBytes: number, sizeBytes: number | null): void => {
      options.onProgress(basename(target), doneBytes, sizeBytes);
    };
    return throughFaults(options, () => downloadTo(client, stored, target, { signal, onProgress }));
  };
  await mkdir(dirname(path), { recursive: true });
  if (result.items === undefined) return [await write(result, path)];
  const paths: string[] = [];
  for (const item of result.items) {
    const target = memberPath(path, item.filename);
    await mkdir(dirname(target), { recursive: true });
    paths.push(await write(item, target));
  }
  // A series is its members; a package has its playlist beside them.
  if (!isSeriesName(result.filename) && !paths.includes(path)) paths.push(await write(result, path));
  return paths;
}

async function writeOut(
  client: Client,
  result: CommandOutput,
  { stdout, signal }: { readonly stdout: NodeJS.WritableStream; readonly signal: AbortSignal },
): Promise<void> {
  const { body } = await client.download(result, { signal });
  if (body !== null) await pipeline(Readable.fromWeb(body), stdout, { end: false, signal });
}

/** Where a member of a series or package goes: beside the output, never out of its folder. */
function memberPath(path: string, name: string): string {
  const root = dirname(path);
  if (isAbsolute(name) || name.split('/').includes('..')) {
    throw new CliError(
      'INTERNAL',
      `The server names a member ${JSON.stringify(name)}, which would lie outside of ${root}.`,
    );
  }
  return join(root, name);
}
