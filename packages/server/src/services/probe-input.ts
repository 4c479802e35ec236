// What a URL or a file of the caller's is and holds: fetched and probed by a worker like a stored file, and not kept.
import { AppError } from '../domain/app-error.ts';
import type { FileRecord } from '../domain/file.ts';
import type { MakeId } from '../domain/id.ts';
import { readInputSource } from '../domain/input-source.ts';
import type { Wake } from '../queue/wake.ts';
import type { ObjectStore } from '../storage/object-store.ts';
import type { Database } from '../store/database.ts';
import type { Account } from './authenticate.ts';
import { deleteFileIfThere, getFile } from './read-files.ts';
import type { ResolveOwnFile } from './resolve-own-file.ts';
import { storeFile } from './store-file.ts';
import { type Subscribe, watchItem } from './watch-command.ts';

/** How late an answer may be when a wake was missed. */
const lookMs = 1_000;

/**
 * Throws `INVALID_REQUEST` for what names no input, `VALIDATION_ERROR` for a URL that cannot be stored, `NOT_FOUND` for
 * another account's file, `UNAVAILABLE` when it takes too long. A URL that cannot be fetched gives a file that is
 * FAILED, with the reason.
 */
export async function probeInput(
  parts: {
    database: Database;
    storage: ObjectStore;
    wake: Wake;
    makeId: MakeId;
    subscribe: Subscribe;
    resolveOwnFile: ResolveOwnFile;
    probeWaitMs: number;
  },
  account: Account,
  input: string,
  signal: AbortSignal,
): Promise<FileRecord> {
  const { accountId } = account;
  const source = readInputSource(input);
  if (source.kind === 'invalid') {
    const msg = `The input ${source.message}.`;
    throw new AppError('INVALID_REQUEST', msg, { detail: [{ loc: ['body', 'input'], msg, type: 'invalid_url' }] });
  }
  const own = source.kind === 'url' ? null : await parts.resolveOwnFile(accountId, source);
  if (own?.ok === false && !own.isForeign) throw new AppError('NOT_FOUND', own.failure.message);
  if (own?.ok === true) return await waitForFile(parts, accountId, own.fileId, signal);

  const fileId = await storeFile(parts, account, input, { field: 'input' });
  try {
    return await waitForFile(parts, accountId, fileId, signal);
  } finally {
    await deleteFileIfThere(parts, accountId, fileId);
  }
}

async function waitForFile(
  parts: { database: Database; subscribe: Subscribe; probeWaitMs: number },
  accountId: string,
  fileId: string,
  signal: AbortSignal,
): Promise<FileRecord> {
  const deadline = performance.now() + parts.probeWaitMs;
  const watch = watchItem(parts.subscribe, fileId);
  try {
    for (;;) {
      const file = await getFile(parts.database, accountId, fileId);
      if (file.status !== 'PROCESSING') return file;
      if (performance.now() > deadline || signal.aborted) {
        throw new AppError(
          'UNAVAILABLE',
          `The probe takes longer than ${parts.probeWaitMs / 1000} s: store the file (POST /files/store-file) and read it later.`,
          {
            retryAfterSeconds: 60,
          },
        );
      }
      await watch.next(lookMs, signal);
    }
  } finally {
    watch.end();
  }
}
