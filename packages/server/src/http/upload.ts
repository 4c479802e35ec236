// The one file of a multipart request, as a stream.
import { Readable } from 'node:stream';
import type { Multipart, MultipartFile } from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import { AppError } from '../domain/app-error.ts';
import { toFilename } from '../domain/filename.ts';

function noFile(message: string, cause?: unknown): AppError {
  return new AppError('VALIDATION_ERROR', message, {
    detail: [{ loc: ['body', 'file'], msg: message, type: 'missing' }],
    cause,
  });
}

/** The body ends only when the whole request has been read, and fails when that holds more than the one file. */
export async function readUpload(request: FastifyRequest): Promise<{ filename: string; body: Readable }> {
  if (!request.isMultipart()) {
    throw noFile('Send the file as multipart/form-data with one field named "file".');
  }
  const parts = request.parts();
  try {
    const file = await findFile(parts);
    const body = Readable.from(bytesOf(file, parts), { objectMode: false });
    body.on('close', () => {
      discardRest(request);
    });
    return { filename: toFilename(file.filename, 'upload'), body };
  } catch (error) {
    discardRest(request);
    if (error instanceof AppError) throw error;
    throw noFile('The multipart body cannot be read; send one field named "file".', error);
  }
}

async function findFile(parts: AsyncIterator<Multipart>): Promise<MultipartFile> {
  for (;;) {
    const next = await parts.next();
    if (next.done === true) throw noFile('The multipart body has no file; send one field named "file".');
    const part = next.value;
    if (part.type !== 'file') continue;
    if (part.fieldname === 'file') return part;
    // The type does not say it, but a part may have no name.
    const name = part.fieldname as string | undefined;
    throw noFile(
      `The file must be in a field named "file"${name === undefined ? '' : `, not "${name.slice(0, 64)}"`}.`,
    );
  }
}

async function* bytesOf(first: MultipartFile, parts: AsyncIterableIterator<Multipart>): AsyncGenerator<Buffer> {
  try {
    yield* first.file as AsyncIterable<Buffer>;
    for await (const part of parts) {
      if (part.type === 'file') throw noFile('Send one file a request; this one has several.');
    }
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw noFile('The multipart body breaks off before its end.', error);
  }
}

/** Nobody else reads what a refused client still sends, and until it is read the connection cannot be used again. */
export function discardRest({ raw }: FastifyRequest): void {
  raw.unpipe();
  raw.resume();
}
