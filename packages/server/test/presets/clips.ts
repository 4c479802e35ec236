// The media that presets are tried on, made once for a test file.
import { makeMedia } from '../support/media.ts';
import type { TestServer } from '../support/server.ts';

/** A one-second clip of 25 frames. */
export interface Clip {
  readonly width: number;
  readonly height: number;
  readonly hasSound: boolean;
}

/** Ids of uploaded files. */
export interface ClipFiles {
  readonly clip: string;
  /** Upright, 30 frames, no sound. */
  readonly second: string;
  readonly tone: string;
  /** Sound from 0 to 0.1 s and from 0.8 to 0.9 s. */
  readonly gaps: string;
  /** Red, 101×51. */
  readonly logo: string;
  readonly subtitles: string;
}

const subtitles = '1\n00:00:00,000 --> 00:00:01,000\nHello\n';

export async function uploadClips(server: TestServer, { width, height, hasSound }: Clip): Promise<ClipFiles> {
  const isEven = width % 2 === 0 && height % 2 === 0;
  const [clip, second, tone, gaps, logo] = await makeMedia(
    `-f lavfi -i testsrc2=s=${width}x${height}:d=1:r=25 -f lavfi -i sine=f=880:d=1:r=44100 -f lavfi -i testsrc2=s=180x320:d=1:r=30
     -f lavfi -i aevalsrc=0.3*sin(5000*t)*(lt(t\\,0.1)+between(t\\,0.8\\,0.9)):d=1 -f lavfi -i color=red:s=101x51:d=0.04
     -map 0:v ${hasSound ? '-map 1:a -c:a aac' : ''} -c:v libx264 -preset ultrafast -pix_fmt ${isEven ? 'yuv420p' : 'yuv444p'} clip.mp4
     -map 2:v -c:v libx264 -preset ultrafast second.mp4 -map 1:a tone.wav -map 3:a gaps.wav -map 4:v -frames:v 1 logo.png`,
    ...['clip.mp4', 'second.mp4', 'tone.wav', 'gaps.wav', 'logo.png'],
  );
  const upload = (name: string, bytes: Buffer | undefined): Promise<string> =>
    server.upload(name, bytes ?? Buffer.alloc(0));
  return {
    clip: await upload('clip.mp4', clip),
    second: await upload('second.mp4', second),
    tone: await upload('tone.wav', tone),
    gaps: await upload('gaps.wav', gaps),
    logo: await upload('logo.png', logo),
    subtitles: await upload('subtitles.srt', Buffer.from(subtitles)),
  };
}
