// RenderIO's objects as its public documentation has them, with what we promise beside: types to read by, shapes to check by.
import assert from 'node:assert/strict';

/** Says what is wrong with a value; null when nothing is. */
type Check = (value: unknown) => string | null;

const kind =
  (name: string, fits: (value: unknown) => boolean): Check =>
  (value) =>
    fits(value) ? null : `is ${value === undefined ? 'absent' : JSON.stringify(value)}, not ${name}`;
const text = kind('a string', (value) => typeof value === 'string' && value !== '');
const anyText = kind('a string', (value) => typeof value === 'string');
const number = kind('a number', (value) => typeof value === 'number' && Number.isFinite(value) && value >= 0);
const whole = kind('a whole number', (value) => Number.isInteger(value) && (value as number) >= 0);
const flag = kind('true or false', (value) => typeof value === 'boolean');
const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const orNull =
  (check: Check): Check =>
  (value) =>
    value === null ? null : check(value);
const oneOf = (...values: unknown[]): Check => kind(`one of ${values.join(', ')}`, (value) => values.includes(value));
const mapOf =
  (check: Check): Check =>
  (value) =>
    isMap(value) ? firstFault(value, check) : 'is not an object';
const listOf =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) ? firstFault(value, check) : 'is not a list';
const metadata = mapOf(
  kind('a string, number or boolean', (value) => ['string', 'number', 'boolean'].includes(typeof value)),
);
const time = kind(
  'a time with milliseconds and Z',
  (value) => typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value),
);

function firstFault(values: object, check: Check): string | null {
  for (const [key, value] of Object.entries(values)) {
    const fault = check(value);
    if (fault !== null) return `[${key}] ${fault}`;
  }
  return null;
}

/** Every field must be there and fit; fields that are not named may be there too. */
type Shape = Readonly<Record<string, Check>>;

const shaped =
  (shape: Shape): Check =>
  (value) => {
    if (!isMap(value)) return `is ${JSON.stringify(value)}, not an object`;
    const faults = Object.entries(shape).flatMap(([name, check]) => {
      const fault = check(value[name]);
      return fault === null ? [] : [`${name} ${fault}`];
    });
    return faults.length === 0 ? null : faults.join('; ');
  };

const fileStatus = oneOf('PROCESSING', 'STORED', 'FAILED');
const mediaFields: Shape = {
  size_mbytes: orNull(number),
  duration: orNull(number),
  file_type: orNull(oneOf('video', 'audio', 'image', 'subtitle', 'text', 'other')),
  file_format: orNull(text),
  codec: orNull(text),
  pixel_format: orNull(text),
  mime_type: orNull(text),
  width: orNull(whole),
  height: orNull(whole),
  frame_rate: orNull(number),
  bitrate_video_kb: orNull(number),
  bitrate_audio_kb: orNull(number),
};
const outputShape: Shape = {
  file_id: text,
  storage_url: orNull(text),
  status: fileStatus,
  rendi_store_type: oneOf('OUTPUT'),
  is_deleted: flag,
  filename: text,
  ...mediaFields,
};
const failureCodes = [
  'INPUT_UNREACHABLE',
  'INPUT_FORBIDDEN',
  'INPUT_TOO_LARGE',
  'INPUT_UNSUPPORTED',
  'INPUT_TRUNCATED',
  'INPUT_DELETED',
  'FFMPEG_FAILED',
  'OUTPUT_MISSING',
  'OUTPUT_INVALID',
  'OUTPUT_TOO_LARGE',
  'TIMEOUT',
  'OUT_OF_MEMORY',
  'CANCELLED',
  'STORAGE_FAILED',
  'WORKER_LOST',
  'INTERNAL_ERROR',
];

export const shapes = {
  command: {
    command_id: text,
    status: oneOf('QUEUED', 'PROCESSING', 'SUCCESS', 'FAILED'),
    command_type: oneOf('FFMPEG_COMMAND', 'CHAINED_COMMAND', 'MULTIPLE_COMMAND'),
    total_processing_seconds: orNull(number),
    ffmpeg_command_run_seconds: orNull(number),
    metadata: orNull(metadata),
    error_status: orNull(oneOf(...failureCodes)),
    error_message: orNull(text),
    output_files: mapOf(shaped(outputShape)),
    original_request: shaped({ input_files: mapOf(text), output_files: mapOf(text) }),
    created_at: time,
  },
  file: {
    file_id: text,
    storage_url: orNull(text),
    status: fileStatus,
    rendi_store_type: oneOf('OUTPUT', 'STORED_FILE', 'UPLOAD'),
    is_deleted: flag,
    filename: text,
    original_file_url: orNull(text),
    ...mediaFields,
    sample_rate: orNull(whole),
    channels: orNull(whole),
    error_status: orNull(oneOf(...failureCodes)),
    error_message: orNull(text),
    created_at: time,
  },
  preset: {
    preset_id: text,
    name: text,
    description: orNull(anyText),
    category: orNull(anyText),
    command_type: oneOf('FFMPEG_COMMAND', 'CHAINED_COMMAND', 'MULTIPLE_COMMAND'),
    ffmpeg_command: orNull(text),
    ffmpeg_commands: orNull(listOf(text)),
    input_file_keys: listOf(text),
    output_file_definitions: mapOf(text),
    metadata: orNull(metadata),
    is_system: flag,
    created_at: time,
    updated_at: time,
  },
  webhookConfig: {
    configured: oneOf(true),
    url: text,
    is_active: flag,
    consecutive_failures: whole,
    disabled_at: orNull(time),
  },
  error: { error: text, message: text, request_id: text },
  detail: {
    loc: listOf(kind('a path part', (value) => ['string', 'number'].includes(typeof value))),
    msg: text,
    type: text,
  },
} satisfies Record<string, Shape>;

export function assertShape(name: keyof typeof shapes, value: unknown): void {
  const fault = shaped(shapes[name])(value);
  assert.equal(fault, null, `${name}: ${fault ?? ''}\n${JSON.stringify(value)}`);
}

export interface Stored {
  file_id: string;
  storage_url: string | null;
  status: string;
  rendi_store_type: string;
  is_deleted: boolean;
  filename: string;
  size_mbytes: number | null;
  duration: number | null;
  file_type: string | null;
  file_format: string | null;
  codec: string | null;
  pixel_format: string | null;
  mime_type: string | null;
  width: number | null;
  height: number | null;
  frame_rate: number | null;
  bitrate_video_kb: number | null;
  bitrate_audio_kb: number | null;
}
export interface Output extends Stored {
  items?: { filename: string; storage_url: string | null }[];
}
export interface File extends Stored {
  original_file_url: string | null;
  sample_rate: number | null;
  channels: number | null;
  error_status: string | null;
  error_message: string | null;
  created_at: string;
}
export interface Command {
  command_id: string;
  status: string;
  command_type: string;
  total_processing_seconds: number | null;
  ffmpeg_command_run_seconds: number | null;
  metadata: Record<string, unknown> | null;
  error_status: string | null;
  error_message: string | null;
  output_files: Record<string, Output>;
  original_request: Record<string, unknown>;
  created_at: string;
}
export interface Preset {
  preset_id: string;
  name: string;
  description: string | null;
  category: string | null;
  command_type: string;
  ffmpeg_command: string | null;
  ffmpeg_commands: string[] | null;
  input_file_keys: string[];
  output_file_definitions: Record<string, string>;
  metadata: Record<string, unknown> | null;
  is_system: boolean;
}
export interface Refusal {
  error: string;
  message: string;
  detail?: { loc: (string | number)[]; msg: string; type: string }[];
  request_id: string;
}
