// FFmpeg's log taken apart: what each line is worth, and where the first error stands; pure.

export type LogLevel = 'fatal' | 'error' | 'warning' | 'info' | 'verbose' | 'debug';

export interface LogLine {
  readonly level: LogLevel;
  /** Without its level, which the colour tells. */
  readonly text: string;
}

/** `[info] …` or `[libx264 @ 0x55…] [info] …`. */
const prefixed = /^((?:\[[^\]]+ @ 0x[0-9a-f]+\] )*)\[(panic|fatal|error|warning|info|verbose|debug|trace)\] ?(.*)$/;

const levels: Readonly<Record<string, LogLevel>> = {
  panic: 'fatal',
  fatal: 'fatal',
  error: 'error',
  warning: 'warning',
  info: 'info',
  verbose: 'verbose',
  debug: 'debug',
  trace: 'debug',
};

export function readLog(log: string): LogLine[] {
  const lines = log.split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  let last: LogLevel = 'info';
  return lines.map((line) => {
    const match = prefixed.exec(line);
    // The rest of a message of several lines.
    if (match === null) return { level: last, text: line };
    const [, source = '', level = '', text = ''] = match;
    last = levels[level] ?? 'info';
    // Where in memory a codec was says nothing to people.
    return { level: last, text: source.replaceAll(/ @ 0x[0-9a-f]+/g, '') + text };
  });
}

export function firstErrorOf(lines: readonly LogLine[]): number | null {
  const index = lines.findIndex(({ level }) => level === 'error' || level === 'fatal');
  return index === -1 ? null : index;
}
