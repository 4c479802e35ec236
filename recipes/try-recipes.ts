// Executes recipes over the API of a server of its own, and looks at what comes out.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Command } from '@renderio/contract';
import { probeResult } from '../packages/server/test/support/probe-result.ts';
import { startTestServer, type TestServer } from '../packages/server/test/support/server.ts';
import type { Recipe } from './recipe.ts';
import { runRecipe, type SampleFiles, uploadSamples } from './run-recipe.ts';

/** Two cores: while one result is looked at, the next ones are made. */
export function tryRecipes(chosen: readonly Recipe[]): void {
  describe('recipes', { concurrency: 4 }, () => {
    let server: TestServer;
    let files: SampleFiles;
    before(async () => {
      server = await startTestServer();
      files = await uploadSamples(server);
    });
    after(async () => {
      await server.stop();
    });

    for (const recipe of chosen) {
      test(recipe.title, async () => {
        const done = await runRecipe(server, recipe, files);
        assert.deepEqual(Object.keys(done.output_files).sort(), Object.keys(recipe.outputs).sort());
        await assertExpected(done, recipe);
      });
    }
  });
}

async function assertExpected({ output_files }: Command, { outputs, expect }: Recipe): Promise<void> {
  const output = output_files[Object.keys(outputs)[0] ?? ''];
  assert.ok(output?.storage_url);
  if (expect.text !== undefined) {
    assert.match(await (await fetch(output.storage_url)).text(), expect.text);
    return;
  }
  if (expect.items !== undefined) {
    assert.ok((output.items?.length ?? 0) >= expect.items, `${output.items?.length} items`);
    return;
  }
  const { width, height, seconds, videoCodec, audioCodec } = expect;
  if (width === undefined && videoCodec === undefined && audioCodec === undefined) return;
  const { streams, format } = await probeResult(output.storage_url);
  const video = streams.find(({ codec_type }) => codec_type === 'video');
  const audio = streams.find(({ codec_type }) => codec_type === 'audio');
  assert.deepEqual(
    [video?.codec_name, audio?.codec_name, video?.width, video?.height],
    [videoCodec, audioCodec, width, height],
  );
  if (seconds !== undefined) {
    assert.ok(Math.abs(Number(format.duration) - seconds) < 0.12, `${format.duration} s, not ${seconds}`);
  }
}
