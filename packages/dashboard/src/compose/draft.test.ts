// What a draft becomes when it is sent, and what it is made from.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aliasFor, draftOfCommand, extrasOf, filenameFor, firstDraft, freeAlias, requestOf } from './draft.ts';

test('a command survives being opened as a draft and sent again', () => {
  const request = {
    input_files: { in_video: 'https://example.com/a.mp4' },
    output_files: { out_a: 'a.mp4', out_b: 'b.png' },
    ffmpeg_commands: ['-i {{in_video}} {{out_a}}', '-i {{out_a}} -frames:v 1 {{out_b}}'],
  };
  assert.deepEqual(requestOf(draftOfCommand({ command_id: 'x', original_request: request, metadata: null })), request);
});

test('a single command is sent as one, not as a chain', () => {
  assert.equal(requestOf(firstDraft).ffmpeg_command, firstDraft.texts[0]);
  assert.equal(requestOf(firstDraft).ffmpeg_commands, undefined);
});

test('an alias that is taken gets the first number that is free', () => {
  assert.equal(freeAlias('in_video', ['in_audio']), 'in_video');
  assert.equal(freeAlias('in_video', ['in_video', 'in_video_2']), 'in_video_3');
});

test('inputs and outputs are named after what they are', () => {
  assert.equal(aliasFor('talk.MOV', ''), 'in_video');
  assert.equal(aliasFor('x', 'audio/mpeg'), 'in_audio');
  assert.equal(aliasFor('data.bin', ''), 'in_file');
  assert.equal(filenameFor('out_thumbnail'), 'thumbnail.png');
  assert.equal(filenameFor('out_video'), 'video.mp4');
});

test('what else goes along is left out where it is empty, and read line by line', () => {
  assert.deepEqual(extrasOf({ metadata: '', webhookUrl: ' ', maxSeconds: '' }), {});
  assert.deepEqual(
    extrasOf({ metadata: 'show = Morning\nno pair\nurl=a=b', webhookUrl: 'https://example.com/', maxSeconds: '90' }),
    {
      metadata: { show: 'Morning', url: 'a=b' },
      webhook_url: 'https://example.com/',
      max_command_run_seconds: 90,
    },
  );
});

test('the metadata of a command comes along when it is run with changes', () => {
  const { extras } = draftOfCommand({
    command_id: 'x',
    original_request: { input_files: {}, output_files: {}, ffmpeg_command: '' },
    metadata: { show: 'Morning', take: 3 },
  });
  assert.deepEqual(extrasOf(extras), { metadata: { show: 'Morning', take: '3' } });
});
