// Objections as a user reads them: what was written, where, why it is refused, and what to write instead.
import { maskCredentials } from '../mask-credentials.ts';
import type { CommandLine } from '../parse-command-line.ts';
import { createPlacer } from '../place-in-word.ts';
import { type Problem, placeOf } from '../problem.ts';
import { judgeCommandLine } from './judge-command-line.ts';

/** Longer stretches of a command are cut in messages. */
const mostQuoted = 80;
/** A command with more of them was not meant to run. */
const mostObjections = 50;

/** What the policy refuses of a command, in order, the first 50. `text` is what `line` was read from. */
export function findForbidden(line: CommandLine, text: string): Problem[] {
  const objections = judgeCommandLine(line).slice(0, mostObjections);
  const placers = new Map(objections.map(({ word }) => [word, createPlacer(text, word)]));
  return objections.map(({ word, start, end, type, reason, advice }) => {
    const stretch = placers.get(word)?.({ start, end }) ?? word;
    const place = placeOf(text, stretch.start);
    // Masked before it is cut: the end of user info must be seen to know it for that.
    const written = maskCredentials(word.text.slice(start, end));
    const quoted = written.length > mostQuoted ? `${written.slice(0, mostQuoted - 1)}…` : written;
    return {
      type,
      message: `${quoted === '' ? "''" : quoted} at line ${place.line}, column ${place.column} ${reason}. ${advice}`,
      offset: stretch.start,
      end: stretch.end,
    };
  });
}
