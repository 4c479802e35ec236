// The attacks, family by family.
import type { CommandVector, Family } from './vector.ts';
import { network } from './vectors/network.ts';
import { reads } from './vectors/reads.ts';
import { writes } from './vectors/writes.ts';

export const commandFamilies: readonly Family<CommandVector>[] = [reads, writes, network];
