// Figures for Prometheus at /metrics: of this process, of its requests, and of the queues that all processes share.
import type { FastifyInstance } from 'fastify';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Services } from '../services/create-services.ts';

/** No figure names an account, a key or a file. */
export function mountMetrics(app: FastifyInstance, countQueues: Services['countQueues']): void {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const requests = new Histogram({
    name: 'renderio_http_request_seconds',
    help: 'From the arrival of a request to the end of its answer.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.001, 0.005, 0.02, 0.1, 0.5, 2, 10, 60],
    registers,
  });
  const ready = new Gauge({ name: 'renderio_commands_ready', help: 'Commands that wait to be started.', registers });
  const running = new Gauge({
    name: 'renderio_runs_open',
    help: 'Commands, probes and deliveries that are under way.',
    labelNames: ['queue'],
    registers,
  });
  const workers = new Gauge({ name: 'renderio_workers', help: 'Worker processes that live.', registers });

  app.addHook('onResponse', (request, reply, done) => {
    // The route, not the URL: ids and tokens would make a series each.
    const route = request.routeOptions.url ?? 'none';
    requests.observe({ method: request.method, route, status: reply.statusCode }, reply.elapsedTime / 1000);
    done();
  });
  app.get('/metrics', async (_request, reply) => {
    const depths = await countQueues();
    ready.set(depths.ready);
    running.reset();
    for (const [queue, count] of Object.entries(depths.running)) running.set({ queue }, count);
    workers.set(depths.workers);
    return reply.type(registry.contentType).send(await registry.metrics());
  });
}
