// What the installation is made of, and how it is set.
import type { AdminClient } from '@renderio/sdk';
import type { Command as Program } from 'commander';
import { createContext, type Surroundings } from '../context.ts';
import { formatBytes, formatTable } from '../format.ts';
import { type AdminOptions, addAdminCommand, connectAdmin } from './connect-admin.ts';

type System = Awaited<ReturnType<AdminClient['getSystem']>>;

export function addSystem(parent: Program, surroundings: Surroundings): void {
  addAdminCommand(parent, {
    usage: 'system',
    summary: 'Show versions, the sandbox and the storage of the server, and its settings without secrets.',
    examples: [
      ['renderio admin system', 'with the settings that are not left as they are'],
      [
        'renderio admin system --json | jq \'.settings[] | select(.source == "environment")\'',
        'every setting is in there',
      ],
    ],
  }).action(async (options: AdminOptions) => {
    const context = createContext(surroundings, options);
    const system = await (await connectAdmin(context, options)).getSystem();
    context.terminal.print(system, describeSystem(system));
  });
}

function describeSystem({ storage, about, settings, ...system }: System): string {
  const room =
    storage.free_bytes === null || storage.total_bytes === null
      ? ''
      : `, ${formatBytes(storage.free_bytes)} of ${formatBytes(storage.total_bytes)} free`;
  const set = settings.filter(({ source }) => source === 'environment');
  return [
    formatTable([
      ['renderio', `${system.version}, role ${system.role}, pid ${system.pid} on ${system.host}`],
      ['since', system.started_at],
      ['Node', system.node_version],
      ['PostgreSQL', system.postgres_version],
      ['storage', `${storage.kind} ${storage.place}${room}`],
      ...Object.entries(about).flatMap(([name, facts]) => describeFacts(name, facts)),
    ]),
    ...(set.length === 0 ? [] : ['', formatTable(set.map(({ name, value }) => [name, value ?? '(secret)']))]),
  ].join('\n');
}

/** `/health` tells of each part what it likes: words, or words by name. */
function describeFacts(name: string, facts: unknown): string[][] {
  if (typeof facts !== 'object' || facts === null) return [[name, String(facts)]];
  return Object.entries(facts)
    .filter(([, fact]) => fact !== null)
    .map(([part, fact]) => [`${name} ${part}`, typeof fact === 'string' ? fact : JSON.stringify(fact)]);
}
