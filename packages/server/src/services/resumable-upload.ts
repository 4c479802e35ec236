// Taking a file in over several requests, however often the connection breaks; whole, it is an upload like any other.
import type { Readable } from 'node:stream';
import { AppError } from '../domain/app-error.ts';
import { uploadKeyOf } from '../domain/file.ts';
import { isId, type MakeId } from '../domain/id.ts';
import type { PartialUpload } from '../domain/partial-upload.ts';
import { sayBytes } from '../domain/say-bytes.ts';
import type { Wake } from '../queue/wake.ts';
import type { ObjectStore } from '../storage/object-store.ts';
import { inTransaction, type Pool } from '../store/database.ts';
import { findFile, insertUpload } from '../store/files.ts';
import {
  askForRelease,
  countPartialUploads,
  deleteExpiredUploads,
  deletePartialUpload,
  findPartialUpload,
  insertPartialUpload,
  keepWriting,
  releaseWriter,
  takeWriter,
} from '../store/partial-uploads.ts';
import type { Account } from './authenticate.ts';
import { answerToStorageError, takeStorageRoom } from './storage-room.ts';
import { type Subscribe, watchItem } from './watch-command.ts';

interface Parts {
  readonly database: Pool;
  readonly storage: ObjectStore;
  readonly wake: Wake;
  readonly subscribe: Subscribe;
  readonly makeId: MakeId;
}

/** How far an upload has come. */
export interface UploadState {
  readonly id: string;
  readonly metadata: string;
  readonly sizeBytes: number;
  readonly offsetBytes: number;
  /** Null once it is a file, which stays until it is deleted. */
  readonly expiresAt: Date | null;
}

/** More than any client has under way; each costs a row, and a file of the storage folder. */
const uploadsAtOnce = 1000;
/** A request that has lost its client stops within milliseconds of being asked to. */
const releaseMs = 5_000;
const lookMs = 250;
/** A third of the time after which a writer counts as dead. */
const sayEveryMs = 10_000;
const sweptAtOnce = 50;

/** Takes room for all its bytes at once, so that an upload which was begun does not fail for want of it at its end. */
export async function beginUpload(
  parts: Parts,
  account: Account,
  upload: { filename: string; metadata: string; sizeBytes: number },
): Promise<UploadState> {
  const { inputBytes } = account.limits;
  if (upload.sizeBytes > inputBytes) {
    throw new AppError(
      'PAYLOAD_TOO_LARGE',
      `A file has at most ${sayBytes(inputBytes)} (input_bytes); this one has ${sayBytes(upload.sizeBytes)}.`,
    );
  }
  const begun = await inTransaction(parts.database, async (transaction) => {
    await takeStorageRoom(transaction, account, upload.sizeBytes);
    const { accountId } = account;
    if ((await countPartialUploads(transaction, accountId)) >= uploadsAtOnce) {
      throw new AppError(
        'RATE_LIMITED',
        `This account has ${uploadsAtOnce} uploads under way: finish or end some of them. Those that nobody goes on with end after a day.`,
        { retryAfterSeconds: 60 },
      );
    }
    return await insertPartialUpload(transaction, { id: parts.makeId(), accountId, ...upload });
  });
  return upload.sizeBytes === 0 ? await finishUpload(parts, begun) : begun;
}

/**
 * How far the upload is, to be gone on with from there: whoever still writes is stopped first, since its client has
 * given it up. Throws `NOT_FOUND`.
 */
export async function readUploadState(parts: Parts, accountId: string, id: string): Promise<UploadState> {
  const turn = await takeTurn(parts, accountId, id);
  if (turn.kind === 'none') return await readFinished(parts, accountId, id);
  if (turn.kind === 'busy') return turn.upload;
  try {
    return isWhole(turn.upload) ? await finishUpload(parts, turn.upload) : turn.upload;
  } finally {
    await turn.release();
  }
}

/**
 * Takes bytes in from `offset` on, and keeps what has come when the body breaks off; the file is made with the last
 * one. Throws `CONFLICT` where the upload is not at `offset`, `PAYLOAD_TOO_LARGE` where more comes than was announced.
 */
export async function appendToUpload(
  parts: Parts,
  accountId: string,
  id: string,
  sent: { readonly offset: number; readonly body: Readable; readonly bodyBytes: number | null },
): Promise<UploadState> {
  const turn = await takeTurn(parts, accountId, id);
  if (turn.kind === 'none') {
    const state = await readFinished(parts, accountId, id);
    if (sent.offset !== state.sizeBytes || sent.bodyBytes !== 0) throw elsewhere(state);
    return state;
  }
  if (turn.kind === 'busy') throw isWrittenTo();
  try {
    const { upload } = turn;
    if (sent.offset !== upload.offsetBytes) throw elsewhere(upload);
    if (sent.offset + (sent.bodyBytes ?? 0) > upload.sizeBytes) throw tooLong(upload);
    const reached = await write(parts, upload, turn.writer, sent.body);
    return isWhole(reached) ? await finishUpload(parts, reached) : reached;
  } finally {
    await turn.release();
  }
}

/** Forgets the upload and its bytes. Throws `NOT_FOUND`, also once it is a file: that is deleted as one. */
export async function endUpload(parts: Parts, accountId: string, id: string): Promise<void> {
  const turn = await takeTurn(parts, accountId, id);
  if (turn.kind === 'none') {
    await readFinished(parts, accountId, id);
    throw new AppError('NOT_FOUND', `The upload is whole by now: delete the file by DELETE /api/v1/files/${id}.`);
  }
  if (turn.kind === 'busy') throw isWrittenTo();
  try {
    await deleteBytes(parts.storage, id);
    await deletePartialUpload(parts.database, accountId, id);
  } finally {
    await turn.release();
  }
}

/** Deletes uploads that nobody has gone on with for a day; returns how many. */
export async function sweepUploads(parts: { database: Pool; storage: ObjectStore }): Promise<number> {
  return await inTransaction(parts.database, async (transaction) => {
    const ids = await deleteExpiredUploads(transaction, sweptAtOnce);
    for (const id of ids) await deleteBytes(parts.storage, id);
    return ids.length;
  });
}

type Turn =
  | { readonly kind: 'none' }
  | { readonly kind: 'busy'; readonly upload: PartialUpload }
  | {
      readonly kind: 'writer';
      readonly upload: PartialUpload;
      readonly writer: string;
      readonly release: () => Promise<void>;
    };

/** Becomes the only one, over all processes, that may write; asks whoever is it to stop, and waits a little for that. */
async function takeTurn(parts: Parts, accountId: string, id: string): Promise<Turn> {
  if (!isId(id)) return { kind: 'none' };
  const { database, wake } = parts;
  const writer = parts.makeId();
  const release = async (): Promise<void> => {
    await releaseWriter(database, accountId, id, writer);
    wake(`item:${id}`);
  };
  const deadlineMs = performance.now() + releaseMs;
  const watch = watchItem(parts.subscribe, id);
  let isAsked = false;
  try {
    for (;;) {
      const taken = await takeWriter(database, accountId, id, writer);
      if (taken !== null) return { kind: 'writer', upload: taken, writer, release };
      const upload = await findPartialUpload(database, accountId, id);
      if (upload === null) return { kind: 'none' };
      if (performance.now() > deadlineMs) return { kind: 'busy', upload };
      if (!isAsked && (await askForRelease(database, accountId, id))) {
        isAsked = true;
        wake(`item:${id}`);
      }
      await watch.next(lookMs);
    }
  } finally {
    watch.end();
  }
}

/** Writes until the body ends, breaks off, or somebody else asks for the turn. */
async function write(parts: Parts, upload: PartialUpload, writer: string, body: Readable): Promise<PartialUpload> {
  const { id, accountId } = upload;
  let offsetBytes = upload.offsetBytes;
  let saidMs = performance.now();
  const say = async (reached: number): Promise<void> => {
    offsetBytes = reached;
    const goesOn = await keepWriting(parts.database, { id, accountId, writer, offsetBytes });
    saidMs = performance.now();
    if (!goesOn) body.destroy();
  };
  const look = (): void => {
    say(offsetBytes).catch(() => {
      // Before the others may take this writer for dead.
      if (performance.now() - saidMs > 2 * sayEveryMs) body.destroy();
    });
  };
  const timer = setInterval(look, sayEveryMs);
  const unsubscribe = parts.subscribe(`item:${id}`, look);
  try {
    offsetBytes = await parts.storage.append(uploadKeyOf(id), upload.offsetBytes, whatComes(body, upload), say);
    return { ...upload, offsetBytes };
  } catch (error) {
    throw answerToStorageError(error);
  } finally {
    clearInterval(timer);
    unsubscribe();
  }
}

/** Ends where the body breaks off, so that what has come is kept. */
async function* whatComes(body: Readable, upload: PartialUpload): AsyncGenerator<Buffer> {
  let leftBytes = upload.sizeBytes - upload.offsetBytes;
  // A refusal is still to be answered on the connection that a destroyed body would take with it.
  const pieces = body.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>;
  try {
    for await (const piece of pieces) {
      leftBytes -= piece.length;
      if (leftBytes < 0) throw tooLong(upload);
      yield piece;
    }
  } catch (error) {
    if (error instanceof AppError) throw error;
  }
}

/** Done again where an earlier attempt was cut off between its two halves. */
async function finishUpload(parts: Parts, upload: PartialUpload): Promise<UploadState> {
  const { id, accountId, filename, sizeBytes } = upload;
  const { database, storage } = parts;
  const objectKey = uploadKeyOf(id);
  try {
    if (sizeBytes === 0) await storage.append(objectKey, 0, []);
    await storage.complete(objectKey);
  } catch (error) {
    throw answerToStorageError(error);
  }
  const isMine = await inTransaction(database, async (transaction) => {
    if ((await deletePartialUpload(transaction, accountId, id)) === null) return false;
    await insertUpload(transaction, { id, accountId, filename, objectKey, sizeBytes });
    return true;
  });
  if (!isMine && (await findFile(database, accountId, id)) === null) {
    // Swept at this very moment.
    await storage.delete(objectKey);
    throw unknownUpload(id);
  }
  parts.wake('files');
  return { ...upload, offsetBytes: sizeBytes, expiresAt: null };
}

async function readFinished(parts: Parts, accountId: string, id: string): Promise<UploadState> {
  const file = isId(id) ? await findFile(parts.database, accountId, id) : null;
  if (file === null || file.isDeleted || file.storeType !== 'UPLOAD' || file.sizeBytes === null) {
    throw unknownUpload(id);
  }
  return {
    id,
    metadata: `filename ${Buffer.from(file.filename).toString('base64')}`,
    sizeBytes: file.sizeBytes,
    offsetBytes: file.sizeBytes,
    expiresAt: null,
  };
}

/** Also where they have become an object, but not yet a file. */
async function deleteBytes(storage: ObjectStore, id: string): Promise<void> {
  await storage.discard(uploadKeyOf(id));
  await storage.delete(uploadKeyOf(id));
}

function isWhole({ offsetBytes, sizeBytes }: PartialUpload): boolean {
  return offsetBytes === sizeBytes;
}

function unknownUpload(id: string): AppError {
  return new AppError(
    'NOT_FOUND',
    `There is no upload ${id.slice(0, 64)} in this account; one that nobody goes on with ends after a day. Begin again.`,
  );
}

function elsewhere({ offsetBytes }: { readonly offsetBytes: number }): AppError {
  return new AppError('CONFLICT', `The upload is at byte ${offsetBytes}: go on from there (Upload-Offset).`);
}

function isWrittenTo(): AppError {
  return new AppError('CONFLICT', 'Another request is still writing to this upload; try again shortly.', {
    retryAfterSeconds: 1,
  });
}

function tooLong({ sizeBytes }: PartialUpload): AppError {
  return new AppError('PAYLOAD_TOO_LARGE', `More bytes came than the ${sizeBytes} that Upload-Length announced.`);
}
