// POST /run-chained-ffmpeg-commands, /run-multiple-ffmpeg-commands and /validate: what each takes, and where each fault is named. Nothing runs here.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { EndpointName, ErrorBody } from '@renderio/contract';
import { assertAnswer, assertRefused, faultsOf } from '../support/answers.ts';
import { startTestServer, type TestServer, until } from '../support/server.ts';

let server: TestServer;

before(async () => {
  server = await startTestServer({ RENDERIO_ROLE: 'api' });
});
after(async () => {
  await server.stop();
});

const single = {
  input_files: { in_video: 'https://example.com/a.mp4' },
  output_files: { out_video: 'a.mp4' },
  ffmpeg_command: '-i {{in_video}} {{out_video}}',
};
const chain = {
  input_files: single.input_files,
  output_files: single.output_files,
  ffmpeg_commands: ['-i {{in_video}} -c:v ffv1 mid.mkv', '-i mid.mkv {{out_video}}'],
};
const step = single.ffmpeg_command;

/** Sends `body` and asserts that exactly these fields are named, as `path.of.field type`. */
async function refused(path: string, body: object, ...expected: string[]): Promise<ErrorBody> {
  const sent = JSON.stringify(body).slice(0, 300);
  const answer = assertRefused(await server.call('POST', path, body), 'INVALID_REQUEST', sent);
  assert.deepEqual(faultsOf(answer), expected, sent);
  return answer;
}

async function commandCount(): Promise<number> {
  const { rows } = await server.database.query<{ count: number }>('select count(*)::int as count from commands');
  return rows[0]?.count ?? Number.NaN;
}

const repeat = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value);

describe('POST /run-chained-ffmpeg-commands', () => {
  const path = '/run-chained-ffmpeg-commands';
  const submit = (changes: object = {}, query = '') => server.call('POST', path + query, { ...chain, ...changes });
  const faults = (changes: object, ...expected: string[]) => refused(path, { ...chain, ...changes }, ...expected);

  test('200: a chain is queued as one command and comes back as it was sent', async () => {
    const metadata = { order: 7, late: false };
    const webhook_url = 'https://example.com/hook';
    const answer = assertAnswer(
      'runChainedFfmpegCommands',
      await submit({ metadata, webhook_url, max_command_run_seconds: 21_600 }),
    );
    assert.deepEqual(Object.keys(answer), ['command_id']);
    const command = assertAnswer('getCommand', await server.call('GET', `/commands/${answer.command_id}`));
    assert.deepEqual(
      [command.command_type, command.status, command.metadata, command.batch_id, command.original_request],
      ['CHAINED_COMMAND', 'QUEUED', metadata, null, chain],
    );
    assert.deepEqual(
      command.steps.map(({ step, status }) => [step, status]),
      [
        [1, 'QUEUED'],
        [2, 'QUEUED'],
      ],
    );
  });

  test('200: one step, ten steps, and what is not known is ignored', async () => {
    for (const ffmpeg_commands of [[step], [...repeat(9, '-i {{in_video}} -f null -'), step]]) {
      assertAnswer('runChainedFfmpegCommands', await submit({ ffmpeg_commands, ffmpeg_command: 5, more: [] }));
    }
  });

  test('400: fields that are missing or of a wrong type, all at once', async () => {
    await refused(path, {}, 'body.ffmpeg_commands missing', 'body.input_files missing', 'body.output_files missing');
    await refused(path, single, 'body.ffmpeg_commands missing');
    for (const value of [null, step, 5, true, {}])
      await faults({ ffmpeg_commands: value }, 'body.ffmpeg_commands invalid_type');
    await faults(
      {
        ffmpeg_commands: [step, 5, null, [step]],
        input_files: [],
        output_files: { out_video: 5 },
        metadata: { a: null },
        webhook_url: 'x',
        max_command_run_seconds: 21_601,
      },
      'body.ffmpeg_commands.1 invalid_type',
      'body.ffmpeg_commands.2 invalid_type',
      'body.ffmpeg_commands.3 invalid_type',
      'body.input_files invalid_type',
      'body.max_command_run_seconds too_big',
      'body.metadata.a invalid_union',
      'body.output_files.out_video invalid_type',
      'body.webhook_url invalid_format',
    );
  });

  test('400: none, eleven, and a step that is empty, too long or no text', async () => {
    await faults({ ffmpeg_commands: [] }, 'body.ffmpeg_commands too_small');
    await faults({ ffmpeg_commands: repeat(11, step) }, 'body.ffmpeg_commands too_big');
    await faults(
      { ffmpeg_commands: [step, '', `${step} ${'a'.repeat(32_768)}`, `${step} \0`, `${step} \ud83c`] },
      'body.ffmpeg_commands.1 too_small',
      'body.ffmpeg_commands.2 invalid_value',
      'body.ffmpeg_commands.3 invalid_value',
      'body.ffmpeg_commands.4 invalid_value',
    );
  });

  test('400: an alias that is unknown is named at its step, one that no step uses at its key', async () => {
    const body = await faults(
      {
        input_files: { ...chain.input_files, in_logo: 'https://example.com/l.png', in_more: 'ftp://example.com/m' },
        output_files: { ...chain.output_files, out_more: 'more.mp4' },
        ffmpeg_commands: ['-i {{in_vidoe}} mid.mkv', '-i {{in_video}} mid2.mkv', '-i mid.mkv -i {{in_logo}} {{out_x}}'],
      },
      'body.ffmpeg_commands.0 unknown_placeholder',
      'body.ffmpeg_commands.2 unknown_placeholder',
      'body.input_files.in_more invalid_url',
      'body.input_files.in_more unused_key',
      'body.output_files.out_more unused_key',
      'body.output_files.out_video unused_key',
    );
    assert.match(JSON.stringify(body.detail), /in_vidoe/);
    await faults(
      { ffmpeg_commands: [step, '-i {{in_video}} -f null -', "-i {{in_video}} -vf 'scale -f null -"] },
      'body.ffmpeg_commands.2 unclosed_quote',
    );
    await faults(
      { input_files: {}, ffmpeg_commands: ['-i x.mp4 y.mp4', '-i y.mp4 {{out_video}}'] },
      'body.input_files missing',
    );
  });

  test('wait: 0 answers at once, 1 with what there is, 60 as soon as the command ends', async () => {
    for (const seconds of [0, 1]) {
      const startedAt = performance.now();
      const { command } = assertAnswer('runChainedFfmpegCommands', await submit({}, `?wait=${seconds}`));
      assert.equal(command?.status, 'QUEUED');
      const ms = performance.now() - startedAt;
      assert.ok(ms >= seconds * 1000 - 50 && ms < seconds * 1000 + 4000, `${ms.toFixed()} ms`);
    }
    const waiting = submit({ metadata: { mark: 'waits' } }, '?wait=60');
    const id = await until(5_000, 'the command is queued', async () => {
      const { commands } = assertAnswer('listCommands', await server.call('GET', '/commands?metadata.mark=waits'));
      return commands[0]?.command_id ?? null;
    });
    assertAnswer('cancelCommand', await server.call('POST', `/commands/${id}/cancel`));
    const { command_id, command } = assertAnswer('runChainedFfmpegCommands', await waiting);
    assert.deepEqual([command_id, command?.command_id, command?.error_status], [id, id, 'CANCELLED']);
  });

  test('400: a wait that is no whole number of 0 to 60 queues nothing', async () => {
    const count = await commandCount();
    for (const wait of ['61', '-1', '1.5', '1e1', 'x', '', '%201', '0x1', '9999999999', '1&wait=2']) {
      const body = assertRefused(await submit({}, `?wait=${wait}`), 'INVALID_REQUEST', wait);
      assert.deepEqual(
        body.detail?.map(({ loc }) => loc.join('.')),
        ['query.wait'],
        wait,
      );
    }
    assert.equal(await commandCount(), count);
  });
});

describe('POST /run-multiple-ffmpeg-commands', () => {
  const path = '/run-multiple-ffmpeg-commands';
  const submit = (commands: unknown, query = '') => server.call('POST', path + query, { commands });
  const faults = (commands: unknown, ...expected: string[]) => refused(path, { commands }, ...expected);

  test('200: ids in the order of the request, each command as it was sent, one batch', async () => {
    const commands = Array.from({ length: 10 }, (_, index) => ({
      ...single,
      output_files: { out_video: `${index}.mp4` },
      metadata: { index },
    }));
    const { command_ids } = assertAnswer('runMultipleFfmpegCommands', await submit(commands));
    assert.deepEqual(command_ids, command_ids.toSorted());
    const batches = new Set<string | null>();
    for (const [index, id] of command_ids.entries()) {
      const command = assertAnswer('getCommand', await server.call('GET', `/commands/${id}`));
      assert.deepEqual([command.command_type, command.status], ['MULTIPLE_COMMAND', 'QUEUED']);
      const { metadata, ...request } = commands[index] ?? { ...single, metadata: null };
      assert.deepEqual([command.metadata, command.original_request], [metadata, request]);
      batches.add(command.batch_id);
    }
    assert.ok(batches.size === 1 && !batches.has(null));
  });

  test('200: a single one is a list too, and nothing waits for it', async () => {
    const { command_ids } = assertAnswer('runMultipleFfmpegCommands', await submit([single], '?wait=60'));
    assert.equal(command_ids.length, 1);
  });

  test('400: no list, none, eleven, and what is no command', async () => {
    await refused(path, {}, 'body.commands missing');
    await refused(path, [single], 'body invalid_type');
    for (const value of [null, 5, 'text', single]) await faults(value, 'body.commands invalid_type');
    await faults([], 'body.commands too_small');
    await faults(repeat(11, single), 'body.commands too_big');
    await faults(
      [single, null, 'text', [], single],
      'body.commands.1 invalid_type',
      'body.commands.2 invalid_type',
      'body.commands.3 invalid_type',
    );
  });

  test('400: each fault of a field is named at its command, and none is queued', async () => {
    const count = await commandCount();
    await faults(
      [
        single,
        { ...single, ffmpeg_command: undefined, input_files: { video: 'https://example.com' }, metadata: { a: [] } },
        {},
        { ...single, output_files: {}, webhook_url: 5, max_command_run_seconds: 0, ffmpeg_command: '' },
        { ...single, output_files: { out_video: '../a.mp4' }, ffmpeg_command: 'a'.repeat(32_769) },
        { ...single, ffmpeg_command: [step] },
      ],
      'body.commands.1.ffmpeg_command missing',
      'body.commands.1.input_files.video invalid_key',
      'body.commands.1.metadata.a invalid_union',
      'body.commands.2.ffmpeg_command missing',
      'body.commands.2.input_files missing',
      'body.commands.2.output_files missing',
      'body.commands.3.ffmpeg_command too_small',
      'body.commands.3.max_command_run_seconds too_small',
      'body.commands.3.output_files invalid_value',
      'body.commands.3.webhook_url invalid_type',
      'body.commands.4.ffmpeg_command invalid_value',
      'body.commands.4.output_files.out_video invalid_value',
      'body.commands.5.ffmpeg_command invalid_type',
    );
    assert.equal(await commandCount(), count);
  });

  test('400: each unknown and unused alias is named at its command, and none is queued', async () => {
    const count = await commandCount();
    await faults(
      [
        single,
        { ...single, ffmpeg_command: '-i {{in_other}} {{out_video}}' },
        { ...single, output_files: { ...single.output_files, out_more: 'b.mp4' } },
        { ...single, input_files: { in_video: 'file:///etc/passwd' } },
        { ...single, input_files: {}, ffmpeg_command: '-i a.mp4 {{out_video}}' },
      ],
      'body.commands.1.ffmpeg_command unknown_placeholder',
      'body.commands.1.input_files.in_video unused_key',
      'body.commands.2.output_files.out_more unused_key',
      'body.commands.3.input_files.in_video invalid_url',
      'body.commands.4.input_files missing',
    );
    assert.equal(await commandCount(), count);
  });

  test('400: faults of fields and faults within commands are told by one answer', async () => {
    const unknown = '-i {{in_other}} {{out_video}}';
    await faults(
      [
        { ...single, webhook_url: 5, ffmpeg_command: unknown },
        { ...single, ffmpeg_command: unknown, output_files: { out_video: '../a.mp4' } },
        { ...single, ffmpeg_command: '' },
        { ...single, ffmpeg_command: "-i {{in_video}} -vf 'scale=2:2 {{out_video}}" },
      ],
      'body.commands.0.ffmpeg_command unknown_placeholder',
      'body.commands.0.input_files.in_video unused_key',
      'body.commands.0.webhook_url invalid_type',
      'body.commands.1.output_files.out_video invalid_value',
      'body.commands.2.ffmpeg_command too_small',
      'body.commands.3.ffmpeg_command unclosed_quote',
    );
    await refused(
      '/run-ffmpeg-command',
      { ...single, ffmpeg_command: unknown, metadata: [] },
      'body.ffmpeg_command unknown_placeholder',
      'body.input_files.in_video unused_key',
      'body.metadata invalid_type',
    );
  });
});

describe('POST /validate', () => {
  const path = '/validate';
  const validate = async (body: object) => assertAnswer('validateCommand', await server.call('POST', path, body));

  test('200: a command and a chain, one list of arguments a step, and nothing is queued', async () => {
    const count = await commandCount();
    const one = await validate(single);
    assert.deepEqual([one.valid, one.arguments.length, one.detail, one.warnings], [true, 1, [], []]);
    assert.ok(one.arguments[0]?.includes('{{in_video}}') && one.arguments[0].includes('{{out_video}}'));
    const two = await validate({ ...chain, metadata: { a: 1 }, webhook_url: 'https://example.com' });
    assert.deepEqual([two.valid, two.arguments.length], [true, 2]);
    assert.equal(await commandCount(), count);
  });

  test('200: a command that would be refused is not valid, with the same faults at the same places', async () => {
    const cases: [string, object][] = [
      ['/run-ffmpeg-command', { ...single, ffmpeg_command: '-i {{in_other}} {{out_video}}' }],
      ['/run-ffmpeg-command', { ...single, input_files: { in_video: 'ftp://example.com' } }],
      [
        '/run-chained-ffmpeg-commands',
        { ...chain, ffmpeg_commands: [step, '-i {{in_x}} b.mp4', '-i b.mp4 {{out_y}}'] },
      ],
      ['/run-chained-ffmpeg-commands', { ...chain, output_files: { ...chain.output_files, out_more: 'b.mp4' } }],
    ];
    for (const [submitPath, body] of cases) {
      const { valid, arguments: lists, detail } = await validate(body);
      assert.deepEqual([valid, lists], [false, []]);
      const { detail: told } = assertRefused(await server.call('POST', submitPath, body), 'INVALID_REQUEST');
      assert.ok(detail.length > 0);
      assert.deepEqual(detail, told);
    }
  });

  test('400: what is no command at all, by the kind that it comes nearest to', async () => {
    await refused(path, { ...single, ffmpeg_command: 5 }, 'body.ffmpeg_command invalid_type');
    await refused(path, { ...single, ffmpeg_command: '' }, 'body.ffmpeg_command too_small');
    await refused(
      path,
      { ...single, input_files: { video: 'https://example.com' } },
      'body.input_files.video invalid_key',
    );
    await refused(path, { ...single, output_files: undefined }, 'body.output_files missing');
    await refused(path, { ...chain, ffmpeg_commands: repeat(11, step) }, 'body.ffmpeg_commands too_big');
    await refused(path, { ...chain, ffmpeg_commands: [step, step, 5] }, 'body.ffmpeg_commands.2 invalid_type');
    await refused(path, { ...chain, ffmpeg_commands: [] }, 'body.ffmpeg_commands too_small');
    assertRefused(await server.call('POST', path, [single]), 'INVALID_REQUEST');
    assertRefused(await server.call('POST', path, {}), 'INVALID_REQUEST');
  });
});

describe('bodies as bytes', () => {
  const rows: readonly [EndpointName, string, object][] = [
    ['runChainedFfmpegCommands', '/run-chained-ffmpeg-commands', chain],
    ['runMultipleFfmpegCommands', '/run-multiple-ffmpeg-commands', { commands: [single] }],
    ['validateCommand', '/validate', single],
    ['storeFile', '/files/store-file', { file_url: 'https://example.com/a.mp4' }],
  ];
  const post = (path: string, body: string | Buffer) =>
    server.call('POST', path, Buffer.from(body), { 'content-type': 'application/json' });

  for (const [name, path, good] of rows) {
    const json = JSON.stringify(good);

    test(`${path}: 1 MiB is taken, one byte more is 413`, async () => {
      const fits = json + ' '.repeat(1_048_576 - json.length);
      assertAnswer(name, await post(path, fits));
      assert.match(assertRefused(await post(path, `${fits} `), 'PAYLOAD_TOO_LARGE').message, /1 MiB/);
    });

    test(`${path}: 400 for no JSON, for bytes that are not UTF-8, and for keys that would reach a prototype`, async () => {
      for (const body of ['', '{', 'null', '[]', '"text"'])
        assertRefused(await post(path, body), 'INVALID_REQUEST', body);
      const broken = Buffer.concat([Buffer.from(json.slice(0, -1)), Buffer.from(',"x":"\xff"}', 'latin1')]);
      assert.match(assertRefused(await post(path, broken), 'INVALID_REQUEST').message, /UTF-8/);
      for (const key of ['__proto__', '\\u005f_proto__']) {
        const deeper = json.replace('{', `{"x":{"${key}":{"polluted":1}},`);
        for (const body of [json.replace('{', `{"${key}":{"polluted":1},`), deeper])
          assertRefused(await post(path, body), 'INVALID_REQUEST', body);
      }
      assert.equal(({} as Record<string, unknown>)['polluted'], undefined);
    });
  }
});
