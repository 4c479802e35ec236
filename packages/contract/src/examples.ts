// One example of each request and answer, for the documents; the types are the endpoints' own.
import { type AccountLimitWireName, accountLimitRows } from './account-limits.ts';
import type { adminEndpoints } from './admin.ts';
import type { Command } from './commands.ts';
import type { AnswerOf, BodySentTo } from './endpoint.ts';
import type { endpoints } from './endpoints.ts';
import type { File } from './files.ts';
import type { Preset } from './presets.ts';
import type { sessionEndpoints } from './session.ts';
import type { WebhookEvent } from './webhook-event.ts';

export interface Example {
  readonly body?: unknown;
  readonly answer?: unknown;
}

type Tables = typeof endpoints & typeof adminEndpoints & typeof sessionEndpoints;
type ExampleFor<Name extends keyof Tables> = {
  readonly body?: BodySentTo<Tables[Name]>;
  readonly answer?: AnswerOf<Tables[Name]>;
};

export function exampleOf(name: string): Example {
  return (examples as Record<string, Example>)[name] ?? {};
}

const commandId = '0192f5d4-7a3c-7b10-8c55-3f1e6a2b9d07';
const otherCommandId = '0192f5d4-7a3c-7b10-8c55-3f1e6a2b9d08';
const fileId = '0192f5d4-9b1e-7f42-a2d8-51c07e8be0f3';
const presetId = '0192f5d4-3c60-7d1b-9e0a-0d5f4b7c8a21';
const keyId = '0192f5d4-1f08-7a95-b3c4-6e2d9f10a7b8';
const link = (name: string): string => `https://media.example.com/api/media/eyJmIjoiMDE5MmY1ZDQi/${name}`;

const run = {
  input_files: { in_video: 'https://example.com/talk.mov' },
  output_files: { out_video: 'talk.mp4' },
  ffmpeg_command: '-i {{in_video}} -c:v libx264 -crf 23 -c:a aac {{out_video}}',
};
const thumbnail = {
  input_files: { in_video: 'https://example.com/talk.mov' },
  output_files: { out_thumb: 'talk.jpg' },
  ffmpeg_command: '-ss 3 -i {{in_video}} -frames:v 1 {{out_thumb}}',
};
const chain = {
  input_files: { in_video: 'https://example.com/talk.mov' },
  output_files: { out_video: 'steady.mp4' },
  ffmpeg_commands: [
    '-i {{in_video}} -vf vidstabdetect -f null -',
    '-i {{in_video}} -vf vidstabtransform,unsharp=5:5:0.8 {{out_video}}',
  ],
};

const facts = {
  size_mbytes: 8.43120288848877,
  duration: 61.4,
  file_type: 'video',
  file_format: 'mp4',
  codec: 'h264',
  pixel_format: 'yuv420p',
  mime_type: 'video/mp4',
  width: 1280,
  height: 720,
  frame_rate: 25,
  bitrate_video_kb: 1021.5,
  bitrate_audio_kb: 128.3,
} as const;

const createdAt = '2026-03-01T09:30:00.000Z';
const running: Command = {
  command_id: commandId,
  status: 'PROCESSING',
  command_type: 'FFMPEG_COMMAND',
  total_processing_seconds: null,
  ffmpeg_command_run_seconds: null,
  metadata: { order: 7 },
  error_status: null,
  error_message: null,
  output_files: {},
  original_request: run,
  progress: 0.42,
  progress_detail: { step: 1, frame: 644, fps: 92.1, speed: 3.68, out_time_seconds: 25.8, eta_seconds: 9.7 },
  steps: [{ step: 1, status: 'PROCESSING', run_seconds: null }],
  queue_position: null,
  queue_seconds: 0.004,
  retry_of: null,
  batch_id: null,
  created_at: createdAt,
  started_at: '2026-03-01T09:30:00.005Z',
  completed_at: null,
  timeline: [
    { phase: 'accepted', started_at: createdAt, seconds: 0.001 },
    { phase: 'queued', started_at: '2026-03-01T09:30:00.001Z', seconds: 0.004 },
  ],
};
const done: Command = {
  ...running,
  status: 'SUCCESS',
  total_processing_seconds: 19.02,
  ffmpeg_command_run_seconds: 16.71,
  output_files: {
    out_video: {
      file_id: fileId,
      storage_url: link('talk.mp4'),
      status: 'STORED',
      rendi_store_type: 'OUTPUT',
      is_deleted: false,
      filename: 'talk.mp4',
      ...facts,
      checks: [
        { name: 'exists', verdict: 'pass', message: 'The output was written.' },
        { name: 'probes', verdict: 'pass', message: 'It can be read back.' },
        { name: 'has_frames', verdict: 'pass', message: 'It holds 1535 frames.' },
        { name: 'duration', verdict: 'pass', message: 'It lasts 61.4 s, as its input does.' },
      ],
    },
  },
  progress: 1,
  progress_detail: null,
  steps: [{ step: 1, status: 'SUCCESS', run_seconds: 16.71 }],
  completed_at: '2026-03-01T09:30:19.020Z',
  timeline: [
    { phase: 'accepted', started_at: createdAt, seconds: 0.001 },
    { phase: 'queued', started_at: '2026-03-01T09:30:00.001Z', seconds: 0.004 },
    { phase: 'fetching', started_at: '2026-03-01T09:30:00.005Z', seconds: 1.902 },
    { phase: 'running', started_at: '2026-03-01T09:30:01.907Z', seconds: 16.71 },
    { phase: 'verifying', started_at: '2026-03-01T09:30:18.617Z', seconds: 0.311 },
    { phase: 'storing', started_at: '2026-03-01T09:30:18.928Z', seconds: 0.092 },
  ],
};
const cancelled: Command = {
  ...running,
  status: 'FAILED',
  error_status: 'CANCELLED',
  error_message: 'The command was cancelled.',
  progress_detail: null,
  steps: [{ step: 1, status: 'FAILED', run_seconds: 6.9 }],
  total_processing_seconds: 8.8,
  ffmpeg_command_run_seconds: 6.9,
  completed_at: '2026-03-01T09:30:08.800Z',
};

const stored: File = {
  file_id: fileId,
  storage_url: link('talk.mov'),
  status: 'STORED',
  rendi_store_type: 'STORED_FILE',
  is_deleted: false,
  filename: 'talk.mov',
  original_file_url: 'https://example.com/talk.mov',
  ...facts,
  sample_rate: 48_000,
  channels: 2,
  error_status: null,
  error_message: null,
  created_at: createdAt,
};

const presetBody = {
  name: 'Web video, 720p',
  ffmpeg_command: '-i {{in_video}} -vf scale=-2:720 -c:v libx264 -crf 23 -movflags +faststart {{out_video}}',
  input_file_keys: ['in_video'],
  output_file_definitions: { out_video: 'web.mp4' },
};
const preset: Preset = {
  preset_id: presetId,
  description: null,
  category: null,
  command_type: 'FFMPEG_COMMAND',
  ffmpeg_commands: null,
  metadata: null,
  is_system: false,
  created_at: createdAt,
  updated_at: createdAt,
  ...presetBody,
};

const key = {
  key_id: keyId,
  name: 'Render farm',
  hint: 'a41f',
  created_at: createdAt,
  last_used_at: null,
  expires_at: '2027-01-01T00:00:00.000Z',
  revoked_at: null,
};
const webhookUrl = 'https://example.com/hooks/renderio';
const delivery = {
  delivery_id: '0192f5d4-c4f1-7b3e-8d20-9a6b5c4d3e2f',
  status: 'DELIVERED',
  is_test: false,
  command_id: commandId,
  url: webhookUrl,
  attempt_count: 1,
  next_attempt_at: null,
  error_message: null,
  created_at: '2026-03-01T09:30:19.020Z',
  ended_at: '2026-03-01T09:30:19.214Z',
} as const;
const limits = Object.fromEntries(
  accountLimitRows.map(([, row]) => [row.wireName, row.default ?? 4096] as const),
) as Record<AccountLimitWireName, number>;
const counts = {
  queued: 0,
  processing: 1,
  succeeded: 412,
  failed: 3,
  processing_seconds: 8204.7,
  ffmpeg_seconds: 6911.2,
};
const worker = {
  worker_id: '0192f5d4-5e6f-7a8b-9c0d-1e2f3a4b5c6d',
  host: 'render-1',
  pid: 4711,
  capacity: 2,
  programs: { ffmpeg: '7.1.5' },
  running: 1,
  started_at: createdAt,
  seen_at: '2026-03-01T09:30:19.000Z',
  drained_at: null,
  stopped_at: null,
};
const account = {
  account_id: '0192f5d4-0a1b-7c2d-8e3f-405162738495',
  name: 'Newsroom',
  suspended: false,
  limits,
  created_at: createdAt,
};

const signedIn = {
  account: { account_id: account.account_id, key_id: keyId, expires_at: '2026-02-08T12:00:00.000Z' },
  admin: null,
};

const page = { limit: 50, offset: 0, next_cursor: null };

const examples: { readonly [Name in keyof Tables]?: ExampleFor<Name> } = {
  runFfmpegCommand: { body: { ...run, metadata: { order: 7 } }, answer: { command_id: commandId } },
  runChainedFfmpegCommands: { body: chain, answer: { command_id: commandId } },
  runMultipleFfmpegCommands: {
    body: { commands: [run, thumbnail] },
    answer: { command_ids: [commandId, otherCommandId] },
  },
  getCommand: { answer: done },
  getCommandLog: { answer: 'Input #0, mov,mp4,m4a,3gp,3g2,mj2, from {{in_video}}:\n  Duration: 00:01:01.40, …\n' },
  cancelCommand: { answer: cancelled },
  retryCommand: { answer: { command_id: otherCommandId, retry_of: commandId } },
  deleteCommandFiles: { answer: { deleted: true, files_deleted: 1 } },
  validateCommand: {
    body: run,
    answer: {
      valid: true,
      arguments: [['-i', '{{in_video}}', '-c:v', 'libx264', '-crf', '23', '-c:a', 'aac', '{{out_video}}']],
      warnings: [],
      detail: [],
    },
  },
  listCommands: { answer: { commands: [running], ...page } },
  uploadFile: { answer: { file_id: fileId, storage_url: link('video.mp4') } },
  storeFile: { body: { file_url: 'https://example.com/talk.mov' }, answer: { file_id: fileId } },
  getFile: { answer: stored },
  listFiles: { answer: { files: [stored], ...page } },
  deleteFile: { answer: { deleted: true, file_id: fileId } },
  createPreset: { body: presetBody, answer: preset },
  listPresets: { answer: { presets: [preset], ...page } },
  getPreset: { answer: preset },
  updatePreset: { body: { category: 'delivery' }, answer: { ...preset, category: 'delivery' } },
  deletePreset: { answer: { deleted: true, preset_id: presetId } },
  executePreset: {
    body: { input_files: { in_video: 'https://example.com/talk.mov' } },
    answer: { command_id: commandId },
  },
  listKeys: { answer: { keys: [key], ...page } },
  createKey: {
    body: { name: 'Render farm', expires_at: '2027-01-01T00:00:00Z' },
    answer: { ...key, api_key: `ffsk_${'0'.repeat(60)}a41f` },
  },
  revokeKey: { answer: { revoked: true, key_id: keyId } },
  probe: {
    body: { input: 'https://example.com/talk.mov' },
    answer: { ...stored, storage_url: null, original_file_url: 'https://example.com/talk.mov' },
  },
  getWebhookConfig: {
    answer: {
      configured: true,
      url: webhookUrl,
      is_active: true,
      consecutive_failures: 0,
      disabled_at: null,
      is_signed: true,
      previous_secret_until: null,
    },
  },
  putWebhookConfig: {
    body: { url: webhookUrl, secret: 'whsec_c2VjcmV0IGJ5dGVzIG9mIHlvdXIgb3du' },
    answer: { success: true, url: webhookUrl },
  },
  deleteWebhookConfig: { answer: { success: true } },
  rotateWebhookSecret: {
    body: { overlap_seconds: 86_400 },
    answer: {
      secret: 'whsec_c2VjcmV0IGJ5dGVzIG9mIHlvdXIgb3du',
      previous_secret_until: '2026-03-02T09:30:19.000Z',
    },
  },
  testWebhook: { answer: { delivery_id: delivery.delivery_id } },
  listWebhookDeliveries: { answer: { deliveries: [delivery], ...page } },
  getWebhookDelivery: {
    answer: {
      ...delivery,
      body: '{"data":{"command_id":"…"},"timestamp":1772357419020}',
      attempts: [
        {
          started_at: '2026-03-01T09:30:19.030Z',
          url: webhookUrl,
          seconds: 0.184,
          status_code: 200,
          response_body: 'ok',
          error_message: null,
        },
      ],
    },
  },
  replayWebhookDelivery: {
    answer: { ...delivery, status: 'PENDING', next_attempt_at: '2026-03-01T10:00:00.000Z', ended_at: null },
  },
  getLimits: {
    answer: {
      ...limits,
      inputs: 50,
      outputs: 50,
      command_text_bytes: 32_768,
      json_body_bytes: 1_048_576,
      link_seconds: 604_800,
      log_bytes: 1_048_576,
      keep_deliveries_days: 90,
      keep_logs_days: 90,
      keep_commands_days: 0,
    },
  },
  getFfmpegBuild: {
    answer: {
      version: '7.1.5-0+deb13u1',
      options: [{ name: 'crf', description: 'Select the quality for constant quality mode' }],
      encoders: [{ name: 'libx264', description: 'libx264 H.264 / AVC (codec h264)', kind: 'video' }],
      filters: [{ name: 'scale', description: 'Scale the input video size and/or convert the image format.' }],
      formats: [{ name: 'mp4', description: 'MP4 (MPEG-4 Part 14)' }],
      pixel_formats: ['yuv420p'],
    },
  },
  getFfmpegFilter: {
    answer: {
      name: 'overlay',
      description: 'Overlay a video source on top of the input.',
      options: [
        { name: 'x', type: 'string', description: 'set the x expression (default "0")', values: [] },
        {
          name: 'eval',
          type: 'int',
          description: 'specify when to evaluate expressions (from 0 to 1) (default frame)',
          values: [
            { name: 'init', description: 'eval expressions once during initialization' },
            { name: 'frame', description: 'eval expressions per-frame' },
          ],
        },
      ],
    },
  },
  getFfmpegEncoder: {
    answer: {
      name: 'aac',
      description: 'AAC (Advanced Audio Coding)',
      options: [
        {
          name: 'aac_coder',
          type: 'int',
          description: 'Coding algorithm (from 0 to 2) (default twoloop)',
          values: [
            { name: 'twoloop', description: 'Two loop searching method' },
            { name: 'fast', description: 'Fast search' },
          ],
        },
      ],
    },
  },
  getUsage: {
    answer: {
      period: { from: '2026-03-01T00:00:00.000Z', to: '2026-03-01T09:30:19.020Z' },
      commands: counts,
      days: [{ date: '2026-03-01', ...counts }],
      failures: [{ error_status: 'INPUT_UNREACHABLE', count: 3 }],
      storage: { files: 415, bytes: 3_672_883_200 },
    },
  },
  getSession: { answer: { ...signedIn, account: null } },
  signIn: { body: { key: `ffsk_${'0'.repeat(60)}a41f` }, answer: signedIn },
  signOut: { answer: { account: null, admin: null } },
  createAccount: {
    body: { name: 'Newsroom', limits: { submits_per_minute: 1200 } },
    answer: { ...account, key_id: keyId, api_key: `ffsk_${'0'.repeat(60)}a41f` },
  },
  listAccounts: { answer: { accounts: [account], ...page } },
  changeAccount: { body: { suspended: true }, answer: { ...account, suspended: true } },
  createKeyOfAccount: {
    body: { name: 'Render farm' },
    answer: { ...key, expires_at: null, api_key: `ffsk_${'0'.repeat(60)}a41f` },
  },
  listKeysOfAccount: { answer: { keys: [key], ...page } },
  revokeAnyKey: { answer: { revoked: true, key_id: keyId } },
  listWorkers: {
    answer: {
      workers: [worker],
      limit: 50,
      offset: 0,
    },
  },
  drainWorker: { answer: { ...worker, drained_at: '2026-03-01T09:30:20.000Z' } },
  resumeWorker: { answer: worker },
  getSystem: {
    answer: {
      version: '0.1.0',
      node_version: '24.11.1',
      postgres_version: '18.1',
      role: 'all',
      host: 'render-1',
      pid: 4711,
      started_at: createdAt,
      about: { tenants: 'row-level security', ffmpeg: { version: '7.1.5', source: 'Debian trixie' } },
      storage: {
        kind: 'disk',
        place: '/var/lib/renderio/objects',
        free_bytes: 412_316_860_416,
        total_bytes: 549_755_813_888,
      },
      settings: [
        {
          name: 'RENDERIO_PORT',
          value: '8080',
          source: 'default',
          is_secret: false,
          description: 'Port to listen on; 0 takes a free one.',
        },
      ],
    },
  },
};

export const webhookExample: WebhookEvent = { data: done, timestamp: Date.parse('2026-03-01T09:30:19.020Z') };
