// Limits as an operator types them: `stored_bytes=500GB`, `run_seconds=60`, `threads=default`.
import { type AccountLimitWireName, accountLimitRows } from '@renderio/contract';
import { CliError } from '../cli-error.ts';

/** Null is the installation's own. */
export type Limits = Partial<Record<AccountLimitWireName, number | null>>;

const names = accountLimitRows.map(([, { wireName }]) => wireName);
const factors: Readonly<Record<string, number>> = {
  kB: 1e3,
  MB: 1e6,
  GB: 1e9,
  TB: 1e12,
  KiB: 1024,
  MiB: 1024 ** 2,
  GiB: 1024 ** 3,
  TiB: 1024 ** 4,
};

export function parseLimits(texts: readonly string[]): Limits {
  return Object.fromEntries(texts.map(parseLimit));
}

function parseLimit(text: string): [AccountLimitWireName, number | null] {
  const [, given, value = ''] = /^(\w+)=(.*)$/s.exec(text) ?? [];
  const name = names.find((known) => known === given);
  if (name === undefined) {
    throw new CliError(
      'USAGE',
      `--limit ${text} names no limit. It is written name=value; the names are: ${names.join(', ')}.`,
    );
  }
  if (value === 'default') return [name, null];
  const [, digits, unit] = /^(\d{1,16}(?:\.\d+)?)(?: ?([kKMGT]i?B))?$/.exec(value) ?? [];
  const factor = unit === undefined ? 1 : factors[unit];
  const number = Number(digits) * (factor ?? Number.NaN);
  if (!Number.isSafeInteger(number) || (unit !== undefined && !name.endsWith('_bytes'))) {
    const units = name.endsWith('_bytes') ? ', with kB, MB, GB, TB, KiB, MiB, GiB or TiB if you like' : '';
    throw new CliError('USAGE', `--limit ${text}: ${name} is a whole number${units}, or "default".`);
  }
  return [name, number];
}
