// POST /files/store-file and POST /probe: what may be fetched, what is refused, and whose files are none.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { makeKey } from '../support/accounts.ts';
import { assertAnswer, assertRefused, faultsOf } from '../support/answers.ts';
import { type FileHost, startFileHost } from '../support/origin.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let host: FileHost;

before(async () => {
  [server, host] = await Promise.all([startTestServer(), startFileHost()]);
});
after(async () => {
  await server.stop();
  await host.stop();
});

async function fileCount(): Promise<number> {
  const { rows } = await server.database.query<{ count: number }>('select count(*)::int as count from files');
  return rows[0]?.count ?? Number.NaN;
}

const notFetched = [
  '',
  ' ',
  'nonsense',
  'example.com/a.mp4',
  '/etc/passwd',
  'file:///etc/passwd',
  'ftp://example.com/a.mp4',
  'rtmp://example.com/live',
  'data:video/mp4;base64,AAAA',
  'javascript:alert(1)',
  'http://',
  'https://exa mple.com/',
  'https://example.com:99999/',
];
const notStorable = [`https://example.com/${'a'.repeat(8173)}`, 'https://example.com/\0', 'https://example.com/\ud83c'];

describe('POST /files/store-file', () => {
  const store = (body: object) => server.call('POST', '/files/store-file', body);

  test('200: recorded at once as a stored file, whatever the name, and known to its account alone', async () => {
    const other = await makeKey(server.database);
    for (const [path, filename] of [
      ['a%20b.mp4?x=1#y', 'a b.mp4'],
      ['%E4%B8%AD.mp4', '中.mp4'],
      ['%ff.mp4', '%ff.mp4'],
      ['', 'file'],
      ['a'.repeat(8000), 'a'.repeat(255)],
    ] as const) {
      const file_url = `http://127.0.0.1:1/${path}`;
      const { file_id } = assertAnswer('storeFile', await store({ file_url, more: 'ignored' }));
      const file = assertAnswer('getFile', await server.call('GET', `/files/${file_id}`));
      assert.deepEqual(
        [file.rendi_store_type, file.original_file_url, file.filename],
        ['STORED_FILE', file_url, filename],
      );
      const foreign = await server.call('GET', `/files/${file_id}`, undefined, { 'x-api-key': other.key });
      assertRefused(foreign, 'NOT_FOUND');
    }
  });

  test('400: file_url is missing or no text', async () => {
    const count = await fileCount();
    const faults = async (body: object, ...expected: string[]) => {
      assert.deepEqual(faultsOf(assertRefused(await store(body), 'INVALID_REQUEST', JSON.stringify(body))), expected);
    };
    await faults({}, 'body.file_url missing');
    await faults({ url: 'https://example.com' }, 'body.file_url missing');
    await faults(['https://example.com'], 'body invalid_type');
    for (const file_url of [null, 5, true, [], {}]) await faults({ file_url }, 'body.file_url invalid_type');
    assert.equal(await fileCount(), count);
  });

  test('422: file_url is no http or https URL, too long, or nothing that can be stored', async () => {
    const count = await fileCount();
    for (const file_url of [...notFetched, ...notStorable]) {
      const body = assertRefused(await store({ file_url }), 'VALIDATION_ERROR', file_url.slice(0, 40));
      assert.deepEqual(faultsOf(body), ['body.file_url invalid_url']);
    }
    assert.equal(await fileCount(), count);
  });
});

describe('POST /probe', () => {
  const probe = (body: object, key = server.key) => server.call('POST', '/probe', body, { 'x-api-key': key });

  test('200: a URL, a file and its link, each with its kind, and 413 past 1 MiB', async () => {
    const bytes = Buffer.from('1\n00:00:00,000 --> 00:00:01,000\nhello\n');
    const fromUrl = assertAnswer('probe', await probe({ input: host.serve('a.srt', bytes), more: 'ignored' }));
    assert.deepEqual([fromUrl.status, fromUrl.file_type, fromUrl.filename], ['STORED', 'subtitle', 'a.srt']);
    const id = await server.upload('a.srt', bytes);
    const byId = assertAnswer('probe', await probe({ input: id }));
    assert.deepEqual([byId.file_id, byId.status, byId.is_deleted], [id, 'STORED', false]);
    assert.equal(assertAnswer('probe', await probe({ input: byId.storage_url ?? '' })).file_id, id);
    assertRefused(await probe({ input: id, more: 'a'.repeat(1_048_576) }), 'PAYLOAD_TOO_LARGE');
  });

  test('400: input is missing or no text', async () => {
    const faults = async (body: object, ...expected: string[]) => {
      assert.deepEqual(faultsOf(assertRefused(await probe(body), 'INVALID_REQUEST', JSON.stringify(body))), expected);
    };
    await faults({}, 'body.input missing');
    await faults({ file_url: 'https://example.com' }, 'body.input missing');
    await faults([], 'body invalid_type');
    for (const input of [null, 5, true, [], {}]) await faults({ input }, 'body.input invalid_type');
  });

  test('400: input is neither an http or https URL nor an id; 422: it cannot be stored', async () => {
    const count = await fileCount();
    for (const input of [...notFetched, '019a-not-an-id', '__proto__', '*']) {
      const body = assertRefused(await probe({ input }), 'INVALID_REQUEST', input);
      assert.deepEqual(faultsOf(body), ['body.input invalid_url'], input);
    }
    for (const input of notStorable) {
      const body = assertRefused(await probe({ input }), 'VALIDATION_ERROR', input.slice(0, 40));
      assert.deepEqual(faultsOf(body), ['body.input invalid_url']);
      assert.match(body.message, /^input /);
    }
    assert.equal(await fileCount(), count);
  });

  test("404: unknown, another account's by id or by link, and deleted", async () => {
    const other = await makeKey(server.database);
    const id = await server.upload('a.txt', Buffer.from('text'));
    const link = (await server.probed(id)).storage_url ?? '';
    const told = new Set<string>();
    for (const input of [id, link]) told.add(assertRefused(await probe({ input }, other.key), 'NOT_FOUND').message);
    told.add(assertRefused(await probe({ input: '01989f3e-7d2a-7cc3-98c4-dc0c0c07398f' }), 'NOT_FOUND').message);
    assert.equal(told.size, 1, "nothing tells another account's file from none");
    assertAnswer('deleteFile', await server.call('DELETE', `/files/${id}`));
    for (const input of [id, link]) {
      assert.match(assertRefused(await probe({ input }), 'NOT_FOUND').message, /deleted/);
      assert.doesNotMatch(assertRefused(await probe({ input }, other.key), 'NOT_FOUND').message, /deleted/);
    }
  });

  test('200: what cannot be fetched is FAILED with the reason, and leaves no file behind', async () => {
    const { origin } = new URL(host.serve('there', Buffer.from('text')));
    // The second looks like a link of ours; its token is nobody's.
    for (const input of [`${origin}/missing.mp4`, `${origin}/api/media/${'A'.repeat(52)}/a.mp4`]) {
      const file = assertAnswer('probe', await probe({ input }));
      assert.deepEqual([file.status, file.error_status, file.storage_url], ['FAILED', 'INPUT_UNREACHABLE', null]);
      assertRefused(await server.call('DELETE', `/files/${file.file_id}`), 'NOT_FOUND');
    }
  });
});
