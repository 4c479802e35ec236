// Which commands run although no input file is given.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { needsNoInput } from './needs-no-input.ts';
import { parseCommandLine } from './parse-command-line.ts';
import { splitWords } from './split-words.ts';

const cases: readonly (readonly [boolean, string, readonly string[]])[] = [
  [true, 'a lavfi source', ['-f lavfi -i testsrc=d=5 {{out_v}}']],
  [true, 'several', ['-f lavfi -i testsrc -f lavfi -i sine -t 5 {{out_v}}']],
  [true, 'a complex graph of sources alone', ['-filter_complex "color=d=5[a];[a]null[v]" -map "[v]" {{out_v}}']],
  [true, 'a step that reads what one before it wrote', ['-f lavfi -i sine=d=1 {{out_a}}', '-i {{out_a}} {{out_v}}']],
  [true, 'a literal name likewise', ['-f lavfi -i sine=d=1 mid.wav', '-i mid.wav {{out_v}}']],
  [false, 'a file', ['-i {{in_a}} {{out_v}}']],
  [false, 'a file beside a source', ['-f lavfi -i sine -i {{in_a}} {{out_v}}']],
  [false, 'a source that is not said to be one', ['-i testsrc {{out_v}}']],
  [false, 'a source that reads a file', ['-f lavfi -i movie={{in_a}} {{out_v}}']],
  [false, 'a complex graph that names an input', ['-filter_complex "[0:v]null" {{out_v}}']],
  [false, 'nothing at all', ['{{out_v}}']],
  [false, 'a literal name that is written later', ['-i mid.wav {{out_v}}', '-f lavfi -i sine mid.wav']],
];

for (const [expected, title, commands] of cases) {
  test(`${title}: ${expected ? 'needs no input' : 'needs an input'}`, () => {
    const lines = commands.map((command) => {
      const split = splitWords(command);
      assert.ok(split.ok);
      return parseCommandLine(split.words);
    });
    assert.equal(needsNoInput(lines), expected);
  });
}
