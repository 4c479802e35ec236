// The causes that end a program from outside. Each watcher waits for its one cause and gives the ending that it means.
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import type { Ending } from '../domain/ending.ts';
import { measureDiskUse, readFreeBytes } from './disk-use.ts';
import type { MemoryUse } from './memory-use.ts';
import type { Meter } from './runner.ts';
import type { SandboxLimits } from './sandbox.ts';

/** 0.25 ms of work at most, so 0.25 % of a core. */
const pollMs = 100;
/** A disk fills at 1 GB/s: past half of a limit it is looked at more often. */
const closePollMs = 25;
/** A process that is gone holds nothing; its end is told elsewhere. */
const nothing: MemoryUse = { nowBytes: 0, peakBytes: 0 };

export async function watchTime(limitMs: number, ended: AbortSignal): Promise<Ending> {
  await delay(limitMs, undefined, { signal: ended });
  return { kind: 'timed_out', limitMs };
}

export async function watchCancel(signal: AbortSignal, ended: AbortSignal): Promise<Ending> {
  if (!signal.aborted) await once(signal, 'abort', { signal: ended });
  return { kind: 'cancelled' };
}

/** `onPeak` is told the highest use so far. */
export async function watchMemory(
  meter: Meter,
  pid: number,
  limitBytes: number,
  onPeak: (bytes: number) => void,
  ended: AbortSignal,
): Promise<Ending> {
  for (;;) {
    const { nowBytes, peakBytes } = meter.readMemoryUse(pid) ?? nothing;
    onPeak(peakBytes);
    if (nowBytes > limitBytes) return { kind: 'out_of_memory', limitBytes, observedBytes: nowBytes };
    await delay(pollMs, undefined, { signal: ended });
  }
}

export async function watchCpu(meter: Meter, pid: number, limitSeconds: number, ended: AbortSignal): Promise<Ending> {
  for (;;) {
    const observedSeconds = meter.readCpuSeconds(pid) ?? 0;
    if (observedSeconds > limitSeconds) return { kind: 'cpu_exceeded', limitSeconds, observedSeconds };
    await delay(pollMs, undefined, { signal: ended });
  }
}

interface DiskLimits {
  readonly diskBytes: SandboxLimits['diskBytes'];
  readonly fileCount: SandboxLimits['fileCount'];
  /** What must stay free on the workspace's file system. */
  readonly reserveBytes: number;
}

export async function watchDisk(
  meter: Meter,
  folder: string,
  pid: number,
  limits: DiskLimits,
  ended: AbortSignal,
): Promise<Ending> {
  for (;;) {
    const startedAt = performance.now();
    const { ending, isPastHalf } = await lookAtDisk(folder, limits, () => meter.measureUnlinkedFiles(pid));
    if (ending) return ending;
    // Thousands of files make a look slow; it then takes a fifth of the time at most.
    const tookMs = performance.now() - startedAt;
    await delay(Math.max(isPastHalf ? closePollMs : pollMs, 4 * tookMs), undefined, { signal: ended });
  }
}

/** One look; nothing is held any more when the program has ended. */
export async function lookAtDisk(
  folder: string,
  limits: DiskLimits,
  measureUnlinked: () => Promise<number> = () => Promise.resolve(0),
) {
  const [walked, unlinkedBytes, freeBytes] = await Promise.all([
    measureDiskUse(folder, limits.fileCount),
    measureUnlinked(),
    readFreeBytes(folder),
  ]);
  const observedBytes = walked.allocatedBytes + unlinkedBytes;
  const isPastHalf = observedBytes > limits.diskBytes / 2 || walked.fileCount > limits.fileCount / 2;
  return { ending: judgeDisk(observedBytes, walked.fileCount, freeBytes, limits), isPastHalf };
}

/** Who has written no more than this may go on into half of the reserve: on a full disk the one that fills it goes first. */
const littleBytes = 32 * 2 ** 20;

function judgeDisk(observedBytes: number, observed: number, freeBytes: number, limits: DiskLimits): Ending | null {
  if (observedBytes > limits.diskBytes) {
    return { kind: 'disk_exceeded', limitBytes: limits.diskBytes, observedBytes };
  }
  if (observed > limits.fileCount) return { kind: 'too_many_files', limit: limits.fileCount, observed };
  const keptBytes = observedBytes > littleBytes ? limits.reserveBytes : limits.reserveBytes / 2;
  if (freeBytes < keptBytes) return { kind: 'scratch_full', freeBytes };
  return null;
}
