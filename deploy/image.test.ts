// The container image: built, started as docs/deploy.md says, and put to work.
import assert from 'node:assert/strict';
import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { type Client, createClient } from '../packages/sdk/src/index.ts';

const repository = join(import.meta.dirname, '..');
const image = `renderio-test-${process.pid}`;
const engine = ['docker', 'podman'].find((program) => spawnSync(program, ['info']).status === 0);
const minuteMs = 60_000;

function ask(...args: readonly string[]): SpawnSyncReturns<string> {
  if (engine === undefined) throw new Error('There is no engine for containers.');
  return spawnSync(engine, args, { cwd: repository, encoding: 'utf8', timeout: 10 * minuteMs });
}

function tell(...args: readonly string[]): string {
  const { status, stdout, stderr } = ask(...args);
  assert.equal(status, 0, stderr.slice(-2_000));
  return stdout.trim();
}

/** The words after `docker run` in the page, without the name, the port, the volume and the address of its example. */
function readOptions(): string[] {
  const page = readFileSync(join(repository, 'docs/deploy.md'), 'utf8');
  const command = /^docker run ((?:.*\\\n)*.*)$/m.exec(page)?.[1] ?? '';
  const words = command.split(/[\s\\]+/).slice(0, -1);
  const given = new Set(['--name', '-p', '-v', '-e']);
  return words.filter((word, index) => !given.has(word) && !given.has(words[index - 1] ?? ''));
}

function whyNot(): string | false {
  if (engine === undefined) return 'there is no Docker or Podman whose engine answers';
  const base = /^FROM (\S+)/m.exec(readFileSync(join(repository, 'deploy/Containerfile'), 'utf8'))?.[1] ?? '';
  if (ask('image', 'inspect', base).status === 0 || ask('pull', base).status === 0) return false;
  return `${base} is neither here nor can it be fetched`;
}

describe('the container image', { skip: whyNot() }, () => {
  const key = `ffsk_${'5'.repeat(64)}`;
  let container = '';
  let address = '';
  let client: Client;

  before(async () => {
    tell('build', '--network', 'host', '--tag', image, '--file', 'deploy/Containerfile', '.');
    container = start();
    address = await addressOf(container);
    client = createClient({ baseUrl: address, apiKey: key });
  });
  after(() => {
    if (container !== '') ask('rm', '--force', container);
    ask('rmi', '--force', image);
  });

  function start(): string {
    // A container that is removed takes its unnamed volume along.
    const own = [
      '--detach',
      '--rm',
      '--publish',
      '127.0.0.1::8080',
      '--volume',
      '/data',
      '--env',
      `RENDERIO_API_KEY=${key}`,
    ];
    return (
      tell('run', ...own, ...readOptions(), image)
        .split('\n')
        .at(-1) ?? ''
    );
  }

  async function addressOf(id: string): Promise<string> {
    const found = `http://${tell('port', id, '8080').split('\n')[0] ?? ''}`;
    const deadline = performance.now() + minuteMs;
    while (
      !(await fetch(`${found}/ready`).then(
        ({ ok }) => ok,
        () => false,
      ))
    ) {
      assert.ok(performance.now() < deadline, tell('logs', id));
      await wait(100);
    }
    return found;
  }

  test('it runs a command in its sandbox, with nothing but the options of the page', async () => {
    const { status, output_files } = await client.run({
      input_files: {},
      output_files: { out_clip: 'clip.mp4' },
      ffmpeg_command: '-f lavfi -i testsrc2=d=1 -vf drawtext=text=hello {{out_clip}}',
    });
    assert.equal(status, 'SUCCESS');
    assert.equal(output_files['out_clip']?.codec, 'h264');
  });

  test('it ends a command that takes too long', async () => {
    const { command_id } = await client.runFfmpegCommand({
      body: {
        input_files: {},
        output_files: { out_clip: 'clip.mp4' },
        ffmpeg_command: '-re -f lavfi -i testsrc2=d=60 {{out_clip}}',
        max_command_run_seconds: 1,
      },
    });
    assert.equal((await client.wait(command_id)).error_status, 'TIMEOUT');
  });

  test('it serves the dashboard, and holds the command line', async () => {
    const page = await fetch(address);
    assert.match(await page.text(), /<div id="root">/);
    assert.match(tell('exec', '--env', `RENDERIO_API_KEY=${key}`, container, 'renderio', 'doctor'), /sandbox\s+usable/);
  });

  test('without its options it says which is missing, and does not run', () => {
    const { status, stderr, stdout } = ask('run', '--rm', image);
    assert.equal(status, 1);
    assert.match(stderr + stdout, /seccomp=|systempaths=unconfined/);
  });
});
