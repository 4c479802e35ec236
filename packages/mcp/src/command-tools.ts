// Tools on commands: run, look, cancel, repeat.
import {
  commandStatus,
  runChainedFfmpegCommandsBody,
  runFfmpegCommandBody,
  runMultipleFfmpegCommandsBody,
} from '@renderio/contract';
import { z } from 'zod';
import { describeCommandLine, describeValidation } from './describe.ts';
import { followCommand, resultOf, waitSeconds } from './follow.ts';
import { say, tool } from './tool.ts';

const commandId = z.string().describe('As a run tool or list_commands gave it.');

const howToWrite =
  'The command is an ordinary FFmpeg command line without shell syntax; every input and output is a placeholder: "-i {{in_video}} -vf scale=-2:720 {{out_video}}". Inputs are http(s) URLs, storage_urls or file_ids.';

export const commandTools = {
  run_ffmpeg_command: tool({
    title: 'Run an FFmpeg command',
    description: `Runs one FFmpeg command on the server and waits for it. ${howToWrite} Answers with links to the outputs, or with what went wrong.`,
    input: runFfmpegCommandBody.extend({ wait_seconds: waitSeconds }),
    isReadOnly: false,
    async call({ wait_seconds: seconds, ...body }, context) {
      const { command_id: id } = await context.client.runFfmpegCommand({ body, signal: context.signal });
      return resultOf(await followCommand(context, id, seconds));
    },
  }),
  run_chained_ffmpeg_commands: tool({
    title: 'Run FFmpeg commands in a chain',
    description: `Runs up to 10 FFmpeg commands one after the other in one folder, such as the two passes of an encode; a later one reads by its plain name what an earlier one wrote. ${howToWrite}`,
    input: runChainedFfmpegCommandsBody.extend({ wait_seconds: waitSeconds }),
    isReadOnly: false,
    async call({ wait_seconds: seconds, ...body }, context) {
      const { command_id: id } = await context.client.runChainedFfmpegCommands({ body, signal: context.signal });
      return resultOf(await followCommand(context, id, seconds));
    },
  }),
  run_multiple_ffmpeg_commands: tool({
    title: 'Run independent FFmpeg commands',
    description: `Queues up to 10 independent FFmpeg commands at once, all or none, and answers at once with their ids. ${howToWrite}`,
    input: runMultipleFfmpegCommandsBody,
    isReadOnly: false,
    async call(body, { client, signal }) {
      const { command_ids: ids } = await client.runMultipleFfmpegCommands({ body, signal });
      return say(`Queued, in the order of the request:\n${ids.join('\n')}\nNext: get_command with each.`);
    },
  }),
  validate_command: tool({
    title: 'Check a command without running it',
    description:
      'Says what a command would run as, or everything that is wrong with it. Costs nothing: use it when unsure.',
    input: z.object({
      ...runFfmpegCommandBody.pick({ input_files: true, output_files: true }).shape,
      ffmpeg_command: runFfmpegCommandBody.shape.ffmpeg_command.optional(),
      ffmpeg_commands: runChainedFfmpegCommandsBody.shape.ffmpeg_commands.optional(),
    }),
    isReadOnly: true,
    async call({ ffmpeg_command: one, ffmpeg_commands: several, ...files }, { client, signal }) {
      const body =
        several === undefined ? { ...files, ffmpeg_command: one ?? '' } : { ...files, ffmpeg_commands: several };
      return say(describeValidation(await client.validateCommand({ body, signal })));
    },
  }),
  get_command: tool({
    title: 'Look at a command',
    description: 'State, progress and results of a command; waits for its end when asked to.',
    input: z.object({ command_id: commandId, wait_seconds: waitSeconds.default(0) }),
    isReadOnly: true,
    async call({ command_id: id, wait_seconds: seconds }, context) {
      return resultOf(await followCommand(context, id, seconds));
    },
  }),
  get_command_log: tool({
    title: "Read a command's log",
    description: 'The last lines of what FFmpeg wrote, also while it runs: for finding out why a command failed.',
    input: z.object({ command_id: commandId, lines: z.int().min(1).max(500).default(40) }),
    isReadOnly: true,
    async call({ command_id: id, lines }, { client, signal }) {
      const log = await client.getCommandLog({ params: { commandId: id }, signal });
      const last = log.trimEnd().split('\n').slice(-lines).join('\n');
      return say(last === '' ? 'The log is empty.' : last);
    },
  }),
  list_commands: tool({
    title: 'List commands',
    description: 'Commands of this account, newest first, one a line.',
    input: z.object({
      limit: z.int().min(1).max(100).default(10),
      cursor: z.string().optional().describe('From the page before.'),
      status: commandStatus.optional(),
    }),
    isReadOnly: true,
    async call(query, { client, signal }) {
      const { commands, next_cursor: cursor } = await client.listCommands({ query, signal });
      if (commands.length === 0) return say('There are none.');
      const more = cursor === null ? [] : [`More: list_commands with cursor ${cursor}`];
      return say([...commands.map(describeCommandLine), ...more].join('\n'));
    },
  }),
  cancel_command: tool({
    title: 'Cancel a command',
    description: 'Ends a command that waits or runs; one that is done stays as it is.',
    input: z.object({ command_id: commandId }),
    isReadOnly: false,
    isDestructive: true,
    async call({ command_id: id }, { client, signal }) {
      const command = await client.cancelCommand({ params: { commandId: id }, signal });
      return say(`Command ${id} is ${command.status}${command.completed_at === null ? ' and will end soon' : ''}.`);
    },
  }),
  retry_command: tool({
    title: 'Run a command again',
    description: "Queues a new command from an old one's request, and waits for it.",
    input: z.object({ command_id: commandId, wait_seconds: waitSeconds }),
    isReadOnly: false,
    async call({ command_id: id, wait_seconds: seconds }, context) {
      const again = await context.client.retryCommand({ params: { commandId: id }, signal: context.signal });
      return resultOf(await followCommand(context, again.command_id, seconds));
    },
  }),
  delete_command_files: tool({
    title: "Delete a command's outputs",
    description: 'Deletes the bytes of all outputs of a command for good; the record of the command stays.',
    input: z.object({ command_id: commandId }),
    isReadOnly: false,
    isDestructive: true,
    async call({ command_id: id }, { client, signal }) {
      const { files_deleted: count } = await client.deleteCommandFiles({ params: { commandId: id }, signal });
      return say(`${count} files were deleted.`);
    },
  }),
};
