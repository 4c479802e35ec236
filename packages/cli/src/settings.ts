// Which server to talk to and by which key: flags, then the environment, then what `renderio login` wrote.
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { CliError } from './cli-error.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

const savedSettings = z.object({ url: z.string(), api_key: z.string() });
export type SavedSettings = z.infer<typeof savedSettings>;

export interface Settings {
  readonly url: string;
  /** Null when there is none for this server. */
  readonly apiKey: string | null;
}

export const defaultUrl = 'http://127.0.0.1:8080';

/** XDG Base Directory Specification: an absolute `XDG_CONFIG_HOME`, else `~/.config`. */
export function settingsPath(env: Environment): string {
  const folder = env['XDG_CONFIG_HOME'] ?? '';
  return join(folder.startsWith('/') ? folder : join(env['HOME'] ?? homedir(), '.config'), 'renderio/config.json');
}

export async function readSaved(env: Environment): Promise<SavedSettings | null> {
  const path = settingsPath(env);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new CliError('LOCAL_FILE', `${path} cannot be read: ${(error as Error).message}`);
  }
  try {
    return savedSettings.parse(JSON.parse(text));
  } catch {
    throw new CliError('USAGE', `${path} does not hold "url" and "api_key": write it again with \`renderio login\`.`);
  }
}

export async function readSettings(env: Environment, urlFlag: string | undefined): Promise<Settings> {
  const saved = await readSaved(env);
  const url = trimUrl(urlFlag ?? (env['RENDERIO_URL'] || undefined) ?? saved?.url ?? defaultUrl);
  const given = env['RENDERIO_API_KEY'] ?? '';
  if (given !== '') return { url, apiKey: given };
  // A key is for the server that it was given for, and for no other.
  return { url, apiKey: saved !== null && trimUrl(saved.url) === url ? saved.api_key : null };
}

/** Readable by its owner only, from its first byte on. */
export async function saveSettings(env: Environment, settings: SavedSettings): Promise<string> {
  const path = settingsPath(env);
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const partial = `${path}.${process.pid}`;
  await writeFile(partial, `${JSON.stringify(settings, null, 2)}\n`, { mode: 0o600 });
  await rename(partial, path);
  return path;
}

export function trimUrl(url: string): string {
  if (!URL.canParse(url) || !/^https?:/.test(url)) {
    throw new CliError('USAGE', `${JSON.stringify(url)} is not a server's URL, such as ${defaultUrl}.`);
  }
  // As one finds it in examples of the API.
  return url.replace(/\/+$/, '').replace(/\/api\/v1$/, '');
}
