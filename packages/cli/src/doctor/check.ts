// What one look of `doctor` finds.

export interface Finding {
  readonly name: string;
  readonly verdict: 'ok' | 'warn' | 'fail';
  /** What was seen. */
  readonly message: string;
  /** What to do about it; null when there is nothing to do. */
  readonly remedy: string | null;
}

export function good(name: string, message: string): Finding {
  return { name, verdict: 'ok', message, remedy: null };
}

export function bad(name: string, message: string, remedy: string, verdict: 'warn' | 'fail' = 'fail'): Finding {
  return { name, verdict, message, remedy };
}
