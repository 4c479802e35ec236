// Attacks on a shell that is not there: every character that one would act on is an ordinary one.
import type { CommandVector, Family } from '../vector.ts';

const tone = '-f lavfi -i sine=d=0.1';
const touch = 'touch @SHELTER@/shell';

/** A title that a shell would run; it must come through as it is written. */
function title(name: string, text: string): CommandVector {
  return { name, command: `${tone} -metadata "title=${text}" -f wav {{out_a}}`, ends: ['SUCCESS'] };
}

/** `refuses` is null where the words name files of the job folder, whatever a shell would make of them. */
function tail(name: string, words: string, refuses: string | null = '@SHELTER@'): CommandVector {
  return { name, command: `${tone} -f wav {{out_a}} ${words}`, ...(refuses === null ? {} : { refuses }) };
}

export const shellWords: Family<CommandVector> = {
  name: 'shell words',
  vectors: [
    title('substitutes a command', `$(${touch})`),
    title('substitutes a command by backticks', `\`${touch}\``),
    title('names a variable', '$ATTACK_CANARY'),
    title('names a variable in braces', '${ATTACK_CANARY:-x}'),
    title('computes', '$((1+1))'),
    title('expands braces', '{a,b}{1..9}'),
    title('ends with a history mark', '!!'),
    title('has directives of printf', '%s%s%s%n%n%n'),
    tail('ends its command by a semicolon', `; ${touch}`),
    tail('ends its command by a line', `\n${touch}`),
    tail('ends its command by two ampersands', `&& ${touch}`),
    tail('goes to the background', `& ${touch}`),
    tail('pipes into a program', '| tee @SHELTER@/shell'),
    tail('redirects its output', '> @SHELTER@/shell'),
    tail('redirects its output without a blank', '>@SHELTER@/shell', null),
    tail('redirects its errors', '2>@SHELTER@/shell', null),
    tail('reads from a file', '< @HOST_FILE@', '@HOST_FILE@'),
    tail('substitutes a process', `<(${touch})`),
    tail('runs by a quoted dollar', `$'\\x74ouch' @SHELTER@/shell`),
    tail('names the home folder', '~/x.wav', null),
    { name: 'names every file', command: `${tone} -f wav {{out_a}} *`, ends: ['FFMPEG_FAILED', 'SUCCESS'] },
    {
      name: 'starts with another program',
      command: `sh -c "${touch}" ${tone} -f wav {{out_a}}`,
      ends: ['FFMPEG_FAILED', 'SUCCESS'],
    },
    {
      name: 'sets a variable before its command',
      command: `LD_PRELOAD=@SHELTER@/x.so ffmpeg ${tone} -f wav {{out_a}}`,
      ends: ['FFMPEG_FAILED', 'SUCCESS'],
    },
    {
      name: 'has a report’s variable before its command',
      command: `FFREPORT=file=@SHELTER@/report.log ffmpeg ${tone} -f wav {{out_a}}`,
      ends: ['FFMPEG_FAILED', 'SUCCESS'],
    },
    {
      name: 'names its output as a command',
      isRepresentative: true,
      command: `${tone} -f wav {{out_a}}`,
      outputs: { out_a: '$(touch shell).wav' },
      ends: ['SUCCESS'],
    },
    {
      name: 'names its output as an option',
      command: `${tone} -f wav {{out_a}}`,
      outputs: { out_a: '-rf.wav' },
      ends: ['SUCCESS'],
    },
    {
      name: 'names its output as a pipe',
      command: `${tone} -f wav {{out_a}}`,
      outputs: { out_a: '|id' },
      ends: ['SUCCESS'],
      isRepresentative: true,
    },
  ],
};
