// Files: upload, fetching from a URL, every field for each kind of file, links, lists, deletion, and use as inputs.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  apiKey,
  assertRefused,
  baseUrl,
  call,
  download,
  makeClip,
  outputOf,
  run,
  runFailing,
  settled,
  succeed,
  upload,
} from './support/client.ts';
import { type Host, startHost } from './support/host.ts';
import { assertShape, type File } from './support/wire.ts';

let host: Host;
let clip: Buffer;

before(async () => {
  host = await startHost();
  clip = await download(await makeClip());
});
after(() => host.stop());

test('an upload answers 200 with the id, is probed, and can be read by anybody who has its link', async () => {
  const { file_id, storage_url } = await upload('my clip.mp4', clip);
  const file = await settled(file_id);
  assert.deepEqual(
    [file.status, file.rendi_store_type, file.filename, file.is_deleted, file.original_file_url],
    ['STORED', 'UPLOAD', 'my clip.mp4', false, null],
  );
  assert.deepEqual(
    [
      file.file_type,
      file.file_format,
      file.codec,
      file.pixel_format,
      file.mime_type,
      file.width,
      file.height,
      file.frame_rate,
    ],
    ['video', 'mp4', 'h264', 'yuv420p', 'video/mp4', 320, 240, 25],
  );
  assert.deepEqual([file.sample_rate, file.channels], [44_100, 1]);
  assert.deepEqual([file.error_status, file.error_message], [null, null]);
  assert.equal(file.size_mbytes, clip.length / 1_048_576);
  const link = file.storage_url ?? '';
  assert.ok(link.startsWith('http'), 'absolute');
  assert.equal(decodeURIComponent(link.split('?')[0]?.split('/').pop() ?? ''), 'my clip.mp4');
  assert.deepEqual(await download(link), clip);
  if (storage_url !== undefined) assert.deepEqual(await download(storage_url), clip);
});

test('a link answers HEAD and ranges, and is not to be guessed', async () => {
  const { file_id } = await upload('range.mp4', clip);
  const { storage_url } = await settled(file_id);
  const link = storage_url ?? '';
  const head = await fetch(link, { method: 'HEAD' });
  assert.deepEqual([head.status, head.headers.get('content-length')], [200, String(clip.length)]);
  const part = await fetch(link, { headers: { range: 'bytes=10-19' } });
  assert.equal(part.status, 206);
  assert.equal(part.headers.get('content-range'), `bytes 10-19/${clip.length}`);
  assert.deepEqual(Buffer.from(await part.arrayBuffer()), clip.subarray(10, 20));
  const beyond = await fetch(link, { headers: { range: `bytes=${clip.length}-` } });
  assert.equal(beyond.status, 416);
  const [, token = ''] = /\/api\/media\/([^/]+)\//.exec(link) ?? [];
  assert.ok(token.length > 20);
  const other = token.slice(0, -1) + (token.endsWith('A') ? 'B' : 'A');
  assert.ok((await fetch(link.replace(token, other))).status >= 400);
});

test('what does not apply to a kind of file is null', async () => {
  const made = await run({
    input_files: { in_clip: (await upload('c.mp4', clip)).file_id },
    output_files: { out_sound: 's.m4a', out_image: 'i.png', out_text: 't.txt' },
    ffmpeg_command: '-i {{in_clip}} -vn -c:a copy {{out_sound}} -frames:v 1 {{out_image}} -f ffmetadata {{out_text}}',
  });
  const sound = await settled((await upload('s.m4a', await download(outputOf(made, 'out_sound').storage_url))).file_id);
  assert.deepEqual([sound.file_type, sound.codec, sound.sample_rate], ['audio', 'aac', 44_100]);
  assert.deepEqual(
    [sound.width, sound.height, sound.frame_rate, sound.pixel_format, sound.bitrate_video_kb],
    [null, null, null, null, null],
  );
  const image = await settled((await upload('i.png', await download(outputOf(made, 'out_image').storage_url))).file_id);
  assert.deepEqual([image.file_type, image.mime_type, image.width, image.height], ['image', 'image/png', 320, 240]);
  assert.deepEqual([image.sample_rate, image.channels, image.bitrate_audio_kb], [null, null, null]);
  const subtitle = await settled((await upload('s.srt', '1\n00:00:00,000 --> 00:00:01,000\nHello\n')).file_id);
  assert.equal(subtitle.file_type, 'subtitle');
  const text = await settled((await upload('t.txt', 'just words\n')).file_id);
  const other = await settled((await upload('o.bin', Buffer.from([0, 255, 1, 254, 2, 253]))).file_id);
  const empty = await settled((await upload('e.mp4', '')).file_id);
  assert.deepEqual([text.file_type, other.file_type], ['text', 'other']);
  for (const file of [text, other, empty]) {
    assert.equal(file.status, 'STORED', file.filename);
    assert.deepEqual(
      [file.width, file.height, file.duration, file.codec, file.sample_rate],
      [null, null, null, null, null],
    );
  }
  assert.equal(empty.size_mbytes, 0);
});

test('an upload that has no file is 422', async () => {
  const wrongField = new FormData();
  wrongField.append('video', new Blob(['x']), 'a.mp4');
  const noFile = new FormData();
  noFile.append('file', 'just text');
  for (const body of [wrongField, noFile, new FormData()]) {
    assertRefused(await call('POST', '/files/upload', body), 'VALIDATION_ERROR');
  }
  assertRefused(await call('POST', '/files/upload', { file: 'a' }), 'VALIDATION_ERROR');
  const broken = await fetch(`${baseUrl}/api/v1/files/upload`, {
    method: 'POST',
    headers: { 'X-API-KEY': apiKey, 'Content-Type': 'multipart/form-data; boundary=x' },
    body: '--x\r\nContent-Disposition: form-data; name="file"; filename="a.mp4"\r\n\r\nhalf',
  });
  assert.equal(broken.status, 422);
});

test('store-file fetches in the background and keeps where the file came from', async () => {
  const url = host.serve('/folder/talk.mp4', clip, 'video/mp4');
  const { file_id } = await succeed<{ file_id: string }>('POST', '/files/store-file', { file_url: url });
  const file = await settled(file_id);
  assert.deepEqual(
    [file.status, file.rendi_store_type, file.filename, file.original_file_url, file.codec],
    ['STORED', 'STORED_FILE', 'talk.mp4', url, 'h264'],
  );
  assert.deepEqual(await download(file.storage_url ?? ''), clip);
});

test('a store-file that fails later says so on the file', async () => {
  const { file_id } = await succeed<{ file_id: string }>('POST', '/files/store-file', {
    file_url: `${host.url}/gone.mp4`,
  });
  const file = await settled(file_id);
  assert.deepEqual([file.status, file.error_status, file.storage_url], ['FAILED', 'INPUT_UNREACHABLE', null]);
  assert.ok((file.error_message ?? '').length > 5);
});

test('store-file without a usable file_url is 400 when absent or no string, 422 when no http(s) URL', async () => {
  for (const body of [{}, { file_url: 5 }, { file_url: null }, { url: 'https://example.com/a.mp4' }]) {
    assertRefused(await call('POST', '/files/store-file', body), 'INVALID_REQUEST', JSON.stringify(body));
  }
  for (const file_url of ['', 'a.mp4', 'ftp://example.com/a.mp4', 'file:///etc/passwd', 'http://']) {
    assertRefused(await call('POST', '/files/store-file', { file_url }), 'VALIDATION_ERROR', file_url);
  }
});

interface FileList {
  files: File[];
  limit: number;
  offset: number;
}

test('the list is newest first, holds all three kinds, leaves out deleted ones, and pages', async () => {
  const url = host.serve('/listed.mp4', clip, 'video/mp4');
  const { file_id: fetched } = await succeed<{ file_id: string }>('POST', '/files/store-file', { file_url: url });
  await settled(fetched);
  const { file_id: gone } = await upload('gone.txt', 'x');
  const { file_id: uploaded } = await upload('kept.txt', 'x');
  await succeed('DELETE', `/files/${gone}`);
  const list = await succeed<FileList>('GET', '/files');
  assert.deepEqual([list.limit, list.offset], [50, 0]);
  for (const file of list.files) assertShape('file', file);
  assert.deepEqual(
    list.files.slice(0, 2).map(({ file_id }) => file_id),
    [uploaded, fetched],
  );
  assert.ok(list.files.every(({ is_deleted }) => !is_deleted));
  const kinds = new Set(
    (await succeed<FileList>('GET', '/files?limit=100')).files.map((file) => file.rendi_store_type),
  );
  assert.deepEqual([...kinds].sort(), ['OUTPUT', 'STORED_FILE', 'UPLOAD']);
  const second = await succeed<FileList>('GET', '/files?limit=1&offset=1');
  assert.deepEqual([second.limit, second.offset, second.files[0]?.file_id], [1, 1, fetched]);
  assert.deepEqual((await succeed<FileList>('GET', '/files?offset=100000')).files, []);
  for (const query of ['limit=0', 'limit=101', 'limit=x', 'limit=1.5', 'offset=-1', 'offset=']) {
    assertRefused(await call('GET', `/files?${query}`), 'INVALID_REQUEST', query);
  }
});

test('deleting takes the bytes, answers 404 the second time, and the record stays', async () => {
  const { file_id } = await upload('short-lived.mp4', clip);
  const { storage_url } = await settled(file_id);
  assert.deepEqual(await succeed('DELETE', `/files/${file_id}`), { deleted: true, file_id });
  assertRefused(await call('DELETE', `/files/${file_id}`), 'NOT_FOUND');
  const file = await succeed<File>('GET', `/files/${file_id}`);
  assertShape('file', file);
  assert.deepEqual([file.is_deleted, file.storage_url], [true, null]);
  assert.equal((await fetch(storage_url ?? '')).status, 404);
  const copy = { output_files: { out_a: 'a.mp4' }, ffmpeg_command: '-i {{in_a}} -c copy {{out_a}}' };
  await runFailing({ ...copy, input_files: { in_a: storage_url ?? '' } }, 'INPUT_DELETED');
});

test('an unknown id is 404', async () => {
  for (const id of ['01989f3e-7d2a-7cc3-98c4-dc0c0c07398f', 'x', '%00']) {
    assertRefused(await call('GET', `/files/${id}`), 'NOT_FOUND', id);
    assertRefused(await call('DELETE', `/files/${id}`), 'NOT_FOUND', id);
  }
});

test('a stored file is an input by its link and by its id', async () => {
  const { file_id } = await upload('again.mp4', clip);
  const { storage_url } = await settled(file_id);
  for (const input of [file_id, storage_url ?? '']) {
    const command = await run({
      input_files: { in_a: input },
      output_files: { out_a: 'a.mp3' },
      ffmpeg_command: '-i {{in_a}} {{out_a}}',
    });
    assert.equal(outputOf(command, 'out_a').file_type, 'audio');
  }
});
