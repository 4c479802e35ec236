// Presets on the wire: commands kept under a name, to be executed on other inputs.
import { z } from 'zod';
import { command, runFfmpegCommandBody, waitQuery } from './commands.ts';
import type { Endpoint } from './endpoint.ts';
import { commandText, inputAlias, listFilters, metadata, outputFiles, paging, text, timestamp } from './fields.ts';

export const presetCommandType = z.enum(['FFMPEG_COMMAND', 'CHAINED_COMMAND', 'MULTIPLE_COMMAND']);
export type PresetCommandType = z.infer<typeof presetCommandType>;

/** Null is the same as absent, so that a preset can be sent back as it was read. */
const presetFields = {
  name: text.min(1, 'A preset needs a name.').max(255, 'A name has at most 255 characters.'),
  description: text.max(4096, 'A description has at most 4,096 characters.').nullish(),
  category: text.max(64, 'A category has at most 64 characters.').nullish(),
  ffmpeg_command: commandText.nullish().describe('Of an FFMPEG_COMMAND.'),
  ffmpeg_commands: z
    .array(commandText)
    .min(1, 'At least one command is needed.')
    .max(10, 'At most 10 commands a preset.')
    .nullish()
    .describe(
      'Of a CHAINED_COMMAND, which runs them one after the other, or a MULTIPLE_COMMAND, whose commands are independent.',
    ),
  input_file_keys: z
    .array(inputAlias)
    .max(50, 'At most 50 inputs a preset.')
    .refine((keys) => new Set(keys).size === keys.length, 'Each key stands here once.')
    .describe('The aliases that an execution has to give files for.'),
  output_file_definitions: outputFiles.describe('Alias → file name of the result.'),
  metadata: metadata.nullish(),
};

export const createPresetBody = z.object({
  ...presetFields,
  command_type: presetCommandType.default('FFMPEG_COMMAND'),
});
export type CreatePresetBody = z.infer<typeof createPresetBody>;

/** What is left out stays; `metadata` and the other maps and lists replace the old ones whole. */
export const updatePresetBody = z
  .object({ ...presetFields, command_type: presetCommandType })
  .partial()
  .refine((fields) => Object.keys(fields).length > 0, 'Send at least one field to change.');
export type UpdatePresetBody = z.infer<typeof updatePresetBody>;

export const executePresetBody = runFfmpegCommandBody.pick({
  input_files: true,
  metadata: true,
  webhook_url: true,
  max_command_run_seconds: true,
});
export type ExecutePresetBody = z.infer<typeof executePresetBody>;

export const preset = z
  .object({
    preset_id: z.string(),
    name: z.string(),
    description: z.string().nullable(),
    category: z.string().nullable(),
    command_type: presetCommandType,
    ffmpeg_command: z.string().nullable(),
    ffmpeg_commands: z.array(z.string()).nullable(),
    input_file_keys: z.array(z.string()),
    output_file_definitions: z.record(z.string(), z.string()),
    metadata: metadata.nullable(),
    is_system: z.boolean().describe('Comes with the program: everybody can read and execute it, nobody can change it.'),
    created_at: timestamp,
    updated_at: timestamp,
  })
  .meta({ id: 'Preset' });
export type Preset = z.infer<typeof preset>;

const presetParams = z.object({ presetId: z.string() });

export const presetEndpoints = {
  createPreset: {
    method: 'POST',
    path: '/presets',
    summary: 'Keep a command under a name.',
    body: createPresetBody,
    badRequest: 'VALIDATION_ERROR',
    status: 201,
    answer: preset,
    errors: ['INVALID_REQUEST', 'VALIDATION_ERROR', 'PAYLOAD_TOO_LARGE'],
  },
  listPresets: {
    method: 'GET',
    path: '/presets',
    summary: 'Presets: your own, newest first, then those that come with the program.',
    query: z.object({
      ...paging,
      cursor: listFilters.cursor,
      category: z.string().optional(),
      is_system: z
        .enum(['true', 'false'], 'is_system is true or false.')
        .transform((value) => value === 'true')
        .optional(),
    }),
    badRequest: 'INVALID_REQUEST',
    status: 200,
    answer: z.object({
      presets: z.array(preset),
      limit: z.number(),
      offset: z.number(),
      next_cursor: z.string().nullable().describe('Send it as `cursor` for the next page; null on the last.'),
    }),
    errors: ['INVALID_REQUEST'],
  },
  getPreset: {
    method: 'GET',
    path: '/presets/:presetId',
    summary: 'One preset.',
    params: presetParams,
    badRequest: 'INVALID_REQUEST',
    status: 200,
    answer: preset,
    errors: ['NOT_FOUND'],
  },
  updatePreset: {
    method: 'PUT',
    path: '/presets/:presetId',
    summary: 'Change some fields of a preset; the result is judged as a whole.',
    params: presetParams,
    body: updatePresetBody,
    badRequest: 'VALIDATION_ERROR',
    status: 200,
    answer: preset,
    errors: ['INVALID_REQUEST', 'FORBIDDEN', 'NOT_FOUND', 'PAYLOAD_TOO_LARGE', 'VALIDATION_ERROR'],
  },
  deletePreset: {
    method: 'DELETE',
    path: '/presets/:presetId',
    summary: 'Delete a preset; commands that it made stay.',
    params: presetParams,
    badRequest: 'INVALID_REQUEST',
    status: 200,
    answer: z.object({ deleted: z.literal(true), preset_id: z.string() }),
    errors: ['FORBIDDEN', 'NOT_FOUND'],
  },
  executePreset: {
    method: 'POST',
    path: '/presets/:presetId/execute',
    rate: 'submits',
    takesIdempotencyKey: true,
    summary: 'Queue what a preset keeps, on these inputs.',
    params: presetParams,
    query: waitQuery,
    body: executePresetBody,
    badRequest: 'VALIDATION_ERROR',
    status: 200,
    /** `command_ids` of a MULTIPLE_COMMAND, in the order of its commands. */
    answer: z.union([
      z.object({ command_id: z.string(), command: command.optional() }),
      z.object({ command_ids: z.array(z.string()) }),
    ]),
    errors: ['INVALID_REQUEST', 'NOT_FOUND', 'PAYLOAD_TOO_LARGE', 'VALIDATION_ERROR'],
  },
} as const satisfies Record<string, Endpoint>;
