// Presets: kept commands, their partial changes, their execution, and those that come with the program.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { assertRefused, call, finished, makeClip, outputOf, picture, succeed } from './support/client.ts';
import { assertShape, type Preset } from './support/wire.ts';

let clip: string;
before(async () => {
  clip = await makeClip();
});

const thumb = {
  name: 'Thumbnail',
  ffmpeg_command: '-i {{in_video}} -frames:v 1 {{out_thumb}}',
  input_file_keys: ['in_video'],
  output_file_definitions: { out_thumb: 'thumb.jpg' },
};

async function create(body: Record<string, unknown>): Promise<Preset> {
  const preset = await succeed<Preset>('POST', '/presets', body, 201);
  assertShape('preset', preset);
  return preset;
}

test('a preset is answered 201 with every field, absent ones null, and is read back the same', async () => {
  const preset = await create(thumb);
  const { preset_id, name, ffmpeg_command, input_file_keys, output_file_definitions } = preset;
  assert.deepEqual({ name, ffmpeg_command, input_file_keys, output_file_definitions }, thumb);
  assert.deepEqual(
    [
      preset.command_type,
      preset.description,
      preset.category,
      preset.ffmpeg_commands,
      preset.metadata,
      preset.is_system,
    ],
    ['FFMPEG_COMMAND', null, null, null, null, false],
  );
  assert.deepEqual(await succeed('GET', `/presets/${preset_id}`), preset);
  const full = await create({
    ...thumb,
    description: 'First frame',
    category: 'image',
    metadata: { a: 1, b: 'x', c: true },
  });
  assert.deepEqual(
    [full.description, full.category, full.metadata],
    ['First frame', 'image', { a: 1, b: 'x', c: true }],
  );
});

test('a preset that cannot be used is 422', async () => {
  const bad: [string, Record<string, unknown>][] = [
    ['nothing', {}],
    ['no name', { ...thumb, name: undefined }],
    ['no command', { ...thumb, ffmpeg_command: undefined }],
    ['no inputs', { ...thumb, input_file_keys: undefined }],
    ['no outputs', { ...thumb, output_file_definitions: {} }],
    ['an input key of another form', { ...thumb, input_file_keys: ['video'] }],
    ['an alias that is not defined', { ...thumb, ffmpeg_command: '-i {{in_x}} {{out_thumb}}' }],
    ['an output that is not used', { ...thumb, output_file_definitions: { out_thumb: 'a.jpg', out_b: 'b.jpg' } }],
    ['an unknown type', { ...thumb, command_type: 'OTHER' }],
    ['a chain without its commands', { ...thumb, command_type: 'CHAINED_COMMAND' }],
    [
      '11 metadata keys',
      { ...thumb, metadata: Object.fromEntries(Array.from({ length: 11 }, (_, i) => [`k${i}`, i])) },
    ],
  ];
  for (const [name, body] of bad) assertRefused(await call('POST', '/presets', body), 'VALIDATION_ERROR', name);
});

test('executing takes exactly its inputs, and merges metadata over its own', async () => {
  const { preset_id } = await create({ ...thumb, metadata: { kept: 'preset', changed: 'preset' } });
  const path = `/presets/${preset_id}/execute`;
  const { command_id } = await succeed<{ command_id: string }>('POST', path, {
    input_files: { in_video: clip },
    metadata: { changed: 'caller', added: 1 },
  });
  const command = await finished(command_id);
  assert.equal(command.status, 'SUCCESS', command.error_message ?? '');
  assert.deepEqual(command.metadata, { kept: 'preset', changed: 'caller', added: 1 });
  assert.equal(outputOf(command, 'out_thumb').filename, 'thumb.jpg');
  const bad: [string, Record<string, unknown>][] = [
    ['missing', { input_files: {} }],
    ['extra', { input_files: { in_video: clip, in_other: clip } }],
    ['absent', {}],
    [
      'more than 10 together',
      {
        input_files: { in_video: clip },
        metadata: Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`k${i}`, i])),
      },
    ],
    ['a bad webhook', { input_files: { in_video: clip }, webhook_url: 'x' }],
  ];
  for (const [name, body] of bad) assertRefused(await call('POST', path, body), 'VALIDATION_ERROR', name);
});

test('a chain and several commands can be kept too', async () => {
  const chained = await create({
    ...thumb,
    command_type: 'CHAINED_COMMAND',
    ffmpeg_command: undefined,
    ffmpeg_commands: ['-i {{in_video}} -frames:v 1 one.png', '-i one.png {{out_thumb}}'],
  });
  assert.equal(chained.ffmpeg_command, null);
  const { command_id } = await succeed<{ command_id: string }>('POST', `/presets/${chained.preset_id}/execute`, {
    input_files: { in_video: clip },
  });
  const done = await finished(command_id);
  assert.deepEqual([done.status, done.command_type], ['SUCCESS', 'CHAINED_COMMAND']);

  const several = await create({
    name: 'Two sizes',
    command_type: 'MULTIPLE_COMMAND',
    ffmpeg_commands: [
      '-i {{in_video}} -vf scale=80:-2 -frames:v 1 {{out_small}}',
      '-i {{in_video}} -vf scale=160:-2 -frames:v 1 {{out_large}}',
    ],
    input_file_keys: ['in_video'],
    output_file_definitions: { out_small: 'small.jpg', out_large: 'large.jpg' },
  });
  const { command_ids } = await succeed<{ command_ids: string[] }>('POST', `/presets/${several.preset_id}/execute`, {
    input_files: { in_video: clip },
  });
  const children = await Promise.all(command_ids.map((id) => finished(id)));
  assert.deepEqual(
    children.map(({ output_files }) => Object.keys(output_files)),
    [['out_small'], ['out_large']],
  );
});

test('a change names only what changes, is judged with the rest, and replaces metadata whole', async () => {
  const preset = await create({ ...thumb, metadata: { a: 1 } });
  const path = `/presets/${preset.preset_id}`;
  const renamed = await succeed<Preset>('PUT', path, { name: 'Renamed' });
  assertShape('preset', renamed);
  assert.deepEqual(
    [renamed.name, renamed.ffmpeg_command, renamed.metadata],
    ['Renamed', thumb.ffmpeg_command, { a: 1 }],
  );
  assert.deepEqual((await succeed<Preset>('PUT', path, { metadata: { b: 2 } })).metadata, { b: 2 });
  for (const body of [
    {},
    { name: '' },
    { ffmpeg_command: '-i {{in_other}} {{out_thumb}}' },
    { input_file_keys: ['in_video', 'in_b'] },
  ]) {
    assertRefused(await call('PUT', path, body), 'VALIDATION_ERROR', JSON.stringify(body));
  }
  assert.equal((await succeed<Preset>('GET', path)).name, 'Renamed');
});

test('deleting answers its id, then 404', async () => {
  const { preset_id } = await create(thumb);
  assert.deepEqual(await succeed('DELETE', `/presets/${preset_id}`), { deleted: true, preset_id });
  for (const [method, body] of [['GET'], ['DELETE'], ['PUT', { name: 'x' }]] as const) {
    assertRefused(await call(method, `/presets/${preset_id}`, body), 'NOT_FOUND', method);
  }
  assertRefused(await call('POST', `/presets/${preset_id}/execute`, { input_files: {} }), 'NOT_FOUND');
  assertRefused(await call('GET', '/presets/x'), 'NOT_FOUND');
});

interface PresetList {
  presets: Preset[];
  limit: number;
  offset: number;
}

async function allPresets(): Promise<Preset[]> {
  const all: Preset[] = [];
  for (;;) {
    const { presets } = await succeed<PresetList>('GET', `/presets?limit=100&offset=${all.length}`);
    all.push(...presets);
    if (presets.length < 100) return all;
  }
}

test('the list holds own and system presets, and pages', async () => {
  const { preset_id } = await create(thumb);
  const first = await succeed<PresetList>('GET', '/presets');
  assert.deepEqual([first.limit, first.offset], [50, 0]);
  const all = await allPresets();
  for (const preset of all) assertShape('preset', preset);
  assert.ok(all.some((preset) => preset.preset_id === preset_id));
  assert.equal(new Set(all.map((preset) => preset.preset_id)).size, all.length);
  const { presets, limit, offset } = await succeed<PresetList>('GET', '/presets?limit=2&offset=1');
  assert.deepEqual([presets.length, limit, offset], [2, 2, 1]);
  assert.deepEqual((await succeed<PresetList>('GET', '/presets?offset=100000')).presets, []);
  for (const query of ['limit=0', 'limit=101', 'offset=-1', 'limit=x']) {
    assertRefused(await call('GET', `/presets?${query}`), 'INVALID_REQUEST', query);
  }
});

test('system presets can be executed by everybody and changed by nobody', async () => {
  const system = (await allPresets()).filter(({ is_system }) => is_system);
  assert.ok(system.length >= 30, `${system.length} system presets`);
  const [one] = system;
  assert.ok(one !== undefined);
  const path = `/presets/${one.preset_id}`;
  assert.deepEqual(await succeed('GET', path), one);
  assertRefused(await call('PUT', path, { name: 'mine' }), 'FORBIDDEN');
  assertRefused(await call('DELETE', path), 'FORBIDDEN');
  const simple = system.find(
    ({ input_file_keys, command_type }) => input_file_keys.length === 1 && command_type === 'FFMPEG_COMMAND',
  );
  assert.ok(simple !== undefined);
  const input_files = Object.fromEntries(simple.input_file_keys.map((key) => [key, clip]));
  const { command_id } = await succeed<{ command_id: string }>('POST', `/presets/${simple.preset_id}/execute`, {
    input_files,
  });
  const done = await finished(command_id);
  assert.equal(done.status, 'SUCCESS', `${simple.name}: ${done.error_message ?? ''}`);
});

test('a preset cannot be made of a body that is no JSON: 400, before its own 422', async () => {
  assertRefused(await call('POST', '/presets', '{"name":', { 'Content-Type': 'application/json' }), 'INVALID_REQUEST');
  assertRefused(await call('POST', '/presets', 'name=x', { 'Content-Type': 'text/plain' }), 'INVALID_REQUEST');
  assert.ok(picture.ffmpeg_command !== '');
});
