// What an account has used: commands by where they are, and the time they took.

export interface CommandCounts {
  readonly queued: number;
  readonly processing: number;
  readonly succeeded: number;
  readonly failed: number;
  /** Accepted → done, of commands that are done. */
  readonly processingSeconds: number;
  readonly ffmpegSeconds: number;
}

export interface DayOfUse extends CommandCounts {
  /** `2030-01-31`, in UTC. */
  readonly date: string;
}

export function sumCounts(days: readonly CommandCounts[]): CommandCounts {
  const total = (read: (day: CommandCounts) => number): number => days.reduce((sum, day) => sum + read(day), 0);
  return {
    queued: total((day) => day.queued),
    processing: total((day) => day.processing),
    succeeded: total((day) => day.succeeded),
    failed: total((day) => day.failed),
    processingSeconds: total((day) => day.processingSeconds),
    ffmpegSeconds: total((day) => day.ffmpegSeconds),
  };
}

/** The first moment of the month, in UTC. */
export function startOfMonth(now: Date): Date {
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), 1));
}
