// The installed FFmpeg on the wire: what can be written in a command.
import { z } from 'zod';
import type { Endpoint } from './endpoint.ts';

const named = { name: z.string(), description: z.string().describe("In FFmpeg's own words.") };
const namedThing = z.object(named).meta({ id: 'FfmpegName' });

export const ffmpegBuild = z
  .object({
    version: z.string().describe('As FFmpeg prints it, such as `7.1.5-0+deb13u1`.'),
    options: z
      .array(z.object(named))
      .describe("FFmpeg's own options, and those of encoders, decoders and formats, without the dash, once each."),
    encoders: z.array(z.object({ ...named, kind: z.enum(['video', 'audio', 'subtitle']) })),
    filters: z.array(namedThing),
    formats: z.array(namedThing).describe('Those that can be written (`-f`).'),
    pixel_formats: z.array(z.string()),
  })
  .meta({ id: 'FfmpegBuild' });
export type FfmpegBuild = z.infer<typeof ffmpegBuild>;

export const ffmpegPart = z
  .object({
    ...named,
    options: z.array(
      z.object({
        ...named,
        type: z.string().describe("FFmpeg's own word, such as `int`, `boolean`, `flags` or `color`."),
        values: z.array(namedThing).describe('The constants that FFmpeg names for it; empty where it names none.'),
      }),
    ),
  })
  .meta({ id: 'FfmpegPart' });
export type FfmpegPart = z.infer<typeof ffmpegPart>;

const partParams = z.object({ name: z.string() });

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
  getFfmpegFilter: {
    method: 'GET',
    path: '/ffmpeg/filters/:name',
    summary: 'What a filter of the installed FFmpeg takes; `UNAVAILABLE` from a process that has no FFmpeg (role api).',
    params: partParams,
    badRequest: 'INVALID_REQUEST',
    status: 200,
    answer: ffmpegPart,
    errors: ['NOT_FOUND'],
  },
  getFfmpegEncoder: {
    method: 'GET',
    path: '/ffmpeg/encoders/:name',
    summary:
      "An encoder's own options, beside those that all have; `UNAVAILABLE` from a process that has no FFmpeg (role api).",
    params: partParams,
    badRequest: 'INVALID_REQUEST',
    status: 200,
    answer: ffmpegPart,
    errors: ['NOT_FOUND'],
  },
} as const satisfies Record<string, Endpoint>;
