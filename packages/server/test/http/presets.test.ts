// The preset endpoints: what each takes, answers and refuses. Nothing runs here but what is queued.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { CreatePresetBody, ErrorBody, Preset } from '@renderio/contract';
import { makeKey } from '../support/accounts.ts';
import { assertAnswer, assertRefused, faultsOf } from '../support/answers.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;

before(async () => {
  server = await startTestServer({ RENDERIO_ROLE: 'api' });
});
after(async () => {
  await server.stop();
});

const single = {
  name: 'Small',
  input_file_keys: ['in_video'],
  output_file_definitions: { out_video: 'small.mp4' },
  ffmpeg_command: '-i {{in_video}} -vf scale=-2:240 {{out_video}}',
} satisfies Partial<CreatePresetBody>;
const chain = {
  name: 'Two passes',
  command_type: 'CHAINED_COMMAND',
  input_file_keys: ['in_video'],
  output_file_definitions: { out_video: 'a.mp4' },
  ffmpeg_commands: ['-i {{in_video}} -c:v ffv1 mid.mkv', '-i mid.mkv {{out_video}}'],
} as const;
const multiple = {
  name: 'Both',
  command_type: 'MULTIPLE_COMMAND',
  input_file_keys: ['in_video', 'in_logo'],
  output_file_definitions: { out_b: 'b.mp4', out_a: 'a.mp4' },
  ffmpeg_commands: ['-i {{in_video}} {{out_a}}', '-i {{in_video}} -i {{in_logo}} -filter_complex overlay {{out_b}}'],
} as const;

const url = 'https://example.com/a.mp4';
const unknownId = '01989f3e-7d2a-7cc3-98c4-dc0c0c07398f';

async function create(body: object = single): Promise<Preset> {
  return assertAnswer('createPreset', await server.call('POST', '/presets', body));
}

async function refusedCreate(changes: Record<string, unknown>, of: object = single): Promise<ErrorBody> {
  return assertRefused(
    await server.call('POST', '/presets', { ...of, ...changes }),
    'VALIDATION_ERROR',
    JSON.stringify(changes),
  );
}

async function aSystemPreset(): Promise<Preset> {
  const { presets } = assertAnswer('listPresets', await server.call('GET', '/presets?is_system=true&limit=1'));
  const [preset] = presets;
  assert.ok(preset);
  return preset;
}

/** A request as another account. */
async function asStranger(method: string, path: string, body?: object) {
  const { key } = await makeKey(server.database);
  return await server.call(method, path, body, { 'x-api-key': key });
}

describe('POST /presets', () => {
  test('201: a preset is kept as it was sent, absent fields null', async () => {
    const preset = await create();
    const { preset_id, created_at, updated_at, ...rest } = preset;
    assert.deepEqual(rest, {
      ...single,
      description: null,
      category: null,
      command_type: 'FFMPEG_COMMAND',
      ffmpeg_commands: null,
      metadata: null,
      is_system: false,
    });
    assert.equal(created_at, updated_at);
    assert.deepEqual(assertAnswer('getPreset', await server.call('GET', `/presets/${preset_id}`)), preset);
  });

  test('201: every field, in the order of its keys', async () => {
    const body = { ...multiple, description: 'zwei\nLängen', category: 'mine', metadata: { z: 1, a: true, m: 'x' } };
    const preset = await create(body);
    for (const [field, value] of Object.entries(body)) assert.deepEqual(preset[field as keyof Preset], value, field);
    const kept = assertAnswer('getPreset', await server.call('GET', `/presets/${preset.preset_id}`));
    assert.equal(JSON.stringify(kept), JSON.stringify(preset));
    assert.deepEqual(Object.keys(kept.output_file_definitions), ['out_b', 'out_a']);
    assert.deepEqual(Object.keys(kept.metadata ?? {}), ['z', 'a', 'm']);
  });

  test('201: null stands for absent, and what was read can be sent back', async () => {
    const preset = await create({ ...chain, description: null, category: null, ffmpeg_command: null, metadata: null });
    await create(preset);
  });

  test('201: a command that makes its own input needs no key', async () => {
    await create({ ...single, input_file_keys: [], ffmpeg_command: '-f lavfi -i testsrc2=d=1 {{out_video}}' });
  });

  test('422: every missing field and every wrong type is named at once', async () => {
    const missing = await refusedCreate({
      name: undefined,
      input_file_keys: undefined,
      output_file_definitions: undefined,
    });
    assert.deepEqual(faultsOf(missing), [
      'body.input_file_keys missing',
      'body.name missing',
      'body.output_file_definitions missing',
    ]);
    const wrong = await refusedCreate({
      name: 5,
      description: [],
      category: 'c'.repeat(65),
      command_type: 'YTDLP_COMMAND',
      ffmpeg_command: {},
      ffmpeg_commands: 'x',
      input_file_keys: ['video', 5],
      output_file_definitions: { out_video: 'a/b' },
      metadata: { a: null },
    });
    assert.deepEqual(faultsOf(wrong), [
      'body.category too_big',
      'body.command_type invalid_value',
      'body.description invalid_type',
      'body.ffmpeg_command invalid_type',
      'body.ffmpeg_commands invalid_type',
      'body.input_file_keys.0 invalid_format',
      'body.input_file_keys.1 invalid_type',
      'body.metadata.a invalid_union',
      'body.name invalid_type',
      'body.output_file_definitions.out_video invalid_value',
    ]);
  });

  test('422: the edges of what fits', async () => {
    await create({ ...single, name: 'n'.repeat(255), description: 'd'.repeat(4096), category: 'c'.repeat(64) });
    const cases: [Record<string, unknown>, string][] = [
      [{ name: '' }, 'body.name too_small'],
      [{ name: 'n'.repeat(256) }, 'body.name too_big'],
      [{ name: 'a\0' }, 'body.name invalid_value'],
      [{ description: 'd'.repeat(4097) }, 'body.description too_big'],
      [{ ffmpeg_command: '' }, 'body.ffmpeg_command too_small'],
      [{ input_file_keys: ['in_video', 'in_video'] }, 'body.input_file_keys invalid_value'],
      [{ input_file_keys: Array.from({ length: 51 }, (_, index) => `in_${index}`) }, 'body.input_file_keys too_big'],
      [{ output_file_definitions: {} }, 'body.output_file_definitions invalid_value'],
      [{ output_file_definitions: { out_a: 'x.mp4', out_b: 'x.mp4' } }, 'body.output_file_definitions invalid_value'],
      [
        { metadata: Object.fromEntries(Array.from({ length: 11 }, (_, index) => [`k${index}`, 1])) },
        'body.metadata invalid_value',
      ],
    ];
    for (const [changes, fault] of cases) assert.deepEqual(faultsOf(await refusedCreate(changes)), [fault]);
    const steps = (count: number): Record<string, unknown> => ({
      ffmpeg_commands: Array.from({ length: count }, () => '-i {{in_video}} {{out_video}}'),
    });
    await create({ ...chain, ...steps(10) });
    assert.deepEqual(faultsOf(await refusedCreate(steps(11), chain)), ['body.ffmpeg_commands too_big']);
    assert.deepEqual(faultsOf(await refusedCreate(steps(0), chain)), ['body.ffmpeg_commands too_small']);
  });

  test('422: the command stands in the field of its type', async () => {
    assert.deepEqual(faultsOf(await refusedCreate({ ffmpeg_command: undefined })), ['body.ffmpeg_command missing']);
    assert.deepEqual(faultsOf(await refusedCreate({ ffmpeg_commands: ['x'] })), ['body.ffmpeg_commands invalid_value']);
    const swapped = await refusedCreate({ command_type: 'CHAINED_COMMAND' });
    assert.deepEqual(faultsOf(swapped), ['body.ffmpeg_command invalid_value', 'body.ffmpeg_commands missing']);
    assert.deepEqual(faultsOf(await refusedCreate({ ffmpeg_command: 'x' }, multiple)), [
      'body.ffmpeg_command invalid_value',
    ]);
  });

  test('422: aliases obey the rules of a command, told by the names of a preset', async () => {
    const { detail = [] } = await refusedCreate({
      input_file_keys: ['in_video', 'in_unused'],
      output_file_definitions: { out_video: 'a.mp4', out_unused: 'b.mp4' },
      ffmpeg_command: '-i {{in_vidoe}} -i {{in_video}} {{out_video}}',
    });
    assert.deepEqual(faultsOf({ detail }), [
      'body.ffmpeg_command unknown_placeholder',
      'body.input_file_keys.1 unused_key',
      'body.output_file_definitions.out_unused unused_key',
    ]);
    assert.match(detail.map(({ msg }) => msg).join('\n'), /Did you mean \{\{in_video\}\}/);
    assert.deepEqual(faultsOf(await refusedCreate({ input_file_keys: [], ffmpeg_command: '-i a.mp4 {{out_video}}' })), [
      'body.input_file_keys missing',
    ]);
    assert.deepEqual(faultsOf(await refusedCreate({ ffmpeg_command: "-i {{in_video}} 'x {{out_video}}" })), [
      'body.ffmpeg_command unclosed_quote',
    ]);
    const second = await refusedCreate(
      { ffmpeg_commands: [chain.ffmpeg_commands[0], '-i {{in_x}} {{out_video}}'] },
      chain,
    );
    assert.deepEqual(faultsOf(second), ['body.ffmpeg_commands.1 unknown_placeholder']);
  });

  test('422: each command of several stands alone', async () => {
    const body = await refusedCreate(
      { ffmpeg_commands: [multiple.ffmpeg_commands[1], '-i {{in_video}} -f null -', '-i mid.mkv {{out_a}}'] },
      multiple,
    );
    assert.deepEqual(faultsOf(body), ['body.ffmpeg_commands.1 no_output', 'body.ffmpeg_commands.2 missing']);
  });

  test('400: what is not JSON', async () => {
    assertRefused(
      await server.call('POST', '/presets', '{', { 'content-type': 'application/json' }),
      'INVALID_REQUEST',
    );
    assertRefused(await server.call('POST', '/presets', 'a=b', { 'content-type': 'text/plain' }), 'INVALID_REQUEST');
    assertRefused(await server.call('POST', '/presets'), 'INVALID_REQUEST');
  });

  test('413: a body of more than 1 MiB', async () => {
    assertRefused(
      await server.call('POST', '/presets', { ...single, description: 'd'.repeat(2 ** 20) }),
      'PAYLOAD_TOO_LARGE',
    );
  });
});

describe('GET /presets', () => {
  test('200: own ones first, newest first, then those of the system; other accounts are not seen', async () => {
    const { key } = await makeKey(server.database);
    const mine = { 'x-api-key': key };
    const list = async (query: string) =>
      assertAnswer('listPresets', await server.call('GET', `/presets${query}`, undefined, mine));
    const names = ['a', 'b', 'c'];
    for (const name of names)
      await server.call('POST', '/presets', { ...single, name, category: name === 'a' ? 'x' : 'social' }, mine);

    const all = await list('?limit=100');
    assert.deepEqual(
      all.presets.slice(0, 3).map(({ name }) => name),
      ['c', 'b', 'a'],
    );
    assert.ok(all.presets.length >= 33);
    assert.deepEqual(
      all.presets.map(({ is_system }) => is_system),
      all.presets.map((_preset, index) => index >= 3),
    );
    assert.equal(all.next_cursor, null);

    const ids = all.presets.map(({ preset_id }) => preset_id);
    for (const limit of [1, 2, 3, 7]) {
      const byOffset: string[] = [];
      const byCursor: string[] = [];
      for (
        let page = await list(`?limit=${limit}`);
        ;
        page = await list(`?limit=${limit}&cursor=${page.next_cursor}`)
      ) {
        byCursor.push(...page.presets.map(({ preset_id }) => preset_id));
        if (page.next_cursor === null) break;
      }
      for (let offset = 0; offset < ids.length; offset += limit) {
        byOffset.push(...(await list(`?limit=${limit}&offset=${offset}`)).presets.map(({ preset_id }) => preset_id));
      }
      assert.deepEqual(byCursor, ids);
      assert.deepEqual(byOffset, ids);
    }
    assert.deepEqual((await list('?offset=1000')).presets, []);
    assert.equal((await list('')).limit, 50);

    assert.deepEqual(
      (await list('?is_system=false')).presets.map(({ name }) => name),
      ['c', 'b', 'a'],
    );
    assert.equal((await list('?is_system=true&limit=100')).presets.length, ids.length - 3);
    const social = (await list('?category=social&limit=100')).presets;
    assert.deepEqual(
      social.slice(0, 2).map(({ name }) => name),
      ['c', 'b'],
    );
    assert.ok(social.length > 5 && social.every(({ category }) => category === 'social'));
    assert.deepEqual((await list('?category=nothing')).presets, []);
  });

  test('400: a query that does not fit', async () => {
    for (const query of ['limit=0', 'limit=101', 'limit=x', 'offset=-1', 'cursor=x', 'is_system=maybe']) {
      assertRefused(await server.call('GET', `/presets?${query}`), 'INVALID_REQUEST', query);
    }
  });
});

describe('GET /presets/:presetId', () => {
  test('200: the system ones for every account, each with what it needs', async () => {
    const { preset_id } = await aSystemPreset();
    const preset = assertAnswer('getPreset', await asStranger('GET', `/presets/${preset_id}`));
    assert.equal(preset.is_system, true);
    assert.ok(preset.input_file_keys.length > 0);
  });

  test("404: unknown, malformed, another account's", async () => {
    const { preset_id } = await create();
    assertRefused(await asStranger('GET', `/presets/${preset_id}`), 'NOT_FOUND');
    for (const id of [unknownId, 'x', '0'.repeat(300)])
      assertRefused(await server.call('GET', `/presets/${id}`), 'NOT_FOUND');
  });
});

describe('PUT /presets/:presetId', () => {
  const put = (id: string, body: object) => server.call('PUT', `/presets/${id}`, body);

  test('200: one field changes, the others stay, and so does the date it was made', async () => {
    const before = await create({ ...single, description: 'old', category: 'c', metadata: { a: 1, b: 2 } });
    for (const change of [
      { name: 'New' },
      { description: null },
      { category: 'other' },
      { metadata: { c: 3 } },
      { metadata: null },
      { ffmpeg_command: '-i {{in_video}} -an {{out_video}}' },
      { input_file_keys: ['in_a'], ffmpeg_command: '-i {{in_a}} {{out_video}}' },
      { output_file_definitions: { out_b: 'b.mp4' }, ffmpeg_command: '-i {{in_a}} {{out_b}}' },
    ]) {
      const last = assertAnswer('getPreset', await server.call('GET', `/presets/${before.preset_id}`));
      const changed = assertAnswer('updatePreset', await put(before.preset_id, change));
      assert.deepEqual(changed, { ...last, ...change, updated_at: changed.updated_at });
      assert.ok(changed.updated_at >= last.updated_at);
      assert.deepEqual(assertAnswer('getPreset', await server.call('GET', `/presets/${before.preset_id}`)), changed);
    }
  });

  test('200: another type takes its command along, and the old one is gone', async () => {
    const { preset_id } = await create();
    const { command_type, ffmpeg_commands } = chain;
    const changed = assertAnswer('updatePreset', await put(preset_id, { command_type, ffmpeg_commands }));
    assert.equal(changed.ffmpeg_command, null);
    assert.deepEqual(changed.ffmpeg_commands, ffmpeg_commands);
    const back = { command_type: 'FFMPEG_COMMAND', ffmpeg_command: single.ffmpeg_command };
    assert.equal(assertAnswer('updatePreset', await put(preset_id, back)).ffmpeg_commands, null);
  });

  test('200: what was read can be sent back whole', async () => {
    const preset = await create({ ...multiple, metadata: { a: 1 } });
    const same = assertAnswer('updatePreset', await put(preset.preset_id, preset));
    assert.deepEqual(same, { ...preset, updated_at: same.updated_at });
  });

  test('422: the whole is judged again, and nothing changes', async () => {
    const preset = await create();
    const cases: [object, string[]][] = [
      [{}, ['body invalid_value']],
      [{ something_else: 1 }, ['body invalid_value']],
      [{ name: null }, ['body.name invalid_type']],
      [{ name: '', metadata: 5 }, ['body.metadata invalid_type', 'body.name too_small']],
      [
        { input_file_keys: ['in_other'] },
        ['body.ffmpeg_command unknown_placeholder', 'body.input_file_keys.0 unused_key'],
      ],
      [{ ffmpeg_command: '-i {{in_video}} -f null -' }, ['body.output_file_definitions.out_video unused_key']],
      [{ ffmpeg_command: null }, ['body.ffmpeg_command missing']],
      [{ command_type: 'CHAINED_COMMAND' }, ['body.ffmpeg_commands missing']],
      [{ ffmpeg_commands: chain.ffmpeg_commands }, ['body.ffmpeg_commands invalid_value']],
    ];
    for (const [body, expected] of cases) {
      assert.deepEqual(
        faultsOf(assertRefused(await put(preset.preset_id, body), 'VALIDATION_ERROR', JSON.stringify(body))),
        expected,
      );
    }
    assert.deepEqual(assertAnswer('getPreset', await server.call('GET', `/presets/${preset.preset_id}`)), preset);
  });

  test('changes that come at the same time are all kept', async () => {
    const { preset_id } = await create();
    await Promise.all(['description', 'category', 'name'].map((field) => put(preset_id, { [field]: 'new' })));
    const { description, category, name } = assertAnswer(
      'getPreset',
      await server.call('GET', `/presets/${preset_id}`),
    );
    assert.deepEqual({ description, category, name }, { description: 'new', category: 'new', name: 'new' });
  });

  test('403: a preset of the system stays as it is', async () => {
    const { preset_id } = await aSystemPreset();
    assertRefused(await put(preset_id, { name: 'Mine' }), 'FORBIDDEN');
  });

  test("404: unknown, malformed, another account's", async () => {
    const { preset_id } = await create();
    assertRefused(await asStranger('PUT', `/presets/${preset_id}`, { name: 'x' }), 'NOT_FOUND');
    for (const id of [unknownId, 'x']) assertRefused(await put(id, { name: 'x' }), 'NOT_FOUND');
  });

  test('400: what is not JSON', async () => {
    assertRefused(
      await server.call('PUT', `/presets/${unknownId}`, '[', { 'content-type': 'application/json' }),
      'INVALID_REQUEST',
    );
  });
});

describe('DELETE /presets/:presetId', () => {
  test('200, and 404 from then on', async () => {
    const { preset_id } = await create();
    const deleted = assertAnswer('deletePreset', await server.call('DELETE', `/presets/${preset_id}`));
    assert.deepEqual(deleted, { deleted: true, preset_id });
    for (const method of ['GET', 'DELETE'])
      assertRefused(await server.call(method, `/presets/${preset_id}`), 'NOT_FOUND');
    assertRefused(await server.call('PUT', `/presets/${preset_id}`, { name: 'x' }), 'NOT_FOUND');
    assertRefused(
      await server.call('POST', `/presets/${preset_id}/execute`, { input_files: { in_video: url } }),
      'NOT_FOUND',
    );
  });

  test("403 for the system's, 404 for another account's, unknown and malformed", async () => {
    const { preset_id } = await aSystemPreset();
    assertRefused(await server.call('DELETE', `/presets/${preset_id}`), 'FORBIDDEN');
    const own = await create();
    assertRefused(await asStranger('DELETE', `/presets/${own.preset_id}`), 'NOT_FOUND');
    for (const id of [unknownId, 'x']) assertRefused(await server.call('DELETE', `/presets/${id}`), 'NOT_FOUND');
  });
});

describe('POST /presets/:presetId/execute', () => {
  const execute = (id: string, body: object, query = '') => server.call('POST', `/presets/${id}/execute${query}`, body);

  async function commandOf(answer: Awaited<ReturnType<typeof execute>>) {
    const body = assertAnswer('executePreset', answer);
    assert.ok('command_id' in body);
    return assertAnswer('getCommand', await server.call('GET', `/commands/${body.command_id}`));
  }

  test("200: a command of the preset's type, with its command and metadata, the caller's over the preset's own", async () => {
    const { preset_id } = await create({ ...single, metadata: { a: 1, b: 2 } });
    const input_files = { in_video: url };
    const command = await commandOf(await execute(preset_id, { input_files, metadata: { b: 'mine', c: true } }));
    assert.equal(command.command_type, 'FFMPEG_COMMAND');
    assert.deepEqual(command.original_request, {
      input_files,
      output_files: single.output_file_definitions,
      ffmpeg_command: single.ffmpeg_command,
    });
    assert.deepEqual(command.metadata, { a: 1, b: 'mine', c: true });
    assert.deepEqual((await commandOf(await execute(preset_id, { input_files }))).metadata, { a: 1, b: 2 });
    const plain = await create();
    assert.equal((await commandOf(await execute(plain.preset_id, { input_files }))).metadata, null);
  });

  test('200: a chain is one command of several steps', async () => {
    const { preset_id } = await create(chain);
    const command = await commandOf(await execute(preset_id, { input_files: { in_video: url } }));
    assert.equal(command.command_type, 'CHAINED_COMMAND');
    assert.deepEqual(command.original_request.ffmpeg_commands, chain.ffmpeg_commands);
    assert.equal(command.steps.length, 2);
  });

  test('200: of several, each is a command with the aliases that it names', async () => {
    const { preset_id } = await create(multiple);
    const input_files = { in_logo: 'https://example.com/logo.png', in_video: url };
    const answer = assertAnswer('executePreset', await execute(preset_id, { input_files, metadata: { a: 1 } }));
    assert.ok('command_ids' in answer);
    assert.deepEqual(answer.command_ids, answer.command_ids.toSorted());
    const commands = [];
    for (const id of answer.command_ids)
      commands.push(assertAnswer('getCommand', await server.call('GET', `/commands/${id}`)));
    assert.deepEqual(
      commands.map(({ command_type, metadata, original_request }) => ({ command_type, metadata, original_request })),
      [
        {
          command_type: 'MULTIPLE_COMMAND',
          metadata: { a: 1 },
          original_request: {
            input_files: { in_video: url },
            output_files: { out_a: 'a.mp4' },
            ffmpeg_command: multiple.ffmpeg_commands[0],
          },
        },
        {
          command_type: 'MULTIPLE_COMMAND',
          metadata: { a: 1 },
          original_request: {
            input_files,
            output_files: { out_b: 'b.mp4' },
            ffmpeg_command: multiple.ffmpeg_commands[1],
          },
        },
      ],
    );
    assert.equal(commands[0]?.batch_id, commands[1]?.batch_id);
    assert.notEqual(commands[0]?.batch_id, null);
  });

  test('200: one command of a MULTIPLE_COMMAND is a list too', async () => {
    const { preset_id } = await create({
      ...single,
      command_type: 'MULTIPLE_COMMAND',
      ffmpeg_command: undefined,
      ffmpeg_commands: [single.ffmpeg_command],
    });
    const answer = assertAnswer('executePreset', await execute(preset_id, { input_files: { in_video: url } }));
    assert.ok('command_ids' in answer && answer.command_ids.length === 1);
  });

  test('200: webhook, run time and waiting, as for any command', async () => {
    const { preset_id } = await create();
    const body = {
      input_files: { in_video: url },
      webhook_url: 'https://example.com/hook',
      max_command_run_seconds: 60,
    };
    const answer = assertAnswer('executePreset', await execute(preset_id, body, '?wait=0'));
    assert.ok('command_id' in answer);
    assert.equal(answer.command?.status, 'QUEUED');
    const { rows } = await server.database.query<{ webhook_url: string; max_run_seconds: number }>(
      'select webhook_url, max_run_seconds from commands where id = $1',
      [answer.command_id],
    );
    assert.deepEqual(rows[0], { webhook_url: body.webhook_url, max_run_seconds: 60 });
  });

  test('200: every account may execute those of the system', async () => {
    const { preset_id, input_file_keys } = await aSystemPreset();
    const input_files = Object.fromEntries(input_file_keys.map((key) => [key, url]));
    assertAnswer('executePreset', await asStranger('POST', `/presets/${preset_id}/execute`, { input_files }));
  });

  test("422: exactly the preset's inputs, none missing and none more", async () => {
    const { preset_id } = await create(multiple);
    const refused = async (body: object): Promise<string[]> =>
      faultsOf(assertRefused(await execute(preset_id, body), 'VALIDATION_ERROR', JSON.stringify(body)));
    assert.deepEqual(await refused({}), ['body.input_files missing']);
    assert.deepEqual(await refused({ input_files: { in_video: url, in_more: url } }), [
      'body.input_files.in_logo missing',
      'body.input_files.in_more unknown_key',
    ]);
    assert.deepEqual(await refused({ input_files: {} }), [
      'body.input_files.in_logo missing',
      'body.input_files.in_video missing',
    ]);
    assert.deepEqual(await refused({ input_files: { in_video: 'ftp://example.com', in_logo: 'x' } }), [
      'body.input_files.in_logo invalid_url',
      'body.input_files.in_video invalid_url',
    ]);
    assert.deepEqual(await refused({ input_files: { video: url, in_logo: 5 }, webhook_url: 'x', metadata: [] }), [
      'body.input_files.in_logo invalid_type',
      'body.input_files.video invalid_key',
      'body.metadata invalid_type',
      'body.webhook_url invalid_format',
    ]);
    const { rows } = await server.database.query(
      "select 1 from commands where request->'input_files'->>'in_video' like 'ftp%'",
    );
    assert.equal(rows.length, 0);
  });

  test('422: at most ten metadata keys together', async () => {
    const many = (from: number, count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${from + index}`, index]));
    const { preset_id } = await create({ ...single, metadata: many(0, 7) });
    const input_files = { in_video: url };
    await commandOf(await execute(preset_id, { input_files, metadata: many(4, 6) }));
    const body = assertRefused(await execute(preset_id, { input_files, metadata: many(4, 7) }), 'VALIDATION_ERROR');
    assert.deepEqual(faultsOf(body), ['body.metadata too_big']);
  });

  test("404: unknown, malformed, another account's", async () => {
    const { preset_id } = await create();
    const body = { input_files: { in_video: url } };
    assertRefused(await asStranger('POST', `/presets/${preset_id}/execute`, body), 'NOT_FOUND');
    for (const id of [unknownId, 'x']) assertRefused(await execute(id, body), 'NOT_FOUND');
  });

  test('400: what is not JSON', async () => {
    assertRefused(
      await server.call('POST', `/presets/${unknownId}/execute`, '{"a"', { 'content-type': 'application/json' }),
      'INVALID_REQUEST',
    );
  });
});
