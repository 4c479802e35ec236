// What was verified of an output, as `checks[]` shows it.

export type CheckName = 'exists' | 'probes' | 'has_frames' | 'duration' | 'segments';
export type Verdict = 'pass' | 'warn' | 'fail';

export interface Check {
  readonly name: CheckName;
  readonly verdict: Verdict;
  /** One sentence with the figures the verdict rests on. */
  readonly message: string;
}
