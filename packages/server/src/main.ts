// The server's entry: reads arguments and environment, starts it, prints what a person needs, and stops it on signals.
import { startServer } from './compose.ts';
import { ConfigError, readConfig, settings } from './config.ts';
import { describeStart } from './describe-start.ts';
import { PortError } from './http/check-port.ts';
import { createLog } from './log.ts';
import { ProvisionError } from './provision/provision-error.ts';
import { SandboxUnavailableError } from './sandbox/explain-refusal.ts';
import { StorageError } from './storage/storage-error.ts';
import { SchemaError } from './store/migrate.ts';

const expectedErrors = [ConfigError, PortError, ProvisionError, SandboxUnavailableError, SchemaError, StorageError];

function printHelp(): void {
  const lines = Object.entries(settings).map(([name, { description }]) => `  ${name.padEnd(28)} ${description}`);
  process.stdout.write(
    `renderio: FFmpeg as a service that you run yourself\n\nUsage: npm start\n\nSettings (environment):\n${lines.join('\n')}\n`,
  );
}

function fail(error: unknown): never {
  const isExpected = expectedErrors.some((type) => error instanceof type);
  const text = error instanceof Error ? (isExpected ? error.message : (error.stack ?? error.message)) : String(error);
  process.stderr.write(`\n${text}\n`);
  process.exit(1);
}

async function main(): Promise<void> {
  if (process.argv.includes('--help')) {
    printHelp();
    return;
  }
  const startedAt = performance.now();
  const config = readConfig(process.env);
  const log = createLog(config.logLevel);
  const stopRequested = Promise.withResolvers<string>();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      stopRequested.resolve(signal);
    });
  }
  // The bootstrap holds the other end for as long as it lives.
  process.on('disconnect', () => {
    stopRequested.resolve('the starting process ended');
  });

  const starting = startServer(config, {
    log,
    onProgress: (line) => process.stderr.write(`${line}\n`),
  });
  const early = await Promise.race([starting.then(() => null), stopRequested.promise]);
  if (early !== null) {
    // Programs being installed clean up after themselves at the next start; nothing else is worth waiting for.
    process.stderr.write('Stopped before the start was complete.\n');
    process.exit(130);
  }
  const server = await starting;
  if (config.role !== 'migrate') {
    process.stdout.write(describeStart({ ...server, config, startSeconds: (performance.now() - startedAt) / 1000 }));
    const why = await stopRequested.promise;
    process.stderr.write(`Stopping (${why}) …\n`);
  }
  await server.stop();
  process.stderr.write(config.role === 'migrate' ? 'The database is up to date.\n' : 'Stopped.\n');
  process.exit(0);
}

main().catch(fail);
