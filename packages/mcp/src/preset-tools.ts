// Tools on presets and on the account: ready-made commands, limits and use.
import { z } from 'zod';
import { describePreset } from './describe.ts';
import { followCommand, resultOf, waitSeconds } from './follow.ts';
import { say, tool } from './tool.ts';

const presetId = z.string().describe('As list_presets gave it.');

export const presetTools = {
  list_presets: tool({
    title: 'List presets',
    description: 'Ready-made, tested commands and those of this account: look here before writing a command.',
    input: z.object({
      limit: z.int().min(1).max(100).default(100),
      cursor: z.string().optional().describe('From the page before.'),
    }),
    isReadOnly: true,
    async call(query, { client, signal }) {
      const { presets, next_cursor: cursor } = await client.listPresets({ query, signal });
      const lines = presets.map(
        ({ preset_id: id, name, input_file_keys: inputs }) => `- ${id}: ${name} (${inputs.join(', ') || 'no input'})`,
      );
      const more = cursor === null ? [] : [`More: list_presets with cursor ${cursor}`];
      return say([...lines, ...more, 'Next: execute_preset, or get_preset for the command behind one.'].join('\n'));
    },
  }),
  get_preset: tool({
    title: 'Look at a preset',
    description: 'The commands, inputs and outputs of a preset.',
    input: z.object({ preset_id: presetId }),
    isReadOnly: true,
    async call({ preset_id: id }, { client, signal }) {
      return say(describePreset(await client.getPreset({ params: { presetId: id }, signal })));
    },
  }),
  execute_preset: tool({
    title: 'Run a preset',
    description: 'Runs a preset on your inputs, exactly those that it names, and waits for it.',
    input: z.object({
      preset_id: presetId,
      input_files: z.record(z.string(), z.string()).describe('Alias → URL, storage_url or file_id.'),
      wait_seconds: waitSeconds,
    }),
    isReadOnly: false,
    async call({ preset_id: id, input_files, wait_seconds: seconds }, context) {
      const { client, signal } = context;
      const made = await client.executePreset({ params: { presetId: id }, body: { input_files }, signal });
      if ('command_ids' in made) return say(`Queued:\n${made.command_ids.join('\n')}\nNext: get_command with each.`);
      return resultOf(await followCommand(context, made.command_id, seconds));
    },
  }),
  get_account: tool({
    title: 'Limits and use',
    description: 'The limits in force for this account, and what it has used this month.',
    input: z.object({}),
    isReadOnly: true,
    async call(_input, { client, signal }) {
      const [limits, { commands, storage }] = await Promise.all([
        client.getLimits({ signal }),
        client.getUsage({ signal }),
      ]);
      return say(JSON.stringify({ limits, used_this_month: commands, storage }, null, 1));
    },
  }),
};
