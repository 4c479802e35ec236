// Handlers of the command endpoints.

import { presentCommand } from '../../present/command.ts';
import type { Services } from '../../services/create-services.ts';
import type { HandlersOf } from '../api-request.ts';

export function commandHandlers(services: Services): HandlersOf<'runFfmpegCommand' | 'getCommand' | 'listCommands'> {
  return {
    async runFfmpegCommand({ account, body, arrivedAtMs }) {
      const { input_files, output_files, ffmpeg_command } = body;
      const command_id = await services.submitCommand(account.accountId, {
        type: 'FFMPEG_COMMAND',
        request: { input_files, output_files, ffmpeg_command },
        metadata: body.metadata ?? null,
        webhookUrl: body.webhook_url ?? null,
        maxRunSeconds: body.max_command_run_seconds ?? null,
        arrivedAtMs,
      });
      return { command_id };
    },
    async getCommand({ account, params, linkTo }) {
      return presentCommand(await services.getCommand(account.accountId, params.commandId), linkTo);
    },
    async listCommands({ account, query, linkTo }) {
      const commands = await services.getCommands(account.accountId, query);
      return {
        commands: commands.map((view) => presentCommand(view, linkTo)),
        limit: query.limit,
        offset: query.offset,
      };
    },
  };
}
