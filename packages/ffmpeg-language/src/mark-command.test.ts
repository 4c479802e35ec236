// What an editor is told of a command, also of one that is half written.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { markCommand } from './mark-command.ts';

const cases: readonly (readonly [string, readonly string[]])[] = [
  [
    '-i {{in_a}} -c:v libx264 {{out_a}}',
    [
      'option i -i',
      'input {{in_a}} {{in_a}}',
      'placeholder in_a {{in_a}}',
      'option c -c:v',
      'value libx264 libx264',
      'output {{out_a}} {{out_a}}',
      'placeholder out_a {{out_a}}',
    ],
  ],
  [
    '-vf "[in]scale=w=2:-2,ass={{in_s}}[v]" -an a',
    [
      'option vf -vf',
      'filtergraph [in]scale=w=2:-2,ass={{in_s}}[v] "[in]scale=w=2:-2,ass={{in_s}}[v]"',
      'label in [in]',
      'filter scale scale',
      'argument w w',
      'filter ass ass',
      'placeholder in_s {{in_s}}',
      'label v [v]',
      'option an -an',
      'output a a',
    ],
  ],
  [
    '-f lavfi -i "color=\\"d\\"=1" a',
    [
      'option f -f',
      'value lavfi lavfi',
      'option i -i',
      'filtergraph color="d"=1 "color=\\"d\\"=1"',
      'filter color color',
      'output a a',
    ],
  ],
  [`-vf 'fade=t`, ['option vf -vf', `filtergraph fade=t 'fade=t`, 'filter fade fade']],
  [
    String.raw`-i \{\{in_a\}\} a`,
    ['option i -i', String.raw`input {{in_a}} \{\{in_a\}\}`, String.raw`placeholder in_a \{\{in_a\}\}`, 'output a a'],
  ],
  ['', []],
];

for (const [text, expected] of cases) {
  test(`marks of ${JSON.stringify(text)}`, () => {
    assert.deepEqual(
      markCommand(text).map(({ kind, name, start, end }) => `${kind} ${name} ${text.slice(start, end)}`),
      expected,
    );
  });
}

const anyText = fc.string({
  unit: fc.constantFrom(...Array.from(`-vfi= :;,[]'"\\{}<>a\n`), '{{in_a}}', '-vf ', '-f lavfi -i '),
  maxLength: 30,
});

test('marks never throw, lie in the text, and come in order', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      let last = 0;
      for (const { start, end } of markCommand(text)) {
        assert.ok(last <= start && start <= end && end <= text.length);
        last = start;
      }
    }),
    { numRuns: 3_000 },
  );
});
