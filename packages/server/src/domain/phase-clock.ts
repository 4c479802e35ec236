// Where a run's time goes: phases that follow each other without a gap, so that they add up.
import type { TimelineEntry } from '@renderio/contract';

export type Phase = TimelineEntry['phase'];

export interface PhaseClock {
  /** Ends the phase before and begins this one. `step` is 1-based. */
  enter(phase: Phase, step?: number): void;
  /** Ends the last phase. `endedAt` is the sum of all phases after the run's start. */
  end(): { readonly timeline: TimelineEntry[]; readonly endedAt: Date };
}

/**
 * `startedAt` is the run's start by the database's clock; from there on time is measured by `monotonicMs`, so that a
 * worker whose clock is off or set back tells the truth all the same. Whole milliseconds throughout.
 */
export function createPhaseClock(startedAt: Date, attempt: number, monotonicMs: () => number): PhaseClock {
  const originMs = monotonicMs();
  const marks: { phase: Phase; step: number | undefined; atMs: number }[] = [];
  const elapsedMs = (): number => Math.round(monotonicMs() - originMs);
  return {
    enter(phase, step) {
      // The first phase begins with the run, whatever passed since its claim.
      marks.push({ phase, step, atMs: marks.length === 0 ? 0 : elapsedMs() });
    },
    end() {
      const endMs = elapsedMs();
      const timeline = marks.map(
        ({ phase, step, atMs }, index): TimelineEntry => ({
          phase,
          started_at: new Date(startedAt.getTime() + atMs).toISOString(),
          seconds: ((marks[index + 1]?.atMs ?? endMs) - atMs) / 1000,
          ...(step === undefined ? {} : { step }),
          ...(attempt > 1 ? { attempt } : {}),
        }),
      );
      return { timeline, endedAt: new Date(startedAt.getTime() + endMs) };
    },
  };
}
