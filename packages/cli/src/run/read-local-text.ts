// A text file of this machine, read while a command is planned.
import { readFileSync } from 'node:fs';
import { CliError } from '../cli-error.ts';

export function readLocalText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new CliError('LOCAL_FILE', `${path} cannot be read: ${(error as Error).message}`);
  }
}
