// How fast bytes go, over the last seconds: what was long ago says little of a network.

export interface Meter {
  /** How many bytes of a file have gone; another file begins anew. */
  count(filename: string, doneBytes: number): void;
  /** Null until it can be told. */
  bytesPerSecond(): number | null;
}

const windowMs = 10_000;
/** Shorter, the first piece would look as fast as the memory that took it. */
const leastMs = 500;

export function createMeter(now: () => number = () => performance.now()): Meter {
  let current = '';
  let samples: { readonly atMs: number; readonly doneBytes: number }[] = [];
  return {
    count(filename, doneBytes) {
      if (filename !== current) samples = [];
      current = filename;
      const atMs = now();
      samples.push({ atMs, doneBytes });
      while (samples.length > 2 && atMs - (samples[0]?.atMs ?? 0) > windowMs) samples.shift();
    },
    bytesPerSecond() {
      const first = samples[0];
      const last = samples.at(-1);
      if (first === undefined || last === undefined || last.atMs - first.atMs < leastMs) return null;
      const rate = (last.doneBytes - first.doneBytes) / ((last.atMs - first.atMs) / 1000);
      return rate > 0 ? rate : null;
    },
  };
}
