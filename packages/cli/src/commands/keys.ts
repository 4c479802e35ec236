// An account's own API keys.
import type { Client } from '@renderio/sdk';
import type { Command as Program } from 'commander';
import { addCommand, addGroup } from '../add-command.ts';
import { type CommonOptions, createContext, type Surroundings } from '../context.ts';
import { formatTable } from '../format.ts';

export function addKeys(program: Program, surroundings: Surroundings): void {
  const group = addGroup(program, 'keys', "The account's API keys.");
  addListKeys(group, surroundings);
  addCreateKey(group, surroundings);
  addRevokeKey(group, surroundings);
}

function addListKeys(group: Program, surroundings: Surroundings): void {
  addCommand(group, {
    usage: 'list',
    summary: 'List keys, newest first, revoked and expired ones too.',
    examples: [['renderio keys list', 'of a key only its last four characters are known']],
  }).action(async (options: CommonOptions) => {
    const { terminal, connect } = createContext(surroundings, options);
    const page = await (await connect()).listKeys({ query: { limit: 100 } });
    terminal.print(page, formatKeys(page.keys));
  });
}

type Key = Awaited<ReturnType<Client['listKeys']>>['keys'][number];

export function formatKeys(keys: readonly Key[]): string {
  const rows = keys.map((key) => [
    key.key_id,
    `…${key.hint ?? '????'}`,
    stateOf(key),
    key.last_used_at?.slice(0, 16).replace('T', ' ') ?? 'never',
    key.name,
  ]);
  return formatTable([['ID', 'KEY', 'STATE', 'LAST USED', 'NAME'], ...rows]);
}

function stateOf({ revoked_at: revokedAt, expires_at: expiresAt }: Key): string {
  if (revokedAt !== null) return 'revoked';
  return expiresAt === null ? 'active' : `until ${expiresAt.slice(0, 10)}`;
}

interface CreateOptions extends CommonOptions {
  readonly expires?: string;
}

function addCreateKey(group: Program, surroundings: Surroundings): void {
  addCommand(group, {
    usage: 'create <name>',
    summary: 'Make another key, and print it, this once.',
    examples: [['renderio keys create ci --expires 2030-01-31T00:00:00Z', 'that ends by itself']],
  })
    .option('--expires <time>', 'ISO 8601 time with its offset')
    .action(async (name: string, { expires, ...options }: CreateOptions) => {
      const { terminal, connect } = createContext(surroundings, options);
      const body = { name, ...(expires === undefined ? {} : { expires_at: expires }) };
      const key = await (await connect()).createKey({ body });
      terminal.print(key, key.api_key);
      terminal.note(`Its id is ${key.key_id}. The key is not shown again.`);
    });
}

function addRevokeKey(group: Program, surroundings: Surroundings): void {
  addCommand(group, {
    usage: 'revoke <key-id>',
    summary: 'End a key for good; the key that asks cannot be ended by itself.',
    examples: [['renderio keys revoke 01a2…', 'within a second everywhere']],
  }).action(async (keyId: string, options: CommonOptions) => {
    const { terminal, connect } = createContext(surroundings, options);
    const revoked = await (await connect()).revokeKey({ params: { keyId } });
    terminal.print(revoked, `${keyId} revoked`);
  });
}
