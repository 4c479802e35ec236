// A flood of events asks no more often than one would by looking again and again.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRefresher } from './refresher.ts';

test('the first event asks at once, those that follow soon after ask once together, and a quiet list is left alone', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const asked: unknown[] = [];
  const refresh = createRefresher({
    invalidateQueries: (filters) => {
      asked.push(filters?.queryKey);
      return Promise.resolve();
    },
  });
  refresh(['commands'], 1_000);
  assert.deepEqual(asked, [['commands']]);
  for (let count = 0; count < 50; count += 1) refresh(['commands'], 1_000);
  refresh(['files'], 1_000);
  assert.deepEqual(asked, [['commands'], ['files']]);
  t.mock.timers.tick(1_000);
  assert.deepEqual(asked, [['commands'], ['files'], ['commands']]);
  t.mock.timers.tick(5_000);
  assert.equal(asked.length, 3);
});
