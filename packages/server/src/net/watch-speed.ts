// Notices a transfer that stalls: too few bytes in a window, not counting windows in which the disk held it up.

export interface SpeedWatch {
  add(bytes: number): void;
  /** Between these two, slowness is ours and not the origin's. */
  pause(): void;
  resume(): void;
  [Symbol.dispose](): void;
}

interface SpeedLimits {
  readonly minBytesPerSecond: number;
  readonly windowMs: number;
  /** Called once, with the bytes of the window. */
  readonly onStall: (bytes: number) => void;
}

export function watchSpeed({ minBytesPerSecond, windowMs, onStall }: SpeedLimits): SpeedWatch {
  const minBytes = (minBytesPerSecond * windowMs) / 1000;
  let bytes = 0;
  let isPaused = false;
  let wasPaused = false;
  const timer = setInterval(() => {
    if (!wasPaused && !isPaused && bytes < minBytes) {
      clearInterval(timer);
      onStall(bytes);
    }
    bytes = 0;
    wasPaused = isPaused;
  }, windowMs);
  return {
    add(count) {
      bytes += count;
    },
    pause() {
      isPaused = true;
    },
    resume() {
      isPaused = false;
    },
    [Symbol.dispose]() {
      clearInterval(timer);
    },
  };
}
