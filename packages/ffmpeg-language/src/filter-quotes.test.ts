// The mercy on filter quotes: where it is given, and where a command is left as a shell would have it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { splitWords } from './split-words.ts';

const cases: readonly (readonly [string, string, string])[] = [
  ['a comma in a filter', `-vf select='gt(scene,0.3)'`, `select='gt(scene,0.3)'`],
  ['a semicolon', `-af aeval='a;b'`, `aeval='a;b'`],
  ['a bracket', `-vf drawtext=text='[x]'`, `drawtext=text='[x]'`],
  ['a colon with the backslash that FFmpeg wants', `-vf drawtext=text='a\\: b':x=1`, `drawtext=text='a\\: b':x=1`],
  ['every option that takes a graph: with a specifier', `-filter:v:0 a='1,2'`, `a='1,2'`],
  ['every option that takes a graph: -filter', `-filter a='1,2'`, `a='1,2'`],
  ['every option that takes a graph: complex', `-filter_complex [0:v]a='1,2'[v]`, `[0:v]a='1,2'[v]`],
  ['every option that takes a graph: -lavfi', `-lavfi a='1,2'`, `a='1,2'`],
  ['a lavfi input', `-f lavfi -i a='1,2'`, `a='1,2'`],
  ['more than one piece', `-vf a='1,2':b='3',c='4;5'`, `a='1,2':b=3,c='4;5'`],
  ['not: nothing to protect', `-vf scale='640'`, 'scale=640'],
  ['not: the whole word is quoted', `-vf 'a=1,b=2'`, 'a=1,b=2'],
  ['not: the quotes hold a whole filter', `-vf fps=1,'scale=1:2'`, 'fps=1,scale=1:2'],
  ['not: the quotes hold a filter after its input', `-filter_complex [0:v]'scale=1:2'[v]`, '[0:v]scale=1:2[v]'],
  ['not: written for a shell, with its level of backslashes', `-vf drawtext=text='a\\\\: b'`, `drawtext=text=a\\\\: b`],
  ['not: double quotes', `-vf select="gt(scene,0.3)"`, 'select=gt(scene,0.3)'],
  ['not: quotes inside double quotes need no mercy', `-vf "select='a,b'"`, `select='a,b'`],
  [`not: the shell's way to write a quote inside quotes`, `-vf 'drawtext=text='\\''a, b'\\'''`, `drawtext=text='a, b'`],
  ['not: another option', `-metadata title='a, b'`, 'title=a, b'],
  ['not: another option, whose value looks like a filter option', `-metadata -vf select='a,b'`, 'select=a,b'],
  ['not: an input that is not lavfi', `-f mp4 -i a='1,2'`, 'a=1,2'],
  ['not: an input after a lavfi one', `-f lavfi -i x -i a='1,2'`, 'a=1,2'],
  ['not: a graph from a file', `-/filter_complex a='1,2'`, 'a=1,2'],
];

for (const [title, command, expected] of cases) {
  test(title, () => {
    const split = splitWords(command);
    assert.ok(split.ok);
    assert.equal(split.words.at(-1)?.text, expected);
  });
}
