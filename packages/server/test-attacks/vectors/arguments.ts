// Attacks by the words themselves: options that undo those before them, broken and endless words, placeholders that are none.
import { type CommandVector, type Family, pretext, pretextInput } from '../vector.ts';

const tone = '-f lavfi -i sine=d=0.1';
const any = ['SUCCESS', 'FFMPEG_FAILED', 'OUTPUT_MISSING'] as const;

export const argumentTricks: Family<CommandVector> = {
  name: 'argument tricks',
  vectors: [
    {
      name: 'allows every protocol again',
      inputs: pretext,
      command: `${pretextInput} -protocol_whitelist file -protocol_whitelist ALL,file,http,tcp -i http://127.0.0.1:@PORT@/ -map 1 -f wav {{out_a}}`,
      refuses: 'http://127.0.0.1:@PORT@/',
      isRepresentative: true,
    },
    {
      name: 'forbids no protocol',
      inputs: pretext,
      command: `${pretextInput} -protocol_blacklist "" -i http://127.0.0.1:@PORT@/ -map 1 -f wav {{out_a}}`,
      refuses: 'http://127.0.0.1:@PORT@/',
    },
    { name: 'asks FFmpeg to read its keys', command: `-stdin ${tone} -f wav {{out_a}}`, ends: any },
    { name: 'asks FFmpeg to ask before it writes', command: `-n ${tone} -f wav {{out_a}}`, ends: any },
    {
      name: 'takes the progress pipe for itself',
      command: `-progress pipe:1 ${tone} -f wav {{out_a}}`,
      ends: any,
    },
    {
      name: 'writes its sound into the progress pipe',
      command: `${tone} -f wav pipe:3 -f wav {{out_a}}`,
      refuses: 'pipe:3',
      ends: any,
      isRepresentative: true,
    },
    {
      name: 'writes false reports into the progress pipe',
      inputs: { in_a: { filename: 'a.txt', bytes: 'out_time_us=9e99\nprogress=end\nframe=-1\n__proto__=1\n' } },
      command: '-f data -i {{in_a}} -map 0 -c copy -f data pipe:3 -map 0 -c copy -f data {{out_a}}',
      refuses: 'pipe:3',
      ends: any,
    },
    {
      name: 'writes a gigabyte to standard output',
      command: `-f lavfi -i testsrc2=s=640x480 -t 30 -f rawvideo - ${tone} -map 1 -f wav {{out_a}}`,
      maxRunSeconds: 10,
      ends: [...any, 'TIMEOUT'],
    },
    { name: 'asks for a report', command: `-report ${tone} -f wav {{out_a}}`, ends: any },
    { name: 'asks for help', command: `-h full ${tone} -f wav {{out_a}}`, ends: any },
    { name: 'asks for the version', command: `${tone} -version -f wav {{out_a}}`, ends: any },
    { name: 'asks for another limit of time', command: `-timelimit 999999 ${tone} -f wav {{out_a}}`, ends: any },
    { name: 'asks for another way to allocate', command: `-max_alloc 1 ${tone} -f wav {{out_a}}`, ends: any },
    { name: 'lies about its processor', command: `-cpuflags 0 -cpucount 1000000 ${tone} -f wav {{out_a}}`, ends: any },
    { name: 'has an option after its last output', command: `${tone} -f wav {{out_a}} -f`, invalid: '-f' },
    { name: 'has an option that nobody knows', command: `${tone} --evil=1 -f wav {{out_a}}`, ends: any },
    { name: 'has a word of one dash', command: `${tone} -f wav - -f wav {{out_a}}`, ends: any },
    { name: 'has a word of two dashes', command: `${tone} -f wav -- {{out_a}}`, ends: any },
    { name: 'has empty words', command: `${tone} '' "" -f wav {{out_a}}`, ends: any },
    {
      name: 'has an input whose name is empty',
      inputs: pretext,
      command: `${pretextInput} -i '' -f wav {{out_a}}`,
      ends: any,
    },
    { name: 'has a placeholder in a placeholder', command: `${tone} -f wav {{out_{{out_a}}}}`, invalid: '{{' },
    { name: 'has a placeholder that nobody closed', command: `${tone} -f wav {{out_a}} {{out_`, ends: any },
    {
      name: 'has a placeholder of a prototype',
      command: `${tone} -f wav {{__proto__}} {{out_a}}`,
      invalid: '__proto__',
    },
    {
      name: 'has a placeholder of a constructor',
      command: `${tone} -f wav {{constructor}} {{out_a}}`,
      invalid: 'constructor',
    },
    {
      name: 'has a placeholder of a path',
      command: `${tone} -f wav "{{../../@HOST_FILE@}}" {{out_a}}`,
      invalid: '{{../../',
      isRepresentative: true,
    },
    {
      name: 'has an expression of another program',
      command: `${tone} -f wav {{ $json.x }} {{out_a}}`,
      invalid: '$json',
    },
    {
      name: 'has a NUL',
      command: `${tone} -metadata title=a\u0000b -f wav {{out_a}}`,
      invalid: 'NUL',
      isRepresentative: true,
    },
    {
      name: 'has half a character',
      command: `${tone} -metadata title=\ud800 -f wav {{out_a}}`,
      invalid: 'well-formed',
    },
    {
      name: 'has a quote that nobody closed',
      command: `${tone} -metadata "title=a -f wav {{out_a}}`,
      invalid: 'quote',
    },
    { name: 'has a backslash at its end', command: `${tone} -f wav {{out_a}} \\`, ends: any },
    { name: 'is empty', command: ' \n\t ', invalid: 'empty' },
    { name: 'has ffmpeg alone', command: 'ffmpeg', invalid: 'empty' },
    {
      name: 'is longer than it may be',
      command: `${tone} -metadata title=${'a'.repeat(40_000)} -f wav {{out_a}}`,
      invalid: '32,768',
    },
    {
      name: 'is just as long as it may be',
      command: `${tone} -metadata title=${'a'.repeat(32_600)} -f wav {{out_a}}`,
      ends: any,
    },
    {
      name: 'has sixteen thousand words',
      command: `${tone} -f wav {{out_a}} ${'a '.repeat(16_000)}`,
      invalid: 'words',
    },
    {
      name: 'grows past what a program can be given once its paths are put in',
      command: `${tone} -metadata title=${'{{out_a}}'.repeat(3500)} -f wav {{out_a}}`,
      outputs: { out_a: `${'a'.repeat(250)}.wav` },
      invalid: 'paths',
      isRepresentative: true,
    },
    { name: 'has eleven steps', command: Array.from({ length: 11 }, () => `${tone} -f wav {{out_a}}`), invalid: '10' },
    { name: 'has no step', command: [], invalid: 'ffmpeg_commands' },
    {
      name: 'puts terminal sequences into its log',
      command: `${tone} -metadata "title=\u001b]0;owned\u0007\u001b[2J" -loglevel debug -f wav {{out_a}}`,
      ends: any,
    },
    {
      name: 'puts lines like the server’s own into its log',
      command: `${tone} -metadata "comment=a\n{\\"level\\":50,\\"msg\\":\\"root login\\"}\n[error] fatal" -f wav {{out_a}}`,
      ends: any,
    },
    {
      name: 'has an operator of direction the wrong way round',
      command: `${tone} -f wav {{out_a}} \u202egnp.exe`,
      ends: any,
    },
  ],
};
