// Files on the wire: what was uploaded, fetched or made, with its media facts.
import { z } from 'zod';
import type { Endpoint } from './endpoint.ts';
import { type FailureCode, failures } from './failures.ts';
import { listFilters, paging, seconds, timestamp } from './fields.ts';

export const fileStatus = z.enum(['PROCESSING', 'STORED', 'FAILED']);
export type FileStatus = z.infer<typeof fileStatus>;
export const storeType = z.enum(['OUTPUT', 'STORED_FILE', 'UPLOAD']);
export type StoreType = z.infer<typeof storeType>;
export const failureCode = z.enum(Object.keys(failures) as [FailureCode, ...FailureCode[]]).meta({ id: 'FailureCode' });

/** Facts that outputs and files share; null where they do not apply or are not known yet. */
export const mediaFacts = {
  size_mbytes: z.number().nullable().describe('Of 1,048,576 bytes each, not rounded.'),
  duration: seconds.nullable().describe('Seconds.'),
  file_type: z.enum(['video', 'audio', 'image', 'subtitle', 'text', 'other']).nullable(),
  file_format: z.string().nullable().describe('Container or format, such as `mp4`.'),
  codec: z.string().nullable().describe('Of the first video stream, else of the first audio stream.'),
  pixel_format: z.string().nullable().describe('Such as `yuv420p`.'),
  mime_type: z.string().nullable().describe('Such as `video/mp4`.'),
  width: z.number().int().nullable().describe('Pixels.'),
  height: z.number().int().nullable().describe('Pixels.'),
  frame_rate: z.number().nullable().describe('Frames a second.'),
  bitrate_video_kb: z.number().nullable().describe('Kilobits a second.'),
  bitrate_audio_kb: z.number().nullable().describe('Kilobits a second.'),
};

/** A member of a series or of a playlist's package. */
export const fileItem = z
  .object({
    filename: z.string(),
    size_mbytes: z.number().describe('Of 1,048,576 bytes each, not rounded.'),
    storage_url: z.string().nullable(),
  })
  .meta({ id: 'FileItem' });

export const file = z
  .object({
    file_id: z.string(),
    storage_url: z
      .string()
      .nullable()
      .describe(
        'Absolute, readable without a key, ends in the file name; each read gives a fresh one. Null until stored and once deleted.',
      ),
    status: fileStatus.describe('`PROCESSING` until its bytes are there and have been looked at.'),
    rendi_store_type: storeType.describe('Made by a command, fetched by store-file, or uploaded.'),
    is_deleted: z.boolean().describe('The bytes are gone, the record stays.'),
    filename: z.string(),
    original_file_url: z
      .string()
      .nullable()
      .describe('Where a stored file was fetched from; null for the other kinds.'),
    ...mediaFacts,
    sample_rate: z.number().int().nullable().describe('Hertz.'),
    channels: z.number().int().nullable(),
    error_status: failureCode.nullable().describe('Why it FAILED; null otherwise.'),
    error_message: z.string().nullable(),
    items: z.array(fileItem).optional().describe('The members of a series or package.'),
    created_at: timestamp,
  })
  .meta({ id: 'File' });
export type File = z.infer<typeof file>;

const fileParams = z.object({ fileId: z.string() });

export const fileEndpoints = {
  uploadFile: {
    method: 'POST',
    path: '/files/upload',
    rate: 'submits',
    summary: 'Upload a file; it is probed in the background.',
    bodyKind: 'multipart',
    badRequest: 'VALIDATION_ERROR',
    status: 200,
    answer: z.object({ file_id: z.string(), storage_url: z.string() }),
    errors: ['VALIDATION_ERROR', 'PAYLOAD_TOO_LARGE'],
  },
  storeFile: {
    method: 'POST',
    path: '/files/store-file',
    rate: 'submits',
    takesIdempotencyKey: true,
    summary: 'Fetch a URL into storage in the background.',
    body: z.object({ file_url: z.string().describe('An http or https URL, or a share link.') }),
    badRequest: 'INVALID_REQUEST',
    status: 200,
    answer: z.object({ file_id: z.string() }),
    errors: ['INVALID_REQUEST', 'PAYLOAD_TOO_LARGE', 'VALIDATION_ERROR'],
  },
  probe: {
    method: 'POST',
    path: '/probe',
    rate: 'submits',
    summary: 'What a URL or a stored file is and holds, without keeping it.',
    body: z.object({ input: z.string() }),
    badRequest: 'INVALID_REQUEST',
    status: 200,
    answer: file,
    errors: ['INVALID_REQUEST', 'NOT_FOUND', 'PAYLOAD_TOO_LARGE', 'VALIDATION_ERROR', 'UNAVAILABLE'],
  },
  getFile: {
    method: 'GET',
    path: '/files/:fileId',
    summary: 'One file with its media facts.',
    params: fileParams,
    badRequest: 'INVALID_REQUEST',
    status: 200,
    answer: file,
    errors: ['NOT_FOUND'],
  },
  listFiles: {
    method: 'GET',
    path: '/files',
    summary: 'Files that are not deleted, newest first.',
    query: z.object({ ...paging, ...listFilters }),
    badRequest: 'INVALID_REQUEST',
    status: 200,
    answer: z.object({
      files: z.array(file),
      limit: z.number(),
      offset: z.number(),
      next_cursor: z.string().nullable().describe('Send it as `cursor` for the next page; null on the last.'),
    }),
    errors: ['INVALID_REQUEST'],
  },
  deleteFile: {
    method: 'DELETE',
    path: '/files/:fileId',
    summary: 'Delete the bytes of a file; its record stays.',
    params: fileParams,
    badRequest: 'INVALID_REQUEST',
    status: 200,
    answer: z.object({ deleted: z.literal(true), file_id: z.string() }),
    errors: ['NOT_FOUND'],
  },
} as const satisfies Record<string, Endpoint>;
