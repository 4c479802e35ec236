// What the account may use, and what it has used.
import type { Command as Program } from 'commander';
import { addCommand } from '../add-command.ts';
import { type CommonOptions, createContext, type Surroundings } from '../context.ts';
import { formatBytes, formatClock, formatTable } from '../format.ts';

export function addAccount(program: Program, surroundings: Surroundings): void {
  addCommand(program, {
    usage: 'usage',
    summary: 'Show what the account has used this month, and what it stores.',
    examples: [['renderio usage --json', 'day by day']],
  }).action(async (options: CommonOptions) => {
    const { terminal, connect } = createContext(surroundings, options);
    const usage = await (await connect()).getUsage();
    const { commands, storage } = usage;
    const rows = [
      ['since', usage.period.from.slice(0, 10)],
      ['succeeded', String(commands.succeeded)],
      ['failed', String(commands.failed)],
      ['under way', String(commands.queued + commands.processing)],
      ['FFmpeg time', formatClock(commands.ffmpeg_seconds)],
      ['stored', `${storage.files} files, ${formatBytes(storage.bytes)}`],
    ];
    terminal.print(usage, formatTable(rows));
  });
  addCommand(program, {
    usage: 'limits',
    summary: 'Show the limits in force for the account.',
    examples: [['renderio limits', 'requests, sizes, times']],
  }).action(async (options: CommonOptions) => {
    const { terminal, connect } = createContext(surroundings, options);
    const limits = await (await connect()).getLimits();
    terminal.print(limits, formatTable(Object.entries(limits).map(([name, value]) => [name, String(value)])));
  });
}
