// Handlers of the command endpoints.
import type { CommandEvent, RunFfmpegCommandBody } from '@renderio/contract';
import { presentCommand } from '../../present/command.ts';
import type { LinkTo } from '../../present/links.ts';
import type { Services } from '../../services/create-services.ts';
import type { CommandChange, LogPlace } from '../../services/follow-command.ts';
import type { HandlersOf } from '../api-request.ts';

/** What every submission carries beside its command text. */
function submissionOf(body: Omit<RunFfmpegCommandBody, 'ffmpeg_command'>, arrivedAtMs: number) {
  return {
    metadata: body.metadata ?? null,
    webhookUrl: body.webhook_url ?? null,
    maxRunSeconds: body.max_command_run_seconds ?? null,
    arrivedAtMs,
  };
}

const metadataPrefix = 'metadata.';

function metadataFilters(query: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(query).flatMap(([name, value]) =>
      name.startsWith(metadataPrefix) && typeof value === 'string' ? [[name.slice(metadataPrefix.length), value]] : [],
    ),
  );
}

/** `2.17`: the second start's seventeenth piece of log. */
function readPlace(lastEventId: string | string[] | undefined): LogPlace {
  const match = /^(\d{1,4})\.(\d{1,9})$/.exec(String(lastEventId ?? ''));
  return { attempt: Number(match?.[1] ?? 0), number: Number(match?.[2] ?? 0) };
}

async function* presentChanges(changes: AsyncIterable<CommandChange>, linkTo: LinkTo): AsyncGenerator<CommandEvent> {
  for await (const change of changes) {
    if (change.kind === 'log') {
      const id = `${change.place.attempt}.${change.place.number}`;
      yield { event: 'log', id, data: { text: change.text } };
      continue;
    }
    const command = presentCommand(change.view, linkTo);
    const { progress, progress_detail } = command;
    yield change.kind === 'status'
      ? { event: 'status', data: command }
      : { event: 'progress', data: { progress, progress_detail } };
  }
}

export function commandHandlers(
  services: Services,
): HandlersOf<
  | 'runFfmpegCommand'
  | 'runChainedFfmpegCommands'
  | 'runMultipleFfmpegCommands'
  | 'getCommand'
  | 'listCommands'
  | 'getCommandLog'
  | 'getCommandEvents'
  | 'cancelCommand'
  | 'retryCommand'
  | 'deleteCommandFiles'
  | 'validateCommand'
> {
  return {
    async runFfmpegCommand({ account, body, query, linkTo, arrivedAtMs, signal, once }) {
      const { input_files, output_files, ffmpeg_command } = body;
      const command_id = await services.submitCommand(
        account,
        {
          ...submissionOf(body, arrivedAtMs),
          type: 'FFMPEG_COMMAND',
          request: { input_files, output_files, ffmpeg_command },
        },
        { once },
      );
      if (query.wait === undefined) return { command_id };
      const view = await services.waitForCommand(account.accountId, command_id, query.wait, signal());
      return { command_id, command: presentCommand(view, linkTo) };
    },
    async runChainedFfmpegCommands({ account, body, query, linkTo, arrivedAtMs, signal, once }) {
      const { input_files, output_files, ffmpeg_commands } = body;
      const command_id = await services.submitCommand(
        account,
        {
          ...submissionOf(body, arrivedAtMs),
          type: 'CHAINED_COMMAND',
          request: { input_files, output_files, ffmpeg_commands },
        },
        { once },
      );
      if (query.wait === undefined) return { command_id };
      const view = await services.waitForCommand(account.accountId, command_id, query.wait, signal());
      return { command_id, command: presentCommand(view, linkTo) };
    },
    async runMultipleFfmpegCommands({ account, body, arrivedAtMs, once }) {
      const command_ids = await services.submitCommands(
        account,
        body.commands.map((command) => ({
          ...submissionOf(command, arrivedAtMs),
          type: 'MULTIPLE_COMMAND' as const,
          request: {
            input_files: command.input_files,
            output_files: command.output_files,
            ffmpeg_command: command.ffmpeg_command,
          },
        })),
        { once, locate: (index, loc) => ['body', 'commands', index, ...loc.slice(1)] },
      );
      return { command_ids };
    },
    async getCommand({ account, params, query, linkTo, signal }) {
      const { accountId } = account;
      const view =
        query.wait === undefined
          ? await services.getCommand(accountId, params.commandId)
          : await services.waitForCommand(accountId, params.commandId, query.wait, signal());
      return presentCommand(view, linkTo);
    },
    async listCommands({ account, query, linkTo }) {
      const { views, nextCursor } = await services.getCommands(account.accountId, {
        ...query,
        metadata: metadataFilters(query),
      });
      return {
        commands: views.map((view) => presentCommand(view, linkTo)),
        limit: query.limit,
        offset: query.offset,
        next_cursor: nextCursor,
      };
    },
    getCommandLog: ({ account, params }) => services.readLog(account.accountId, params.commandId),
    async getCommandEvents({ account, params, headers, linkTo, signal }) {
      // What does not exist is answered before the stream begins.
      await services.getCommand(account.accountId, params.commandId);
      const place = readPlace(headers['last-event-id']);
      return presentChanges(services.followCommand(account.accountId, params.commandId, place, signal()), linkTo);
    },
    async cancelCommand({ account, params, linkTo }) {
      await services.cancelCommand(account.accountId, params.commandId);
      return presentCommand(await services.getCommand(account.accountId, params.commandId), linkTo);
    },
    async retryCommand({ account, params, arrivedAtMs }) {
      const command_id = await services.retryCommand(account, params.commandId, arrivedAtMs);
      return { command_id, retry_of: params.commandId };
    },
    async deleteCommandFiles({ account, params }) {
      const files_deleted = await services.deleteCommandFiles(account.accountId, params.commandId);
      return { deleted: true, files_deleted };
    },
    validateCommand({ body }) {
      return Promise.resolve(services.validateCommand(body));
    },
  };
}
