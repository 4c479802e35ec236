// The installed FFmpeg on the wire: what can be written in a command.
import { z } from 'zod';
import type { Endpoint } from './endpoint.ts';

const named = { name: z.string(), description: z.string().describe("In FFmpeg's own words.") };

export const ffmpegBuild = z
  .object({
    version: z.string().describe('As FFmpeg prints it, such as `7.1.5-0+deb13u1`.'),
    options: z
      .array(z.object(named))
      .describe("FFmpeg's own options, and those of encoders, decoders and formats, without the dash, once each."),
    encoders: z.array(z.object({ ...named, kind: z.enum(['video', 'audio', 'subtitle']) })),
    filters: z.array(z.object(named)),
    formats: z.array(z.object(named)).describe('Those that can be written (`-f`).'),
    pixel_formats: z.array(z.string()),
  })
  .meta({ id: 'FfmpegBuild' });
export type FfmpegBuild = z.infer<typeof ffmpegBuild>;

export const ffmpegEndpoints = {
  getFfmpegBuild: {
    method: 'GET',
    path: '/ffmpeg',
    summary: 'What the installed FFmpeg can do, for editors and agents that write commands.',
    badRequest: 'INVALID_REQUEST',
    status: 200,
    answer: ffmpegBuild,
    errors: [],
  },
} as const satisfies Record<string, Endpoint>;
