// Ends the connections of a server that stops: at once where nothing is under way, else as soon as the answer is out.
import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

/** Time for downloads and uploads that are under way. */
const lastAnswersMs = 10_000;

export function endConnectionsOnClose(app: FastifyInstance): void {
  // Browsers connect ahead of their requests, and Node counts a connection without a request so far as a busy one.
  const silent = new Set<Socket>();
  app.server.on('connection', (socket: Socket) => {
    silent.add(socket);
    socket.once('close', () => silent.delete(socket));
  });
  app.server.on('request', ({ socket }) => silent.delete(socket));

  app.addHook('preClose', (done) => {
    for (const socket of silent) socket.destroy();
    // What is busy now would, after its answer, wait out the whole keep-alive time.
    app.server.keepAliveTimeout = 1;
    setTimeout(() => {
      app.server.closeAllConnections();
    }, lastAnswersMs).unref();
    done();
  });
}
