// Taking a file in: streamed to storage, recorded, and queued for its probe.
import type { Readable } from 'node:stream';
import { AppError } from '../domain/app-error.ts';
import { uploadKeyOf } from '../domain/file.ts';
import type { MakeId } from '../domain/id.ts';
import { sayBytes } from '../domain/say-bytes.ts';
import type { Wake } from '../queue/wake.ts';
import type { ObjectStore, StoredObject } from '../storage/object-store.ts';
import { ObjectTooLargeError } from '../storage/storage-error.ts';
import { inTransaction, type Pool } from '../store/database.ts';
import { insertUpload } from '../store/files.ts';
import type { Account } from './authenticate.ts';
import { answerToStorageError, findStorageRoom, takeStorageRoom } from './storage-room.ts';

/** Memory stays bounded whatever the size; an upload that breaks off or is too large leaves nothing behind. */
export async function uploadFile(
  services: { database: Pool; storage: ObjectStore; wake: Wake; makeId: MakeId },
  account: Account,
  upload: { filename: string; body: Readable },
): Promise<{ fileId: string; filename: string }> {
  const id = services.makeId();
  const objectKey = uploadKeyOf(id);
  const { sizeBytes } = await store(services, account, objectKey, upload.body);
  try {
    await inTransaction(services.database, async (transaction) => {
      await takeStorageRoom(transaction, account, sizeBytes);
      const { accountId } = account;
      await insertUpload(transaction, { id, accountId, filename: upload.filename, objectKey, sizeBytes });
    });
  } catch (error) {
    await services.storage.delete(objectKey);
    throw error;
  }
  services.wake('files');
  return { fileId: id, filename: upload.filename };
}

async function store(
  { database, storage }: { database: Pool; storage: ObjectStore },
  account: Account,
  objectKey: string,
  body: Readable,
): Promise<StoredObject> {
  const { inputBytes } = account.limits;
  const roomBytes = await findStorageRoom(database, account).catch((error: unknown) => {
    // Nobody is going to read it, and its end lets the connection go on.
    body.destroy();
    throw error;
  });
  try {
    return await storage.put(objectKey, body, { maxBytes: Math.min(inputBytes, roomBytes) });
  } catch (error) {
    if (error instanceof ObjectTooLargeError) {
      throw new AppError(
        'PAYLOAD_TOO_LARGE',
        error.maxBytes < inputBytes
          ? `This account may store ${sayBytes(account.limits.storedBytes)} (stored_bytes), and has room for ${sayBytes(roomBytes)}: the file is larger. Delete files that are no longer needed.`
          : `A file has at most ${inputBytes} bytes (input_bytes).`,
      );
    }
    throw answerToStorageError(error);
  }
}
