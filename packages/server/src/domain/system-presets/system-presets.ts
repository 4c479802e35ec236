// The presets that come with the program, in the order that lists show them.
import type { PresetRecord } from '../preset.ts';
import { audioPresets } from './audio.ts';
import { deliveryPresets } from './delivery.ts';
import { editPresets } from './edit.ts';
import { imagePresets } from './image.ts';
import { socialPresets } from './social.ts';
import { streamingPresets } from './streaming.ts';
import type { SystemPreset } from './system-preset.ts';

/** Changes with the program alone; one date for all, so that lists stay as they are from start to start. */
const madeAt = new Date('2026-11-25T00:00:00.000Z');

/** By category. */
export const systemLibrary: readonly SystemPreset[] = [
  ...deliveryPresets,
  ...streamingPresets,
  ...socialPresets,
  ...imagePresets,
  ...audioPresets,
  ...editPresets,
];

export const systemPresets: readonly PresetRecord[] = systemLibrary.map(toRecord);

const byId = new Map(systemPresets.map((preset) => [preset.id, preset]));

export function findSystemPreset(id: string): PresetRecord | null {
  return byId.get(id) ?? null;
}

function toRecord(preset: SystemPreset): PresetRecord {
  const { id, name, description, category, inputs, outputs, command } = preset;
  const isChain = typeof command !== 'string';
  return {
    id,
    name,
    description,
    category,
    commandType: isChain ? 'CHAINED_COMMAND' : 'FFMPEG_COMMAND',
    ffmpegCommand: isChain ? null : command,
    ffmpegCommands: isChain ? command : null,
    inputFileKeys: Object.keys(inputs),
    outputFileDefinitions: outputs,
    metadata: null,
    isSystem: true,
    createdAt: madeAt,
    updatedAt: madeAt,
  };
}
