// Executes every preset of the system on one kind of clip, through the API, and looks at what comes out.
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { Command } from '@renderio/contract';
import { systemPresets } from '../../src/domain/system-presets/system-presets.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { assertResult } from './assert-result.ts';
import { type Clip, type ClipFiles, uploadClips } from './clips.ts';
import { copiesPicture, expectations, needsSound } from './expectations.ts';

const fileOf: Readonly<Record<string, keyof ClipFiles>> = {
  in_video: 'clip',
  in_first: 'clip',
  in_second: 'second',
  in_audio: 'tone',
  in_logo: 'logo',
  in_image: 'logo',
  in_subtitles: 'subtitles',
};

export function tryPresets(title: string, clip: Clip): void {
  // Two cores: while one preset is looked at, the next ones run.
  describe(title, { concurrency: 4 }, () => {
    let server: TestServer;
    let files: ClipFiles;
    let folder: string;
    before(async () => {
      server = await startTestServer();
      files = await uploadClips(server, clip);
      folder = await mkdtemp(join(tmpdir(), 'renderio-presets-'));
    });
    after(async () => {
      await server.stop();
      await rm(folder, { recursive: true });
    });

    async function execute(
      preset: (typeof systemPresets)[number],
      inputs: Readonly<Record<string, keyof ClipFiles>>,
    ): Promise<Command> {
      const input_files = Object.fromEntries(
        preset.inputFileKeys.map((key) => [key, files[inputs[key] ?? fileOf[key] ?? 'clip']]),
      );
      const answer = await server.call<{ command_id: string }>('POST', `/presets/${preset.id}/execute`, {
        input_files,
      });
      assert.equal(answer.status, 200, JSON.stringify(answer.body));
      return await server.finished(answer.body.command_id, 120_000);
    }

    for (const preset of systemPresets) {
      test(`${preset.name} makes what it says`, async () => {
        const expected = expectations[preset.name]?.(clip);
        assert.ok(expected, 'expectations.ts says what it has to make');
        const done = await execute(preset, expected.inputs ?? {});
        if (!clip.hasSound && needsSound.has(preset.name)) {
          assert.equal(done.error_status, 'FFMPEG_FAILED');
          return;
        }
        assert.equal(done.status, 'SUCCESS', done.error_message ?? '');
        const [output, ...others] = Object.values(done.output_files);
        assert.ok(output !== undefined && others.length === 0);
        await assertResult(output, expected, await mkdtemp(join(folder, 'result-')), copiesPicture.has(preset.name));
      });
    }
  });
}
