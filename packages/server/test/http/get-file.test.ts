// GET /files/:fileId: what the probe found in each kind of file, and only to its account.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { File } from '@renderio/contract';
import { makeKey } from '../support/accounts.ts';
import { assertAnswer, assertRefused } from '../support/answers.ts';
import { makeMedia, makeVideo } from '../support/media.ts';
import { makeNoise } from '../support/noise.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;

before(async () => {
  server = await startTestServer();
});
after(async () => {
  await server.stop();
});

async function probe(filename: string, bytes: Uint8Array): Promise<File> {
  const fileId = await server.upload(filename, bytes);
  await server.probed(fileId);
  const file = assertAnswer('getFile', await server.call('GET', `/files/${fileId}`));
  assert.equal(file.file_id, fileId);
  assert.equal(file.status, 'STORED', file.error_message ?? '');
  assert.equal(file.filename, filename);
  assert.equal(file.size_mbytes, bytes.length / 1_048_576);
  assert.deepEqual([file.rendi_store_type, file.is_deleted, file.original_file_url], ['UPLOAD', false, null]);
  assert.deepEqual([file.error_status, file.error_message], [null, null]);
  assert.ok(file.storage_url?.endsWith(`/${encodeURIComponent(filename)}`), file.storage_url ?? '');
  return file;
}

type Facts = Partial<File>;

/** Asserts the facts given, and that every other fact is null. */
function assertFacts(file: File, facts: Facts): void {
  for (const field of factFields) assert.equal(file[field], facts[field] ?? null, `${field} of ${file.filename}`);
}

const factFields = [
  ...(['file_type', 'file_format', 'mime_type', 'codec', 'pixel_format', 'width', 'height', 'frame_rate'] as const),
  ...(['duration', 'bitrate_video_kb', 'bitrate_audio_kb', 'sample_rate', 'channels'] as const),
];

test('a video has picture and sound facts', async () => {
  const file = await probe('clip.mp4', await makeVideo({ seconds: 2, size: '320x240' }));
  const { duration, bitrate_video_kb, bitrate_audio_kb } = file;
  assert.ok(Math.abs((duration ?? 0) - 2) < 0.1);
  assert.ok((bitrate_video_kb ?? 0) > 10 && (bitrate_audio_kb ?? 0) > 10);
  assertFacts(file, {
    ...{ file_type: 'video', file_format: 'mp4', mime_type: 'video/mp4', codec: 'h264', pixel_format: 'yuv420p' },
    ...{ width: 320, height: 240, frame_rate: 25, sample_rate: 44_100, channels: 1 },
    ...{ duration, bitrate_video_kb, bitrate_audio_kb },
  });
});

test('sound has no picture facts', async () => {
  const [mp3, wav] = await makeMedia(
    '-f lavfi -i sine=d=1:r=48000 -f lavfi -i sine=d=1:r=8000 -map 0 -ac 2 -b:a 128k a.mp3 -map 1 b.wav',
    'a.mp3',
    'b.wav',
  );
  assert.ok(mp3 !== undefined && wav !== undefined);
  const song = await probe('song.mp3', mp3);
  assertFacts(song, {
    ...{ file_type: 'audio', file_format: 'mp3', mime_type: 'audio/mpeg', codec: 'mp3', sample_rate: 48_000 },
    ...{ channels: song.channels, duration: song.duration, bitrate_audio_kb: song.bitrate_audio_kb },
  });
  assert.ok(Math.abs((song.duration ?? 0) - 1) < 0.1);
  const speech = await probe('speech.wav', wav);
  assertFacts(speech, {
    ...{ file_type: 'audio', file_format: 'wav', mime_type: 'audio/wav', codec: 'pcm_s16le', sample_rate: 8_000 },
    ...{ channels: 1, duration: 1, bitrate_audio_kb: 128 },
  });
});

test('a still picture has a size and no time', async () => {
  const [png, jpeg] = await makeMedia(
    '-f lavfi -i color=red:s=33x17 -frames:v 1 a.png -frames:v 1 b.jpg',
    'a.png',
    'b.jpg',
  );
  assert.ok(png !== undefined && jpeg !== undefined);
  assertFacts(await probe('red.png', png), {
    ...{ file_type: 'image', file_format: 'png', mime_type: 'image/png', codec: 'png', pixel_format: 'rgb24' },
    ...{ width: 33, height: 17 },
  });
  const photo = await probe('photo.jpg', jpeg);
  assert.deepEqual([photo.file_type, photo.mime_type, photo.duration, photo.width], ['image', 'image/jpeg', null, 33]);
});

test('subtitles and text are known by their bytes and names', async () => {
  const srt = await probe('film.srt', Buffer.from('1\n00:00:01,000 --> 00:00:02,000\nHello\n\n'));
  assert.deepEqual([srt.file_type, srt.file_format, srt.width, srt.sample_rate], ['subtitle', 'srt', null, null]);
  const vtt = await probe('film.vtt', Buffer.from('WEBVTT\n\n00:01.000 --> 00:02.000\nHello\n'));
  assert.deepEqual([vtt.file_type, vtt.mime_type], ['subtitle', 'text/vtt']);
  const text = { file_type: 'text', file_format: 'txt', mime_type: 'text/plain' } as const;
  assertFacts(await probe('notes.txt', Buffer.from('grüße\n')), text);
  assertFacts(await probe('notes', Buffer.from('no ending\n')), text);
  assertFacts(await probe('page.html', Buffer.from('<!doctype html><p>hi')), {
    file_type: 'text',
    file_format: 'html',
    mime_type: 'text/html',
  });
});

test('what is no media is stored all the same, as other', async () => {
  const other = { file_type: 'other', mime_type: 'application/octet-stream' } as const;
  assertFacts(await probe('noise.bin', makeNoise(10_000)), other);
  assertFacts(await probe('noise.mp4', Buffer.concat([Buffer.from([0, 1, 2, 3]), makeNoise(10_000)])), other);
});

test('an empty file is stored, with size 0 and no facts', async () => {
  for (const name of ['empty.mp4', 'empty', 'empty.png']) {
    const file = await probe(name, Buffer.alloc(0));
    assert.equal(file.size_mbytes, 0);
    assertFacts(file, { file_type: 'other', mime_type: 'application/octet-stream' });
  }
});

test('media that are cut or hostile are stored, and probing them ends', async () => {
  const video = await makeVideo();
  const playlist = Buffer.from('#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n');
  const concat = Buffer.from("ffconcat version 1.0\nfile '/etc/passwd'\n");
  for (const [name, bytes] of Object.entries({
    'head.mp4': video.subarray(0, 3000),
    'tail.mp4': video.subarray(3000),
    'list.m3u8': playlist,
    'list.mp4': playlist,
    'list.ffconcat': concat,
    '-i.mp4': video,
    'zeros.mp4': Buffer.alloc(100_000),
  })) {
    assert.doesNotMatch(JSON.stringify(await probe(name, bytes)), /root:/, name);
  }
});

test('a file that is not probed yet can be read, with nulls', async () => {
  const answer = await server.call('GET', `/files/${await server.upload('soon.mp4', await makeVideo())}`);
  const file = assertAnswer('getFile', answer);
  assert.ok(file.storage_url !== null && (file.size_mbytes ?? 0) > 0);
  if (file.status === 'PROCESSING') assertFacts(file, {});
});

test("an unknown id, a malformed one and another account's file are all 404", async () => {
  const fileId = await server.upload('mine.txt', Buffer.from('x'));
  const other = await makeKey(server.database);
  const foreign = await server.call('GET', `/files/${fileId}`, undefined, { 'x-api-key': other.key });
  const unknown = await server.call('GET', '/files/01989f3e-7d2a-7cc3-98c4-dc0c0c07398f');
  const sayings = [foreign, unknown].map((answer) =>
    assertRefused(answer, 'NOT_FOUND').message.replace(/[0-9a-f-]{36}/, 'ID'),
  );
  assert.equal(sayings[0], sayings[1], "nothing tells another account's file from none");
  for (const id of [
    'x',
    'upload',
    fileId.toUpperCase(),
    `${fileId}%20`,
    fileId.slice(1),
    '%00',
    '*',
    '..%2Fcommands',
    'a'.repeat(500),
  ]) {
    assertRefused(await server.call('GET', `/files/${id}`), 'NOT_FOUND', id);
  }
});

test('each read gives a link that is good, and its host is the one that was asked', async () => {
  const fileId = await server.upload('mine.txt', Buffer.from('x'));
  const { storage_url } = assertAnswer('getFile', await server.call('GET', `/files/${fileId}`));
  assert.ok(storage_url !== null && storage_url.startsWith(`${server.url}/api/media/`));
  assert.equal(await (await fetch(storage_url)).text(), 'x');
});
