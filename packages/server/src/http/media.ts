// Serves stored files by their signed links: whole, by range, or only their headers.
import type { FastifyInstance } from 'fastify';
import { AppError } from '../domain/app-error.ts';
import { parseRange } from '../domain/byte-range.ts';
import type { Services } from '../services/create-services.ts';

/** Types that a browser would run in our origin; they are only ever offered as a download. */
const activeTypes =
  /^(text\/html|image\/svg\+xml|application\/xhtml\+xml|application\/xml|text\/xml|application\/javascript|text\/javascript)/;

export function mountMedia(app: FastifyInstance, services: Services): void {
  app.get<{ Params: { token: string; '*': string } }>('/api/media/:token/*', async (request, reply) => {
    const media = await services.openMedia(services.links.fileOf(request.params.token), request.params['*']);
    const type = media.mimeType ?? 'application/octet-stream';
    const name = media.filename.replace(/^.*\//, '');
    const etag = `"${media.version}"`;
    reply.headers({
      'content-type': activeTypes.test(type) ? 'application/octet-stream' : type,
      'content-disposition': `${activeTypes.test(type) ? 'attachment' : 'inline'}; filename*=UTF-8''${encodeURIComponent(name)}`,
      'accept-ranges': 'bytes',
      'cache-control': 'private, max-age=3600',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "sandbox; default-src 'none'",
      etag,
    });
    if (request.headers['if-none-match'] === etag) return reply.code(304).send();

    const ifRange = request.headers['if-range'];
    const header = ifRange === undefined || ifRange === etag ? request.headers.range : undefined;
    const range = parseRange(header, media.sizeBytes);
    if (range === 'unsatisfiable') {
      return reply.code(416).header('content-range', `bytes */${media.sizeBytes}`).send();
    }
    const length = range === null ? media.sizeBytes : range.end - range.start + 1;
    reply.header('content-length', String(length));
    if (range !== null) {
      reply.code(206).header('content-range', `bytes ${range.start}-${range.end}/${media.sizeBytes}`);
    }
    if (request.method === 'HEAD' || length === 0) return reply.send();
    const body = await media.open(range ?? undefined);
    if (body === null) throw new AppError('NOT_FOUND', 'The file of this link has been deleted.');
    return reply.send(body);
  });
}
