// A playlist plays straight from its link, under the page's own policy.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openDashboard, skip } from '../test/support/open-dashboard.ts';

test('a result that is an HLS playlist is played', { skip, timeout: 120_000 }, async (t) => {
  const dashboard = await openDashboard(t);
  const { command_id: commandId, error_message: fault } = await dashboard.server.run({
    input_files: {},
    output_files: { out_stream: 'stream.m3u8' },
    ffmpeg_command:
      '-f lavfi -i testsrc2=size=320x180:duration=4 -c:v libx264 -pix_fmt yuv420p -g 25 -hls_time 1 -hls_playlist_type vod {{out_stream}}',
  });
  assert.equal(fault, null);
  const page = await dashboard.openSignedIn(`/commands/${commandId}`);
  const seconds = await page.getByRole('article', { name: 'stream.m3u8' }).locator('video').evaluate(playFor, 2);
  assert.ok(seconds >= 2, `it played to ${seconds} s`);
  assert.deepEqual(dashboard.complaints, []);
});

/** What of a video element is used: tests are checked without the types of browsers. */
interface Video {
  muted: boolean;
  readonly currentTime: number;
  play(): Promise<void>;
  addEventListener(name: string, listener: () => void): void;
}

/** Runs in the page. */
async function playFor(video: Video, seconds: number): Promise<number> {
  const reached = new Promise<void>((resolve) => {
    video.addEventListener('timeupdate', () => {
      if (video.currentTime >= seconds) resolve();
    });
  });
  video.muted = true;
  await video.play();
  await reached;
  return video.currentTime;
}
