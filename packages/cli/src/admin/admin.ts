// `renderio admin`: what the operator of a server does, by the admin token.
import type { Command as Program } from 'commander';
import { addGroup } from '../add-command.ts';
import type { Surroundings } from '../context.ts';
import { addAccounts } from './accounts.ts';
import { addAccountKeys } from './keys.ts';
import { addSystem } from './system.ts';
import { addWorkers } from './workers.ts';

export function addAdmin(program: Program, surroundings: Surroundings): void {
  const group = addGroup(
    program,
    'admin',
    'Accounts, workers and the state of a server, for its operator.',
  ).addHelpText(
    'after',
    '\nThe admin token is taken from --token-file, else RENDERIO_ADMIN_TOKEN, else from admin-token in the data folder\n(RENDERIO_DATA, ./data) of a server on this machine.',
  );
  addAccounts(group, surroundings);
  addAccountKeys(group, surroundings);
  addWorkers(group, surroundings);
  addSystem(group, surroundings);
}
