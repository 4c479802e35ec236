// `--metadata key=value` as the API takes it.
import { CliError } from './cli-error.ts';

export function readMetadata(pairs: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf('=');
      if (at < 1) throw new CliError('USAGE', `--metadata ${JSON.stringify(pair)} is not key=value.`);
      return [pair.slice(0, at), pair.slice(at + 1)];
    }),
  );
}
