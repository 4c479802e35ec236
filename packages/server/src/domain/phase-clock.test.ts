import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createPhaseClock, type Phase } from './phase-clock.ts';

test('phases follow each other without a gap and add up to the whole, whatever the fractions', () => {
  const anyPhase = fc.constantFrom<Phase>('fetching', 'running', 'verifying', 'storing');
  fc.assert(
    fc.property(
      fc.array(fc.tuple(anyPhase, fc.double({ min: 0, max: 5000, noNaN: true })), { minLength: 1 }),
      (steps) => {
        let nowMs = 17.25;
        const startedAt = new Date('2026-01-02T03:04:05.678Z');
        const clock = createPhaseClock(startedAt, 1, () => nowMs);
        for (const [phase, ms] of steps) {
          clock.enter(phase);
          nowMs += ms;
        }
        const { timeline, endedAt } = clock.end();
        let atMs = startedAt.getTime();
        for (const entry of timeline) {
          assert.equal(Date.parse(entry.started_at), atMs);
          atMs += Math.round(entry.seconds * 1000);
        }
        assert.equal(endedAt.getTime(), atMs);
      },
    ),
  );
});

test('steps and later attempts are marked', () => {
  const clock = createPhaseClock(new Date(0), 2, () => 0);
  clock.enter('fetching');
  clock.enter('running', 1);
  assert.deepEqual(
    clock.end().timeline.map(({ phase, step, attempt }) => ({ phase, step, attempt })),
    [
      { phase: 'fetching', step: undefined, attempt: 2 },
      { phase: 'running', step: 1, attempt: 2 },
    ],
  );
});
