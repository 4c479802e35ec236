// Reading and deleting files.
import type { Readable } from 'node:stream';
import { AppError } from '../domain/app-error.ts';
import { type FileRecord, isSeries, linkNameOf } from '../domain/file.ts';
import { isId } from '../domain/id.ts';
import type { ByteRange, ObjectStore } from '../storage/object-store.ts';
import type { Database } from '../store/database.ts';
import { type FilePage, findFile, findFileOfAnyAccount, listFiles, markFileDeleted } from '../store/files.ts';
import { checkCursor } from './check-cursor.ts';

function unknownFile(id: string): AppError {
  return new AppError('NOT_FOUND', `There is no file ${id.slice(0, 64)} in this account.`);
}

/** Throws `NOT_FOUND`, also for another account's file. A deleted file is found, with its mark. */
export async function getFile(database: Database, accountId: string, id: string): Promise<FileRecord> {
  const file = isId(id) ? await findFile(database, accountId, id) : null;
  if (file === null) throw unknownFile(id);
  return file;
}

/** Newest first, without deleted ones; `nextCursor` is null on the last page. */
export async function getFiles(
  database: Database,
  accountId: string,
  page: FilePage,
): Promise<{ files: FileRecord[]; nextCursor: string | null }> {
  checkCursor(page.cursor);
  // One more than asked for tells whether there is another page.
  const found = await listFiles(database, accountId, { ...page, limit: page.limit + 1 });
  const files = found.slice(0, page.limit);
  return { files, nextCursor: found.length > files.length ? (files.at(-1)?.id ?? null) : null };
}

/** Deletes the bytes; the record stays. Throws `NOT_FOUND` the second time. */
export async function deleteFile(
  services: { database: Database; storage: ObjectStore },
  accountId: string,
  id: string,
): Promise<void> {
  if (!isId(id) || !(await deleteFileIfThere(services, accountId, id))) throw unknownFile(id);
}

/** False when there is no such file or it was deleted before. */
export async function deleteFileIfThere(
  services: { database: Database; storage: ObjectStore },
  accountId: string,
  id: string,
): Promise<boolean> {
  const file = await markFileDeleted(services.database, accountId, id);
  if (file === null) return false;
  // The mark comes first: from here on nothing hands the bytes out, also when deleting them fails.
  for (const key of objectKeysOf(file)) await services.storage.delete(key);
  return true;
}

function objectKeysOf(file: FileRecord): string[] {
  return [...(file.objectKey === null ? [] : [file.objectKey]), ...(file.items ?? []).map((item) => item.key)];
}

/** An object as a link gives it out. */
export interface MediaObject {
  readonly filename: string;
  readonly mimeType: string | null;
  readonly sizeBytes: number;
  /** Changes whenever the bytes do. */
  readonly version: string;
  readonly open: (range?: ByteRange) => Promise<Readable | null>;
}

/**
 * What a valid link points to: the file itself by its name, or a member of its package by the member's relative name.
 * Throws `NOT_FOUND` for what is deleted or not in it.
 */
export async function openMedia(
  services: { database: Database; storage: ObjectStore },
  fileId: string,
  name: string,
): Promise<MediaObject> {
  const file = await findFileOfAnyAccount(services.database, fileId);
  if (file === null || file.isDeleted || file.objectKey === null) {
    throw new AppError('NOT_FOUND', 'The file of this link has been deleted.');
  }
  if (name === linkNameOf(file)) {
    const { objectKey: key, sizeBytes } = file;
    return {
      filename: name,
      mimeType: isSeries(file) ? 'application/zip' : (file.media?.mimeType ?? null),
      sizeBytes: sizeBytes ?? 0,
      version: file.id,
      open: (range) => services.storage.open(key, range),
    };
  }
  const index = (file.items ?? []).findIndex((item) => item.name === name);
  const item = file.items?.[index];
  if (item === undefined) throw new AppError('NOT_FOUND', 'The file of this link has no member of this name.');
  return {
    filename: item.name,
    mimeType: item.mimeType,
    sizeBytes: item.sizeBytes,
    version: `${file.id}-${index}`,
    open: (range) => services.storage.open(item.key, range),
  };
}
