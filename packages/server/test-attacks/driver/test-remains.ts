// In the end nothing of any attack is left: no process, no file of a job, and no canary was touched.
import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { waitUntilNoneIsLeft } from '../../test/support/processes.ts';
import { until } from '../../test/support/server.ts';
import type { Battlefield } from './battlefield.ts';

const limitMs = 10_000;

export function testRemains(field: () => Battlefield): void {
  test('nothing is left of the attacks', async () => {
    const { server, canaries } = field();
    const scratch = join(server.dataFolder, 'scratch');
    await waitUntilNoneIsLeft(limitMs, { folder: scratch, word: scratch });
    const workspaces = join(scratch, 'worker-1/workspaces');
    await until(limitMs, `${workspaces} is empty`, async () =>
      (await readdir(workspaces)).length === 0 ? true : null,
    );
    assert.deepEqual(await canaries.touched(), []);
  });
}
