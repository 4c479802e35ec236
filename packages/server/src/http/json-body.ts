// JSON bodies: read strictly, and whoever needs one and gets something else is told what came instead.
import { hash } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { AppError } from '../domain/app-error.ts';

export const idempotencyHeader = 'idempotency-key';

/** A body of any other type is left unread: an endpoint that takes none need not care what a client says of nothing. */
export function readJsonBodies(app: FastifyInstance): void {
  const parseJson = app.getDefaultJsonParser('error', 'error');
  const utf8 = new TextDecoder('utf-8', { fatal: true });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(/^application\/([\w.-]+\+)?json\b/, { parseAs: 'buffer' }, (request, body, done) => {
    if (body.length === 0) {
      done(null, undefined);
      return;
    }
    if (idempotencyHeader in request.headers) {
      request.bodyHash = hash('sha256', body, 'buffer');
    }
    let text: string;
    try {
      text = utf8.decode(body as Buffer);
    } catch {
      done(new AppError('INVALID_REQUEST', 'The body is not valid UTF-8.'));
      return;
    }
    void parseJson(request, text, done);
  });
  app.addContentTypeParser('*', (_request, _body, done) => {
    done(null, undefined);
  });
}

/** The value that was sent, which may be any JSON. Throws `INVALID_REQUEST` when there is none. */
export function jsonBodyOf(request: FastifyRequest): unknown {
  if (request.body !== undefined) return request.body;
  const { 'content-length': length = '0', 'transfer-encoding': encoding } = request.headers;
  if (encoding === undefined && length === '0') {
    throw new AppError('INVALID_REQUEST', 'The body is empty; a JSON object is needed.');
  }
  throw new AppError(
    'INVALID_REQUEST',
    'The body is not JSON: send it with the header Content-Type: application/json.',
  );
}
