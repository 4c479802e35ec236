// What a store throws besides mistakes of its callers: too many bytes, or a disk that does not take or give them.

export class ObjectTooLargeError extends Error {
  override readonly name = 'ObjectTooLargeError';
  readonly maxBytes: number;

  constructor(maxBytes: number) {
    super(`The object is larger than the limit of ${maxBytes} bytes.`);
    this.maxBytes = maxBytes;
  }
}

export type StorageErrorReason = 'full' | 'read_only' | 'denied' | 'failed';

/** Its message is for the operator: it names the folder, and what to do. */
export class StorageError extends Error {
  override readonly name = 'StorageError';
  readonly reason: StorageErrorReason;

  constructor(reason: StorageErrorReason, message: string, cause: unknown) {
    super(message, { cause });
    this.reason = reason;
  }
}

/** Puts a system error of the disk into a sentence; anything else, such as the body's own error, comes back as it was. */
export function describeDiskError(error: unknown, folder: string): unknown {
  switch (error instanceof Error && 'code' in error ? error.code : null) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new StorageError('full', `The disk of the storage folder ${folder} is full; free some space.`, error);
    case 'EROFS':
      return new StorageError('read_only', `The storage folder ${folder} is on a read-only file system.`, error);
    case 'EACCES':
    case 'EPERM':
      return new StorageError(
        'denied',
        `The storage folder ${folder} may not be read and written by this user; give it to the user that runs the server.`,
        error,
      );
    case 'EIO':
    case 'ESTALE':
      return new StorageError(
        'failed',
        `The disk of the storage folder ${folder} fails; look at the system's log.`,
        error,
      );
    default:
      return error;
  }
}
