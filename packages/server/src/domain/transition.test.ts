import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { maxStarts, type RunEnd, transitionAfter } from './transition.ts';

const anyEnd: fc.Arbitrary<RunEnd> = fc.constantFrom(
  { kind: 'succeeded' },
  { kind: 'failed', failure: { code: 'FFMPEG_FAILED', message: 'x' } },
  { kind: 'lost' },
  { kind: 'handed_back' },
);

test('every history of run ends finishes at the first final one, and after three losses at the latest', () => {
  fc.assert(
    fc.property(fc.array(anyEnd, { maxLength: 30 }), (ends) => {
      let starts = 0;
      let losses = 0;
      for (const end of ends) {
        starts += 1;
        if (end.kind === 'lost') losses += 1;
        const next = transitionAfter(end, starts);
        if (next.to === 'done') {
          assert.equal(next.status === 'FAILED', end.kind !== 'succeeded');
          if (end.kind === 'lost') assert.equal(losses, maxStarts);
          return;
        }
        assert.ok(end.kind === 'lost' || end.kind === 'handed_back');
        assert.equal(next.starts, losses, 'only losses count as used starts');
        assert.ok(losses < maxStarts);
        starts = next.starts;
      }
    }),
  );
});

test('a command lost three times ends as WORKER_LOST', () => {
  const next = transitionAfter({ kind: 'lost' }, 3);
  assert.equal(next.to === 'done' && next.failure?.code, 'WORKER_LOST');
});
