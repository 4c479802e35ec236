// Taking a file in: streamed to storage, recorded, and queued for its probe.
import type { Readable } from 'node:stream';
import type { MakeId } from '../domain/id.ts';
import type { Wake } from '../queue/wake.ts';
import type { ObjectStore } from '../storage/object-store.ts';
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
  const { sizeBytes } = await services.storage.put(objectKey, upload.body, { maxBytes: services.maxInputBytes });
  try {
    await insertUpload(services.database, { id, accountId, filename: upload.filename, objectKey, sizeBytes });
  } catch (error) {
    await services.storage.delete(objectKey);
    throw error;
  }
  services.wake('files');
  return { fileId: id, filename: upload.filename };
}
