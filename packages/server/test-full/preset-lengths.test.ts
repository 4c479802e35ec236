// What presets cut, and what they take every few seconds, on a video that is longer than all their lengths.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { systemPresets } from '../src/domain/system-presets/system-presets.ts';
import { makeMedia } from '../test/support/media.ts';
import { probeResult } from '../test/support/probe-result.ts';
import { startTestServer, type TestServer } from '../test/support/server.ts';

let server: TestServer;
let video: string;

before(async () => {
  server = await startTestServer();
  const [bytes] = await makeMedia(
    '-f lavfi -i testsrc2=s=64x48:r=4:d=150 -f lavfi -i sine=d=150:r=8000 -c:v libx264 -preset ultrafast -c:a aac long.mp4',
    'long.mp4',
  );
  video = await server.upload('long.mp4', bytes ?? Buffer.alloc(0));
});
after(async () => {
  await server.stop();
});

async function outputOf(name: string) {
  const preset = systemPresets.find((one) => one.name === name);
  assert.ok(preset);
  const { body } = await server.call<{ command_id: string }>('POST', `/presets/${preset.id}/execute`, {
    input_files: { in_video: video },
  });
  const done = await server.finished(body.command_id, 120_000);
  assert.equal(done.status, 'SUCCESS', done.error_message ?? '');
  const [output] = Object.values(done.output_files);
  assert.ok(output);
  return output;
}

const lengths = {
  'Short, at most 60 s': 60,
  'Story, at most 15 s': 15,
  'Post on X, at most 140 s': 140,
  'First 30 seconds': 30,
  'Animated GIF': 6,
  'Twice as fast': 75,
  'Messenger, small': 150,
};

for (const [name, seconds] of Object.entries(lengths)) {
  test(`${name}: ${seconds} s of 150`, async () => {
    const { duration } = await outputOf(name);
    assert.ok(Math.abs((duration ?? 0) - seconds) < 0.5, `${duration} s`);
  });
}

test('one frame a second gives one for each, contact sheets and storyboards one for each 10 and 5 seconds', async () => {
  assert.equal((await outputOf('One frame a second')).items?.length, 150);
  assert.equal((await outputOf('Contact sheets')).items?.length, 1);
  assert.equal((await outputOf('Storyboard for a player')).items?.length, 1);
});

test('HLS in one size has a segment for every 6 s, and plays to its end', async () => {
  const { items, storage_url } = await outputOf('HLS in one size');
  assert.equal(items?.length, 25);
  assert.ok(Math.abs(Number((await probeResult(storage_url ?? '')).format.duration) - 150) < 0.5);
});
