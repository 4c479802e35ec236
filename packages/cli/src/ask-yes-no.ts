// A question as FFmpeg asks it: one line, and whatever does not begin with y is a no.
import { createInterface } from 'node:readline/promises';
import { CliError } from './cli-error.ts';
import type { Terminal } from './terminal.ts';

/** Throws INTERRUPTED where Ctrl-C or Ctrl-D is the answer. */
export async function askYesNo({ streams }: Terminal, question: string): Promise<boolean> {
  const leaving = new AbortController();
  const line = createInterface({ input: streams.stdin, output: streams.stderr });
  const leave = (): void => {
    leaving.abort();
  };
  line.once('SIGINT', leave).once('close', leave);
  try {
    return /^y/i.test((await line.question(`${question} [y/N] `, { signal: leaving.signal })).trim());
  } catch (error) {
    if (!leaving.signal.aborted) throw error;
    streams.stderr.write('\n');
    throw new CliError('INTERRUPTED', 'Nothing was run.');
  } finally {
    line.close();
  }
}
