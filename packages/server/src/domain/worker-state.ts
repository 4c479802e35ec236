// A worker process as whoever looks after the installation sees it.

export interface WorkerState {
  readonly id: string;
  readonly host: string;
  readonly pid: number;
  /** Commands that it runs at once. */
  readonly capacity: number;
  /** Program → version. */
  readonly programs: Readonly<Record<string, string>>;
  /** Commands and probes that it holds. */
  readonly running: number;
  readonly startedAt: Date;
  /** Its last heartbeat. */
  readonly seenAt: Date;
  /** Since when it takes nothing more; null while it does. */
  readonly drainedAt: Date | null;
  readonly stoppedAt: Date | null;
}
