// The operator's client: its token from a file that was named, the environment, or the data folder of a server here.
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type AdminClient, createAdminClient } from '@renderio/sdk';
import type { Command as Program } from 'commander';
import { addCommand, type CommandText } from '../add-command.ts';
import { CliError } from '../cli-error.ts';
import type { CommonOptions, Context } from '../context.ts';
import { findServer } from '../find-server.ts';
import { readSettings } from '../settings.ts';

export interface AdminOptions extends CommonOptions {
  readonly tokenFile?: string;
}

export function addAdminCommand(parent: Program, text: CommandText): Program {
  return addCommand(parent, text).option('--token-file <path>', 'holds the admin token');
}

export async function connectAdmin({ env, folder }: Context, options: AdminOptions): Promise<AdminClient> {
  const { url } = await readSettings(env, options.url);
  const given = env['RENDERIO_ADMIN_TOKEN'] ?? '';
  if (options.tokenFile !== undefined) {
    return createAdminClient({ baseUrl: url, adminToken: await readToken(resolve(folder, options.tokenFile)) });
  }
  if (given !== '') return createAdminClient({ baseUrl: url, adminToken: given });
  // The token of a server on this machine is for that server, and not to be sent elsewhere.
  const found = isHere(url) ? await findToken(env['RENDERIO_DATA'] ?? '', folder) : null;
  if (found !== null) return createAdminClient({ baseUrl: url, adminToken: found });
  throw new CliError(
    'NOT_ALLOWED',
    `There is no admin token for ${url}. Set RENDERIO_ADMIN_TOKEN, or give --token-file; the server keeps its own in admin-token in its data folder.`,
  );
}

function isHere(url: string): boolean {
  return /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(new URL(url).hostname);
}

/** Null where no server has its data. */
async function findToken(dataFolder: string, folder: string): Promise<string | null> {
  const checkout = findServer();
  const usual = [join(folder, 'data'), ...(checkout === null ? [] : [join(checkout.folder, 'data')])];
  const places = dataFolder === '' ? usual : [resolve(folder, dataFolder)];
  for (const place of places) {
    const token = await readToken(join(place, 'admin-token'), { mayLack: true });
    if (token !== null) return token;
  }
  return null;
}

async function readToken(path: string): Promise<string>;
async function readToken(path: string, options: { readonly mayLack: true }): Promise<string | null>;
async function readToken(path: string, { mayLack } = { mayLack: false }): Promise<string | null> {
  try {
    return (await readFile(path, 'utf8')).trim();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (mayLack && (code === 'ENOENT' || code === 'ENOTDIR')) return null;
    if (code === 'EACCES') {
      throw new CliError('NOT_ALLOWED', `${path} holds the admin token, and only who runs the server may read it.`);
    }
    throw new CliError('LOCAL_FILE', `${path} cannot be read: ${message}`);
  }
}
