// What is wrong with a command text, told so that its writer can mend it.
import type { ObjectionType } from './policy/verdict.ts';

/** Stable machine names of what can be wrong with one command text. */
export type ProblemType =
  | 'unclosed_quote'
  | 'stray_backslash'
  | 'nul_character'
  | 'empty_command'
  | 'missing_value'
  | 'no_output'
  | ObjectionType;

/** One thing that is wrong with a command text. */
export interface Problem {
  readonly type: ProblemType;
  /** Whole sentences for the user: what is wrong, where, and what to write instead. */
  readonly message: string;
  /** Where it begins in the command text, in UTF-16 units from 0; `placeOf` makes line and column of it. */
  readonly offset: number;
  /** Where it ends, exclusive, where more than a place is known. */
  readonly end?: number;
}

/** An offset as an editor counts: line and column, both from 1; a column is a UTF-16 unit. */
export function placeOf(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset);
  return { line: before.split('\n').length, column: before.length - before.lastIndexOf('\n') };
}
