// What a submit costs (key check, rate limit, validation, idempotency, durable row), against an empty route and a bare INSERT.
import { randomUUID } from 'node:crypto';
import { fastify } from 'fastify';
import { openPool, type Pool } from '../packages/server/src/store/database.ts';
import { startTestServer } from '../packages/server/test/support/server.ts';
import { type LoadResult, runLoad } from './load.ts';

const connections = 16;
const roundSeconds = 2;

const body = JSON.stringify({
  input_files: { in_video: 'https://example.com/media/video.mp4' },
  output_files: { out_video: 'small.mp4' },
  ffmpeg_command:
    '-i {{in_video}} -vf scale=-2:720 -c:v libx264 -preset fast -crf 23 -c:a copy -movflags +faststart {{out_video}}',
  metadata: { order: 'A-1047', attempt: 1 },
});

/** As many INSERTs at once as there are connections, each waiting for the disk like a submit does. */
async function insertBare(database: Pool, accountId: string): Promise<LoadResult> {
  const startedAt = performance.now();
  const latencies: number[] = [];
  const insert = async (): Promise<void> => {
    const client = await database.connect();
    try {
      while (performance.now() < startedAt + roundSeconds * 1000) {
        const sentAt = performance.now();
        await client.query({
          name: 'bare-insert',
          text: 'insert into bare_inserts (id, account_id, request) values ($1, $2, $3)',
          values: [randomUUID(), accountId, body],
        });
        latencies.push(performance.now() - sentAt);
      }
    } finally {
      client.release();
    }
  };
  await Promise.all(Array.from({ length: connections }, insert));
  return {
    latencies: Float64Array.from(latencies),
    seconds: (performance.now() - startedAt) / 1000,
    refused: {},
  };
}

interface Row {
  readonly rate: number;
  readonly p50: number;
  readonly p99: number;
}

/** All rounds of one thing as one. */
function summarise(results: readonly LoadResult[]): Row {
  const refused = results.flatMap((result) => Object.keys(result.refused));
  if (refused.length > 0) throw new Error(`Requests were refused with ${[...new Set(refused)].join(', ')}.`);
  const sorted = Float64Array.from(results.flatMap(({ latencies }) => [...latencies])).sort();
  const at = (share: number): number => sorted[Math.floor(sorted.length * share)] ?? Number.NaN;
  const seconds = results.reduce((sum, result) => sum + result.seconds, 0);
  return { rate: sorted.length / seconds, p50: at(0.5), p99: at(0.99) };
}

export async function benchSubmit(rounds = 5): Promise<void> {
  const empty = fastify();
  empty.post('/', () => ({ command_id: 'none' }));
  const emptyUrl = await empty.listen({ host: '127.0.0.1', port: 0 });
  const server = await startTestServer({ RENDERIO_ROLE: 'api', RENDERIO_QUEUED_COMMANDS: '10000000' });
  // The options keep the password out of sight of a spread.
  const { options } = server.database;
  const database = openPool({ ...options, password: options.password, max: connections }, () => undefined);
  try {
    const { rows } = await database.query<{ id: string }>('select id from accounts');
    const accountId = rows[0]?.id ?? '';
    await database.query(
      'create table bare_inserts (id uuid primary key, account_id uuid not null, request json not null)',
    );
    const load = { method: 'POST', body, connections, seconds: roundSeconds, hasKey: false } as const;
    const headers = { 'Content-Type': 'application/json', 'X-API-KEY': server.key };
    const submit = { ...load, url: server.url, path: '/api/v1/run-ffmpeg-command', headers };
    const things: Record<string, () => Promise<LoadResult>> = {
      'empty Fastify route': () => runLoad({ ...load, url: emptyUrl, path: '/', headers }),
      'bare durable INSERT': () => insertBare(database, accountId),
      submit: () => runLoad(submit),
      'submit with Idempotency-Key': () => runLoad({ ...submit, hasKey: true }),
      // A workflow sends one command with other files; these have texts that were never seen.
      'submit, each a new command': () =>
        runLoad({ ...submit, body: body.replace('-crf', '-metadata title=@N@ -crf') }),
    };
    const results = Object.fromEntries(Object.keys(things).map((name): [string, LoadResult[]] => [name, []]));
    // In turn, so that what else the machine does falls on all alike; the first round warms up and is not counted.
    for (let round = 0; round <= rounds; round += 1) {
      for (const [name, run] of Object.entries(things)) {
        const result = await run();
        if (round > 0) results[name]?.push(result);
        // A queue as it is when workers keep up.
        await database.query('truncate commands, kept_answers, bare_inserts cascade');
      }
    }
    const summaries = Object.entries(results).map(([name, of]): [string, Row] => [name, summarise(of)]);
    const bare = summarise(results['bare durable INSERT'] ?? []);
    const emptyRow = summarise(results['empty Fastify route'] ?? []);
    process.stdout.write(
      `${''.padEnd(30)}    rate/s   p50 ms   p99 ms   of INSERT's rate   × its p99   of empty route's rate\n`,
    );
    for (const [name, { rate, p50, p99 }] of summaries) {
      const cells = [
        rate.toFixed(0).padStart(9),
        p50.toFixed(2).padStart(8),
        p99.toFixed(2).padStart(8),
        (rate / bare.rate).toFixed(2).padStart(18),
        (p99 / bare.p99).toFixed(2).padStart(11),
        (rate / emptyRow.rate).toFixed(2).padStart(23),
      ];
      process.stdout.write(`${name.padEnd(30)} ${cells.join(' ')}\n`);
    }
    process.stdout.write(`${connections} connections, ${rounds} rounds of ${roundSeconds} s each, in turn\n`);
  } finally {
    await database.end();
    await server.stop();
    await empty.close();
  }
}
