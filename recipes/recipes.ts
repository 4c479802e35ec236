// All recipes, in the order in which the pages list them.
import { cuttingAndJoining } from './cutting-and-joining.ts';
import { looking } from './looking.ts';
import { looks } from './looks.ts';
import { pictures } from './pictures.ts';
import type { Recipe } from './recipe.ts';
import { sizesAndFormats } from './sizes-and-formats.ts';
import { sound } from './sound.ts';
import { titlesAndOverlays } from './titles-and-overlays.ts';

export const recipes: readonly Recipe[] = [
  ...sizesAndFormats,
  ...cuttingAndJoining,
  ...titlesAndOverlays,
  ...looks,
  ...pictures,
  ...sound,
  ...looking,
];
