// Bounds how slowly a request may come: JSON and headers in a time, files by a speed, so that a held connection costs a client as much.
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { answerOnSocket } from './client-error.ts';

/** Of a file; averaged over as long as a JSON body may take. Slower lines than this upload nothing to anybody. */
const slowestBytesPerSecond = 1024;

const jsonType = /^application\/([\w.-]+\+)?json\b/i;

function tooSlow(limitSeconds: number): string {
  return `The request came too slowly: a JSON body has ${limitSeconds} s, a file at least ${slowestBytesPerSecond} bytes a second.`;
}

export function boundSlowRequests(app: FastifyInstance, limitSeconds: number): void {
  app.addHook('onRequest', (request, reply, done) => {
    const { raw } = request;
    const { 'content-length': length = '0', 'transfer-encoding': encoding } = request.headers;
    if (encoding === undefined && length === '0') {
      done();
      return;
    }
    const { socket } = raw;
    const stop = (): void => {
      clearInterval(timer);
      raw.off('end', stop);
      socket.off('close', stop);
    };
    const cut = (): void => {
      stop();
      // Whatever waits for the rest of the body: only the bare socket can still say something.
      if (reply.raw.headersSent) socket.destroy();
      else answerOnSocket(socket, 'REQUEST_TIMEOUT', tooSlow(limitSeconds), request.id);
    };
    const look = jsonType.test(request.headers['content-type'] ?? '') ? cut : speedWatch(request, limitSeconds, cut);
    const timer = setInterval(look, limitSeconds * 1000);
    // A request that was answered early, and whose rest is dropped, may never say that it is closed; its socket does.
    raw.once('end', stop);
    socket.once('close', stop);
    done();
  });
}

/** Looks at the end of each window; one at whose ends the server itself was not reading does not count. */
function speedWatch({ raw }: FastifyRequest, windowSeconds: number, onSlow: () => void): () => void {
  const { socket } = raw;
  let bytesBefore = socket.bytesRead;
  let wasPaused = false;
  return () => {
    const { bytesRead } = socket;
    const isPaused = raw.isPaused();
    const isSlow = bytesRead - bytesBefore < windowSeconds * slowestBytesPerSecond;
    bytesBefore = bytesRead;
    if (isSlow && !isPaused && !wasPaused) onSlow();
    wasPaused = isPaused;
  };
}
