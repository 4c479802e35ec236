// Worker processes: what they hold, and taking one out.
import { setTimeout as pause } from 'node:timers/promises';
import type { AdminClient } from '@renderio/sdk';
import type { Command as Program } from 'commander';
import { addGroup } from '../add-command.ts';
import { createContext, type Surroundings } from '../context.ts';
import { formatTable } from '../format.ts';
import { watchInterrupt } from '../interrupt.ts';
import { createStatusLine } from '../status-line.ts';
import type { Terminal } from '../terminal.ts';
import { type AdminOptions, addAdminCommand, connectAdmin } from './connect-admin.ts';

type Worker = Awaited<ReturnType<AdminClient['listWorkers']>>['workers'][number];

const lookMs = 1000;

export function addWorkers(parent: Program, surroundings: Surroundings): void {
  const group = addGroup(parent, 'workers', 'The processes that run commands.');
  addListWorkers(group, surroundings);
  addDrain(group, surroundings);
  addUndrain(group, surroundings);
}

function addListWorkers(group: Program, surroundings: Surroundings): void {
  addAdminCommand(group, {
    usage: 'list',
    summary: 'List workers: those that live first, then the last to stop.',
    examples: [['renderio admin workers list', 'what each holds, and whether it is drained']],
  }).action(async (options: AdminOptions) => {
    const context = createContext(surroundings, options);
    const page = await (await connectAdmin(context, options)).listWorkers({ query: { limit: 100 } });
    const rows = page.workers.map((worker) => [
      worker.worker_id,
      stateOf(worker),
      `${worker.running}/${worker.capacity}`,
      timeOf(worker.started_at),
      timeOf(worker.seen_at),
      `${worker.host} ${worker.pid}`,
    ]);
    context.terminal.print(page, formatTable([['ID', 'STATE', 'RUNS', 'STARTED', 'SEEN', 'HOST, PID'], ...rows]));
  });
}

interface DrainOptions extends AdminOptions {
  readonly wait?: boolean;
}

function addDrain(group: Program, surroundings: Surroundings): void {
  addAdminCommand(group, {
    usage: 'drain <worker-id>',
    summary: 'Let a worker finish what it runs, and take no more.',
    examples: [['renderio admin workers drain --wait 01a2…', 'until it holds nothing, and can be stopped']],
  })
    .option('--wait', 'stay until it holds nothing')
    .action(async (workerId: string, options: DrainOptions) => {
      const context = createContext(surroundings, options);
      const client = await connectAdmin(context, options);
      const drained = await client.drainWorker({ params: { workerId } });
      const worker = options.wait === true ? await waitUntilIdle(client, drained, context.terminal) : drained;
      context.terminal.print(worker, `${workerId} ${stateOf(worker)}, runs ${worker.running}`);
    });
}

/** Ctrl-C ends the waiting; the worker stays drained. */
async function waitUntilIdle(client: AdminClient, drained: Worker, terminal: Terminal): Promise<Worker> {
  const status = createStatusLine(terminal);
  const interrupt = watchInterrupt();
  const { signal } = interrupt;
  try {
    let worker: Worker | undefined = drained;
    while (worker !== undefined && worker.running > 0 && worker.stopped_at === null) {
      status.say(`waiting for ${worker.running} to end`);
      await pause(lookMs, undefined, { signal });
      const { workers } = await client.listWorkers({ query: { limit: 100 }, signal });
      worker = workers.find(({ worker_id: id }) => id === drained.worker_id);
    }
    return worker ?? drained;
  } finally {
    status.clear();
    interrupt.release();
  }
}

function addUndrain(group: Program, surroundings: Surroundings): void {
  addAdminCommand(group, {
    usage: 'undrain <worker-id>',
    summary: 'Let a drained worker take work again.',
    examples: [['renderio admin workers undrain 01a2…', 'at once']],
  }).action(async (workerId: string, options: AdminOptions) => {
    const context = createContext(surroundings, options);
    const client = await connectAdmin(context, options);
    const worker = await client.resumeWorker({ params: { workerId } });
    context.terminal.print(worker, `${workerId} ${stateOf(worker)}`);
  });
}

function stateOf({ stopped_at: stoppedAt, drained_at: drainedAt }: Worker): string {
  if (stoppedAt !== null) return 'stopped';
  return drainedAt === null ? 'working' : 'drained';
}

const timeOf = (time: string): string => time.slice(0, 19).replace('T', ' ');
