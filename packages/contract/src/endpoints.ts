// The one table of endpoints.
import { commandEndpoints } from './commands.ts';
import { eventEndpoints } from './events.ts';
import { ffmpegEndpoints } from './ffmpeg.ts';
import { fileEndpoints } from './files.ts';
import { keyEndpoints } from './keys.ts';
import { presetEndpoints } from './presets.ts';
import { usageEndpoints } from './usage.ts';
import { webhookEndpoints } from './webhooks.ts';

/** Everything under `apiPrefix` has a row here; a route without a row, or a row without a handler, does not compile. */
export const endpoints = {
  ...commandEndpoints,
  ...eventEndpoints,
  ...fileEndpoints,
  ...presetEndpoints,
  ...keyEndpoints,
  ...usageEndpoints,
  ...ffmpegEndpoints,
  ...webhookEndpoints,
} as const;
export type EndpointName = keyof typeof endpoints;

export const apiPrefix = '/api/v1';
