// What a tool is: a row of the table from which every server of ours, over HTTP or stdio, is made.
import type { CallToolResult } from '@modelcontextprotocol/server';
import type { Client, Command } from '@renderio/sdk';
import type { z } from 'zod';

export interface ToolContext {
  readonly client: Client;
  /** Aborts when the caller gives up. */
  readonly signal: AbortSignal;
  /** Tells how far a command is, where the caller has asked to hear of it. */
  readonly onProgress: (command: Command) => void;
}

export interface Tool<Input extends z.ZodObject = z.ZodObject> {
  readonly title: string;
  /** For the model: what it does, when to use it, and what comes back. */
  readonly description: string;
  readonly input: Input;
  /** Whether it leaves everything as it is; the others are absent in read-only mode. */
  readonly isReadOnly: boolean;
  /** Whether it ends or deletes something. */
  readonly isDestructive?: true;
  readonly call: (input: z.output<Input>, context: ToolContext) => Promise<CallToolResult>;
}

/** Ties a row's `call` to its own `input`. */
export function tool<Input extends z.ZodObject>(row: Tool<Input>): Tool {
  // Within the table a row is called only with what its own schema has parsed.
  return row;
}

export function say(text: string, more: CallToolResult['content'] = []): CallToolResult {
  return { content: [{ type: 'text', text }, ...more] };
}
