// What a store of objects must do; the shared suite demands it of every backend.
import type { Readable } from 'node:stream';
import type { StorageFacts } from '../domain/storage-facts.ts';

export interface ByteRange {
  /** First byte, from 0. */
  readonly start: number;
  /** Last byte, inclusive. */
  readonly end: number;
}

export interface StoredObject {
  readonly sizeBytes: number;
  /** Lower-case hex SHA-256 of the bytes, where the store computed it on the way. */
  readonly sha256?: string;
}

/**
 * Keys are `/`-separated paths of `[A-Za-z0-9._-]` parts, chosen by the server. An object becomes visible
 * whole or not at all, and survives a power cut once `put` has resolved.
 */
export interface ObjectStore {
  /** Streams bytes in; rejects with `ObjectTooLargeError` past `maxBytes`, leaving nothing behind. */
  put(
    key: string,
    body: Readable,
    options?: { readonly maxBytes?: number; readonly signal?: AbortSignal },
  ): Promise<StoredObject>;
  /**
   * Adds bytes to an object that comes in over several calls and is seen by nobody until it is completed. Begins at
   * `offset`, whatever an earlier call may have left beyond it, and gives the offset that is reached: that many bytes
   * outlast a power cut. `onSafe` tells of it on the way, every few seconds; when it rejects, so does this. One call at a
   * time for each key.
   */
  append(
    key: string,
    offset: number,
    body: AsyncIterable<Buffer> | Iterable<Buffer>,
    onSafe?: (offset: number) => Promise<void>,
  ): Promise<number>;
  /** Makes an object of what has been appended; once more does no harm. */
  complete(key: string): Promise<StoredObject>;
  /** Forgets what has been appended and not completed. */
  discard(key: string): Promise<void>;
  /** Stores a local regular file; may take it over (rename) instead of copying, so the caller must not use it after. */
  putFile(key: string, path: string): Promise<StoredObject>;
  /** Null when there is no such object. */
  open(key: string, range?: ByteRange): Promise<Readable | null>;
  stat(key: string): Promise<StoredObject | null>;
  /** A local path to read the object from without copying, where the backend has one; else null. */
  localPath(key: string): string | null;
  /** Deleting what is not there is no error. */
  delete(key: string): Promise<void>;
  deletePrefix(prefix: string): Promise<void>;
  /** Where it keeps objects, and how much room is there. */
  describe(): Promise<StorageFacts>;
  /** Proves that it can write, read and delete; throws with a sentence that names the remedy. */
  verify(): Promise<void>;
}
