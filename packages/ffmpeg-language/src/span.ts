// Bounds of a duration: what is known of it from below and from above, and why.

/** Seconds, both bounds inclusive; `high` is often Infinity, `low` 0 says nothing. */
export interface Span {
  readonly low: number;
  readonly high: number;
  /** A clause that tells where `low` comes from: "the audio of input 0 lasts 10 s". */
  readonly because: string;
}

/** Nothing is known. */
export function anySpan(because: string): Span {
  return { low: 0, high: Infinity, because };
}

/** Reading or writing ends after `seconds`, if it has not before. */
export function endAfter(span: Span, seconds: number, because: string): Span {
  return {
    low: Math.min(span.low, seconds),
    high: Math.min(span.high, seconds),
    because: span.low > seconds ? because : span.because,
  };
}

/** One of `spans`, it is not known which. */
export function oneOf(spans: readonly Span[]): Span {
  return pick(spans, (span, best) => span.low < best.low);
}

/** The longest of `spans`, all of them being there. */
export function longestOf(spans: readonly Span[]): Span {
  return pick(spans, (span, best) => span.low > best.low);
}

function pick(spans: readonly Span[], isBetter: (span: Span, best: Span) => boolean): Span {
  const best = spans.reduce<Span | null>((best, span) => (best && !isBetter(span, best) ? best : span), null);
  if (!best) return anySpan('no stream is known that it could come from');
  return { ...best, high: Math.max(...spans.map(({ high }) => high)) };
}

export function formatSeconds(seconds: number): string {
  return `${Number(seconds.toFixed(3))} s`;
}
