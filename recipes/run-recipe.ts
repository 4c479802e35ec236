// Recipes executed as their readers would: over the API of a running server, on media that it was sent.
import assert from 'node:assert/strict';
import type { Command } from '@renderio/contract';
import { makeMedia } from '../packages/server/test/support/media.ts';
import type { TestServer } from '../packages/server/test/support/server.ts';
import type { Recipe } from './recipe.ts';
import { type MadeSample, type SampleName, samples, texts } from './samples.ts';

/** Sample → id of the file on the server. */
export type SampleFiles = Readonly<Record<SampleName, string>>;

export async function uploadSamples(server: TestServer): Promise<SampleFiles> {
  const files: Partial<Record<SampleName, string>> = {};
  for (const [name, { filename, make }] of Object.entries(samples)) {
    const [bytes] = await makeMedia(make, filename);
    files[name as MadeSample] = await server.upload(filename, bytes ?? Buffer.alloc(0));
  }
  for (const [name, { filename, text }] of Object.entries(texts)) {
    files[name as keyof typeof texts] = await server.upload(filename, Buffer.from(text));
  }
  return files as SampleFiles;
}

/** The command once it is done; throws when it was refused or failed. */
export async function runRecipe(server: TestServer, recipe: Recipe, files: SampleFiles): Promise<Command> {
  const { command } = recipe;
  const isChain = typeof command !== 'string';
  const path = isChain ? '/run-chained-ffmpeg-commands' : '/run-ffmpeg-command';
  const { status, body } = await server.call<{ command_id: string }>('POST', path, {
    input_files: Object.fromEntries(Object.entries(recipe.inputs).map(([alias, name]) => [alias, files[name]])),
    output_files: recipe.outputs,
    ...(isChain ? { ffmpeg_commands: command } : { ffmpeg_command: command }),
  });
  assert.equal(status, 200, JSON.stringify(body));
  const done = await server.finished(body.command_id, 120_000);
  assert.equal(done.status, 'SUCCESS', `${done.error_status}: ${done.error_message}`);
  return done;
}
