// An answer that anybody may see, and keep for a while.
import type { FastifyReply } from 'fastify';

export function sendPublic(reply: FastifyReply, type: string, body: string | Buffer): FastifyReply {
  return reply
    .type(type.startsWith('image/') ? type : `${type}; charset=utf-8`)
    .headers({ 'cache-control': 'public, max-age=300', 'x-content-type-options': 'nosniff' })
    .send(body);
}
