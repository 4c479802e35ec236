// The policy over the wire: what it refuses is never queued, every place that takes commands asks it, and tests can do without it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
before(async () => {
  server = await startTestServer();
});
after(() => server.stop());

interface Refusal {
  readonly error: string;
  readonly message: string;
  readonly detail: readonly { readonly loc: readonly unknown[]; readonly msg: string; readonly type: string }[];
}

const inputs = { in_a: 'https://example.com/a.mp4' };
const outputs = { out_a: 'a.mp4' };
const bad = '-i {{in_a}} -vf "lut3d=/luts/warm.cube" {{out_a}}';
const expected = {
  loc: ['body', 'ffmpeg_command'],
  msg: '/luts/warm.cube at line 1, column 24 is a path outside of the job. Put the file into input_files, for instance as in_file, and write {{in_file}} here; a file that only the command itself uses is written as warm.cube.',
  type: 'forbidden_file',
};

test('a command that names a file of the machine is refused with the stretch, its place and what to write', async () => {
  const request = { input_files: inputs, output_files: outputs, ffmpeg_command: bad };
  const { status, body } = await server.call<Refusal>('POST', '/run-ffmpeg-command', request);
  assert.equal(status, 400);
  assert.equal(body.error, 'INVALID_REQUEST');
  assert.deepEqual(body.detail, [expected]);
  const { body: list } = await server.call<{ commands: unknown[] }>('GET', '/commands');
  assert.deepEqual(list.commands, []);
});

test('in a chain the step is named', async () => {
  const request = {
    input_files: inputs,
    output_files: outputs,
    ffmpeg_commands: ['-i {{in_a}} mid.mp4', '-i /mid.mp4 {{out_a}}'],
  };
  const { status, body } = await server.call<Refusal>('POST', '/run-chained-ffmpeg-commands', request);
  assert.equal(status, 400);
  assert.deepEqual(
    body.detail.map(({ loc, type }) => [loc, type]),
    [[['body', 'ffmpeg_commands', 1], 'forbidden_file']],
  );
});

test('of several commands none is queued', async () => {
  const good = { input_files: inputs, output_files: outputs, ffmpeg_command: '-i {{in_a}} {{out_a}}' };
  const { status, body } = await server.call<Refusal>('POST', '/run-multiple-ffmpeg-commands', {
    commands: [good, { ...good, ffmpeg_command: '-f x11grab -i :0 -i {{in_a}} -i ../b {{out_a}}' }],
  });
  assert.equal(status, 400);
  assert.deepEqual(
    body.detail.map(({ loc, type }) => [loc.slice(0, 3), type]),
    [
      [['body', 'commands', 1], 'forbidden_device'],
      [['body', 'commands', 1], 'forbidden_file'],
    ],
  );
});

test('a preset is judged when it is made', async () => {
  const { status, body } = await server.call<Refusal>('POST', '/presets', {
    name: 'ladspa',
    ffmpeg_command: '-i {{in_a}} -af ladspa=file=x {{out_a}}',
    input_file_keys: ['in_a'],
    output_file_definitions: outputs,
  });
  assert.equal(status, 422);
  assert.deepEqual(
    body.detail.map(({ loc, type }) => [loc, type]),
    [[['body', 'ffmpeg_command'], 'forbidden_code']],
  );
});

test('validate tells the same', async () => {
  const { status, body } = await server.call<Refusal & { valid: boolean }>('POST', '/validate', {
    input_files: inputs,
    output_files: outputs,
    ffmpeg_command: bad,
  });
  assert.equal(status, 200);
  assert.equal(body.valid, false);
  assert.deepEqual(body.detail, [expected]);
});

test('with the policy off the sandbox alone holds', async () => {
  const bare = await startTestServer({}, 'off');
  try {
    const done = await bare.run({
      input_files: {},
      output_files: outputs,
      ffmpeg_command: '-f lavfi -i "color=s=64x64:d=0.2,drawtext=textfile=/etc/passwd" {{out_a}}',
    });
    assert.equal(done.error_status, 'FFMPEG_FAILED');
    assert.match(done.error_message ?? '', /\/etc\/passwd.*(could not be read|No such file)/s);
  } finally {
    await bare.stop();
  }
});
