// Every use case the HTTP side may call, bound to what it needs.
import type { MakeId } from '../domain/id.ts';
import type { Wake } from '../queue/wake.ts';
import type { ObjectStore } from '../storage/object-store.ts';
import type { Pool } from '../store/database.ts';
import type { AccountLimits } from '../domain/account-limits.ts';
import { answerAlways, answerOnce } from './answer-once.ts';
import { createAuthenticate } from './authenticate.ts';
import { createQueueRoom } from './queue-room.ts';
import { cancelCommand } from './cancel-command.ts';
import { deleteCommandFiles } from './delete-command-files.ts';
import { followCommand } from './follow-command.ts';
import { executePreset } from './execute-preset.ts';
import { createPreset, deletePreset, getPreset, getPresets, updatePreset } from './manage-presets.ts';
import { createMediaLinks } from './media-links.ts';
import { probeInput } from './probe-input.ts';
import { getCommand, getCommands, waitForCommand } from './read-commands.ts';
import { deleteFile, getFile, getFiles, openMedia } from './read-files.ts';
import { readLog } from './read-log.ts';
import { createOwnFileResolver } from './resolve-own-file.ts';
import { retryCommand } from './retry-command.ts';
import { storeFile } from './store-file.ts';
import { submitCommand, submitCommands } from './submit-command.ts';
import { uploadFile } from './upload-file.ts';
import { validateCommand } from './validate-command.ts';
import type { Subscribe } from './watch-command.ts';

type Rest<F extends (first: never, ...rest: never[]) => unknown> = F extends (first: never, ...rest: infer R) => unknown
  ? R
  : never;

export function createServices(parts: {
  readonly database: Pool;
  readonly storage: ObjectStore;
  readonly wake: Wake;
  readonly makeId: MakeId;
  readonly maxInputBytes: number;
  readonly maxRunSeconds: number;
  readonly defaultLimits: AccountLimits;
  readonly subscribe: Subscribe;
  readonly links: { readonly secret: Buffer; readonly linkSeconds: number; readonly now: () => Date };
}) {
  const { database } = parts;
  const resolveOwnFile = createOwnFileResolver(database, parts.links.secret);
  return {
    makeId: parts.makeId,
    links: createMediaLinks(parts.links),
    authenticate: createAuthenticate(parts),
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
