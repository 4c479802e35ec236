// The one file of a multipart request, as a stream.
import type { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import { AppError } from '../domain/app-error.ts';
import { toFilename } from '../domain/filename.ts';

function noFile(message: string, cause?: unknown): AppError {
  return new AppError('VALIDATION_ERROR', message, {
    detail: [{ loc: ['body', 'file'], msg: message, type: 'missing' }],
    cause,
  });
}

export async function readUpload(request: FastifyRequest): Promise<{ filename: string; body: Readable }> {
  if (!request.isMultipart()) {
    throw noFile('Send the file as multipart/form-data with one field named "file".');
  }
  let part: Awaited<ReturnType<FastifyRequest['file']>>;
  try {
    part = await request.file();
  } catch (error) {
    throw noFile('The multipart body cannot be read; send one field named "file".', error);
  }
  if (part === undefined) throw noFile('The multipart body has no file; send one field named "file".');
  if (part.fieldname !== 'file') {
    part.file.resume();
    throw noFile(`The file must be in a field named "file", not "${part.fieldname.slice(0, 64)}".`);
  }
  return { filename: toFilename(part.filename, 'upload'), body: part.file };
}
