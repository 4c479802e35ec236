// Sends a draft: as the preset that it is, as one command, or as a chain.
import { client } from '../client.ts';
import { type Draft, extrasOf, requestOf } from './draft.ts';
import type { ApiCall } from './request-code.ts';

/** The call that runs it, also shown to be made by other tools. */
export function callOf(draft: Draft): ApiCall {
  const request = requestOf(draft);
  if (draft.preset !== null) {
    return {
      path: `/presets/${draft.preset.presetId}/execute`,
      body: { input_files: request.input_files, ...extrasOf(draft.extras) },
    };
  }
  const path = request.ffmpeg_commands === undefined ? '/run-ffmpeg-command' : '/run-chained-ffmpeg-commands';
  return { path, body: { ...request } };
}

/** The ids of what was queued: one, but for a preset of several commands. */
export async function startDraft(draft: Draft): Promise<readonly string[]> {
  const { ffmpeg_command: command = '', ffmpeg_commands: commands, ...files } = requestOf(draft);
  if (draft.preset !== null) {
    const answer = await client.executePreset({
      params: { presetId: draft.preset.presetId },
      body: { input_files: files.input_files, ...extrasOf(draft.extras) },
    });
    return 'command_ids' in answer ? answer.command_ids : [answer.command_id];
  }
  const { command_id: commandId } =
    commands === undefined
      ? await client.runFfmpegCommand({ body: { ...files, ffmpeg_command: command } })
      : await client.runChainedFfmpegCommands({ body: { ...files, ffmpeg_commands: commands } });
  return [commandId];
}
