// A file that is still coming in, over several requests.

export interface PartialUpload {
  /** The file's, once it is whole. */
  readonly id: string;
  readonly accountId: string;
  readonly filename: string;
  /** As the client sent it. */
  readonly metadata: string;
  readonly sizeBytes: number;
  /** Bytes that are safe; never more than `sizeBytes`. */
  readonly offsetBytes: number;
  readonly expiresAt: Date;
}
