// Every fourth recipe does what its page says; `every-recipe.test.ts` tries all of them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { systemPresets } from '../packages/server/src/domain/system-presets/system-presets.ts';
import { recipes } from './recipes.ts';
import { tryRecipes } from './try-recipes.ts';

test('every recipe has a page of its own, and names presets that there are', () => {
  assert.equal(new Set(recipes.map(({ slug }) => slug)).size, recipes.length);
  const presets = systemPresets.map(({ name }) => name);
  const unknown = recipes.filter(({ preset }) => preset !== undefined && !presets.includes(preset));
  assert.deepEqual(
    unknown.map(({ slug, preset }) => [slug, preset]),
    [],
  );
});

tryRecipes(recipes.filter((_recipe, index) => index % 4 === 0));
