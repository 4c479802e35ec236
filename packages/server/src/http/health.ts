// Whether this process lives and is ready, and what it is made of.
import type { FastifyInstance } from 'fastify';

export interface Health {
  /** Versions and states that do not change while the process runs. */
  readonly about: Readonly<Record<string, unknown>>;
  /** What this process needs; each check resolves when it is usable and throws a sentence when not. */
  readonly checks: Readonly<Record<string, () => Promise<void>>>;
}

const checkLimitMs = 5_000;

async function isUsable(check: () => Promise<void>): Promise<string> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    reject(new Error(`no answer within ${checkLimitMs / 1000} s`));
  }, checkLimitMs);
  try {
    await Promise.race([check(), promise]);
    return 'ok';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    clearTimeout(timer);
  }
}

/** `/health` answers while the process lives; `/ready` answers 200 only when everything it needs is usable. */
export function mountHealth(app: FastifyInstance, health: Health): void {
  app.get('/health', (_request, reply) => reply.send({ status: 'ok', ...health.about }));
  app.get('/ready', async (_request, reply) => {
    const names = Object.keys(health.checks);
    const results = await Promise.all(Object.values(health.checks).map(isUsable));
    const isReady = results.every((result) => result === 'ok');
    return reply.code(isReady ? 200 : 503).send({
      status: isReady ? 'ready' : 'not ready',
      checks: Object.fromEntries(names.map((name, index) => [name, results[index]])),
    });
  });
}
