// Accounts of the installation: made, looked at, limited, suspended.
import type { AdminClient } from '@renderio/sdk';
import type { Command as Program } from 'commander';
import { addGroup, collect, wholeNumber } from '../add-command.ts';
import { CliError } from '../cli-error.ts';
import { createContext, type Surroundings } from '../context.ts';
import { formatBytes, formatTable } from '../format.ts';
import { type AdminOptions, addAdminCommand, connectAdmin } from './connect-admin.ts';
import { parseLimits } from './parse-limits.ts';

type Page = Awaited<ReturnType<AdminClient['listAccounts']>>;
export type Account = Page['accounts'][number];

export function addAccounts(parent: Program, surroundings: Surroundings): void {
  const group = addGroup(parent, 'accounts', 'Who may call, and with what limits.');
  addListAccounts(group, surroundings);
  addShowAccount(group, surroundings);
  addCreateAccount(group, surroundings);
  addChangeAccount(group, surroundings);
  addSuspension(group, surroundings);
}

interface ListOptions extends AdminOptions {
  readonly limit: number;
  readonly cursor?: string;
}

function addListAccounts(group: Program, surroundings: Surroundings): void {
  addAdminCommand(group, {
    usage: 'list',
    summary: 'List accounts, newest first.',
    examples: [['renderio admin accounts list', 'with what is suspended']],
  })
    .option('--limit <count>', 'entries, at most 100', wholeNumber, 50)
    .option('--cursor <cursor>', '`next_cursor` of the page before')
    .action(async ({ limit, cursor, ...options }: ListOptions) => {
      const context = createContext(surroundings, options);
      const client = await connectAdmin(context, options);
      const page = await client.listAccounts({ query: { limit, ...(cursor === undefined ? {} : { cursor }) } });
      const rows = page.accounts.map((account) => [
        account.account_id,
        stateOf(account),
        account.created_at.slice(0, 10),
        account.name,
      ]);
      context.terminal.print(page, formatTable([['ID', 'STATE', 'SINCE', 'NAME'], ...rows]));
      if (page.next_cursor !== null) context.terminal.note(`More: --cursor ${page.next_cursor}`);
    });
}

function addShowAccount(group: Program, surroundings: Surroundings): void {
  addAdminCommand(group, {
    usage: 'show <account>',
    summary: 'Show an account, by its id or its whole name, with the limits in force.',
    examples: [['renderio admin accounts show customer', 'one account']],
  }).action(async (wanted: string, options: AdminOptions) => {
    const context = createContext(surroundings, options);
    const account = await findAccount(await connectAdmin(context, options), wanted);
    context.terminal.print(account, describeAccount(account));
  });
}

interface CreateOptions extends AdminOptions {
  readonly limit?: readonly string[];
}

function addCreateAccount(group: Program, surroundings: Surroundings): void {
  addAdminCommand(group, {
    usage: 'create <name>',
    summary: 'Make an account, and print its first key, this once.',
    examples: [
      ['renderio admin accounts create customer', 'with the limits of the installation'],
      ['renderio admin accounts create trial --limit stored_bytes=5GB --limit run_seconds=60', 'with some of its own'],
    ],
    notes: 'The limits and what they mean: docs/limits.md.',
  })
    .option('--limit <name=value>', 'a limit of its own; may be given several times', collect)
    .action(async (name: string, options: CreateOptions) => {
      const context = createContext(surroundings, options);
      const limits = parseLimits(options.limit ?? []);
      const client = await connectAdmin(context, options);
      const account = await client.createAccount({ body: { name, limits } });
      context.terminal.print(account, account.api_key);
      context.terminal.note(`The account's id is ${account.account_id}. The key is not shown again.`);
    });
}

interface ChangeOptions extends CreateOptions {
  readonly name?: string;
}

function addChangeAccount(group: Program, surroundings: Surroundings): void {
  addAdminCommand(group, {
    usage: 'change <account>',
    summary: 'Change limits or the name of an account.',
    examples: [
      ['renderio admin accounts change trial --limit stored_bytes=50GB', 'more room'],
      [
        'renderio admin accounts change trial --limit stored_bytes=default --name customer',
        'as the installation has it',
      ],
    ],
  })
    .option('--limit <name=value>', 'a limit; "default" is the one of the installation', collect)
    .option('--name <name>', 'a new name')
    .action(async (wanted: string, { limit = [], name, ...options }: ChangeOptions) => {
      const limits = parseLimits(limit);
      if (limit.length === 0 && name === undefined) {
        throw new CliError('USAGE', 'Say what is to change: --limit name=value, or --name.');
      }
      const context = createContext(surroundings, options);
      const client = await connectAdmin(context, options);
      const { account_id: accountId } = await findAccount(client, wanted);
      const body = { ...(limit.length === 0 ? {} : { limits }), ...(name === undefined ? {} : { name }) };
      const account = await client.changeAccount({ params: { accountId }, body });
      context.terminal.print(account, describeAccount(account));
    });
}

function addSuspension(group: Program, surroundings: Surroundings): void {
  const cases = [
    { usage: 'suspend', suspended: true, summary: 'Refuse all requests of an account; what it has stays.' },
    { usage: 'resume', suspended: false, summary: 'Let a suspended account go on.' },
  ];
  for (const { usage, suspended, summary } of cases) {
    addAdminCommand(group, {
      usage: `${usage} <account>`,
      summary,
      examples: [[`renderio admin accounts ${usage} trial`, 'by its whole name or its id']],
    }).action(async (wanted: string, options: AdminOptions) => {
      const context = createContext(surroundings, options);
      const client = await connectAdmin(context, options);
      const { account_id: accountId } = await findAccount(client, wanted);
      const account = await client.changeAccount({ params: { accountId }, body: { suspended } });
      context.terminal.print(account, `${account.name} ${stateOf(account)}`);
    });
  }
}

/** By id, else by a whole name that is no other account's. */
export async function findAccount(client: AdminClient, wanted: string): Promise<Account> {
  const named: Account[] = [];
  let cursor: string | null = null;
  do {
    const page: Page = await client.listAccounts({ query: { limit: 100, ...(cursor === null ? {} : { cursor }) } });
    const found = page.accounts.find(({ account_id: id }) => id === wanted);
    if (found !== undefined) return found;
    named.push(...page.accounts.filter(({ name }) => name === wanted));
    cursor = page.next_cursor;
  } while (cursor !== null);
  const [account, ...others] = named;
  if (account === undefined) {
    throw new CliError(
      'NOT_FOUND',
      `There is no account ${JSON.stringify(wanted)}. \`renderio admin accounts list\` names them all.`,
    );
  }
  if (others.length > 0) {
    const ids = named.map(({ account_id: id }) => id).join(', ');
    throw new CliError(
      'USAGE',
      `${named.length} accounts are called ${JSON.stringify(wanted)}: say which by its id, ${ids}.`,
    );
  }
  return account;
}

const stateOf = ({ suspended }: Account): string => (suspended ? 'suspended' : 'active');

function describeAccount(account: Account): string {
  const limits = Object.entries(account.limits).map(([name, value]) => [
    name,
    name.endsWith('_bytes') ? `${value} (${formatBytes(value)})` : String(value),
  ]);
  return formatTable([
    ['id', account.account_id],
    ['name', account.name],
    ['state', stateOf(account)],
    ['since', account.created_at],
    ...limits,
  ]);
}
