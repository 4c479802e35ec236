// Sends a command vector by the doors that the API has for commands, and gathers what its sender can get to see.
import type { Command } from '@renderio/contract';
import type { Answer } from '../../test/support/server.ts';
import type { CommandVector, Upload } from '../vector.ts';
import type { Battlefield } from './battlefield.ts';

interface CommandBody {
  readonly input_files: Record<string, string>;
  readonly output_files: Record<string, string>;
  readonly metadata: Record<string, string>;
  readonly max_command_run_seconds?: number;
}

/** A way by which a command's text comes in. */
export type Door = 'run' | 'chained' | 'multiple' | 'preset';
export const doors: readonly Door[] = ['run', 'chained', 'multiple', 'preset'];

/** Through the door that fits the vector when none is named. Commands that are accepted are queued. */
export async function submitCommand(field: Battlefield, vector: CommandVector, door?: Door): Promise<Answer> {
  const { attacker, canaries } = field;
  const texts = (typeof vector.command === 'string' ? [vector.command] : vector.command).map(canaries.fill);
  const body: CommandBody = {
    input_files: await bringInputs(field, vector.inputs ?? {}),
    output_files: { ...(vector.outputs ?? { out_a: 'out.bin' }) },
    metadata: { attack: vector.name },
    ...(vector.maxRunSeconds === undefined ? {} : { max_command_run_seconds: vector.maxRunSeconds }),
  };
  const [text = ''] = texts;
  switch (door ?? (typeof vector.command === 'string' ? 'run' : 'chained')) {
    case 'run':
      return await attacker.call('POST', '/run-ffmpeg-command', { ...body, ffmpeg_command: text });
    case 'chained':
      return await attacker.call('POST', '/run-chained-ffmpeg-commands', { ...body, ffmpeg_commands: texts });
    case 'multiple':
      return await attacker.call('POST', '/run-multiple-ffmpeg-commands', {
        commands: [{ ...body, ffmpeg_command: text }],
      });
    case 'preset':
      return await attacker.call('POST', '/presets', {
        name: 'attack',
        input_file_keys: Object.keys(body.input_files),
        output_file_definitions: body.output_files,
        ...(texts.length === 1
          ? { ffmpeg_command: text }
          : { command_type: 'CHAINED_COMMAND', ffmpeg_commands: texts }),
      });
  }
}

async function bringInputs(
  { attacker, canaries }: Battlefield,
  inputs: Readonly<Record<string, Upload | string>>,
): Promise<Record<string, string>> {
  const brought = Object.entries(inputs).map(async ([alias, input]): Promise<[string, string]> => {
    if (typeof input === 'string') return [alias, canaries.fill(input)];
    const { filename, bytes } = input;
    return [
      alias,
      await attacker.upload(filename, Buffer.from(typeof bytes === 'string' ? canaries.fill(bytes) : bytes)),
    ];
  });
  return Object.fromEntries(await Promise.all(brought));
}

/** Everything that came out of a command, as its sender sees it: answers, the log, the bytes of outputs. */
export async function gatherEvidence({ attacker }: Battlefield, command: Command): Promise<string> {
  const log = await attacker.text(`/commands/${command.command_id}/log`);
  const outputs = await Promise.all(Object.values(command.output_files).map(readOutput));
  return [JSON.stringify(command), log, ...outputs].join('\n');
}

async function readOutput(output: Command['output_files'][string]): Promise<string> {
  const links = [output.storage_url, ...(output.items ?? []).map((item) => item.storage_url)];
  const texts = links
    .filter((link) => link !== null)
    .map(async (link) => {
      const response = await fetch(link);
      return Buffer.from(await response.arrayBuffer()).toString('latin1');
    });
  return (await Promise.all(texts)).join('\n');
}
