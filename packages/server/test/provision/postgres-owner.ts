// A server process that a test can kill: starts the embedded PostgreSQL of its first argument, says so, and stays.
import { startEmbeddedPostgres } from '../../src/provision/embedded-postgres.ts';

const [, , dataFolder = ''] = process.argv;
const { pid } = await startEmbeddedPostgres({ dataFolder, onProgress: () => undefined });
process.stdout.write(`${pid}\n`);
setInterval(() => undefined, 60_000);
