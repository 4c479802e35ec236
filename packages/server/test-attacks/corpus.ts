// The attacks, family by family.
import type { CommandVector, Family } from './vector.ts';
import { addresses } from './vectors/addresses.ts';
import { argumentTricks } from './vectors/arguments.ts';
import { code } from './vectors/code.ts';
import { devices } from './vectors/devices.ts';
import { disguises } from './vectors/disguises.ts';
import { exhaustion } from './vectors/exhaustion.ts';
import { names } from './vectors/names.ts';
import { network } from './vectors/network.ts';
import { optionFiles } from './vectors/option-files.ts';
import { reads } from './vectors/reads.ts';
import { shellWords } from './vectors/shell-words.ts';
import { writes } from './vectors/writes.ts';

export const commandFamilies: readonly Family<CommandVector>[] = [
  reads,
  writes,
  network,
  code,
  devices,
  disguises,
  optionFiles,
  argumentTricks,
  shellWords,
  addresses,
  names,
];

/** What takes up a worker for as long as it is let: run one by one, with a neighbour beside. */
export const exhaustingFamilies: readonly Family<CommandVector>[] = [exhaustion];
