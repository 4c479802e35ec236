// A second of moving picture with sound, made by the server that it is then given to.
import type { TestServer } from '../../../server/test/support/server.ts';

export async function makeClip(server: TestServer): Promise<Buffer> {
  const { output_files: files } = await server.run({
    input_files: {},
    output_files: { out_clip: 'clip.mp4' },
    ffmpeg_command:
      '-f lavfi -i testsrc2=size=320x180:duration=1 -f lavfi -i sine=duration=1 -c:v libx264 -pix_fmt yuv420p -c:a aac {{out_clip}}',
  });
  const url = files['out_clip']?.storage_url ?? '';
  return Buffer.from(await (await fetch(url)).arrayBuffer());
}
