// FFmpeg's `-progress` stream as numbers, and how far along a command is.

export interface Progress {
  readonly frame: number | null;
  readonly fps: number | null;
  /** Seconds of output a second of work: 2 is twice real time. */
  readonly speed: number | null;
  /** How far the outputs have come, in their own time; below 0 at the beginning of encoders with a delay, and when all that is copied lies before the place that was sought. */
  readonly outTimeSeconds: number | null;
  readonly totalSizeBytes: number | null;
  /** The last report of a run. */
  readonly isEnd: boolean;
}

export interface ProgressParser {
  /** The reports completed by these bytes, in order. Reports may be split anywhere between chunks. */
  write(chunk: Uint8Array): readonly Progress[];
}

/** Far above FFmpeg's reports (some 300 bytes, a line for every output's quality); the excess of a line is dropped. */
const maxLineChars = 1024;

export function createProgressParser(): ProgressParser {
  const decoder = new TextDecoder();
  let rest = '';
  let fields = new Map<string, string>();
  return {
    write(chunk) {
      const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
      rest = (lines.pop() ?? '').slice(0, maxLineChars);
      const reports: Progress[] = [];
      for (const line of lines) {
        const equals = line.indexOf('=');
        if (equals < 0) continue;
        const key = line.slice(0, equals).trim();
        const value = line.slice(equals + 1).trim();
        if (key !== 'progress') {
          if (known.has(key)) fields.set(key, value);
          continue;
        }
        reports.push(readFields(fields, value === 'end'));
        fields = new Map();
      }
      return reports;
    },
  };
}

/**
 * How much is done, 0–1, never less than `previous`; null while it cannot be known. A command that outgrows its
 * expected length stays just below 1: only its end is the whole.
 */
export function progressFraction(
  progress: Pick<Progress, 'outTimeSeconds' | 'isEnd'>,
  expectedSeconds: number | null,
  previous: number | null = null,
): number | null {
  if (progress.isEnd) return 1;
  if (expectedSeconds === null || expectedSeconds <= 0 || progress.outTimeSeconds === null) return previous;
  const done = Math.min(Math.max(progress.outTimeSeconds / expectedSeconds, 0), 0.999);
  return Math.max(done, previous ?? 0);
}

/** Seconds still to go at the present speed; null while that cannot be known. */
export function etaSeconds(
  progress: Pick<Progress, 'outTimeSeconds' | 'speed' | 'isEnd'>,
  expectedSeconds: number | null,
): number | null {
  if (progress.isEnd) return 0;
  if (expectedSeconds === null || progress.outTimeSeconds === null) return null;
  if (progress.speed === null || progress.speed <= 0) return null;
  return Math.max(expectedSeconds - progress.outTimeSeconds, 0) / progress.speed;
}

const known: ReadonlySet<string> = new Set(['frame', 'fps', 'speed', 'out_time_us', 'total_size']);

function readFields(fields: ReadonlyMap<string, string>, isEnd: boolean): Progress {
  const microseconds = readNumber(fields.get('out_time_us'));
  return {
    frame: readNumber(fields.get('frame')),
    fps: readNumber(fields.get('fps')),
    speed: readNumber(fields.get('speed')?.replace(/x$/, '')),
    outTimeSeconds: microseconds === null ? null : microseconds / 1_000_000,
    totalSizeBytes: readNumber(fields.get('total_size')),
    isEnd,
  };
}

/** Null for `N/A`, which FFmpeg writes until it knows. */
function readNumber(value: string | undefined): number | null {
  if (value === undefined || value === '') return null;
  const parsed = Number(value);
  return Number.isFinite(parsed) ? parsed : null;
}
