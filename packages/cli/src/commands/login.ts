// `renderio login`: keeps a server's URL and a key for it, once the key has been seen to work.
import { isCancel, password, text } from '@clack/prompts';
import { createClient } from '@renderio/sdk';
import type { Command as Program } from 'commander';
import { addCommand } from '../add-command.ts';
import { CliError } from '../cli-error.ts';
import { type CommonOptions, type Context, createContext, type Surroundings } from '../context.ts';
import { defaultUrl, readSaved, saveSettings, trimUrl } from '../settings.ts';

export function addLogin(program: Program, surroundings: Surroundings): void {
  addCommand(program, {
    usage: 'login',
    summary: "Keep a server's URL and an API key for it.",
    examples: [
      ['renderio login', 'asks for both'],
      ['renderio login --url https://media.example.com < key.txt', 'in a script: the key on stdin'],
    ],
    notes:
      'They go to renderio/config.json under XDG_CONFIG_HOME (~/.config), readable by you alone. RENDERIO_URL and RENDERIO_API_KEY win over them.',
  }).action(async (options: CommonOptions) => {
    await login(createContext(surroundings, options), options.url);
  });
}

async function login(context: Context, urlFlag: string | undefined): Promise<void> {
  const { terminal, env } = context;
  const saved = await readSaved(env);
  const likelyUrl = urlFlag ?? (env['RENDERIO_URL'] || undefined) ?? saved?.url ?? defaultUrl;
  const isAsking = terminal.canAsk;
  const url = trimUrl(isAsking && urlFlag === undefined ? await askUrl(context, likelyUrl) : likelyUrl);
  const apiKey = isAsking ? await askKey(context) : await readAll(terminal.streams.stdin);
  if (apiKey === '') throw new CliError('USAGE', 'No key came on stdin. Pipe it in, or run this in a terminal.');
  await createClient({ baseUrl: url, apiKey }).listCommands({ query: { limit: 1 } });
  const path = await saveSettings(env, { url, api_key: apiKey });
  terminal.print({ url, path }, '');
  terminal.note(`The key works. Kept for ${url} in ${path}`);
}

async function askUrl({ terminal }: Context, initialValue: string): Promise<string> {
  const { stdin: input, stderr: output } = terminal.streams;
  const answer = await text({ message: 'Where is the server?', initialValue, input, output });
  if (isCancel(answer)) throw new CliError('INTERRUPTED', 'Nothing was kept.');
  return answer;
}

async function askKey({ terminal }: Context): Promise<string> {
  const { stdin: input, stderr: output } = terminal.streams;
  const answer = await password({ message: 'An API key (ffsk_…; the server prints the first one)', input, output });
  if (isCancel(answer)) throw new CliError('INTERRUPTED', 'Nothing was kept.');
  return answer.trim();
}

async function readAll(stream: AsyncIterable<unknown>): Promise<string> {
  let read = '';
  for await (const chunk of stream) read += String(chunk);
  return read.trim();
}
