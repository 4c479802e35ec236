// Brings the results to where local FFmpeg would have written them.
import { mkdir } from 'node:fs/promises';
import { dirname, isAbsolute, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Client, Command, CommandOutput, Stored } from '@renderio/sdk';
import { downloadTo } from '@renderio/sdk/node';
import { CliError } from '../cli-error.ts';
import { type FaultOptions, throughFaults } from '../through-faults.ts';
import { isSeriesName } from './output-names.ts';
import type { RunOutput } from './plan-run.ts';

export interface DownloadOptions {
  readonly stdout: NodeJS.WritableStream;
  readonly signal: AbortSignal;
  readonly onLost: FaultOptions['onLost'];
}

/** The paths written, in order. */
export async function downloadOutputs(
  client: Client,
  command: Command,
  outputs: readonly RunOutput[],
  options: DownloadOptions,
): Promise<string[]> {
  const paths: string[] = [];
  for (const output of outputs) {
    const result = command.output_files[output.alias];
    if (result === undefined) throw new CliError('INTERNAL', `The server has no result for ${output.filename}.`);
    if (output.path === null) await writeOut(client, result, options);
    else paths.push(...(await writeFiles(client, result, { ...output, path: output.path }, options)));
  }
  return paths;
}

async function writeFiles(
  client: Client,
  result: CommandOutput,
  output: RunOutput & { readonly path: string },
  options: DownloadOptions,
): Promise<string[]> {
  const { signal } = options;
  const write = (stored: Stored & { readonly filename: string }, path: string): Promise<string> =>
    throughFaults(options, () => downloadTo(client, stored, path, { signal }));
  if (result.items === undefined) return [await write(result, output.path)];
  const paths: string[] = [];
  for (const item of result.items) {
    const path = memberPath(output, item.filename);
    await mkdir(dirname(path), { recursive: true });
    paths.push(await write(item, path));
  }
  // A series is its members; a package has its playlist beside them.
  if (!isSeriesName(output.filename) && !paths.includes(output.path)) {
    paths.push(await write(result, output.path));
  }
  return paths;
}

async function writeOut(client: Client, result: CommandOutput, { stdout, signal }: DownloadOptions): Promise<void> {
  const { body } = await client.download(result, { signal });
  if (body !== null) await pipeline(Readable.fromWeb(body), stdout, { end: false, signal });
}

/** Where a member of a series or package goes: beside the output, never out of its folder. */
function memberPath(output: RunOutput & { readonly path: string }, name: string): string {
  const root = dirname(output.path);
  if (isAbsolute(name) || name.split('/').includes('..')) {
    throw new CliError(
      'INTERNAL',
      `The server names a member ${JSON.stringify(name)}, which would lie outside of ${root}.`,
    );
  }
  return join(root, name);
}
