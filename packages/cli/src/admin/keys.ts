// Keys of any account, for the operator.
import type { Command as Program } from 'commander';
import { addGroup } from '../add-command.ts';
import { formatKeys } from '../commands/keys.ts';
import { createContext, type Surroundings } from '../context.ts';
import { findAccount } from './accounts.ts';
import { type AdminOptions, addAdminCommand, connectAdmin } from './connect-admin.ts';

export function addAccountKeys(parent: Program, surroundings: Surroundings): void {
  const group = addGroup(parent, 'keys', 'Keys of any account.');
  addListKeys(group, surroundings);
  addCreateKey(group, surroundings);
  addRevokeKey(group, surroundings);
}

function addListKeys(group: Program, surroundings: Surroundings): void {
  addAdminCommand(group, {
    usage: 'list <account>',
    summary: 'List keys of an account, newest first, revoked and expired ones too.',
    examples: [['renderio admin keys list customer', 'by its whole name or its id']],
  }).action(async (wanted: string, options: AdminOptions) => {
    const context = createContext(surroundings, options);
    const client = await connectAdmin(context, options);
    const { account_id: accountId } = await findAccount(client, wanted);
    const page = await client.listKeysOfAccount({ params: { accountId }, query: { limit: 100 } });
    context.terminal.print(page, formatKeys(page.keys));
  });
}

interface CreateOptions extends AdminOptions {
  readonly expires?: string;
}

function addCreateKey(group: Program, surroundings: Surroundings): void {
  addAdminCommand(group, {
    usage: 'create <account> <name>',
    summary: 'Make another key for an account, and print it, this once.',
    examples: [['renderio admin keys create customer ci --expires 2030-01-31T00:00:00Z', 'that ends by itself']],
  })
    .option('--expires <time>', 'ISO 8601 time with its offset')
    .action(async (wanted: string, name: string, { expires, ...options }: CreateOptions) => {
      const context = createContext(surroundings, options);
      const client = await connectAdmin(context, options);
      const { account_id: accountId } = await findAccount(client, wanted);
      const body = { name, ...(expires === undefined ? {} : { expires_at: expires }) };
      const key = await client.createKeyOfAccount({ params: { accountId }, body });
      context.terminal.print(key, key.api_key);
      context.terminal.note(`Its id is ${key.key_id}. The key is not shown again.`);
    });
}

function addRevokeKey(group: Program, surroundings: Surroundings): void {
  addAdminCommand(group, {
    usage: 'revoke <key-id>',
    summary: 'End a key of any account for good.',
    examples: [['renderio admin keys revoke 01a2…', 'within a second everywhere']],
  }).action(async (keyId: string, options: AdminOptions) => {
    const context = createContext(surroundings, options);
    const client = await connectAdmin(context, options);
    const revoked = await client.revokeAnyKey({ params: { keyId } });
    context.terminal.print(revoked, `${keyId} revoked`);
  });
}
