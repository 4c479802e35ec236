// From what was typed behind `renderio run` to FFmpeg commands: one text, or words that the shell has split already.
import { basename } from 'node:path';
import { placeOf, quoteWord, splitWords, type Word } from '@renderio/ffmpeg-language';
import { CliError } from '../cli-error.ts';

/** What a shell would do with a bare word like this, and nobody does here. */
const shellWord = /^(?:\|\|?|;|&|[12&]?>>?(?:&[12])?|<<?|[12]>&[12])$/;

/**
 * The words of each command, without the leading `ffmpeg`. A single argument that holds blanks is a text as one pastes
 * it, read with the quoting of a shell; more arguments are words as the shell gave them. `&&` parts commands.
 */
export function readCommandTexts(operands: readonly string[]): (readonly Word[])[] {
  const [first = ''] = operands;
  const isText = operands.length === 1 && /\s/.test(first);
  const text = isText ? first : operands.map((word) => (word === '&&' ? word : quoteWord(word))).join(' ');
  const split = splitWords(text);
  if (!split.ok) throw new CliError('USAGE', split.problem.message);

  const bare = split.words.filter(({ pieces }) => pieces.every(({ quoting }) => quoting === 'bare'));
  const forShell = bare.find((word) => shellWord.test(word.text));
  if (isText && forShell !== undefined) {
    const { line, column } = placeOf(text, forShell.start);
    throw new CliError(
      'USAGE',
      `${forShell.text} at line ${line}, column ${column} is for a shell, and no shell reads this. Leave it out, or put it in quotes if it is meant for FFmpeg.`,
    );
  }
  const ends = [...bare.filter((word) => word.text === '&&'), { start: text.length, end: text.length }];
  return ends.map(({ start }, index) => {
    const step = splitWords(text.slice(ends[index - 1]?.end ?? 0, start));
    if (!step.ok) throw new CliError('USAGE', step.problem.message);
    return withoutProgram(step.words);
  });
}

/** `ffmpeg` itself is dropped already; here is what else people call it by, and what they may have meant. */
function withoutProgram(words: readonly Word[]): readonly Word[] {
  const program = basename(words[0]?.text ?? '');
  if (program === 'ffprobe' || program === 'ffplay') {
    throw new CliError('USAGE', `Only ffmpeg is run. \`renderio probe FILE\` tells what ffprobe knows of a file.`);
  }
  return words[0]?.text.endsWith('/ffmpeg') === true ? words.slice(1) : words;
}
