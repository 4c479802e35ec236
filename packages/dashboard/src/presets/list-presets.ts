// All presets that one may run: there are some seventy of the system's, so that they are read at once.
import type { Preset } from '@renderio/sdk';
import { client } from '../client.ts';

export async function listPresets(signal: AbortSignal): Promise<Preset[]> {
  const all: Preset[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof client.listPresets>> = await client.listPresets({
      query: { limit: 100, ...(cursor === null ? {} : { cursor }) },
      signal,
    });
    all.push(...page.presets);
    cursor = page.next_cursor;
  } while (cursor !== null);
  return all;
}

/** Has every word that was typed, somewhere. */
export function hasWords(preset: Preset, typed: string): boolean {
  const text = [preset.name, preset.description, preset.category, textOf(preset)].join(' ').toLowerCase();
  return typed
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

export function textOf(preset: Preset): string {
  return preset.ffmpeg_command ?? preset.ffmpeg_commands?.join('\n\n') ?? '';
}
