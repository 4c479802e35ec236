// Waits for a command as long as the model wants, and hands over what there is then.
import type { CallToolResult, ContentBlock } from '@modelcontextprotocol/server';
import type { Command } from '@renderio/sdk';
import { z } from 'zod';
import { describeCommand } from './describe.ts';
import { say, type ToolContext } from './tool.ts';

/** Clients give up on a call after 60 s by default, unless they hear of its progress. */
export const waitSeconds = z
  .int()
  .min(0)
  .max(300)
  .default(50)
  .describe('Seconds to wait for the end; the answer then says how far it is. 0 answers at once.');

/** How long the server may hold one answer back: as often as progress is told. */
const longestLookSeconds = 2;

export async function followCommand(
  { client, signal, onProgress }: ToolContext,
  commandId: string,
  seconds: number,
): Promise<Command> {
  const deadline = performance.now() + seconds * 1000;
  for (;;) {
    const left = Math.max(0, Math.ceil((deadline - performance.now()) / 1000));
    const wait = Math.min(left, longestLookSeconds);
    const command = await client.getCommand({ params: { commandId }, query: { wait }, signal });
    if (command.completed_at !== null || left === 0) return command;
    onProgress(command);
  }
}

/** A command that failed is an error to the model too: it can correct what it asked for. */
export function resultOf(command: Command): CallToolResult {
  const links = Object.values(command.output_files).flatMap((output): ContentBlock[] =>
    output.storage_url === null
      ? []
      : [
          {
            type: 'resource_link',
            uri: output.storage_url,
            name: output.filename,
            ...(output.mime_type === null ? {} : { mimeType: output.mime_type }),
          },
        ],
  );
  const result = say(describeCommand(command), links);
  return command.status === 'FAILED' ? { ...result, isError: true } : result;
}
