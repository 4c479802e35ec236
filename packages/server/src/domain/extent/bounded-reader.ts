// Reads pieces of a file that may be hostile, within a budget, so that no file can make the reading long.

/** Gives up to `length` bytes from `offset`; fewer only where the file ends. */
export type ReadBytes = (offset: number, length: number) => Promise<Buffer>;

class ReadBudgetExceeded extends Error {}

export interface BoundedReader {
  readonly sizeBytes: number;
  /** Bytes from `offset`, short or empty past the end; throws `ReadBudgetExceeded` past the budget. */
  bytes(offset: number, length: number): Promise<Buffer>;
}

/**
 * Reads through one window of `windowBytes`, so that a walk of small neighbouring pieces costs few reads.
 * A format that jumps takes a small window, one that scans a large one.
 */
export function createBoundedReader(
  read: ReadBytes,
  sizeBytes: number,
  windowBytes: number,
  maxReads: number,
): BoundedReader {
  // Steps inside a window cost no read but do cost time: 300,000 take 30 ms.
  const maxSteps = 300_000;
  let steps = 0;
  let windowStart = 0;
  let window: Buffer = Buffer.alloc(0);
  let reads = 0;
  return {
    sizeBytes,
    async bytes(offset, length) {
      const end = Math.min(offset + length, sizeBytes);
      if (++steps > maxSteps) throw new ReadBudgetExceeded(`more than ${maxSteps} steps`);
      if (offset < 0 || offset >= end) return Buffer.alloc(0);
      if (offset < windowStart || end > windowStart + window.length) {
        if (++reads > maxReads) throw new ReadBudgetExceeded(`more than ${maxReads} reads`);
        window = await read(offset, Math.min(Math.max(length, windowBytes), sizeBytes - offset));
        windowStart = offset;
      }
      return window.subarray(offset - windowStart, end - windowStart);
    },
  };
}
