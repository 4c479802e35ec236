// Every example of the pages written by hand does what it shows; of the recipes' pages, which are made from one table, every sixteenth.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blocksOf, handWrittenPages, leftOut, reasonToLeaveOut, recipePages, triedElsewhere } from './pages.ts';
import { tryBlocks } from './try-blocks.ts';

const blocks = blocksOf(handWrittenPages());

test('every block is executed, or left out for a reason that still holds', (t) => {
  const unused = leftOut.filter((entry) => !blocks.some((block) => reasonToLeaveOut(block) === entry));
  assert.deepEqual(unused, []);
  const left = blocks.filter((block) => reasonToLeaveOut(block) !== undefined);
  t.diagnostic(
    `${blocks.length - left.length} executed, ${left.length} left out; ${Object.keys(triedElsewhere).length} pages are tried elsewhere`,
  );
});

tryBlocks([...blocks, ...blocksOf(recipePages().filter((_page, index) => index % 16 === 1))]);
