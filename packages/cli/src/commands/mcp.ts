// `renderio mcp`: the tools for agents on standard input and output, for clients that start a program of their own.
import { serveMcpOnStdio } from '@renderio/mcp/stdio';
import type { Command as Program } from 'commander';
import { type CommonOptions, createContext, type Surroundings } from '../context.ts';

interface McpCommandOptions extends CommonOptions {
  readonly readOnly?: boolean;
}

export function addMcp(program: Program, surroundings: Surroundings): void {
  program
    .command('mcp')
    .description('Serve MCP on standard input and output, for agents that start it themselves.')
    .option('--read-only', 'leave out every tool that runs, stores or deletes something')
    .option('--url <url>', 'the server, in place of RENDERIO_URL and what `renderio login` wrote')
    .addHelpText(
      'after',
      '\nExamples:\n  $ claude mcp add renderio -- renderio mcp\n      an agent that starts it; over HTTP it is <server>/api/mcp',
    )
    .action(async ({ readOnly = false, ...options }: McpCommandOptions) => {
      const client = await createContext(surroundings, options).connect();
      serveMcpOnStdio({ client, isReadOnly: readOnly, version: program.version() ?? '' });
    });
}
