// A preset as the wire shows it.
import type { Preset } from '@renderio/contract';
import type { PresetRecord } from '../domain/preset.ts';

export function presentPreset(preset: PresetRecord): Preset {
  return {
    preset_id: preset.id,
    name: preset.name,
    description: preset.description,
    category: preset.category,
    command_type: preset.commandType,
    ffmpeg_command: preset.ffmpegCommand,
    ffmpeg_commands: preset.ffmpegCommands === null ? null : [...preset.ffmpegCommands],
    input_file_keys: [...preset.inputFileKeys],
    output_file_definitions: { ...preset.outputFileDefinitions },
    metadata: preset.metadata,
    is_system: preset.isSystem,
    created_at: preset.createdAt.toISOString(),
    updated_at: preset.updatedAt.toISOString(),
  };
}
