// Where the program reads and writes: results on stdout, everything else on stderr, and only where somebody looks.
import type { Readable, Writable } from 'node:stream';
import picocolors from 'picocolors';

/** Those of the process, which may or may not be a terminal. */
export interface Streams {
  readonly stdin: Readable & { readonly isTTY?: boolean };
  readonly stdout: Writable & { readonly isTTY?: boolean };
  readonly stderr: Writable & { readonly isTTY?: boolean; readonly columns?: number };
}

export interface Terminal {
  readonly streams: Streams;
  readonly isJson: boolean;
  readonly colors: ReturnType<typeof picocolors.createColors>;
  /** Questions can be asked: a person is at both ends. */
  readonly canAsk: boolean;
  /** Lines that are drawn over again make sense. */
  readonly canDraw: boolean;
  /** Columns of the terminal. */
  readonly columns: number;
  /** The result: the JSON value with `--json`, else the text. */
  print(value: unknown, text: string): void;
  /** What a person wants to know and a program does not. */
  note(text: string): void;
}

export interface OutputOptions {
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly color?: boolean;
}

type Environment = Readonly<Record<string, string | undefined>>;

export function createTerminal(streams: Streams, env: Environment, options: OutputOptions): Terminal {
  const isJson = options.json === true;
  const isQuiet = options.quiet === true || isJson;
  const isTerminal = streams.stderr.isTTY === true && env['TERM'] !== 'dumb';
  // https://no-color.org: set and not empty, whatever it says.
  const isPlain = options.color === false || (env['NO_COLOR'] ?? '') !== '';
  return {
    streams,
    isJson,
    colors: picocolors.createColors(!isPlain && isTerminal && streams.stdout.isTTY === true),
    canAsk: streams.stdin.isTTY === true && isTerminal && !isJson,
    canDraw: isTerminal && !isQuiet,
    // 0 where a terminal does not know its own size.
    columns: streams.stderr.columns || 80,
    print(value, text) {
      streams.stdout.write(isJson ? `${JSON.stringify(value)}\n` : text === '' ? '' : `${text}\n`);
    },
    note(text) {
      if (!isQuiet) streams.stderr.write(`${text}\n`);
    },
  };
}
