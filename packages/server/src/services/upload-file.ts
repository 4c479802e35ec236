// Taking a file in: streamed to storage, recorded, and queued for its probe.
import type { Readable } from 'node:stream';
import { AppError } from '../domain/app-error.ts';
import type { MakeId } from '../domain/id.ts';
import type { Wake } from '../queue/wake.ts';
import type { ObjectStore, StoredObject } from '../storage/object-store.ts';
import { ObjectTooLargeError, StorageError } from '../storage/storage-error.ts';
import type { Database } from '../store/database.ts';
import { insertUpload } from '../store/files.ts';

/** Memory stays bounded whatever the size; an upload that breaks off or is too large leaves nothing behind. */
export async function uploadFile(
  services: { database: Database; storage: ObjectStore; wake: Wake; makeId: MakeId; maxInputBytes: number },
  accountId: string,
  upload: { filename: string; body: Readable },
): Promise<{ fileId: string; filename: string }> {
  const id = services.makeId();
  const objectKey = `uploads/${id}/content`;
  const { sizeBytes } = await store(services, objectKey, upload.body);
  try {
    await insertUpload(services.database, { id, accountId, filename: upload.filename, objectKey, sizeBytes });
  } catch (error) {
    await services.storage.delete(objectKey);
    throw error;
  }
  services.wake('files');
  return { fileId: id, filename: upload.filename };
}

async function store(
  { storage, maxInputBytes }: { storage: ObjectStore; maxInputBytes: number },
  objectKey: string,
  body: Readable,
): Promise<StoredObject> {
  try {
    return await storage.put(objectKey, body, { maxBytes: maxInputBytes });
  } catch (error) {
    if (error instanceof ObjectTooLargeError) {
      throw new AppError('PAYLOAD_TOO_LARGE', `A file has at most ${error.maxBytes} bytes.`);
    }
    if (error instanceof StorageError) {
      throw new AppError('UNAVAILABLE', 'The server cannot store files for the moment.', {
        cause: error,
        retryAfterSeconds: 60,
      });
    }
    throw error;
  }
}
