// MCP over HTTP: each request is served on its own, by today's protocol or an older client's, with nothing kept between them.
import { createMcpHandler } from '@modelcontextprotocol/server';
import type { Client } from '@renderio/sdk';
import { createMcpServer } from './create-mcp-server.ts';

export interface McpRequest {
  readonly request: Request;
  /** The JSON that came with it, which has been read already. */
  readonly parsedBody?: unknown;
  /** Speaks for whoever sent the request. */
  readonly client: Client;
  readonly isReadOnly: boolean;
}

export interface McpEndpoint {
  readonly answer: (request: McpRequest) => Promise<Response>;
  /** Ends what is under way. */
  readonly close: () => Promise<void>;
}

export function createMcpEndpoint(options: {
  readonly version: string;
  readonly onError: (error: Error) => void;
}): McpEndpoint {
  const open = new WeakMap<Request, McpRequest>();
  const handler = createMcpHandler(
    ({ requestInfo }) => {
      const asked = requestInfo && open.get(requestInfo);
      if (asked === undefined) throw new Error('The request of this server is not known.');
      return createMcpServer({ client: asked.client, isReadOnly: asked.isReadOnly, version: options.version });
    },
    { onerror: options.onError },
  );
  return {
    async answer(asked) {
      open.set(asked.request, asked);
      return await handler.fetch(asked.request, { parsedBody: asked.parsedBody });
    },
    close: () => handler.close(),
  };
}
