// n8n itself, from npm into a folder that is removed: its licence is no open one, so it is nothing that we depend on.
import assert from 'node:assert/strict';
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { Item } from '../../test/no-code/evaluate.ts';
import type { Credentials, Execution, ListeningWorkflow } from '../../test/no-code/replay.ts';
import { type Workflow, webhookPathOf } from '../../test/no-code/workflow.ts';
import type { WorkflowRunner } from '../../test/no-code/workflow-suite.ts';
import { startTestPostgres } from '../../test/support/database.ts';
import { until } from '../../test/support/server.ts';

/** 2,366 packages and 2.9 GB of disk in 3½ minutes; none of their install scripts is needed. */
const release = 'n8n@2.41.1';
export const n8nBytes = 4 * 2 ** 30;

/** What `n8n execute --rawOutput` prints, as far as it is looked at. */
interface RawExecution {
  readonly data: {
    readonly resultData: {
      readonly error?: { readonly message: string };
      readonly runData: Readonly<
        Record<string, readonly { readonly data?: { readonly main: readonly (RawItem[] | null)[] } }[]>
      >;
    };
  };
}

interface RawItem {
  readonly json: Item['json'];
  readonly binary?: Readonly<Record<string, { readonly fileName?: string; readonly mimeType: string }>>;
}

export async function startN8n(filesFolder: string): Promise<WorkflowRunner> {
  await using stack = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'renderio-n8n-'));
  stack.defer(() => rm(folder, { recursive: true }));
  // n8n asks for Node 24, which may not be the first on PATH.
  const path = `${dirname(process.execPath)}:${process.env['PATH']}`;
  const install = [
    'install',
    '--prefix',
    folder,
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
    release,
  ];
  await promisify(execFile)('npm', install, { cwd: folder, env: { ...process.env, PATH: path } });
  const postgres = await startTestPostgres();
  stack.defer(() => postgres.stop());
  const { connection } = stack.use(await postgres.createEmpty());
  const { host, database, user, password } = connection;
  assert.ok(typeof password === 'string');
  const home = join(folder, 'home');
  await mkdir(home);
  const env = {
    ...{ PATH: path, HOME: home, N8N_USER_FOLDER: home, N8N_ENCRYPTION_KEY: randomUUID() },
    ...{ DB_TYPE: 'postgresdb', DB_POSTGRESDB_HOST: host, DB_POSTGRESDB_DATABASE: database },
    ...{ DB_POSTGRESDB_USER: user, DB_POSTGRESDB_PASSWORD: password },
    // It calls nobody but whom a workflow names.
    ...{ N8N_DIAGNOSTICS_ENABLED: 'false', N8N_VERSION_NOTIFICATIONS_ENABLED: 'false', N8N_TEMPLATES_ENABLED: 'false' },
    ...{ N8N_COMMUNITY_PACKAGES_ENABLED: 'false', N8N_LISTEN_ADDRESS: '127.0.0.1' },
    N8N_RESTRICT_FILE_ACCESS_TO: filesFolder,
  };
  const program = join(folder, 'node_modules/n8n/bin/n8n');

  const start = async (args: readonly string[], port: number): Promise<{ child: ChildProcess; said: () => string }> => {
    const ports = { N8N_PORT: String(port), N8N_RUNNERS_BROKER_PORT: String(await findPort()) };
    // A group of its own, since it starts runners of its own.
    const child = spawn(process.execPath, [program, ...args], {
      cwd: folder,
      env: { ...env, ...ports },
      stdio: ['ignore', 'pipe', 'inherit'],
      detached: true,
    });
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
    return { child, said: () => said };
  };
  const run = async (...args: readonly string[]): Promise<string> => {
    const { child, said } = await start(args, await findPort());
    await once(child, 'close');
    return said();
  };
  const bring = async (kind: 'workflow' | 'credentials', what: object): Promise<void> => {
    const file = join(home, `${kind}.json`);
    await writeFile(file, JSON.stringify(what));
    assert.match(await run(`import:${kind}`, `--input=${file}`), /Successfully imported/);
  };
  let areCredentialsThere = false;
  const bringWorkflow = async (workflow: Workflow, credentials: Credentials): Promise<string> => {
    if (!areCredentialsThere) await bring('credentials', storedCredentials(credentials));
    areCredentialsThere = true;
    const id = randomUUID().slice(0, 16);
    await bring('workflow', { ...workflow, id });
    return id;
  };

  const rest = stack.move();
  return {
    async execute(workflow, credentials) {
      const id = await bringWorkflow(workflow, credentials);
      const said = await run('execute', `--id=${id}`, '--rawOutput');
      return readExecution(said);
    },
    async listen(workflow, credentials): Promise<ListeningWorkflow> {
      const id = await bringWorkflow(workflow, credentials);
      await run('publish:workflow', `--id=${id}`);
      const port = await findPort();
      const { child } = await start(['start'], port);
      await until(120_000, 'n8n is ready', async () => {
        assert.equal(child.exitCode, null, 'n8n has ended');
        const response = await fetch(`http://127.0.0.1:${port}/healthz/readiness`).catch(() => null);
        return response?.ok === true ? true : null;
      });
      return {
        url: `http://127.0.0.1:${port}${webhookPathOf(workflow)}`,
        [Symbol.asyncDispose]: () => endGroup(child),
      };
    },
    [Symbol.asyncDispose]: () => rest.disposeAsync(),
  };
}

/** As a person fills them in; the files name them. */
function storedCredentials({ headers, secrets }: Credentials): object[] {
  return [
    ...Object.entries(headers).map(([name, data]) => ({ id: randomUUID(), name, type: 'httpHeaderAuth', data })),
    ...Object.entries(secrets).map(([name, hmacSecret]) => ({
      ...{ id: randomUUID(), name, type: 'crypto' },
      data: { hmacSecret },
    })),
  ];
}

function readExecution(said: string): Execution {
  const json = /^\{$.*^\}$/ms.exec(said)?.[0];
  assert.ok(json !== undefined, `n8n printed no execution: ${said.slice(-2000)}`);
  const { error, runData } = (JSON.parse(json) as RawExecution).data.resultData;
  const items = Object.entries(runData).map(([name, runs]): [string, Item[]] => [
    name,
    runs.flatMap(({ data }) => data?.main.flatMap((output) => output ?? []) ?? []).map(itemOf),
  ]);
  return { items: new Map(items), error: error?.message ?? null };
}

function itemOf({ json, binary = {} }: RawItem): Item {
  const files = Object.entries(binary).map(([name, { fileName = '', mimeType }]) => [
    name,
    // Where its bytes lie is n8n's own affair.
    { bytes: Buffer.alloc(0), filename: fileName, mimeType },
  ]);
  return { json, binary: Object.fromEntries(files) as NonNullable<Item['binary']> };
}

async function endGroup(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  process.kill(-child.pid, 'SIGKILL');
  await ended;
}

async function findPort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}
