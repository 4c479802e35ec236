// The file a download grows into: what is written, what is counted and what is hashed are always the same bytes.
import { createHash } from 'node:crypto';
import { type FileHandle, open, unlink } from 'node:fs/promises';
import { headBytes } from './body-judgement.ts';

export class PartialFile {
  readonly #path: string;
  readonly #handle: FileHandle;
  #hash = createHash('sha256');
  #sizeBytes = 0;
  #head: Buffer = Buffer.alloc(0);

  private constructor(path: string, handle: FileHandle) {
    this.#path = path;
    this.#handle = handle;
  }

  /** Rejects when something is already there. */
  static async create(path: string): Promise<PartialFile> {
    return new PartialFile(path, await open(path, 'wx'));
  }

  get sizeBytes(): number {
    return this.#sizeBytes;
  }

  /** The first bytes of the file, at most `headBytes`. */
  get head(): Buffer {
    return this.#head;
  }

  async append(chunk: Buffer): Promise<void> {
    // A write near the end of the space may be short and succeed; only the next one tells.
    for (let written = 0; written < chunk.length; ) {
      const { bytesWritten } = await this.#handle.write(
        chunk,
        written,
        chunk.length - written,
        this.#sizeBytes + written,
      );
      written += bytesWritten;
    }
    this.#hash.update(chunk);
    this.#sizeBytes += chunk.length;
    if (this.#head.length < headBytes) {
      this.#head = Buffer.concat([this.#head, chunk.subarray(0, headBytes - this.#head.length)]);
    }
  }

  async restart(): Promise<void> {
    await this.#handle.truncate(0);
    this.#hash = createHash('sha256');
    this.#sizeBytes = 0;
    this.#head = Buffer.alloc(0);
  }

  /** Closes it and gives the SHA-256 in lower-case hex. */
  async finish(): Promise<string> {
    await this.#handle.close();
    return this.#hash.digest('hex');
  }

  async discard(): Promise<void> {
    try {
      await this.#handle.close();
    } finally {
      await unlink(this.#path);
    }
  }
}
