// The process's log: JSON lines on standard error.
import { destination, type Logger, type LoggerOptions, pino, stdSerializers } from 'pino';

export type { Logger };

export function createLog(level: string): Logger {
  const options: LoggerOptions = {
    level,
    base: null,
    serializers: { err: serializeError, busboyOptions: withoutHeaders },
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
  };
  return pino(options, destination({ dest: 2, sync: true }));
}

/** PostgreSQL quotes rows and values in these, and with them URLs and secrets of callers. */
const quotingFields = ['detail', 'where', 'internalQuery'];

function serializeError(error: Error): Record<string, unknown> {
  return without(quotingFields, { ...stdSerializers.err(error) });
}

/** The multipart parser tells what it was made with, and so every header of the request, its key among them. */
function withoutHeaders(options: Record<string, unknown>): Record<string, unknown> {
  return without(['headers'], options);
}

function without(names: readonly string[], fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name)));
}
