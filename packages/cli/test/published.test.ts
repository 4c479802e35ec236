// The packages as npm would hand them out, in a folder that knows nothing of this repository, on an older Node where there is one.
import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { z } from 'zod';
import { type CliSetting, startCliSetting } from './cli.ts';

const run = promisify(execFile);
const repository = join(import.meta.dirname, '../../..');
const manifest = z.object({ version: z.string(), dependencies: z.record(z.string(), z.string()) });

let setting: CliSetting;
/** Where both packages are installed. */
let app: string;
/** The Node of the machine, beside our own. */
const olderNode = (process.env['PATH'] ?? '')
  .split(':')
  .filter((folder) => !folder.includes('node_modules'))
  .map((folder) => join(folder, 'node'))
  .find((path) => existsSync(path) && majorOf(path) < 24);
const node = olderNode ?? process.execPath;

function majorOf(path: string): number {
  return Number(execFileSync(path, ['-p', 'process.versions.node.split(".")[0]'], { encoding: 'utf8' }));
}

before(async () => {
  setting = await startCliSetting();
  app = await mkdtemp(join(tmpdir(), 'renderio-app-'));
  await run(process.execPath, [join(repository, 'scripts/build-npm-packages.ts'), join(app, 'built')]);
  await install('renderio', 'cli');
  await install('@renderio/sdk', 'sdk');
  await writeFile(join(app, 'package.json'), '{ "type": "module" }');
});
after(async () => {
  await setting[Symbol.asyncDispose]();
  await rm(app, { recursive: true, force: true });
});

/** As npm does it, but for packages that it would download: those it names are the ones that are here. */
async function install(name: string, folder: string): Promise<void> {
  const built = join(app, 'built', folder);
  await run('npm', ['pack', '--pack-destination', built], { cwd: built });
  const tarball = (await readdir(built)).find((file) => file.endsWith('.tgz')) ?? '';
  const target = join(app, 'node_modules', name);
  await mkdir(target, { recursive: true });
  await run('tar', ['-xzf', join(built, tarball), '-C', target, '--strip-components=1']);
  const { dependencies } = manifest.parse(JSON.parse(await readFile(join(target, 'package.json'), 'utf8')));
  for (const dependency of Object.keys(dependencies)) {
    const link = join(app, 'node_modules', dependency);
    if (existsSync(link)) continue;
    await mkdir(dirname(link), { recursive: true });
    const places = [join(repository, 'packages', folder), repository];
    const found = places.map((place) => join(place, 'node_modules', dependency)).find((path) => existsSync(path));
    assert.ok(found, `${name} needs ${dependency}, which is not installed`);
    await symlink(found, link);
  }
}

const env = (): NodeJS.ProcessEnv => ({
  PATH: '/usr/bin:/bin',
  HOME: app,
  RENDERIO_URL: setting.server.url,
  RENDERIO_API_KEY: setting.server.key,
});

test('the program tells its version, runs an FFmpeg command, and serves MCP', async () => {
  const program = join(app, 'node_modules/renderio/bin/renderio.js');
  const { version } = manifest.parse(
    JSON.parse(await readFile(join(app, 'node_modules/renderio/package.json'), 'utf8')),
  );
  const said = await run(node, [program, '--version'], { env: env() });
  assert.deepEqual([said.stdout, said.stderr], [`${version}\n`, '']);
  const { stderr } = await run(node, [program, 'run', 'ffmpeg -f lavfi -i sine=d=1 tone.mp3'], {
    cwd: app,
    env: env(),
  });
  assert.match(stderr, /^Running \S+\nWrote tone\.mp3 in /);
  assert.ok((await readFile(join(app, 'tone.mp3'))).length > 1000);
  const serving = run(node, [program, 'mcp'], { env: env() });
  serving.child.stdin?.end(
    `${JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'test', version: '1' } } })}\n`,
  );
  assert.match((await serving).stdout, /^\{.*"serverInfo":\{.*"renderio"/);
});

test('the SDK runs a command', async () => {
  await writeFile(
    join(app, 'use.js'),
    `import { createClient } from '@renderio/sdk';
import { downloadTo, uploadPath } from '@renderio/sdk/node';
const client = createClient({ baseUrl: process.env.RENDERIO_URL, apiKey: process.env.RENDERIO_API_KEY });
const command = await client.run({
  input_files: {}, output_files: { out_a: 'a.mp3' }, ffmpeg_command: '-f lavfi -i sine=d=1 {{out_a}}',
});
const path = await downloadTo(client, command.output_files.out_a, '.');
console.log(command.status, path, typeof (await uploadPath(client, path)).file_id);
`,
  );
  const { stdout } = await run(node, ['use.js'], { cwd: app, env: env() });
  assert.equal(stdout, 'SUCCESS a.mp3 string\n');
});

test("the SDK's types hold in a strict program, in Node and in a browser", async () => {
  const program = (body: string): string => `import { createClient, RenderioError } from '@renderio/sdk';
const client = createClient({ baseUrl: 'http://127.0.0.1:8080', apiKey: 'ffsk_' });
const { commands } = await client.listCommands({ query: { limit: 10, status: 'FAILED' } });
const causes: (string | null)[] = commands.map((command) => command.error_status);
// @ts-expect-error there is no such status
await client.listCommands({ query: { status: 'LOST' } });
// @ts-expect-error a number is no command
const wrong: number = commands[0];
export { causes, wrong, RenderioError };
${body}`;
  await mkdir(join(app, 'types/node'), { recursive: true });
  await mkdir(join(app, 'types/browser'), { recursive: true });
  await writeFile(
    join(app, 'types/node/use.ts'),
    program(
      "import { uploadPath } from '@renderio/sdk/node';\nexport const sent: { file_id: string } = await uploadPath(client, 'a');\n",
    ),
  );
  await writeFile(
    join(app, 'types/browser/use.ts'),
    program(
      'export const sent = (file: File): Promise<{ readonly file_id: string }> => client.uploadResumably(file);\n',
    ),
  );
  const strict = {
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    skipLibCheck: false,
    noEmit: true,
    target: 'es2022',
  };
  const settings = {
    node: { ...strict, module: 'nodenext', types: ['node'], typeRoots: [join(repository, 'node_modules/@types')] },
    browser: {
      ...strict,
      module: 'esnext',
      moduleResolution: 'bundler',
      types: [],
      lib: ['es2023', 'dom', 'dom.iterable', 'dom.asynciterable'],
    },
  };
  for (const [name, compilerOptions] of Object.entries(settings)) {
    const folder = join(app, 'types', name);
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['use.ts'] }));
    const tsc = join(repository, 'node_modules/typescript/bin/tsc');
    const { stdout } = await run(process.execPath, [tsc, '-p', folder]).catch(
      (error: unknown) => error as { stdout: string },
    );
    assert.equal(stdout, '', name);
  }
});

test('every module of both loads on a Node older than 24', {
  skip: olderNode === undefined ? 'there is no such Node here' : false,
}, async () => {
  for (const name of ['renderio', '@renderio/sdk']) {
    const folder = join(app, 'node_modules', name, 'dist');
    const modules = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith('.js'));
    assert.ok(modules.length > 10);
    // The entry runs the program; without a command it ends by showing what there is.
    const code = modules.filter((file) => file !== 'cli/src/main.js').map((file) => `import './${file}';`);
    await run(node, ['--input-type=module', '-e', code.join('\n')], { cwd: folder });
  }
});
