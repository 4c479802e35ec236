// MCP on standard input and output: for clients that start a program of their own.
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import { createMcpServer, type McpOptions } from './create-mcp-server.ts';

/** Nothing else may be written to standard output while it runs. */
export function serveMcpOnStdio(options: McpOptions): { close(): Promise<void> } {
  return serveStdio(() => createMcpServer(options), {
    onerror: (error) => {
      process.stderr.write(`${error.message}\n`);
    },
  });
}
