// What the policy says of one thing that it refuses.

/** Stable machine names of what a command may not name. */
export type ObjectionType =
  | 'forbidden_file'
  | 'forbidden_url'
  | 'forbidden_device'
  | 'forbidden_code'
  | 'forbidden_option';

export interface Verdict {
  readonly type: ObjectionType;
  /** A clause that follows on what was written: "is a file outside of the job". */
  readonly reason: string;
  /** A whole sentence: what to write instead. */
  readonly advice: string;
}

/** A verdict on a stretch of the judged text; `end` exclusive. */
export interface Objection extends Verdict {
  readonly start: number;
  readonly end: number;
}

/** A verdict on the whole of a text. */
export function objectTo(verdict: Verdict | null, start: number, end: number): Objection[] {
  return verdict ? [{ ...verdict, start, end }] : [];
}
