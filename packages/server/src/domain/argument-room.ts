// Whether a program can be started with a command's words at all: the kernel and the sandbox take only so many, and so long.
import { renderWords, type Word } from '@renderio/ffmpeg-language';

/** bubblewrap takes 9,000 words, its own and FFmpeg's first ones included. */
const maxWords = 8_000;
/** Linux: 32 pages for one word, the NUL behind it included. */
const maxWordBytes = 131_071;
/** Linux gives all words together a quarter of the stack, which is 2 MiB by default. */
const maxTotalBytes = 1_048_576;

/** A sentence on what is too much of one step, with its paths put in; null when there is room. */
export function findLackOfRoom(words: readonly Word[], pathOf: (alias: string) => string): string | null {
  if (words.length > maxWords) {
    return `The command has ${words.length} words; a program can be given ${maxWords}. Split it into several commands.`;
  }
  const sizes = renderWords(words, pathOf).map((word) => Buffer.byteLength(word));
  const longest = Math.max(0, ...sizes);
  if (longest > maxWordBytes) {
    return `With paths in place of its placeholders, a word of the command has ${longest} bytes; a program can be given ${maxWordBytes}. Use fewer placeholders in one word, or shorter file names.`;
  }
  const total = sizes.reduce((sum, size) => sum + size, 0);
  return total > maxTotalBytes
    ? `With paths in place of its placeholders, the command has ${total} bytes; a program can be given ${maxTotalBytes}. Use fewer placeholders or shorter file names.`
    : null;
}
