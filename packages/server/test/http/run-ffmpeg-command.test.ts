// POST /run-ffmpeg-command: what is taken as sent, and how each fault of each field is named. Nothing runs here.
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import type { ErrorBody } from '@renderio/contract';
import { assertAnswer, assertRefused, faultsOf } from '../support/answers.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;

before(async () => {
  server = await startTestServer({ RENDERIO_ROLE: 'api' });
});
after(async () => {
  await server.stop();
});
afterEach(async () => {
  await accepted({});
});

const good = {
  input_files: { in_video: 'https://example.com/a.mp4' },
  output_files: { out_video: 'a.mp4' },
  ffmpeg_command: '-i {{in_video}} {{out_video}}',
};

/** Submits the good command with these fields in place of its own; an undefined one is left out. */
async function accepted(changes: Record<string, unknown>): Promise<string> {
  const answer = await server.call('POST', '/run-ffmpeg-command', { ...good, ...changes });
  return assertAnswer('runFfmpegCommand', answer).command_id;
}

async function refused(changes: Record<string, unknown>): Promise<ErrorBody> {
  const answer = await server.call('POST', '/run-ffmpeg-command', { ...good, ...changes });
  return assertRefused(answer, 'INVALID_REQUEST', JSON.stringify(changes).slice(0, 300));
}

/** Asserts that exactly these fields are named, as `path.of.field type`, and returns what is said. */
async function faults(changes: Record<string, unknown>, ...expected: string[]): Promise<string> {
  const body = await refused(changes);
  assert.deepEqual(faultsOf(body), expected, JSON.stringify(changes).slice(0, 300));
  return [body.message, ...(body.detail ?? []).map(({ msg }) => msg)].join('\n');
}

test('a command is queued at once and comes back as it was sent', async () => {
  const request = {
    input_files: { in_z: 'https://example.com/z.mp4?a=1#b', in_a: 'http://user:pass@example.com/ä b.mp4' },
    output_files: { out_b: 'größe & mehr.mp4', out_a: "it's.mp4", out_3: 'frame_%04d.png' },
    ffmpeg_command:
      'ffmpeg -i <<in_z>> -i {{ in_a }} -vf "select=\'gt(scene,0.3)\'" {{out_b}} \\{\\{out_a\\}\\} {{out_3}} -y',
  };
  const metadata = { text: 'ünïcode 🎬', number: -1.5, zero: 0, yes: true, no: false, '': 'empty key' };
  const commandId = await accepted({ ...request, metadata });
  const command = assertAnswer('getCommand', await server.call('GET', `/commands/${commandId}`));
  assert.equal(command.status, 'QUEUED');
  assert.equal(command.command_type, 'FFMPEG_COMMAND');
  assert.deepEqual(command.original_request, request);
  assert.deepEqual(Object.keys(command.original_request.input_files), ['in_z', 'in_a']);
  assert.deepEqual(command.metadata, metadata);
});

test('the answer is 200 with the id alone, and ids grow', async () => {
  const ids = [await accepted({}), await accepted({}), await accepted({})];
  assert.deepEqual(ids.toSorted(), ids);
  assert.equal(new Set(ids).size, 3);
});

test('optional fields are taken at the edges of what they may be', async () => {
  await accepted({ max_command_run_seconds: 1 });
  await accepted({ max_command_run_seconds: 21_600 });
  await accepted({ webhook_url: 'https://example.com/hook?token=1' });
  await accepted({ webhook_url: 'http://localhost:3000' });
  await accepted({ metadata: {} });
  await accepted({ metadata: Object.fromEntries(Array.from({ length: 10 }, (_, index) => [`k${index}`, index])) });
  await accepted({ metadata: { ['k'.repeat(255)]: 'v'.repeat(4096) } });
  await accepted({ something_new: { is: ['ignored'] } });
});

test('every missing field is named at once', async () => {
  const body = await refused({ input_files: undefined, output_files: undefined, ffmpeg_command: undefined });
  assert.deepEqual(body.detail, [
    { loc: ['body', 'input_files'], msg: 'Field required', type: 'missing' },
    { loc: ['body', 'output_files'], msg: 'Field required', type: 'missing' },
    { loc: ['body', 'ffmpeg_command'], msg: 'Field required', type: 'missing' },
  ]);
  for (const field of Object.keys(good)) await faults({ [field]: undefined }, `body.${field} missing`);
});

test('each field of a wrong type is named, with what it should be', async () => {
  for (const value of [null, 5, true, [], 'text']) {
    if (typeof value !== 'string') await faults({ ffmpeg_command: value }, 'body.ffmpeg_command invalid_type');
    await faults({ input_files: value }, 'body.input_files invalid_type');
    await faults({ output_files: value }, 'body.output_files invalid_type');
    await faults({ metadata: value }, 'body.metadata invalid_type');
    await faults({ max_command_run_seconds: value === 5 ? '5' : value }, 'body.max_command_run_seconds invalid_type');
  }
  for (const value of [null, 5, true, [], {}]) {
    await faults({ webhook_url: value }, 'body.webhook_url invalid_type');
    await faults({ input_files: { in_video: value } }, 'body.input_files.in_video invalid_type');
    await faults({ output_files: { out_video: value } }, 'body.output_files.out_video invalid_type');
  }
});

test('all faults of a body are named together', async () => {
  const body = await refused({
    input_files: { in_video: 5, video: 'https://example.com/a.mp4' },
    output_files: { out_video: 'a/b.mp4', 'out-2': 'b.mp4' },
    ffmpeg_command: '',
    metadata: { a: null, b: [] },
    webhook_url: 'ftp://example.com',
    max_command_run_seconds: 0,
  });
  assert.deepEqual(faultsOf(body), [
    'body.ffmpeg_command too_small',
    'body.input_files.in_video invalid_type',
    'body.input_files.video invalid_key',
    'body.max_command_run_seconds too_small',
    'body.metadata.a invalid_union',
    'body.metadata.b invalid_union',
    'body.output_files.out-2 invalid_key',
    'body.output_files.out_video invalid_value',
    'body.webhook_url invalid_format',
  ]);
  assert.match(body.message, /\(and 8 more, see detail\)$/);
});

test('an alias has the form that the contract gives it', async () => {
  for (const alias of [
    'in_',
    'video',
    'out_video',
    'IN_video',
    'in_a-b',
    'in_a b',
    'in_ä',
    ' in_a',
    'in_a\n',
    'in_{{a}}',
    '',
  ]) {
    const said = await faults(
      { input_files: { ...good.input_files, [alias]: 'https://example.com' } },
      `body.input_files.${alias} invalid_key`,
    );
    assert.match(said, /"in_"/);
  }
  for (const alias of ['out_', 'video', 'in_video', 'OUT_video', 'out_a.b', 'out_a\n', '']) {
    const said = await faults(
      { output_files: { ...good.output_files, [alias]: 'b.mp4' } },
      `body.output_files.${alias} invalid_key`,
    );
    assert.match(said, /"out_"/);
  }
});

test('an output name is one path part of at most 255 bytes without control characters', async () => {
  const bad = [
    '.',
    '..',
    '/',
    'a/b.mp4',
    '/etc/passwd',
    '../a.mp4',
    'a/',
    'a\0.mp4',
    'a\n.mp4',
    'a\x7f.mp4',
    'a\u0085.mp4',
    '\ud800.mp4',
    'a'.repeat(256),
    'ä'.repeat(128),
    '🎬'.repeat(64),
  ];
  for (const name of bad)
    await faults({ output_files: { out_video: name } }, 'body.output_files.out_video invalid_value');
  await faults({ output_files: { out_video: '' } }, 'body.output_files.out_video too_small');
  for (const name of [
    'a',
    '...',
    '..a',
    '-i.mp4',
    ' a .mp4',
    'a\\b.mp4',
    'a:b.mp4',
    'ä'.repeat(127),
    '🎬.mp4',
    '%',
    '%d%d',
    '$(x)',
    'con',
  ]) {
    await accepted({ output_files: { out_video: name } });
  }
});

test('two outputs never share a name, and there is at least one', async () => {
  const ffmpeg_command = '-i {{in_video}} {{out_video}} {{out_b}}';
  const said = await faults(
    { output_files: { out_video: 'a.mp4', out_b: 'a.mp4' }, ffmpeg_command },
    'body.output_files invalid_value',
  );
  assert.match(said, /same file name/);
  await accepted({ output_files: { out_video: 'a.mp4', out_b: 'A.mp4' }, ffmpeg_command });
  assert.match(await faults({ output_files: {} }, 'body.output_files invalid_value'), /must be a non-empty object/);
});

test('at most 50 inputs and 50 outputs', async () => {
  const many = (side: string, count: number): Record<string, string> =>
    Object.fromEntries(
      Array.from({ length: count }, (_, index) => [
        `${side}_${index}`,
        `https://example.com/${index}`.slice(side === 'in' ? 0 : 20),
      ]),
    );
  const command = (inputs: object, outputs: object): string =>
    [
      ...Object.keys(inputs).map((alias) => `-i {{${alias}}}`),
      ...Object.keys(outputs).map((alias) => `{{${alias}}}`),
    ].join(' ');
  const [inputs, outputs] = [many('in', 50), many('out', 50)];
  await accepted({ input_files: inputs, output_files: outputs, ffmpeg_command: command(inputs, outputs) });
  await faults({ input_files: many('in', 51) }, 'body.input_files invalid_value');
  await faults({ output_files: many('out', 51) }, 'body.output_files invalid_value');
});

test('an input is an http or https URL, a link of ours, or the id of a file', async () => {
  const bad = [
    'example.com/a.mp4',
    '/etc/passwd',
    'file:///etc/passwd',
    'ftp://example.com/a.mp4',
    'rtmp://example.com/live',
    'data:video/mp4;base64,AAAA',
    'concat:a|b',
    'pipe:0',
    'javascript:alert(1)',
    'http://',
    'https://exa mple.com/',
    'https://example.com:99999/',
    '019a-not-an-id',
    ' ',
    '\0',
  ];
  for (const value of bad) {
    const body = await refused({ input_files: { in_video: value } });
    assert.deepEqual(
      body.detail?.map(({ loc }) => loc),
      [['body', 'input_files', 'in_video']],
      value,
    );
  }
  await faults({ input_files: { in_video: '' } }, 'body.input_files.in_video too_small');
  await faults(
    { input_files: { in_video: `https://example.com/${'a'.repeat(8192)}` } },
    'body.input_files.in_video too_big',
  );
  for (const value of [
    'HTTPS://EXAMPLE.COM/A.MP4',
    'https://[2001:db8::1]:8443/a.mp4',
    'https://example.com/ä?q=ö',
    'http://127.0.0.1/private-is-judged-when-it-is-fetched',
    '01989f3e-7d2a-7cc3-98c4-dc0c0c07398f',
    `https://elsewhere.example/api/media/${'A'.repeat(52)}/a.mp4`,
    `https://example.com/${'a'.repeat(8172)}`,
  ]) {
    await accepted({ input_files: { in_video: value } });
  }
});

test('no input at all is refused unless the command makes its own', async () => {
  const said = await faults(
    { input_files: {}, ffmpeg_command: '-i nothing.mp4 {{out_video}}' },
    'body.input_files missing',
  );
  assert.match(said, /must be a non-empty object/);
  await accepted({ input_files: {}, ffmpeg_command: '-f lavfi -i testsrc2=d=1 {{out_video}}' });
});

test('every placeholder is defined and every key is used', async () => {
  const { detail = [] } = await refused({
    input_files: { ...good.input_files, in_unused: 'https://example.com/b.mp4' },
    output_files: { ...good.output_files, out_unused: 'b.mp4' },
    ffmpeg_command: '-i {{in_video}} -i {{in_vidoe}} <<out_video>> {{out_missing}}',
  });
  const places = detail.map(({ loc }) => loc.join('.')).sort();
  assert.deepEqual(places, [
    'body.ffmpeg_command',
    'body.ffmpeg_command',
    'body.input_files.in_unused',
    'body.output_files.out_unused',
  ]);
  const said = detail.map(({ msg }) => msg).join('\n');
  assert.match(said, /in_vidoe.*in_video/);
  assert.match(said, /out_missing/);
});

test('faults of the command text are told apart from those of its aliases', async () => {
  const quotes = await refused({ ffmpeg_command: "-i {{in_video}} -vf 'scale=1 {{out_video}}" });
  assert.ok(
    quotes.detail?.some(({ loc, msg }) => loc.join('.') === 'body.ffmpeg_command' && /quote/i.test(msg)),
    JSON.stringify(quotes),
  );
  for (const placeholder of [
    '{{in-video}}',
    '{{}}',
    '{{ }}',
    '{{video}}',
    '<<in_video>',
    '{{in_video}',
    '{{in_video>>',
  ]) {
    const body = await refused({ ffmpeg_command: `-i ${placeholder} {{out_video}}` });
    assert.ok((body.detail?.length ?? 0) > 0, placeholder);
  }
});

test('a command text has 1 to 32,768 bytes, no NUL, and whole characters', async () => {
  await faults({ ffmpeg_command: '' }, 'body.ffmpeg_command too_small');
  const text = (bytes: number, filler: string): string => {
    const room = bytes - Buffer.byteLength(good.ffmpeg_command) - '-metadata a= '.length;
    return `-i {{in_video}} -metadata a=${filler.repeat(Math.floor(room / Buffer.byteLength(filler)))} {{out_video}}`;
  };
  await accepted({ ffmpeg_command: text(32_768, 'a') });
  assert.match(await faults({ ffmpeg_command: text(32_769, 'a') }, 'body.ffmpeg_command invalid_value'), /32,768/);
  await faults({ ffmpeg_command: text(32_800, 'ä') }, 'body.ffmpeg_command invalid_value');
  await faults({ ffmpeg_command: `${good.ffmpeg_command} \0` }, 'body.ffmpeg_command invalid_value');
  await faults({ ffmpeg_command: `${good.ffmpeg_command} \ud83c` }, 'body.ffmpeg_command invalid_value');
  for (const blank of [' ', '\n', 'ffmpeg', ' ffmpeg -y ']) await refused({ ffmpeg_command: blank });
});

test('metadata has at most 10 keys, and values of three types', async () => {
  const eleven = Object.fromEntries(Array.from({ length: 11 }, (_, index) => [`k${index}`, index]));
  assert.match(await faults({ metadata: eleven }, 'body.metadata invalid_value'), /10/);
  for (const value of [null, [], {}, ['a'], { a: 1 }]) {
    const said = await faults({ metadata: { fine: 1, bad: value } }, 'body.metadata.bad invalid_union');
    assert.match(said, /string.*number.*boolean/);
  }
  await faults({ metadata: { bad: 'v'.repeat(4097) } }, 'body.metadata.bad too_big');
  for (const value of ['a\0b', '\udc00']) await faults({ metadata: { bad: value } }, 'body.metadata.bad invalid_value');
  await faults({ metadata: { 'a\0b': 1 } }, 'body.metadata.a\0b invalid_key');
  await faults({ metadata: { ['k'.repeat(256)]: 1 } }, `body.metadata.${'k'.repeat(256)} invalid_key`);
});

test('the run time is a whole number of seconds up to six hours', async () => {
  const cases: [unknown, string][] = [
    [0, 'too_small'],
    [-1, 'too_small'],
    [21_601, 'too_big'],
    [1e300, 'too_big'],
    [1.5, 'invalid_type'],
    ['60', 'invalid_type'],
  ];
  for (const [value, type] of cases) {
    const { detail = [] } = await refused({ max_command_run_seconds: value });
    assert.deepEqual(
      detail.map(({ loc }) => loc.join('.')),
      ['body.max_command_run_seconds'],
      String(value),
    );
    assert.equal(detail[0]?.type, type, String(value));
  }
});

test('a webhook URL is absolute, http or https, and can be stored', async () => {
  for (const value of [
    '',
    'example.com',
    '/hook',
    'ftp://example.com',
    'javascript:alert(1)',
    'https://',
    'https://exa mple.com',
  ]) {
    await faults({ webhook_url: value }, 'body.webhook_url invalid_format');
  }
  await faults({ webhook_url: `https://example.com/${'a'.repeat(8192)}` }, 'body.webhook_url too_big');
  await refused({ webhook_url: 'https://example.com/\0' });
  await refused({ webhook_url: 'https://example.com/\ud800' });
});

test('a webhook URL at a private address is refused at once, in every notation, and says why', async () => {
  const hosts = ['10.0.0.1', '169.254.169.254', '192.168.1.1:8080', '0xa000001', '167772161', '0', '[::]', '[fd00::1]'];
  for (const host of [...hosts, '[::ffff:10.0.0.1]', '[::1]', '10.0.0.1.']) {
    const said = await faults({ webhook_url: `http://${host}/hook` }, 'body.webhook_url invalid_value');
    assert.match(said, /^Nothing can be sent to webhook_url: its host is at a private or reserved address\./, host);
  }
  const said = await faults({ webhook_url: 'https://example.com:25/hook' }, 'body.webhook_url invalid_value');
  assert.match(said, /port 25 belongs to a service/);
});

test('texts that are hard to read are judged in a moment', async () => {
  const room = 32_000;
  for (const unit of [
    '{{',
    '}}',
    '<<',
    '{{ ',
    '{{in_a ',
    '\\{',
    '\\{\\{ ',
    "'",
    '"',
    '\\',
    '[',
    '\\\n',
    '{{in_x}} ',
    "-vf a='",
    ',',
    ' -i',
    '\u2028',
    '{{in_video}}',
  ]) {
    const startedAt = performance.now();
    const answer = await server.call('POST', '/run-ffmpeg-command', {
      ...good,
      ffmpeg_command: unit.repeat(Math.floor(room / unit.length)),
    });
    const ms = performance.now() - startedAt;
    assert.ok(answer.status === 400, `${unit}: ${answer.status}`);
    assert.ok(ms < 1_000, `${unit}: ${ms.toFixed()} ms`);
  }
});
