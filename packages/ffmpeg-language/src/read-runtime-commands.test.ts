// What `sendcmd` is told, read as FFmpeg reads it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readRuntimeCommands } from './read-runtime-commands.ts';

const cases: readonly (readonly [string, readonly string[]])[] = [
  ['', []],
  ['1 hue s 0', ['hue|s|0']],
  ['4.0 atempo tempo 1.5;5 [enter] hue s 0, [leave] hue s 1', ['atempo|tempo|1.5', 'hue|s|0', 'hue|s|1']],
  ["0-1 [expr] drawtext@a reinit 'text=a, b:x=1' ; 2 a b", ['drawtext@a|reinit|text=a, b:x=1', 'a|b|']],
  ['# first\n1.0 # second\n [enter+leave] all ping\n;\n', ['all|ping|']],
  [String.raw`1 curves plot a\ b`, ['curves|plot|a b']],
  ['1 a b c d', ['a|b|c']],
];

for (const [text, expected] of cases) {
  test(`commands ${JSON.stringify(text)}`, () => {
    assert.deepEqual(
      readRuntimeCommands(text).map(({ target, command, value }) => `${target}|${command}|${value}`),
      expected,
    );
  });
}

test('reading never throws and always ends', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...Array.from(`a1 ,;[]#'\\\n`)), maxLength: 40 }), (text) => {
      readRuntimeCommands(text);
    }),
    { numRuns: 3_000 },
  );
});
