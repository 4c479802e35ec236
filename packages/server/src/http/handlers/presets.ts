// Handlers of the preset endpoints.
import type { UpdatePresetBody } from '@renderio/contract';
import type { PresetChanges } from '../../domain/preset.ts';
import { presentCommand } from '../../present/command.ts';
import { presentPreset } from '../../present/preset.ts';
import type { Services } from '../../services/create-services.ts';
import type { HandlersOf } from '../api-request.ts';

function changesOf(body: UpdatePresetBody): PresetChanges {
  return {
    name: body.name,
    description: body.description,
    category: body.category,
    commandType: body.command_type,
    ffmpegCommand: body.ffmpeg_command,
    ffmpegCommands: body.ffmpeg_commands,
    inputFileKeys: body.input_file_keys,
    outputFileDefinitions: body.output_file_definitions,
    metadata: body.metadata,
  };
}

export function presetHandlers(
  services: Services,
): HandlersOf<'createPreset' | 'listPresets' | 'getPreset' | 'updatePreset' | 'deletePreset' | 'executePreset'> {
  return {
    async createPreset({ account, body }) {
      const preset = await services.createPreset(account.accountId, {
        name: body.name,
        description: body.description ?? null,
        category: body.category ?? null,
        commandType: body.command_type,
        ffmpegCommand: body.ffmpeg_command ?? null,
        ffmpegCommands: body.ffmpeg_commands ?? null,
        inputFileKeys: body.input_file_keys,
        outputFileDefinitions: body.output_file_definitions,
        metadata: body.metadata ?? null,
      });
      return presentPreset(preset);
    },
    async listPresets({ account, query }) {
      const { presets, nextCursor } = await services.getPresets(account.accountId, query);
      return {
        presets: presets.map(presentPreset),
        limit: query.limit,
        offset: query.offset,
        next_cursor: nextCursor,
      };
    },
    async getPreset({ account, params }) {
      return presentPreset(await services.getPreset(account.accountId, params.presetId));
    },
    async updatePreset({ account, params, body }) {
      return presentPreset(await services.updatePreset(account.accountId, params.presetId, changesOf(body)));
    },
    async deletePreset({ account, params }) {
      await services.deletePreset(account.accountId, params.presetId);
      return { deleted: true, preset_id: params.presetId };
    },
    async executePreset({ account, params, query, body, linkTo, arrivedAtMs, signal, once }) {
      const { isMultiple, commandIds } = await services.executePreset(account, params.presetId, {
        inputFiles: body.input_files,
        metadata: body.metadata ?? null,
        webhookUrl: body.webhook_url ?? null,
        maxRunSeconds: body.max_command_run_seconds ?? null,
        arrivedAtMs,
        once,
      });
      const [command_id] = commandIds;
      if (isMultiple || command_id === undefined) return { command_ids: commandIds };
      if (query.wait === undefined) return { command_id };
      const view = await services.waitForCommand(account.accountId, command_id, query.wait, signal());
      return { command_id, command: presentCommand(view, linkTo) };
    },
  };
}
