// Serves stored files by their signed links: whole, by range, or only their headers.
import type { FastifyInstance } from 'fastify';
import { AppError } from '../domain/app-error.ts';
import { parseRange } from '../domain/byte-range.ts';
import type { Services } from '../services/create-services.ts';

/**
 * Types that a browser would run or render as a document in our origin; they are only ever offered as a download. Of
 * those made of XML, players need two.
 */
const activeTypes =
  /^(text\/html|text\/xml|application\/xml|application\/pdf|multipart\/|[^;]*(java|ecma)script|(?!application\/(dash|ttml)\+xml)[^;]*\+xml)/;

/** RFC 8187: what `encodeURIComponent` leaves alone beyond an attr-char is encoded too. */
function dispositionOf(filename: string, isActive: boolean): string {
  const encoded = encodeURIComponent(filename).replace(
    /['()*]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${isActive ? 'attachment' : 'inline'}; filename*=UTF-8''${encoded}`;
}

/** Whether an `If-None-Match` names this version; compared weakly (RFC 9110 §13.1.2). */
function isKnown(header: string | undefined, etag: string): boolean {
  if (header?.trim() === '*') return true;
  return (header ?? '').split(',').some((sent) => sent.trim().replace(/^W\//, '') === etag);
}

export function mountMedia(app: FastifyInstance, services: Services): void {
  app.route<{ Params: { token: string; '*': string } }>({
    // Both by hand: the HEAD route that Fastify makes of a GET says Content-Length: 0 of an answer without bytes.
    method: ['GET', 'HEAD'],
    url: '/api/media/:token/*',
    handler: async (request, reply) => {
      const media = await services.openMedia(services.links.fileOf(request.params.token), request.params['*']);
      const type = media.mimeType ?? 'application/octet-stream';
      const isActive = activeTypes.test(type);
      const etag = `"${media.version}"`;
      const headers = {
        'content-type': isActive ? 'application/octet-stream' : type,
        'content-disposition': dispositionOf(media.filename.replace(/^.*\//, ''), isActive),
        'accept-ranges': 'bytes',
        'cache-control': 'private, max-age=3600',
        'x-content-type-options': 'nosniff',
        'content-security-policy': "sandbox; default-src 'none'",
        // Links are made to be put into pages elsewhere; whoever has one may read it.
        'cross-origin-resource-policy': 'cross-origin',
        etag,
      };
      if (isKnown(request.headers['if-none-match'], etag)) return reply.code(304).headers(headers).send();

      const ifRange = request.headers['if-range'];
      const isRanged = request.method === 'GET' && (ifRange === undefined || ifRange === etag);
      const range = parseRange(isRanged ? request.headers.range : undefined, media.sizeBytes);
      if (range === 'unsatisfiable') {
        return reply
          .code(416)
          .headers({ ...headers, 'content-range': `bytes */${media.sizeBytes}` })
          .send();
      }
      const length = range === null ? media.sizeBytes : range.end - range.start + 1;
      const hasBody = request.method === 'GET' && length > 0;
      const body = hasBody ? await media.open(range ?? undefined) : undefined;
      if (body === null) throw new AppError('NOT_FOUND', 'The file of this link has been deleted.');
      reply.headers({ ...headers, 'content-length': String(length) });
      if (range !== null) {
        reply.code(206).header('content-range', `bytes ${range.start}-${range.end}/${media.sizeBytes}`);
      }
      return reply.send(body);
    },
  });
}
