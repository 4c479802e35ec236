// One MCP server over the API: the table of tools, the prompts and the resources, bound to a client.
import { type CallToolResult, McpServer, ResourceTemplate, type ServerContext } from '@modelcontextprotocol/server';
import { type Client, type Command, RenderioError } from '@renderio/sdk';
import { commandTools } from './command-tools.ts';
import { describePreset } from './describe.ts';
import { fileTools } from './file-tools.ts';
import { guide } from './guide.ts';
import { presetTools } from './preset-tools.ts';
import { type PromptRow, prompts } from './prompts.ts';
import type { Tool } from './tool.ts';

export const tools: Readonly<Record<string, Tool>> = { ...commandTools, ...fileTools, ...presetTools };

export interface McpOptions {
  readonly client: Client;
  /** Leaves out every tool that runs, stores or deletes something. */
  readonly isReadOnly: boolean;
  /** Of the program, for the client to show. */
  readonly version: string;
}

export function createMcpServer({ client, isReadOnly, version }: McpOptions): McpServer {
  const server = new McpServer({ name: 'renderio', title: 'renderio', version }, { instructions: guide });
  for (const [name, row] of Object.entries(tools)) {
    if (isReadOnly && !row.isReadOnly) continue;
    server.registerTool(
      name,
      {
        title: row.title,
        description: row.description,
        inputSchema: row.input,
        annotations: {
          readOnlyHint: row.isReadOnly,
          destructiveHint: row.isDestructive === true,
          idempotentHint: row.isReadOnly,
          openWorldHint: true,
        },
      },
      (input, context) => callTool(row, input, client, context),
    );
  }
  addPrompts(server);
  addResources(server, client);
  return server;
}

/** What the server refuses is told to the model, which can correct it; anything else is the protocol's error. */
async function callTool(
  row: Tool,
  input: Record<string, unknown>,
  client: Client,
  context: ServerContext,
): Promise<CallToolResult> {
  try {
    return await row.call(input, { client, signal: context.mcpReq.signal, onProgress: progressTo(context) });
  } catch (error) {
    if (!(error instanceof RenderioError)) throw error;
    const faults = error.detail.map(({ loc, msg }) => `- ${loc.join('.')}: ${msg}`);
    const text = [`${error.code}: ${error.message}`, ...faults, ...retryText(error)].join('\n');
    return { isError: true, content: [{ type: 'text', text }] };
  }
}

function retryText({ isRetryable, retryAfterSeconds }: RenderioError): string[] {
  if (!isRetryable) return [];
  return [`Next: try again${retryAfterSeconds === null ? ' shortly' : ` in ${retryAfterSeconds} s`}.`];
}

/** Progress notifications, for callers that sent a token; their numbers only grow, as the protocol demands. */
function progressTo({ mcpReq }: ServerContext): (command: Command) => void {
  const progressToken = mcpReq._meta?.progressToken;
  if (progressToken === undefined) return () => undefined;
  let last = 0;
  return ({ progress, status, progress_detail: detail }) => {
    last = Math.max(last + 0.0001, progress ?? 0);
    const speed = detail?.speed == null ? '' : ` at ${detail.speed.toFixed(1)}x`;
    const message = progress === null ? status : `${Math.round(progress * 100)} %${speed}`;
    const params = { progressToken, progress: last, total: 1, message };
    // A caller that has gone hears nothing more; the call ends by its signal.
    mcpReq.notify({ method: 'notifications/progress', params }).catch(() => undefined);
  };
}

function addPrompts(server: McpServer): void {
  for (const [name, row] of Object.entries<PromptRow>(prompts)) {
    const { title, description, input } = row;
    server.registerPrompt(name, { title, description, argsSchema: input }, (args) => ({
      messages: [{ role: 'user', content: { type: 'text', text: row.write(args) } }],
    }));
  }
}

function addResources(server: McpServer, client: Client): void {
  const plain = { mimeType: 'text/plain' };
  server.registerResource('guide', 'renderio://guide', { title: 'How to write a command', ...plain }, ({ href }) => ({
    contents: [{ uri: href, text: guide, ...plain }],
  }));
  server.registerResource('presets', 'renderio://presets', { title: 'All presets', ...plain }, async ({ href }) => {
    const { presets } = await client.listPresets({ query: { limit: 100 } });
    return { contents: [{ uri: href, text: presets.map(describePreset).join('\n\n'), ...plain }] };
  });
  server.registerResource(
    'command-log',
    new ResourceTemplate('renderio://commands/{command_id}/log', { list: undefined }),
    { title: "A command's log", ...plain },
    async ({ href }, { command_id: id }) => {
      const text = await client.getCommandLog({ params: { commandId: String(id) } });
      return { contents: [{ uri: href, text, ...plain }] };
    },
  );
}
