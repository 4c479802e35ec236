// DELETE /files/:fileId: the bytes go, the record stays, and nothing hands the file out any more.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { makeKey } from '../support/accounts.ts';
import { assertAnswer, assertRefused } from '../support/answers.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { storedFiles } from '../support/stored-files.ts';

let server: TestServer;

before(async () => {
  server = await startTestServer();
});
after(async () => {
  await server.stop();
});

async function uploadProbed(): Promise<string> {
  const fileId = await server.upload('a.txt', Buffer.from('text'));
  await server.probed(fileId);
  return fileId;
}

test('the bytes go and the record stays, marked', async () => {
  const stored = await storedFiles(server.dataFolder);
  const fileId = await uploadProbed();
  const kept = assertAnswer('getFile', await server.call('GET', `/files/${fileId}`));
  assert.equal((await storedFiles(server.dataFolder)).length, stored.length + 1);

  const answer = assertAnswer('deleteFile', await server.call('DELETE', `/files/${fileId}`));
  assert.deepEqual(answer, { deleted: true, file_id: fileId });
  assert.deepEqual(await storedFiles(server.dataFolder), stored);
  const file = assertAnswer('getFile', await server.call('GET', `/files/${fileId}`));
  assert.deepEqual(file, { ...kept, is_deleted: true, storage_url: null });
});

test('the second time is 404', async () => {
  const fileId = await uploadProbed();
  assertAnswer('deleteFile', await server.call('DELETE', `/files/${fileId}`));
  assertRefused(await server.call('DELETE', `/files/${fileId}`), 'NOT_FOUND');
});

test('of many deletes at once, one succeeds', async () => {
  const fileId = await uploadProbed();
  const answers = await Promise.all(Array.from({ length: 8 }, () => server.call('DELETE', `/files/${fileId}`)));
  assert.deepEqual(answers.map(({ status }) => status).sort(), [200, ...Array<number>(7).fill(404)]);
});

test('links handed out before are 404', async () => {
  const fileId = await uploadProbed();
  const { storage_url } = assertAnswer('getFile', await server.call('GET', `/files/${fileId}`));
  assert.equal((await fetch(storage_url ?? '')).status, 200);
  assertAnswer('deleteFile', await server.call('DELETE', `/files/${fileId}`));
  for (const method of ['GET', 'HEAD']) assert.equal((await fetch(storage_url ?? '', { method })).status, 404);
});

/** An output of many files, each by its own link and by its name under the link of the whole. */
const outputsOfMany = [
  { kind: 'series', name: 'frame_%02d.png', words: '-f lavfi -i testsrc2=s=32x32:r=5:d=1' },
  { kind: 'package', name: 'index.m3u8', words: '-f lavfi -i testsrc2=s=64x64:r=10:d=2 -g 10 -f hls -hls_time 1' },
] as const;

for (const { kind, name, words } of outputsOfMany) {
  for (const how of ['by its id', 'with its command'] as const) {
    test(`of a ${kind} every link is 404, its members' too, once it is deleted ${how}`, async () => {
      const stored = await storedFiles(server.dataFolder);
      const command = await server.run({
        input_files: {},
        output_files: { out_many: name },
        ffmpeg_command: `${words} {{out_many}}`,
      });
      assert.equal(command.status, 'SUCCESS', command.error_message ?? '');
      const whole = command.output_files['out_many'];
      const link = whole?.storage_url ?? '';
      const members = (whole?.items ?? []).flatMap(({ filename, storage_url }) => [
        storage_url ?? '',
        new URL(encodeURIComponent(filename), link).href,
      ]);
      assert.ok(members.length >= 4, `${members.length} links of members`);
      const links = [link, ...members];
      for (const each of links) assert.equal((await fetch(each)).status, 200, each);

      if (how === 'by its id') await server.call('DELETE', `/files/${whole?.file_id ?? ''}`);
      else assertAnswer('deleteCommandFiles', await server.call('DELETE', `/commands/${command.command_id}/files`));
      for (const each of links) {
        for (const method of ['GET', 'HEAD']) assert.equal((await fetch(each, { method })).status, 404, each);
        assert.equal((await fetch(each, { headers: { range: 'bytes=0-0' } })).status, 404, each);
      }
      const left = (await storedFiles(server.dataFolder)).filter((path) => !/\/logs\//.test(path));
      assert.deepEqual(
        left,
        stored.filter((path) => !/\/logs\//.test(path)),
      );
      const file = assertAnswer('getFile', await server.call('GET', `/files/${whole?.file_id ?? ''}`));
      assert.deepEqual([file.is_deleted, file.storage_url], [true, null]);
      assert.ok(file.items?.every(({ storage_url }) => storage_url === null) ?? true);
    });
  }
}

test('a command on a deleted file fails with the reason', async () => {
  const fileId = await uploadProbed();
  const { storage_url } = assertAnswer('getFile', await server.call('GET', `/files/${fileId}`));
  assertAnswer('deleteFile', await server.call('DELETE', `/files/${fileId}`));
  for (const source of [fileId, storage_url ?? '']) {
    const command = await server.run({
      input_files: { in_a: source },
      output_files: { out_a: 'a.mp4' },
      ffmpeg_command: '-i {{in_a}} {{out_a}}',
    });
    assert.equal(command.error_status, 'INPUT_DELETED');
  }
});

test('a file that is deleted before its probe ends so', async () => {
  const fileIds = await Promise.all(
    Array.from({ length: 5 }, async () => {
      const fileId = await server.upload('a.mp4', Buffer.alloc(100_000));
      assertAnswer('deleteFile', await server.call('DELETE', `/files/${fileId}`));
      return fileId;
    }),
  );
  for (const fileId of fileIds) {
    const file = await server.probed(fileId);
    assert.deepEqual([file.is_deleted, file.storage_url], [true, null]);
  }
});

test("an unknown id, a malformed one and another account's file are 404, and nothing is deleted", async () => {
  const fileId = await uploadProbed();
  const other = await makeKey(server.database);
  assertRefused(await server.call('DELETE', `/files/${fileId}`, undefined, { 'x-api-key': other.key }), 'NOT_FOUND');
  for (const id of ['01989f3e-7d2a-7cc3-98c4-dc0c0c07398f', 'x', '%00', '*', '%2e%2e', fileId.toUpperCase()]) {
    assertRefused(await server.call('DELETE', `/files/${id}`), 'NOT_FOUND', id);
  }
  const file = assertAnswer('getFile', await server.call('GET', `/files/${fileId}`));
  assert.equal(await (await fetch(file.storage_url ?? '')).text(), 'text');
});
