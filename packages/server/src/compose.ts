// Puts the server together: the only file, with main.ts, that knows every room.
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { Policy } from '@renderio/ffmpeg-language';
import type { Config } from './config.ts';
import { judgeFfmpegRelease, judgeRootAge } from './domain/ffmpeg-release.ts';
import { createIdMaker, type MakeId } from './domain/id.ts';
import { createRandomPool } from './domain/random-pool.ts';
import { maxLogBytes } from './domain/run-limits.ts';
import { checkPort, explainListenError } from './http/check-port.ts';
import { createHttpServer } from './http/create-http-server.ts';
import type { Logger } from './log.ts';
import { createUrlJudge } from './net/judge-url.ts';
import { createOutgoing } from './net/outgoing.ts';
import { askFfmpeg, askFfmpegPart } from './programs/ask-ffmpeg.ts';
import { createPrograms, type Programs } from './programs/programs.ts';
import { proveItself } from './programs/prove-itself.ts';
import { ensureAdminToken } from './provision/admin-token.ts';
import { ensureFfmpegRoot } from './provision/ffmpeg-root.ts';
import { findHostFfmpeg } from './provision/host-ffmpeg.ts';
import { acquireInstanceLock } from './provision/instance-lock.ts';
import { keepEmbeddedPostgres } from './provision/keep-postgres.ts';
import { ProvisionError } from './provision/provision-error.ts';
import { createWake, startWakeListener, type Wake, type WakeListener } from './queue/wake.ts';
import { openWorkQueue } from './queue/work-queue.ts';
import { type BubblewrapOptions, createBubblewrapSandbox } from './sandbox/bubblewrap.ts';
import { openCgroups } from './sandbox/cgroups.ts';
import { createGvisorSandbox } from './sandbox/gvisor.ts';
import type { Sandbox } from './sandbox/sandbox.ts';
import { createServices } from './services/create-services.ts';
import { createWorkerServices } from './services/create-worker-services.ts';
import { ensureFirstAccount } from './services/ensure-first-account.ts';
import { createMediaLinks } from './services/media-links.ts';
import type { AskOwnBuild } from './services/read-ffmpeg-build.ts';
import type { AskOwnPart } from './services/read-ffmpeg-part.ts';
import { createWebhookOutbox, type WebhookOutbox } from './services/webhook-outbox.ts';
import { createDiskStore } from './storage/disk-store.ts';
import type { ObjectStore } from './storage/object-store.ts';
import { openPool, type Pool, type PoolConfig } from './store/database.ts';
import { saveFfmpegBuild } from './store/ffmpeg-builds.ts';
import { migrate } from './store/migrate.ts';
import { ensureSecret } from './store/secrets.ts';
import { createTenantDatabase, type TenantDatabase } from './store/tenants.ts';
import { deliver } from './webhooks/deliver.ts';
import { claimScratch } from './worker/claim-scratch.ts';
import { startWorker } from './worker/start-worker.ts';

/** Where the version stands. */
const packageFile = createRequire(import.meta.url)('../package.json') as { readonly version: string };
const builtDashboard = join(import.meta.dirname, '../../dashboard/dist');

export interface RunningServer {
  /** Where it listens; null in a role without HTTP. */
  readonly url: string | null;
  /** The first account's key, when this start made it. */
  readonly firstKey: string | null;
  /** Versions and states, by name. */
  readonly about: Readonly<Record<string, unknown>>;
  /** Takes no new work, hands back what runs, and closes everything. */
  stop(): Promise<void>;
}

export interface ServerOutput {
  readonly log: Logger;
  /** One line on a long step of the start. */
  readonly onProgress: (line: string) => void;
}

export interface ServerOptions extends ServerOutput {
  /** Off for tests that try the sandbox by itself: commands are run whatever they name. No setting reaches this. */
  readonly policy?: Policy;
  /** Where the built dashboard is, for tests that bring one of their own. */
  readonly dashboardFolder?: string;
}

/** Anything that fails on the way up is thrown after all that was started has been stopped again. */
export async function startServer(config: Config, options: ServerOptions): Promise<RunningServer> {
  const stack = new AsyncDisposableStack();
  try {
    return await start(config, options, stack);
  } catch (error) {
    await stack.disposeAsync();
    throw error;
  }
}

async function start(
  config: Config,
  { log, onProgress, policy = 'on', dashboardFolder = builtDashboard }: ServerOptions,
  stack: AsyncDisposableStack,
): Promise<RunningServer> {
  const servesHttp = config.role === 'all' || config.role === 'api';
  const works = config.role === 'all' || config.role === 'worker';
  const makeId = createIdMaker(Date.now, createRandomPool(randomBytes));
  if (servesHttp && config.port !== 0) await checkPort(config.host, config.port);

  const database = await openDatabase(config, { log, onProgress }, stack);
  const { applied, wallMissing } = await migrate(database.pool);
  if (applied.length > 0) log.info({ applied }, 'database schema brought up to date');
  const firstKey = await ensureFirstAccount(database.pool, { makeId, randomBytes, givenKey: config.apiKey });
  const about: Record<string, unknown> = {
    database: database.description,
    tenants: wallMissing === null ? 'row-level security' : `statements alone (${wallMissing})`,
  };
  if (wallMissing !== null)
    log.warn(
      { why: wallMissing },
      'row-level security does not part the accounts: the database user may not make its role',
    );
  if (!servesHttp && !works) return { url: null, firstKey, about, stop: () => stack.disposeAsync() };

  const storage = await createDiskStore({ folder: join(config.dataFolder, 'objects') });
  await storage.verify();
  const linkSecret = await ensureSecret(database.pool, 'media_links', randomBytes(32));
  const wake = createWake(database.pool);
  const listener = await startWakeListener(database.connection, (error) => {
    log.warn({ err: error }, 'the connection that listens for wakes broke');
  });
  stack.defer(() => listener.stop());
  const checks: Record<string, () => Promise<void>> = {
    database: async () => {
      await database.pool.query('select 1');
    },
    storage: () => storage.verify(),
  };

  let url: string | null = null;
  const links = createMediaLinks({ secret: linkSecret, linkSeconds: config.linkSeconds, now: () => new Date() });
  const outbox = createWebhookOutbox({
    makeId,
    links,
    webhookBaseUrl: () => config.publicUrl ?? url ?? listenUrl(config),
  });

  let askOwnBuild: AskOwnBuild | null = null;
  let askOwnPart: AskOwnPart | null = null;
  if (works) {
    const worker = await startWorking(config, { log, onProgress }, stack, {
      ...database,
      storage,
      linkSecret,
      wake,
      listener,
      makeId,
      outbox,
      policy,
    });
    Object.assign(about, worker.about);
    Object.assign(checks, worker.checks);
    askOwnBuild = worker.askBuild;
    askOwnPart = worker.askPart;
    // Word for those that answer questions and do not work.
    if (!servesHttp) await saveFfmpegBuild(database.pool, await askOwnBuild());
  }
  if (servesHttp) {
    const services = createServices({
      database: database.pool,
      tenantDatabase: wallMissing === null ? openTenantDatabase(database.connection, log, stack) : () => database.pool,
      storage,
      wake,
      makeId,
      defaultLimits: config.defaultLimits,
      hostLimits: {
        linkSeconds: config.linkSeconds,
        logBytes: maxLogBytes,
        retention: config.retention,
      },
      probeWaitMs: config.probeWaitSeconds * 1000,
      randomBytes,
      adminToken: config.adminToken ?? (await ensureAdminToken(config.dataFolder)),
      sessionSecret: await ensureSecret(database.pool, 'sessions', randomBytes(32)),
      subscribe: (subject, onWake) => listener.subscribe(subject, onWake),
      linkSecret,
      links,
      outbox,
      judgeReceiver: createUrlJudge(config.allowCidrs),
      policy,
      askOwnBuild,
      askOwnPart,
      systemFacts: {
        version: packageFile.version,
        nodeVersion: process.versions.node,
        role: config.role,
        host: hostname(),
        pid: process.pid,
        startedAt: new Date(),
        about,
        settings: config.settings,
      },
    });
    const app = createHttpServer({
      services,
      health: { about, checks },
      dashboardFolder,
      publicUrl: config.publicUrl,
      requestSeconds: config.requestSeconds,
      log,
    });
    stack.defer(() => app.close());
    try {
      url = await app.listen({ host: config.host, port: config.port });
    } catch (error) {
      throw explainListenError(error, config.host, config.port);
    }
  }
  return { url, firstKey, about, stop: () => stack.disposeAsync() };
}

/** Connections of its own, since they are another role's. */
function openTenantDatabase(connection: PoolConfig, log: Logger, stack: AsyncDisposableStack): TenantDatabase {
  const pool = openPool(connection, (error) => {
    log.warn({ err: error }, 'a database connection broke');
  });
  stack.defer(() => pool.end());
  return createTenantDatabase(pool);
}

/** Where a process that does not listen itself supposes the API. */
function listenUrl({ host, port }: Config): string {
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

interface OpenDatabase {
  readonly pool: Pool;
  readonly connection: PoolConfig;
  readonly description: string;
}

async function openDatabase(
  config: Config,
  { log, onProgress }: ServerOutput,
  stack: AsyncDisposableStack,
): Promise<OpenDatabase> {
  let connection: PoolConfig;
  let description: string;
  if (config.databaseUrl !== null) {
    connection = { connectionString: config.databaseUrl };
    description = 'PostgreSQL by DATABASE_URL';
  } else {
    const lock = await acquireInstanceLock(config.dataFolder);
    stack.defer(() => {
      lock.release();
    });
    const postgres = await keepEmbeddedPostgres({
      dataFolder: config.dataFolder,
      onProgress,
      onRestart: (why) => {
        log.error(why);
      },
    });
    stack.defer(() => postgres.stop());
    connection = { ...postgres.connection };
    description = `embedded PostgreSQL ${postgres.version}`;
  }
  const pool = openPool(connection, (error) => {
    log.warn({ err: error }, 'a database connection broke');
  });
  stack.defer(() => pool.end());
  try {
    await pool.query('select 1');
  } catch (error) {
    if (config.databaseUrl === null) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new ProvisionError(
      'postgres_failed',
      `The PostgreSQL of DATABASE_URL cannot be used (${why}): check that it runs, and its user and password.`,
    );
  }
  return { pool, connection, description };
}

async function startWorking(
  config: Config,
  { log, onProgress }: ServerOutput,
  stack: AsyncDisposableStack,
  parts: OpenDatabase & {
    readonly storage: ObjectStore;
    readonly linkSecret: Buffer;
    readonly wake: Wake;
    readonly listener: WakeListener;
    readonly makeId: MakeId;
    readonly outbox: WebhookOutbox;
    readonly policy: Policy;
  },
): Promise<{
  about: Record<string, unknown>;
  checks: Record<string, () => Promise<void>>;
  askBuild: AskOwnBuild;
  askPart: AskOwnPart;
}> {
  const { programs, programsAbout } = await findPrograms(config, { log, onProgress });
  const scratchFolder = join(config.scratchFolder, await claimFreeScratch(config, stack));
  const scratch = await claimScratch(scratchFolder);
  await proveItself(programs, scratch.folder);

  const outgoing = createOutgoing({ allowCidrs: config.allowCidrs });
  stack.defer(() => outgoing.close());
  const services = createWorkerServices({
    ...parts,
    database: parts.pool,
    defaultLimits: config.defaultLimits,
    retention: config.retention,
  });
  const queue = await openWorkQueue({
    database: parts.pool,
    listener: parts.listener,
    log,
    leaseSeconds: config.leaseSeconds,
    runningCommands: config.defaultLimits.runningCommands,
    worker: {
      id: randomUUID(),
      host: hostname(),
      pid: process.pid,
      scratchId: scratch.id,
      capacity: config.concurrency,
      programs: { ffmpeg: programs.ffmpegVersion },
    },
  });
  const worker = startWorker({
    queue,
    services,
    storage: parts.storage,
    outgoing,
    programs,
    makeId: parts.makeId,
    policy: parts.policy,
    log,
    scratchFolder: scratch.folder,
    capacity: config.concurrency,
    leaseSeconds: config.leaseSeconds,
  });
  const delivererParts = { runs: services.deliveryRuns, outgoing, log };
  queue.consume('deliveries', config.webhookConcurrency, (run, signal) => deliver(delivererParts, run, signal));
  stack.defer(() => worker.stop());
  return {
    about: { ...programsAbout, concurrency: config.concurrency },
    checks: { sandbox: () => proveItself(programs, scratch.folder) },
    askBuild: async () => ({ version: programs.ffmpegVersion, facts: await askFfmpeg(programs, scratch.folder) }),
    askPart: (kind, name) => askFfmpegPart(programs, scratch.folder, kind, name),
  };
}

/** Several workers of one host share a data folder: each takes the first scratch folder that nobody holds. */
async function claimFreeScratch(config: Config, stack: AsyncDisposableStack): Promise<string> {
  await mkdir(config.scratchFolder, { recursive: true, mode: 0o700 });
  for (let number = 1; ; number += 1) {
    const name = `worker-${number}`;
    try {
      const lock = await acquireInstanceLock(join(config.scratchFolder, name));
      stack.defer(() => {
        lock.release();
      });
      return name;
    } catch (error) {
      if (!(error instanceof ProvisionError && error.problem === 'already_running')) throw error;
    }
  }
}

async function findPrograms(
  config: Config,
  { log, onProgress }: ServerOutput,
): Promise<{ programs: Programs; programsAbout: Record<string, unknown> }> {
  const toLog = (message: string, fields: Record<string, unknown>): void => {
    log.error(fields, message);
  };
  const cgroups = await openCgroups((message, fields) => {
    log.info(fields, message);
  });
  if (config.ffmpegPath !== null) {
    const named = { ffmpegPath: config.ffmpegPath, ffprobePath: config.ffprobePath ?? undefined };
    const host = await findHostFfmpeg(named);
    if (host === undefined)
      throw new ProvisionError('root_unusable', `${config.ffmpegPath} cannot be run: correct FFMPEG_PATH.`);
    const sandbox = await openSandbox(config, { rootFolder: null, bubblewrap: ['bwrap'], cgroups, log: toLog });
    return {
      programs: createPrograms({ sandbox, ...host }),
      programsAbout: {
        ffmpeg: {
          version: host.ffmpegVersion,
          source: host.ffmpegPath,
          ...warnOf([judgeFfmpegRelease(host.ffmpegVersion)], log),
        },
        sandbox: sandbox.describe(),
      },
    };
  }
  const root = await ensureFfmpegRoot({ programsFolder: config.programsFolder, suite: config.ffmpegSuite, onProgress });
  const { rootFolder, bubblewrap } = root;
  const sandbox = await openSandbox(config, { rootFolder, bubblewrap, cgroups, log: toLog });
  return {
    programs: createPrograms({
      sandbox,
      ffmpegPath: '/usr/bin/ffmpeg',
      ffprobePath: '/usr/bin/ffprobe',
      ffmpegVersion: root.ffmpegVersion,
    }),
    programsAbout: {
      ffmpeg: {
        version: root.ffmpegVersion,
        source: `Debian ${root.suite}`,
        made_at: root.createdAt,
        ...warnOf([judgeFfmpegRelease(root.ffmpegVersion), judgeRootAge(new Date(root.createdAt), new Date())], log),
      },
      sandbox: sandbox.describe(),
    },
  };
}

async function openSandbox({ sandbox }: Config, options: BubblewrapOptions): Promise<Sandbox> {
  return await (sandbox === 'gvisor' ? createGvisorSandbox(options) : createBubblewrapSandbox(options));
}

/** Shown by `/health` and at the start, and logged. */
function warnOf(reasons: readonly (string | null)[], log: Logger): { readonly warning?: string } {
  const warning = reasons.filter((reason) => reason !== null).join(' ');
  if (warning === '') return {};
  log.warn(warning);
  return { warning };
}
