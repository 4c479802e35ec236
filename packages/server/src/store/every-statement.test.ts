// The first wall between accounts, held by reading the sources: every statement on rows of accounts names the account.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { tenantTables } from './tenants.ts';

const worker = 'a worker acts on the item whose run it holds, and on no request of an account';
const sweep = 'cleans up what is over, of all accounts';
const operator = 'for the operator';

/** Statements that name no account, each with the reason. */
const exceptions: Readonly<Record<string, string>> = {
  hasAnyAccount: operator,
  listAccounts: operator,
  findAccountByKeyHash: 'who calls is found by this',
  finishCommand: worker,
  requeueCommand: worker,
  loadCommandToRun: worker,
  findReceiver: 'asked in the transaction that ends the command, and tells its account',
  loadDeliveryToSend: worker,
  lockDelivery: worker,
  insertAttempt: worker,
  finishDelivery: worker,
  requeueDelivery: worker,
  holdDelivery: worker,
  findFileOfAnyAccount: 'for who holds a signed link, and for workers',
  lockFile: worker,
  finishFile: worker,
  requeueFile: worker,
  insertLogChunk: worker,
  deleteExpiredUploads: sweep,
  deleteOldAnswers: sweep,
  deleteOldLogChunks: sweep,
  countQueues: 'figures of the whole installation, without a name',
  listWorkers: operator,
  setWorkerDrained: operator,
  renewLeases: worker,
  noteProgress: worker,
  closeRun: worker,
  markRunForSweep: worker,
  lockExpiredRuns: sweep,
  listRunsToSweep: sweep,
  sweepRunAgain: sweep,
  markRunSwept: sweep,
  lockOldDeliveries: sweep,
  deleteDeliveries: sweep,
  lockOldCommands: sweep,
  deleteCommands: sweep,
  listOldLogs: sweep,
  forgetLogs: sweep,
  registerWorker: 'ends the runs of the worker before it in the same folder',
};

interface Statement {
  readonly name: string;
  /** The function's source, with the module's constants that it names put in. */
  readonly source: string;
}

/** Every exported function of a file that says something to the database. */
function statementsOf(path: string): Statement[] {
  const text = readFileSync(path, 'utf8');
  const constants = [...text.matchAll(/^const (\w+)[^=]*= (?:\(.*?\)[^=]*=>\s*)?(`[^`]*`|'[^']*');$/gms)];
  return text.split(/^(?=export (?:async )?function )/m).flatMap((source) => {
    const name = /^export (?:async )?function (\w+)/.exec(source)?.[1];
    if (name === undefined || !source.includes('.query')) return [];
    const named = constants.filter(([, constant = '']) => source.includes(`\${${constant}`));
    return [{ name, source: [source, ...named.map(([, , value = '']) => value)].join('\n') }];
  });
}

/** The tables of accounts that are read or written in it. */
function tablesIn(source: string): string[] {
  return tenantTables.filter((table) => new RegExp(`\\b(from|join|update|into|using|only) ${table}\\b`).test(source));
}

function namesAccount(source: string): boolean {
  return (
    /\baccount_id = (\$\d|excluded|any\(\$)/.test(source) ||
    /\binsert into \w+(?: as \w+)? \([^)]*\baccount_id\b/.test(source) ||
    /\b(from|update) accounts\b[^;]*\bwhere id = \$1/s.test(source) ||
    /\binsert into accounts\b/.test(source)
  );
}

const statements = ['.', '../queue'].flatMap((folder) => {
  const path = join(import.meta.dirname, folder);
  return readdirSync(path)
    .filter((name) => /(?<!\.test)\.ts$/.test(name))
    .flatMap((name) => statementsOf(join(path, name)));
});
const onTenants = statements.filter(({ source }) => tablesIn(source).length > 0);

test('every statement on the rows of accounts names the account, or is on the list of those that need not', () => {
  const nameless = onTenants.filter(({ source }) => !namesAccount(source)).map(({ name }) => name);
  assert.deepEqual(
    nameless.filter((name) => !(name in exceptions)),
    [],
  );
});

test('the list of exceptions names statements that are there, and name no account', () => {
  const nameless = new Set(onTenants.filter(({ source }) => !namesAccount(source)).map(({ name }) => name));
  assert.deepEqual(
    Object.keys(exceptions).filter((name) => !nameless.has(name)),
    [],
  );
  assert.ok(onTenants.length > 60, `${onTenants.length} statements were found`);
});
