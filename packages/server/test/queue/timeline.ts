// What must hold of every timeline: phases follow each other without a gap and add up to the whole.
import assert from 'node:assert/strict';
import type { TimelineEntry } from '@renderio/contract';

/** One millisecond, to which every time on the wire is cut off. */
const grainSeconds = 0.001;

/** Phases from `from` to `to`, each beginning where the one before ended. */
export function assertContiguous(from: Date, timeline: readonly TimelineEntry[], to: Date | null): void {
  let atMs = from.getTime();
  for (const entry of timeline) {
    assert.ok(entry.seconds >= 0, `a phase of less than no time: ${JSON.stringify(timeline)}`);
    assertNear(Date.parse(entry.started_at), atMs, timeline);
    atMs = Date.parse(entry.started_at) + entry.seconds * 1000;
  }
  assertNear(to?.getTime() ?? Number.NaN, atMs, timeline);
}

function assertNear(isMs: number, expectedMs: number, timeline: readonly TimelineEntry[]): void {
  const offSeconds = Math.abs(isMs - expectedMs) / 1000;
  assert.ok(offSeconds <= grainSeconds * 1.01, `a gap of ${offSeconds} s: ${JSON.stringify(timeline, null, 1)}`);
}
