// The process's log: JSON lines on standard error.
import { destination, type Logger, type LoggerOptions, pino } from 'pino';

export type { Logger };

export function createLog(level: string): Logger {
  const options: LoggerOptions = { level, base: null, timestamp: () => `,"time":"${new Date().toISOString()}"` };
  return pino(options, destination({ dest: 2, sync: true }));
}
