// Plain HTTP calls to the server under test, which is found by RENDERIO_URL and RENDERIO_API_KEY.
import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { assertShape, type Command, type File, type Output, type Refusal } from './wire.ts';

function needed(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') throw new Error(`${name} is not set: start the suite with npm run compat.`);
  return value;
}

export const baseUrl = needed('RENDERIO_URL').replace(/\/$/, '');
export const apiKey = needed('RENDERIO_API_KEY');

export interface Answer<T = unknown> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: T;
}

/** One request under `/api/v1` with the key; an object is sent as JSON, anything else as it is. */
export async function call<T = unknown>(
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer<T>> {
  const isJson = body !== undefined && !(body instanceof FormData) && typeof body !== 'string';
  const response = await fetch(`${baseUrl}/api/v1${path}`, {
    method,
    headers: { 'X-API-KEY': apiKey, ...(isJson ? { 'Content-Type': 'application/json' } : {}), ...headers },
    ...(body === undefined ? {} : { body: isJson ? JSON.stringify(body) : body }),
  });
  const text = await response.text();
  const isJsonAnswer = (response.headers.get('content-type') ?? '').startsWith('application/json');
  return { status: response.status, headers: response.headers, body: (isJsonAnswer ? JSON.parse(text) : text) as T };
}

/** The body of a success with this status. */
export async function succeed<T>(method: string, path: string, body?: unknown, status = 200): Promise<T> {
  const answer = await call<T>(method, path, body);
  assert.equal(answer.status, status, `${method} ${path}: ${JSON.stringify(answer.body)}`);
  return answer.body;
}

const statuses: Readonly<Record<string, number>> = {
  INVALID_REQUEST: 400,
  UNAUTHORIZED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  METHOD_NOT_ALLOWED: 405,
  CONFLICT: 409,
  VALIDATION_ERROR: 422,
};

/** The body of a refusal with this code, checked to be an error body. */
export function assertRefused(answer: Answer, code: string, context = ''): Refusal {
  const said = `${context} ${JSON.stringify(answer.body)}`;
  assert.equal(answer.status, statuses[code], said);
  assertShape('error', answer.body);
  const body = answer.body as Refusal;
  assert.equal(body.error, code, said);
  assert.equal(body.request_id, answer.headers.get('x-request-id'), said);
  for (const entry of body.detail ?? []) assertShape('detail', entry);
  return body;
}

export interface CommandRequest {
  input_files?: Record<string, string>;
  output_files?: Record<string, string>;
  ffmpeg_command?: string;
  ffmpeg_commands?: string[];
  metadata?: Record<string, unknown>;
  webhook_url?: string;
  max_command_run_seconds?: number;
}

/** Submits a command, or a chain, that must be accepted, and returns its id. */
export async function submit(request: CommandRequest): Promise<string> {
  const path = request.ffmpeg_commands === undefined ? '/run-ffmpeg-command' : '/run-chained-ffmpeg-commands';
  const { command_id } = await succeed<{ command_id: string }>('POST', path, request);
  assert.equal(typeof command_id, 'string');
  return command_id;
}

/** The command once it is done. Every look at it on the way is checked: its shape, and that it only moves forward. */
export async function finished(commandId: string, limitMs = 60_000): Promise<Command> {
  const order = ['QUEUED', 'PROCESSING', 'SUCCESS', 'FAILED'];
  const deadline = performance.now() + limitMs;
  let last = 0;
  let createdAt: string | undefined;
  for (;;) {
    const command = await succeed<Command>('GET', `/commands/${commandId}`);
    assertShape('command', command);
    assert.ok(order.indexOf(command.status) >= last, `from ${order[last] ?? ''} back to ${command.status}`);
    assert.equal(command.created_at, (createdAt ??= command.created_at), 'created_at never changes');
    last = order.indexOf(command.status);
    if (last >= 2) return command;
    assert.ok(performance.now() < deadline, `command ${commandId} is not done after ${limitMs / 1000} s`);
    await pause(50);
  }
}

/** Submits, waits, and expects success. */
export async function run(request: CommandRequest): Promise<Command> {
  const command = await finished(await submit(request));
  assert.equal(command.status, 'SUCCESS', `${JSON.stringify(request)}: ${command.error_message ?? ''}`);
  assert.deepEqual([command.error_status, command.error_message], [null, null], 'a client throws on any text');
  return command;
}

/** Submits, waits, and expects this failure. */
export async function runFailing(request: CommandRequest, code: string): Promise<Command> {
  const command = await finished(await submit(request));
  assert.deepEqual([command.status, command.error_status], ['FAILED', code], command.error_message ?? '');
  assert.ok((command.error_message ?? '').length > 5);
  return command;
}

export function outputOf(command: Command, alias: string): Output & { storage_url: string } {
  const output = command.output_files[alias];
  assert.ok(output !== undefined, `there is no ${alias}`);
  const { storage_url } = output;
  assert.ok(storage_url !== null, `${alias} has no link`);
  return { ...output, storage_url };
}

/** What a link gives to anybody. */
export async function download(url: string): Promise<Buffer> {
  const response = await fetch(url);
  assert.equal(response.status, 200, url);
  return Buffer.from(await response.arrayBuffer());
}

export async function upload(
  filename: string,
  bytes: Uint8Array | string,
): Promise<{ file_id: string; storage_url?: string }> {
  const form = new FormData();
  form.append('file', new Blob([bytes]), filename);
  return await succeed('POST', '/files/upload', form);
}

/** The file once its bytes have been looked at; every look on the way is checked. */
export async function settled(fileId: string): Promise<File> {
  const deadline = performance.now() + 30_000;
  for (;;) {
    const file = await succeed<File>('GET', `/files/${fileId}`);
    assertShape('file', file);
    if (file.status !== 'PROCESSING') return file;
    assert.ok(performance.now() < deadline, `file ${fileId} is still PROCESSING`);
    await pause(50);
  }
}

/** A command that needs no input and is done in a moment. */
export const picture: CommandRequest & { output_files: Record<string, string>; ffmpeg_command: string } = {
  input_files: {},
  output_files: { out_a: 'a.png' },
  ffmpeg_command: '-f lavfi -i testsrc2=s=64x48 -frames:v 1 {{out_a}}',
};

/** Two seconds of video with sound, made by the server itself; the link to it. */
export async function makeClip(name = 'clip.mp4'): Promise<string> {
  const made = await run({
    input_files: {},
    output_files: { out_clip: name },
    ffmpeg_command:
      '-f lavfi -i testsrc2=s=320x240:r=25:d=2 -f lavfi -i sine=d=2:r=44100 -c:v libx264 -preset ultrafast -pix_fmt yuv420p -c:a aac -shortest {{out_clip}}',
  });
  return outputOf(made, 'out_clip').storage_url;
}
