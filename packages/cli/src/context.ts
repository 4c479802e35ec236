// What every command of the program is given: the terminal, the environment, and a client when it asks for one.
import { type Client, createClient } from '@renderio/sdk';
import { CliError } from './cli-error.ts';
import { type Environment, readSettings } from './settings.ts';
import { createTerminal, type OutputOptions, type Streams, type Terminal } from './terminal.ts';

/** The program's surroundings, handed in by its entry. */
export interface Surroundings {
  readonly env: Environment;
  readonly folder: string;
  readonly streams: Streams;
}

/** Options that every command takes. */
export interface CommonOptions extends OutputOptions {
  readonly url?: string;
}

export interface Context {
  readonly env: Environment;
  /** The working folder. */
  readonly folder: string;
  readonly terminal: Terminal;
  /** Throws when there is no key. */
  readonly connect: () => Promise<Client>;
}

export function createContext({ env, folder, streams }: Surroundings, options: CommonOptions): Context {
  return {
    env,
    folder,
    terminal: createTerminal(streams, env, options),
    connect: async () => {
      const { url, apiKey } = await readSettings(env, options.url);
      if (apiKey === null) {
        throw new CliError(
          'NOT_ALLOWED',
          `There is no API key for ${url}. Run \`renderio login\`, or set RENDERIO_API_KEY.`,
        );
      }
      return createClient({ baseUrl: url, apiKey });
    },
  };
}
