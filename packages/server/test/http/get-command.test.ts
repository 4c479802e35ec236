// GET /commands/:commandId: one command as the contract shows it, in every state, and only to its account.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { makeKey } from '../support/accounts.ts';
import { assertAnswer, assertRefused } from '../support/answers.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;

before(async () => {
  server = await startTestServer();
});
after(async () => {
  await server.stop();
});

const picture = {
  input_files: {},
  output_files: { out_b: 'b.png', out_a: 'a.txt' },
  ffmpeg_command: '-f lavfi -i color=red:s=16x8 -frames:v 1 {{out_b}} -f ffmetadata {{out_a}}',
};

test('a command that succeeded has its outputs with all their facts', async () => {
  const { command_id } = await server.run({ ...picture, metadata: { order: 7 } });
  const command = assertAnswer('getCommand', await server.call('GET', `/commands/${command_id}`));
  assert.equal(command.command_id, command_id);
  assert.equal(command.status, 'SUCCESS', command.error_message ?? '');
  assert.equal(command.progress, 1);
  assert.deepEqual(command.original_request, picture);
  assert.deepEqual(command.metadata, { order: 7 });
  assert.deepEqual([command.error_status, command.error_message], [null, null]);
  assert.ok((command.ffmpeg_command_run_seconds ?? 0) > 0);
  assert.ok((command.total_processing_seconds ?? 0) >= (command.ffmpeg_command_run_seconds ?? 0));
  assert.ok(Date.parse(command.completed_at ?? '') >= Date.parse(command.started_at ?? ''));
  assert.ok(Date.parse(command.started_at ?? '') >= Date.parse(command.created_at));

  const { out_a: text, out_b: image } = command.output_files;
  assert.ok(text !== undefined && image !== undefined);
  assert.deepEqual(
    {
      type: image.file_type,
      width: image.width,
      height: image.height,
      mime: image.mime_type,
      format: image.file_format,
    },
    { type: 'image', width: 16, height: 8, mime: 'image/png', format: 'png' },
  );
  assert.deepEqual([image.duration, image.frame_rate, image.bitrate_audio_kb], [null, null, null]);
  assert.deepEqual([text.file_type, text.width, text.codec], ['text', null, null]);
  for (const output of [text, image]) {
    assert.equal(output.rendi_store_type, 'OUTPUT');
    assert.ok((output.size_mbytes ?? 0) > 0 && (output.size_mbytes ?? 1) < 0.01, 'small sizes are not rounded to 0');
    assert.ok(output.checks.length > 0 && output.checks.every(({ verdict }) => verdict !== 'fail'));
    assertAnswer('getFile', await server.call('GET', `/files/${output.file_id}`));
  }
});

test('a command that failed says why, and has no outputs', async () => {
  const { command_id } = await server.run({
    ...picture,
    ffmpeg_command: picture.ffmpeg_command.replace('-frames:v 1', '-c:v nosuchcodec'),
  });
  const command = assertAnswer('getCommand', await server.call('GET', `/commands/${command_id}`));
  assert.equal(command.status, 'FAILED');
  assert.equal(command.error_status, 'FFMPEG_FAILED');
  assert.match(command.error_message ?? '', /nosuchcodec/);
  assert.deepEqual(command.output_files, {});
  assert.equal(command.metadata, null);
});

test('a command that waits or runs has null for what is not known yet', async () => {
  const endless = {
    ...picture,
    ffmpeg_command: '-f lavfi -re -i testsrc2=s=16x16 -t 2 -f null {{out_b}} -f null {{out_a}}',
  };
  const commandId = await server.submit(endless);
  const command = assertAnswer('getCommand', await server.call('GET', `/commands/${commandId}`));
  assert.ok(['QUEUED', 'PROCESSING'].includes(command.status));
  for (const field of [
    'total_processing_seconds',
    'ffmpeg_command_run_seconds',
    'error_status',
    'error_message',
    'completed_at',
  ] as const) {
    assert.equal(command[field], null, field);
  }
  assert.deepEqual(command.output_files, {});
});

test('a deleted output stays in its command, without a link', async () => {
  const { command_id, output_files } = await server.run(picture);
  assertAnswer('deleteFile', await server.call('DELETE', `/files/${output_files['out_b']?.file_id ?? ''}`));
  const command = assertAnswer('getCommand', await server.call('GET', `/commands/${command_id}`));
  assert.deepEqual(
    ['out_a', 'out_b'].map((alias) => [
      command.output_files[alias]?.is_deleted,
      command.output_files[alias]?.storage_url === null,
    ]),
    [
      [false, false],
      [true, true],
    ],
  );
});

test("an unknown id, a malformed one and another account's command are all 404", async () => {
  const commandId = await server.submit(picture);
  const other = await makeKey(server.database);
  const foreign = await server.call('GET', `/commands/${commandId}`, undefined, { 'x-api-key': other.key });
  const unknown = await server.call('GET', '/commands/01989f3e-7d2a-7cc3-98c4-dc0c0c07398f');
  const sayings = [foreign, unknown].map((answer) =>
    assertRefused(answer, 'NOT_FOUND').message.replace(/[0-9a-f-]{36}/, 'ID'),
  );
  assert.equal(sayings[0], sayings[1], "nothing tells another account's command from none");
  for (const id of [
    'x',
    '1',
    'null',
    commandId.toUpperCase(),
    `${commandId}0`,
    commandId.replaceAll('-', ''),
    `{${commandId}}`,
    '%00',
    "'%20or%201=1",
    '%F0%9F%8E%AC',
    '..%2F..',
  ]) {
    assertRefused(await server.call('GET', `/commands/${id}`), 'NOT_FOUND', id);
  }
  assertAnswer('getCommand', await server.call('GET', `/commands/${commandId}`));
});
