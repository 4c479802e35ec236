// Every use case the HTTP side may call, bound to what it needs.
import type { Policy } from '@renderio/ffmpeg-language';
import type { AccountLimits } from '../domain/account-limits.ts';
import type { MakeId } from '../domain/id.ts';
import type { HostLimits } from '../present/usage.ts';
import type { Wake } from '../queue/wake.ts';
import type { ObjectStore } from '../storage/object-store.ts';
import type { Pool } from '../store/database.ts';
import { listWorkers } from '../store/workers.ts';
import { answerOnce, type RequestIdentity } from './answer-once.ts';
import { createAuthenticator } from './authenticate.ts';
import { createAuthenticateAdmin } from './authenticate-admin.ts';
import { cancelCommand } from './cancel-command.ts';
import { createCommandWriter } from './command-writer.ts';
import { deleteCommandFiles } from './delete-command-files.ts';
import { executePreset } from './execute-preset.ts';
import { followCommand } from './follow-command.ts';
import { changeAccount, createAccount, createKeyOfAccount, getAccounts, getKeysOfAccount } from './manage-accounts.ts';
import { createKey, getKeys, revokeAnyKey, revokeKey } from './manage-keys.ts';
import { createPreset, deletePreset, getPreset, getPresets, updatePreset } from './manage-presets.ts';
import {
  deleteWebhookConfig,
  getWebhookConfig,
  type JudgeReceiver,
  setWebhookConfig,
  testWebhook,
} from './manage-webhook.ts';
import type { MediaLinks } from './media-links.ts';
import { probeInput } from './probe-input.ts';
import { createQueueRoom } from './queue-room.ts';
import { createRateLimiter } from './rate-limiter.ts';
import { getCommand, getCommands, waitForCommand } from './read-commands.ts';
import { getDeliveries, getDelivery, replayDelivery } from './read-deliveries.ts';
import { deleteFile, getFile, getFiles, openMedia } from './read-files.ts';
import { readLog } from './read-log.ts';
import { getUsage } from './read-usage.ts';
import { createOwnFileResolver } from './resolve-own-file.ts';
import { retryCommand } from './retry-command.ts';
import { createSessions } from './sessions.ts';
import { storeFile } from './store-file.ts';
import { submitCommand, submitCommands } from './submit-command.ts';
import { uploadFile } from './upload-file.ts';
import { validateCommand } from './validate-command.ts';
import type { Subscribe } from './watch-command.ts';
import type { WebhookOutbox } from './webhook-outbox.ts';

type Rest<F extends (first: never, ...rest: never[]) => unknown> = F extends (first: never, ...rest: infer R) => unknown
  ? R
  : never;

export function createServices(given: {
  readonly database: Pool;
  readonly storage: ObjectStore;
  readonly wake: Wake;
  readonly makeId: MakeId;
  readonly randomBytes: (size: number) => Buffer;
  readonly adminToken: string;
  readonly sessionSecret: Buffer;
  readonly maxInputBytes: number;
  readonly maxRunSeconds: number;
  readonly defaultLimits: AccountLimits;
  readonly hostLimits: HostLimits;
  readonly subscribe: Subscribe;
  readonly linkSecret: Buffer;
  readonly links: MediaLinks;
  readonly outbox: WebhookOutbox;
  readonly judgeReceiver: JudgeReceiver;
  readonly policy: Policy;
}) {
  const { database } = given;
  const parts = {
    ...given,
    takeQueueRoom: createQueueRoom(database, given.defaultLimits),
    writeCommands: createCommandWriter(database),
  };
  const authenticator = createAuthenticator(parts);
  const authenticateAdmin = createAuthenticateAdmin(parts.adminToken);
  const resolveOwnFile = createOwnFileResolver(database, parts.linkSecret);
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
    answerOnce: (identity: RequestIdentity) => answerOnce(database, identity),
    defaultLimits: parts.defaultLimits,
    hostLimits: parts.hostLimits,
    getUsage: (...rest: Rest<typeof getUsage>) => getUsage(database, ...rest),
    getKeys: (...rest: Rest<typeof getKeys>) => getKeys(database, ...rest),
    createKey: (...rest: Rest<typeof createKey>) => createKey(parts, ...rest),
    revokeKey: (...rest: Rest<typeof revokeKey>) => revokeKey(database, ...rest),
    revokeAnyKey: (...rest: Rest<typeof revokeAnyKey>) => revokeAnyKey(database, ...rest),
    createAccount: (...rest: Rest<typeof createAccount>) => createAccount(parts, ...rest),
    getAccounts: (...rest: Rest<typeof getAccounts>) => getAccounts(database, ...rest),
    changeAccount: (...rest: Rest<typeof changeAccount>) => changeAccount(database, ...rest),
    createKeyOfAccount: (...rest: Rest<typeof createKeyOfAccount>) => createKeyOfAccount(parts, ...rest),
    getKeysOfAccount: (...rest: Rest<typeof getKeysOfAccount>) => getKeysOfAccount(database, ...rest),
    getWorkers: (...rest: Rest<typeof listWorkers>) => listWorkers(database, ...rest),
    submitCommands: (...rest: Rest<typeof submitCommands>) => submitCommands(parts, ...rest),
    submitCommand: (...rest: Rest<typeof submitCommand>) => submitCommand(parts, ...rest),
    getCommand: (...rest: Rest<typeof getCommand>) => getCommand(database, ...rest),
    waitForCommand: (...rest: Rest<typeof waitForCommand>) => waitForCommand(parts, ...rest),
    readLog: (...rest: Rest<typeof readLog>) => readLog(parts, ...rest),
    followCommand: (...rest: Rest<typeof followCommand>) => followCommand(parts, ...rest),
    cancelCommand: (...rest: Rest<typeof cancelCommand>) => cancelCommand(parts, ...rest),
    retryCommand: (...rest: Rest<typeof retryCommand>) => retryCommand(parts, ...rest),
    deleteCommandFiles: (...rest: Rest<typeof deleteCommandFiles>) => deleteCommandFiles(parts, ...rest),
    validateCommand,
    getCommands: (...rest: Rest<typeof getCommands>) => getCommands(database, ...rest),
    createPreset: (...rest: Rest<typeof createPreset>) => createPreset(parts, ...rest),
    getPreset: (...rest: Rest<typeof getPreset>) => getPreset(database, ...rest),
    getPresets: (...rest: Rest<typeof getPresets>) => getPresets(database, ...rest),
    updatePreset: (...rest: Rest<typeof updatePreset>) => updatePreset(database, ...rest),
    deletePreset: (...rest: Rest<typeof deletePreset>) => deletePreset(database, ...rest),
    executePreset: (...rest: Rest<typeof executePreset>) => executePreset(parts, ...rest),
    getWebhookConfig: (...rest: Rest<typeof getWebhookConfig>) => getWebhookConfig(database, ...rest),
    setWebhookConfig: (...rest: Rest<typeof setWebhookConfig>) => setWebhookConfig(parts, ...rest),
    deleteWebhookConfig: (...rest: Rest<typeof deleteWebhookConfig>) => deleteWebhookConfig(database, ...rest),
    testWebhook: (...rest: Rest<typeof testWebhook>) => testWebhook(parts, ...rest),
    getDeliveries: (...rest: Rest<typeof getDeliveries>) => getDeliveries(database, ...rest),
    getDelivery: (...rest: Rest<typeof getDelivery>) => getDelivery(database, ...rest),
    replayDelivery: (...rest: Rest<typeof replayDelivery>) => replayDelivery(parts, ...rest),
    uploadFile: (...rest: Rest<typeof uploadFile>) => uploadFile(parts, ...rest),
    probeInput: (...rest: Rest<typeof probeInput>) => probeInput({ ...parts, resolveOwnFile }, ...rest),
    storeFile: (...rest: Rest<typeof storeFile>) => storeFile(parts, ...rest),
    getFile: (...rest: Rest<typeof getFile>) => getFile(database, ...rest),
    getFiles: (...rest: Rest<typeof getFiles>) => getFiles(database, ...rest),
    deleteFile: (...rest: Rest<typeof deleteFile>) => deleteFile(parts, ...rest),
    openMedia: (...rest: Rest<typeof openMedia>) => openMedia(parts, ...rest),
  };
}

export type Services = ReturnType<typeof createServices>;
