// Outputs of many files: a series as one archive with its single files, a playlist that plays straight from its link.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { File } from '@renderio/contract';
import { makeVideo } from '../support/media.ts';
import { startFileHost } from '../support/origin.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let video: string;

before(async () => {
  server = await startTestServer();
  video = await server.upload('v.mp4', await makeVideo({ seconds: 2 }));
});
after(() => server.stop());

test('a series of pictures is one zip, and each picture has a link of its own', async () => {
  const done = await server.run({
    input_files: { in_v: video },
    output_files: { out_frames: 'frame_%03d.png' },
    ffmpeg_command: '-i {{in_v}} -vf fps=2,scale=64:-2 {{out_frames}}',
  });
  assert.equal(done.status, 'SUCCESS', done.error_message ?? '');
  const series = done.output_files['out_frames'];
  assert.ok(series?.items !== undefined);
  assert.deepEqual(
    series.items.map(({ filename }) => filename),
    ['frame_001.png', 'frame_002.png', 'frame_003.png', 'frame_004.png'],
  );
  assert.match(series.storage_url ?? '', /\/frame_%25?03d\.zip$/);
  const zip = await fetch(series.storage_url ?? '');
  assert.equal(zip.headers.get('content-type'), 'application/zip');
  const bytes = Buffer.from(await zip.arrayBuffer());
  assert.equal(bytes.subarray(0, 4).toString('latin1'), 'PK\u0003\u0004');
  assert.equal(bytes.length, Math.round((series.size_mbytes ?? 0) * 1_048_576));
  for (const item of series.items) {
    const picture = Buffer.from(await (await fetch(item.storage_url ?? '')).arrayBuffer());
    assert.equal(picture.subarray(1, 4).toString(), 'PNG');
    assert.ok(bytes.includes(picture), 'the archive holds the picture as it is');
  }
});

async function fetchText(url: string): Promise<string> {
  const response = await fetch(url);
  assert.equal(response.status, 200, url);
  return await response.text();
}

test('an HLS ladder plays straight from its link: variants and segments resolve against it', async () => {
  const done = await server.run({
    input_files: { in_v: video },
    output_files: { out_master: 'master.m3u8' },
    ffmpeg_command:
      '-i {{in_v}} -map 0:v -map 0:a -map 0:v -map 0:a -c:v libx264 -preset ultrafast -c:a aac -s:v:0 160x120 -s:v:1 80x60 ' +
      '-f hls -hls_time 1 -hls_playlist_type vod -var_stream_map "v:0,a:0 v:1,a:1" -master_pl_name {{out_master}} v%v.m3u8',
  });
  assert.equal(done.status, 'SUCCESS', done.error_message ?? '');
  const master = done.output_files['out_master'];
  const link = master?.storage_url ?? '';
  const variants = (await fetchText(link)).split('\n').filter((line) => line.endsWith('.m3u8'));
  assert.deepEqual(variants, ['v0.m3u8', 'v1.m3u8']);
  for (const variant of variants) {
    const segments = (await fetchText(new URL(variant, link).href)).split('\n').filter((line) => line.endsWith('.ts'));
    assert.ok(segments.length > 0);
    for (const segment of segments) assert.equal((await fetch(new URL(segment, link))).status, 200);
  }
});

test('an HLS playlist plays straight from its link', async () => {
  const done = await server.run({
    input_files: { in_v: video },
    output_files: { out_hls: 'index.m3u8' },
    ffmpeg_command: '-i {{in_v}} -c:v libx264 -g 25 -c:a aac -f hls -hls_time 1 -hls_playlist_type vod {{out_hls}}',
  });
  assert.equal(done.status, 'SUCCESS', done.error_message ?? '');
  const hls = done.output_files['out_hls'];
  const link = hls?.storage_url ?? '';
  const playlist = await fetchText(link);
  const segments = playlist.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  assert.ok(segments.length >= 2);
  assert.deepEqual(
    hls?.items?.map(({ filename }) => filename),
    segments,
  );
  for (const segment of segments) {
    const bytes = Buffer.from(await (await fetch(new URL(segment, link))).arrayBuffer());
    assert.equal(bytes[0], 0x47, 'an MPEG transport stream');
  }
  assert.ok(hls.checks.some(({ name, verdict }) => name === 'segments' && verdict === 'pass'));
});

test('a DASH manifest comes with its segments', async () => {
  const done = await server.run({
    input_files: { in_v: video },
    output_files: { out_dash: 'stream.mpd' },
    ffmpeg_command: '-i {{in_v}} -c:v libx264 -c:a aac -f dash -seg_duration 1 {{out_dash}}',
  });
  assert.equal(done.status, 'SUCCESS', done.error_message ?? '');
  const dash = done.output_files['out_dash'];
  assert.ok((dash?.items?.length ?? 0) >= 4, JSON.stringify(dash?.items));
  for (const item of dash?.items ?? [])
    assert.equal((await fetch(new URL(item.filename, dash?.storage_url ?? ''))).status, 200);
});

test('a file is fetched into storage in the background, named and described', async () => {
  const host = await startFileHost();
  try {
    const bytes = await makeVideo({ seconds: 1 });
    const url = host.serve('download.php', bytes, { 'content-disposition': 'attachment; filename="nice name.mp4"' });
    const { status, body } = await server.call<{ file_id: string }>('POST', '/files/store-file', { file_url: url });
    assert.equal(status, 200);
    const file = await server.probed(body.file_id);
    assert.deepEqual(
      [file.status, file.rendi_store_type, file.filename, file.file_type, file.codec, file.original_file_url],
      ['STORED', 'STORED_FILE', 'nice name.mp4', 'video', 'h264', url],
    );
    assert.deepEqual(Buffer.from(await (await fetch(file.storage_url ?? '')).arrayBuffer()), bytes);

    const missing = await server.call<{ file_id: string }>('POST', '/files/store-file', { file_url: `${url}x` });
    const failed = await server.probed(missing.body.file_id);
    assert.deepEqual([failed.status, failed.error_status, failed.storage_url], ['FAILED', 'INPUT_UNREACHABLE', null]);
  } finally {
    await host.stop();
  }
});

test('a probe tells what a URL, a file and a link hold, and keeps nothing', async () => {
  const host = await startFileHost();
  try {
    const url = host.serve('v.mp4', await makeVideo({ seconds: 1 }));
    const listed = async () => (await server.call<{ files: unknown[] }>('GET', '/files?limit=100')).body.files.length;
    const before = await listed();
    const { status, body } = await server.call<File>('POST', '/probe', { input: url });
    assert.equal(status, 200, JSON.stringify(body));
    assert.deepEqual([body.codec, body.width, body.file_type], ['h264', 320, 'video']);
    assert.equal(await listed(), before);
    assert.equal((await server.call<File>('POST', '/probe', { input: video })).body.codec, 'h264');
    const failed = await server.call<File>('POST', '/probe', { input: `${url}x` });
    assert.deepEqual([failed.body.status, failed.body.error_status], ['FAILED', 'INPUT_UNREACHABLE']);
    assert.equal((await server.call('POST', '/probe', { input: 'nonsense' })).status, 400);
    assert.equal((await server.call('POST', '/probe', { input: '01a210f8-0ccb-7000-b7e7-eedb4210bbc3' })).status, 404);
  } finally {
    await host.stop();
  }
});

test('what cannot be fetched is refused: 400 without a URL, 422 for what is none', async () => {
  assert.equal((await server.call('POST', '/files/store-file', {})).status, 400);
  assert.equal((await server.call('POST', '/files/store-file', { file_url: 7 })).status, 400);
  for (const file_url of ['', 'nonsense', 'ftp://example.com/a', 'file:///etc/passwd']) {
    assert.equal((await server.call('POST', '/files/store-file', { file_url })).status, 422, file_url);
  }
});
