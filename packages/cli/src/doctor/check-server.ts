// Looks at the server from outside: is it there, does it work, what does it say of its parts, is the key good.
import { createClient, RenderioError } from '@renderio/sdk';
import { z } from 'zod';
import type { Settings } from '../settings.ts';
import { bad, type Finding, good } from './check.ts';

const limitMs = 10_000;
const health = z.looseObject({ ffmpeg: z.looseObject({ version: z.string() }).optional() });
const readiness = z.object({ checks: z.record(z.string(), z.string()) });

/** Null when there is no server at the URL; all that can be said then is in the finding. */
export async function checkServer({ url, apiKey }: Settings): Promise<readonly Finding[]> {
  let about: z.infer<typeof health>;
  try {
    const answer = await fetch(`${url}/health`, { signal: AbortSignal.timeout(limitMs) });
    const parsed = health.safeParse(await answer.json().catch(() => null));
    if (!parsed.success) {
      return [
        bad(
          'server',
          `${url} answers, but is no renderio (${answer.status}).`,
          'Check the URL, and what stands before the server.',
        ),
      ];
    }
    about = parsed.data;
  } catch (error) {
    const reason =
      error instanceof Error ? ((error.cause as Error | undefined)?.message ?? error.message) : String(error);
    return [
      bad(
        'server',
        `${url} does not answer: ${reason}`,
        'Start it with `renderio up`, or set RENDERIO_URL to where it is.',
      ),
    ];
  }
  const version = about.ffmpeg?.version;
  return [
    good('server', `${url} answers`),
    version === undefined
      ? bad('ffmpeg', 'This process of the server has none: it only serves the API.', 'Look at a worker.', 'warn')
      : good('ffmpeg', version),
    ...(await checkParts(url)),
    await checkKey(url, apiKey),
  ];
}

async function checkParts(url: string): Promise<Finding[]> {
  const answer = await fetch(`${url}/ready`, { signal: AbortSignal.timeout(limitMs) });
  const { checks } = readiness.parse(await answer.json());
  return Object.entries(checks).map(([name, state]) =>
    state === 'ok' ? good(name, 'usable') : bad(name, state, remedies[name] ?? "See the server's log."),
  );
}

const remedies: Readonly<Record<string, string>> = {
  database: 'See that PostgreSQL runs and that DATABASE_URL leads to it; the embedded one starts again by itself.',
  storage: 'See that the data folder (RENDERIO_DATA) is there, writable, and not full.',
  sandbox: "User namespaces must be allowed to the server's user; docs/operations.md tells how.",
};

async function checkKey(url: string, apiKey: string | null): Promise<Finding> {
  if (apiKey === null)
    return bad('key', 'There is no API key for this server.', 'Run `renderio login`, or set RENDERIO_API_KEY.');
  try {
    await createClient({ baseUrl: url, apiKey, retries: 0 }).listCommands({ query: { limit: 1 } });
    return good('key', `…${apiKey.slice(-4)} is good`);
  } catch (error) {
    if (error instanceof RenderioError && error.code === 'UNAUTHORIZED') {
      return bad(
        'key',
        `…${apiKey.slice(-4)} is not known there.`,
        'Make another with `renderio keys create`, or run `renderio login`.',
      );
    }
    return bad('key', (error as Error).message, 'Look at the findings above first.');
  }
}
