// GET /files: uploads and outputs alike, newest first, in pages, without deleted ones, and only one's own.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { File } from '@renderio/contract';
import { makeKey } from '../support/accounts.ts';
import { assertAnswer, assertRefused, faultsOf } from '../support/answers.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
/** Newest first. */
let ids: string[];

const count = 13;

before(async () => {
  server = await startTestServer();
  ids = [];
  for (let index = 0; index < count - 1; index += 1) {
    ids.unshift(await server.upload(`${index}.txt`, Buffer.from(`number ${index}`)));
  }
  await Promise.all(ids.map((id) => server.probed(id)));
  const { output_files } = await server.run({
    input_files: {},
    output_files: { out_a: 'a.png' },
    ffmpeg_command: '-f lavfi -i color=s=16x16 -frames:v 1 {{out_a}}',
  });
  ids.unshift(output_files['out_a']?.file_id ?? '');
});
after(async () => {
  await server.stop();
});

async function list(query: string): Promise<{ files: File[]; limit: number; offset: number }> {
  return assertAnswer('listFiles', await server.call('GET', `/files${query}`));
}

const idsOf = ({ files }: { files: File[] }): string[] => files.map(({ file_id }) => file_id);

test('uploads and outputs come newest first, with the paging that was used', async () => {
  const all = await list('');
  assert.deepEqual([all.limit, all.offset], [50, 0]);
  assert.deepEqual(idsOf(all), ids);
  assert.deepEqual(
    all.files.map(({ rendi_store_type }) => rendi_store_type),
    ['OUTPUT', ...Array<string>(count - 1).fill('UPLOAD')],
  );
});

test('an entry of the list is the file itself, but for its fresh link', async () => {
  for (const entry of (await list('?limit=2')).files) {
    const file = assertAnswer('getFile', await server.call('GET', `/files/${entry.file_id}`));
    assert.deepEqual({ ...entry, storage_url: '' }, { ...file, storage_url: '' });
    assert.equal((await fetch(entry.storage_url ?? '')).status, 200);
  }
});

test('a walk by limit and offset sees each file once, whatever the page size', async () => {
  for (const limit of [1, 4, 13, 100]) {
    const seen: string[] = [];
    for (let offset = 0; offset <= count; offset += limit) {
      const page = await list(`?limit=${limit}&offset=${offset}`);
      assert.deepEqual([page.limit, page.offset], [limit, offset]);
      assert.equal(page.files.length, Math.min(limit, count - offset));
      seen.push(...idsOf(page));
    }
    assert.deepEqual(seen, ids);
  }
});

test('an offset beyond the end gives an empty page', async () => {
  for (const offset of [count, 999_999_999]) assert.deepEqual((await list(`?offset=${offset}`)).files, []);
});

test('every bad field of the query is named at once', async () => {
  const answer = await server.call('GET', '/files?limit=101&offset=x');
  assert.deepEqual(faultsOf(assertRefused(answer, 'INVALID_REQUEST')), [
    'query.limit too_big',
    'query.offset invalid_format',
  ]);
  for (const query of [
    'limit=0',
    'limit=-1',
    'limit=abc',
    'limit=',
    'limit=1.0',
    'limit=1&limit=1',
    'offset=-1',
    'offset=1e3',
    'offset=',
  ]) {
    assertRefused(await server.call('GET', `/files?${query}`), 'INVALID_REQUEST', query);
  }
});

test('a deleted file is left out, and the others close the gap', async () => {
  const gone = ids[4] ?? '';
  assertAnswer('deleteFile', await server.call('DELETE', `/files/${gone}`));
  ids = ids.filter((id) => id !== gone);
  assert.deepEqual(idsOf(await list('')), ids);
  assert.deepEqual(idsOf(await list('?limit=3&offset=3')), ids.slice(3, 6));
});

test('an account sees its own files alone', async () => {
  const other = await makeKey(server.database);
  const answer = await server.call('GET', '/files', undefined, { 'x-api-key': other.key });
  assert.deepEqual(assertAnswer('listFiles', answer).files, []);
});

test('a file is made when its id is, so that lists are in the order of their times however late rows are written', async () => {
  const { files } = await list('');
  for (const { file_id, created_at } of files) {
    const ms = Number.parseInt(file_id.replace('-', '').slice(0, 12), 16);
    assert.equal(created_at, new Date(ms).toISOString());
  }
});
