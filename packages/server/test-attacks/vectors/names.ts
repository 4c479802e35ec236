// Attacks by the names of outputs and keys: paths, controls, names that mean something to somebody else.
import { type CommandVector, type Family, pretext, pretextInput } from '../vector.ts';

const tone = '-f lavfi -i sine=d=0.1';

function named(name: string, filename: string, more: Partial<CommandVector> = {}): CommandVector {
  return { name, command: `${tone} -f wav {{out_a}}`, outputs: { out_a: filename }, ...more };
}

const path = { invalid: 'one path part' };
const control = { invalid: 'control characters' };
const fine = { ends: ['SUCCESS'] } as const;

export const names: Family<CommandVector> = {
  name: 'names',
  vectors: [
    named('climbs out of its folder', '../../../../@SHELTER@/x.wav', { ...path, isRepresentative: true }),
    named('is an absolute path', '/etc/cron.d/x', path),
    named('is in a folder', 'a/b.wav', path),
    named('is its own folder', '.', path),
    named('is the folder above', '..', path),
    named('is empty', '', { invalid: 'file name' }),
    named('holds a NUL', 'a\u0000.wav', control),
    named('holds a line', 'a\r\nSet-Cookie: x=1\r\n\r\n.wav', control),
    named('holds a terminal sequence', 'a\u001b[2J.wav', control),
    named('holds a control character of the second half', 'a\u009b2J.wav', control),
    named('is longer than a name can be', `${'a'.repeat(252)}.wav`, { invalid: '255' }),
    named('is longer than a name can be, in bytes', `${'é'.repeat(127)}.wav`, { invalid: '255' }),
    named('holds half a character', 'a\ud800.wav', { invalid: 'well-formed' }),
    named('climbs by backslashes', '..\\..\\x.wav', fine),
    named('climbs by escaped slashes', '..%2f..%2fx.wav', { ...fine, isRepresentative: true }),
    named('is a device of another system', 'NUL.wav', fine),
    named('is a hidden file', '.htaccess', fine),
    named('is the folder of inputs', 'inputs', fine),
    named('is an option', '-i', fine),
    named('is an option with a value', '--output=/etc/x', path),
    named('is a protocol', 'file:x.wav', fine),
    named('is a protocol that connects', 'tcp:127.0.0.1.wav', fine),
    named('is a list of two files', 'concat:a|b', fine),
    named('is a pattern', '*.wav', fine),
    named('is a placeholder', '{{out_a}}.wav', fine),
    named('breaks a graph', "a';[x]movie=b,c.wav", fine),
    named('turns its reading direction', 'a\u202evaw.exe', fine),
    named('is a web page', '"><script>alert(1)</script>.wav', path),
    named('is a header', 'a"; filename="evil.html', fine),
    named('is a printf directive', '%s%n.wav', fine),
    named('is a series that overflows', '%999999999999d.wav', {
      refuses: '%999999999999d',
      ends: ['SUCCESS', 'FFMPEG_FAILED'],
    }),
    named('is another alias’s file', 'in_a.wav', fine),
    {
      name: 'gives two outputs one name',
      command: `${tone} -f wav {{out_a}} -f wav {{out_b}}`,
      outputs: { out_a: 'x.wav', out_b: 'x.wav' },
      invalid: 'same file name',
    },
    {
      name: 'gives two outputs one name in the job',
      command: `${tone} -f wav {{out_a}} -f wav {{out_b}}`,
      outputs: { out_a: 'a b.wav', out_b: '_out_a.wav' },
      ends: ['SUCCESS'],
    },
    {
      name: 'has a key of a path',
      command: `${tone} -f wav {{out_a}}`,
      outputs: { 'out_../x': 'x.wav', out_a: 'y.wav' },
      invalid: 'out_',
    },
    {
      name: 'has a key of a prototype',
      command: `${tone} -f wav {{out_a}}`,
      outputs: { constructor: 'x.wav', out_a: 'y.wav' },
      invalid: 'out_',
    },
    {
      name: 'hands out a link that a later step would follow',
      command: [`${tone} -f wav inputs/x.wav`, `${tone} -f wav {{out_a}}`],
      ends: ['SUCCESS', 'FFMPEG_FAILED'],
    },
    {
      name: 'hands out a step’s file of the folder of inputs',
      inputs: pretext,
      command: [`${pretextInput} -f wav ./././x.wav`, '-i x.wav -c copy -f wav {{out_a}}'],
      ends: ['SUCCESS'],
    },
  ],
};
