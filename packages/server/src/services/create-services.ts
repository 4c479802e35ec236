// Every use case the HTTP side may call, bound to what it needs.
import type { Policy } from '@renderio/ffmpeg-language';
import type { AccountLimits } from '../domain/account-limits.ts';
import type { MakeId } from '../domain/id.ts';
import type { SystemFacts } from '../domain/system-facts.ts';
import type { HostLimits } from '../present/usage.ts';
import type { Wake } from '../queue/wake.ts';
import type { ObjectStore } from '../storage/object-store.ts';
import type { Pool } from '../store/database.ts';
import { countQueues } from '../store/queue-depths.ts';
import type { TenantDatabase } from '../store/tenants.ts';
import { listWorkers } from '../store/workers.ts';
import { answerOnce, type RequestIdentity } from './answer-once.ts';
import { type Account, createAuthenticator } from './authenticate.ts';
import { createAuthenticateAdmin } from './authenticate-admin.ts';
import { cancelCommand } from './cancel-command.ts';
import { createCommandJudge } from './command-judge.ts';
import { createCommandWriter } from './command-writer.ts';
import { deleteCommandFiles } from './delete-command-files.ts';
import { executePreset } from './execute-preset.ts';
import { createAccountFeed } from './follow-account.ts';
import { followCommand } from './follow-command.ts';
import { changeAccount, createAccount, createKeyOfAccount, getAccounts, getKeysOfAccount } from './manage-accounts.ts';
import { createKey, getKeys, revokeAnyKey, revokeKey } from './manage-keys.ts';
import { createPreset, deletePreset, getPreset, getPresets, updatePreset } from './manage-presets.ts';
import {
  deleteWebhookConfig,
  getWebhookConfig,
  type JudgeReceiver,
  rotateWebhookSecret,
  setWebhookConfig,
  testWebhook,
} from './manage-webhook.ts';
import { drainWorker, resumeWorker } from './manage-workers.ts';
import type { MediaLinks } from './media-links.ts';
import { probeInput } from './probe-input.ts';
import { createQueueRoom } from './queue-room.ts';
import { createRateLimiter } from './rate-limiter.ts';
import { getCommand, getCommands, waitForCommand } from './read-commands.ts';
import { getDeliveries, getDelivery, replayDelivery } from './read-deliveries.ts';
import { type AskOwnBuild, createFfmpegBuildReader } from './read-ffmpeg-build.ts';
import { type AskOwnPart, createFfmpegPartReader } from './read-ffmpeg-part.ts';
import { deleteFile, getFile, getFiles, openMedia } from './read-files.ts';
import { readLog } from './read-log.ts';
import { readSystem } from './read-system.ts';
import { getUsage } from './read-usage.ts';
import { createOwnFileResolver } from './resolve-own-file.ts';
import { appendToUpload, beginUpload, endUpload, readUploadState } from './resumable-upload.ts';
import { retryCommand } from './retry-command.ts';
import { createSessions } from './sessions.ts';
import { storeFile } from './store-file.ts';
import { submitCommand, submitCommands } from './submit-command.ts';
import { uploadFile } from './upload-file.ts';
import { validateCommand } from './validate-command.ts';
import type { Subscribe } from './watch-command.ts';
import type { WebhookOutbox } from './webhook-outbox.ts';

export function createServices(given: {
  readonly database: Pool;
  readonly tenantDatabase: TenantDatabase;
  readonly storage: ObjectStore;
  readonly wake: Wake;
  readonly makeId: MakeId;
  readonly randomBytes: (size: number) => Buffer;
  readonly adminToken: string;
  readonly sessionSecret: Buffer;
  readonly defaultLimits: AccountLimits;
  readonly hostLimits: HostLimits;
  /** How long a probe may keep its caller waiting. */
  readonly probeWaitMs: number;
  readonly subscribe: Subscribe;
  readonly linkSecret: Buffer;
  readonly links: MediaLinks;
  readonly outbox: WebhookOutbox;
  readonly judgeReceiver: JudgeReceiver;
  readonly policy: Policy;
  readonly systemFacts: SystemFacts;
  /** Null in a process that does not work itself. */
  readonly askOwnBuild: AskOwnBuild | null;
  readonly askOwnPart: AskOwnPart | null;
}) {
  const { database } = given;
  const parts = {
    ...given,
    takeQueueRoom: createQueueRoom(database, given.defaultLimits),
    writeCommands: createCommandWriter(database),
    judgeCommand: createCommandJudge(given.policy),
  };
  const authenticator = createAuthenticator(parts);
  const authenticateAdmin = createAuthenticateAdmin(parts.adminToken);
  const tenantParts = { ...parts, resolveOwnFile: createOwnFileResolver(given.tenantDatabase, parts.linkSecret) };
  type TenantParts = typeof tenantParts;

  /** What an account does, it does through the wall that shows it its own rows alone. */
  const forTenant =
    <R extends unknown[], T>(use: (database: Pool, accountId: string, ...rest: R) => T) =>
    (accountId: string, ...rest: R): T =>
      use(given.tenantDatabase(accountId), accountId, ...rest);
  /** By its id, or where limits decide as the caller that it is. */
  const withTenantParts =
    <A extends string | Account, R extends unknown[], T>(use: (parts: TenantParts, account: A, ...rest: R) => T) =>
    (account: A, ...rest: R): T => {
      const accountId = typeof account === 'string' ? account : account.accountId;
      return use({ ...tenantParts, database: given.tenantDatabase(accountId) }, account, ...rest);
    };

  const getFfmpegBuild = createFfmpegBuildReader(database, given.askOwnBuild);
  return {
    makeId: parts.makeId,
    links: parts.links,
    authenticate: authenticator.byKey,
    authenticateAdmin,
    sessions: createSessions({
      secret: parts.sessionSecret,
      adminToken: parts.adminToken,
      authenticator,
      authenticateAdmin,
    }),
    takeToken: createRateLimiter(database),
    answerOnce: (identity: RequestIdentity) => answerOnce(given.tenantDatabase(identity.accountId), identity),
    defaultLimits: parts.defaultLimits,
    hostLimits: parts.hostLimits,
    getUsage: forTenant(getUsage),
    getFfmpegBuild,
    getFfmpegPart: createFfmpegPartReader(getFfmpegBuild, given.askOwnPart),
    getKeys: forTenant(getKeys),
    createKey: withTenantParts(createKey),
    revokeKey: forTenant(revokeKey),
    revokeAnyKey: bind(revokeAnyKey, database),
    createAccount: bind(createAccount, parts),
    getAccounts: bind(getAccounts, database),
    changeAccount: bind(changeAccount, database),
    createKeyOfAccount: bind(createKeyOfAccount, parts),
    getKeysOfAccount: bind(getKeysOfAccount, database),
    getWorkers: bind(listWorkers, database),
    drainWorker: bind(drainWorker, parts),
    resumeWorker: bind(resumeWorker, parts),
    readSystem: bind(readSystem, parts),
    countQueues: bind(countQueues, database),
    submitCommands: withTenantParts(submitCommands),
    submitCommand: withTenantParts(submitCommand),
    getCommand: forTenant(getCommand),
    waitForCommand: withTenantParts(waitForCommand),
    readLog: withTenantParts(readLog),
    followCommand: withTenantParts(followCommand),
    followAccount: forTenant(createAccountFeed()),
    cancelCommand: withTenantParts(cancelCommand),
    retryCommand: withTenantParts(retryCommand),
    deleteCommandFiles: withTenantParts(deleteCommandFiles),
    validateCommand,
    getCommands: forTenant(getCommands),
    createPreset: withTenantParts(createPreset),
    getPreset: forTenant(getPreset),
    getPresets: forTenant(getPresets),
    updatePreset: forTenant(updatePreset),
    deletePreset: forTenant(deletePreset),
    executePreset: withTenantParts(executePreset),
    getWebhookConfig: forTenant(getWebhookConfig),
    rotateWebhookSecret: withTenantParts(rotateWebhookSecret),
    setWebhookConfig: withTenantParts(setWebhookConfig),
    deleteWebhookConfig: forTenant(deleteWebhookConfig),
    testWebhook: withTenantParts(testWebhook),
    getDeliveries: forTenant(getDeliveries),
    getDelivery: forTenant(getDelivery),
    replayDelivery: withTenantParts(replayDelivery),
    uploadFile: withTenantParts(uploadFile),
    beginUpload: withTenantParts(beginUpload),
    appendToUpload: withTenantParts(appendToUpload),
    readUploadState: withTenantParts(readUploadState),
    endUpload: withTenantParts(endUpload),
    probeInput: withTenantParts(probeInput),
    storeFile: withTenantParts(storeFile),
    getFile: forTenant(getFile),
    getFiles: forTenant(getFiles),
    deleteFile: withTenantParts(deleteFile),
    openMedia: bind(openMedia, parts),
  };
}

export type Services = ReturnType<typeof createServices>;

function bind<P, R extends unknown[], T>(use: (parts: P, ...rest: R) => T, parts: P): (...rest: R) => T {
  return (...rest) => use(parts, ...rest);
}
