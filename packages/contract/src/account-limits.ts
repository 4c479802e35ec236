// The limits that are set account by account: the one table behind `GET /limits`, administration, settings and their documentation.
import { z } from 'zod';

interface AccountLimit {
  /** In JSON, and in an account's own limits in the database. */
  readonly wireName: string;
  /** The host's setting, which holds for accounts that have no limit of their own. */
  readonly setting: string;
  /** Null: worked out from the host at its start. */
  readonly default: number | null;
  readonly most: number;
  /** A clause for documentation, beginning with the unit. */
  readonly description: string;
  /** What a request or command beyond it gets. */
  readonly ending: string;
}

const gibibyte = 1024 ** 3;
const mostBytes = Number.MAX_SAFE_INTEGER;

/** In the order of documentation. The wire names are public: add, never rename. */
export const accountLimitTable = {
  submitsPerMinute: {
    wireName: 'submits_per_minute',
    setting: 'RENDERIO_SUBMITS_PER_MINUTE',
    default: 600,
    most: 1_000_000,
    description: 'Requests a minute that queue work.',
    ending: '429 `RATE_LIMITED`',
  },
  requestsPerMinute: {
    wireName: 'requests_per_minute',
    setting: 'RENDERIO_REQUESTS_PER_MINUTE',
    default: 6000,
    most: 1_000_000,
    description: 'All other requests a minute.',
    ending: '429 `RATE_LIMITED`',
  },
  queuedCommands: {
    wireName: 'queued_commands',
    setting: 'RENDERIO_QUEUED_COMMANDS',
    default: 10_000,
    most: 10_000_000,
    description: 'Commands that wait to be started.',
    ending: '429 `RATE_LIMITED`',
  },
  runningCommands: {
    wireName: 'running_commands',
    setting: 'RENDERIO_RUNNING_COMMANDS',
    default: 1000,
    most: 100_000,
    description: 'Commands that run at once, over all workers.',
    ending: 'the rest waits',
  },
  storedBytes: {
    wireName: 'stored_bytes',
    setting: 'RENDERIO_STORED_BYTES',
    default: 10 * 1024 * gibibyte,
    most: mostBytes,
    description: 'Bytes in storage, until files are deleted.',
    ending:
      '413 `PAYLOAD_TOO_LARGE` of uploads and `store-file`; `OUTPUT_TOO_LARGE` of commands, `INPUT_TOO_LARGE` of fetched files',
  },
  inputBytes: {
    wireName: 'input_bytes',
    setting: 'RENDERIO_MAX_INPUT_BYTES',
    default: 10 * gibibyte,
    most: mostBytes,
    description: 'Bytes of one upload or one fetched input.',
    ending: '413 `PAYLOAD_TOO_LARGE` of uploads; `INPUT_TOO_LARGE`',
  },
  inputSeconds: {
    wireName: 'input_seconds',
    setting: 'RENDERIO_MAX_INPUT_SECONDS',
    default: 360_000,
    most: 1_000_000_000,
    description: 'Seconds that an input says it lasts, read before FFmpeg starts.',
    ending: '`INPUT_TOO_LARGE`',
  },
  framePixels: {
    wireName: 'frame_pixels',
    setting: 'RENDERIO_MAX_FRAME_PIXELS',
    default: 16_384 ** 2,
    most: mostBytes,
    description: 'Pixels that one frame of an input says it has, read before FFmpeg starts.',
    ending: '`INPUT_TOO_LARGE`',
  },
  scratchBytes: {
    wireName: 'scratch_bytes',
    setting: 'RENDERIO_MAX_SCRATCH_BYTES',
    default: 200 * gibibyte,
    most: mostBytes,
    description: 'Bytes of everything that one command has on disk at once, inputs included.',
    ending: '`INPUT_TOO_LARGE` while inputs come, `OUTPUT_TOO_LARGE` afterwards',
  },
  outputBytes: {
    wireName: 'output_bytes',
    setting: 'RENDERIO_MAX_OUTPUT_BYTES',
    default: 20 * gibibyte,
    most: mostBytes,
    description: 'Bytes that one command may write.',
    ending: '`OUTPUT_TOO_LARGE`',
  },
  storedFiles: {
    wireName: 'stored_files',
    setting: 'RENDERIO_MAX_STORED_FILES',
    default: 10_000,
    most: 1_000_000,
    description: 'Files of one command, with the members of series and packages.',
    ending: '`OUTPUT_TOO_LARGE`',
  },
  runSeconds: {
    wireName: 'run_seconds',
    setting: 'RENDERIO_MAX_RUN_SECONDS',
    default: 3600,
    most: 21_600,
    description: 'Seconds FFmpeg may run when the command does not say.',
    ending: '`TIMEOUT`',
  },
  maxRunSeconds: {
    wireName: 'max_run_seconds',
    setting: 'RENDERIO_LONGEST_RUN_SECONDS',
    default: 21_600,
    most: 21_600,
    description: 'Seconds that a command may ask for (`max_command_run_seconds`).',
    ending: '400 `INVALID_REQUEST`, of a preset 422 `VALIDATION_ERROR`',
  },
  cpuSeconds: {
    wireName: 'cpu_seconds',
    setting: 'RENDERIO_COMMAND_CPU_SECONDS',
    default: 345_600,
    most: 1_000_000_000,
    description: 'Seconds of processor time that one step of a command may use, all its threads together.',
    ending: '`TIMEOUT`',
  },
  memoryMb: {
    wireName: 'memory_mbytes',
    setting: 'RENDERIO_COMMAND_MEMORY_MB',
    default: null,
    most: 1_048_576,
    description: 'Mebibytes of resident memory that a command may use.',
    ending: '`OUT_OF_MEMORY`',
  },
  threads: {
    wireName: 'threads',
    setting: 'RENDERIO_COMMAND_THREADS',
    default: 2048,
    most: 100_000,
    description: 'Threads of one command.',
    ending: '`FFMPEG_FAILED`, where FFmpeg cannot do with fewer',
  },
} as const satisfies Record<string, AccountLimit>;

export type AccountLimitName = keyof typeof accountLimitTable;
export type AccountLimitWireName = (typeof accountLimitTable)[AccountLimitName]['wireName'];

/** Name and row of each limit, in the table's order. */
export const accountLimitRows = Object.entries(accountLimitTable) as readonly (readonly [
  AccountLimitName,
  (typeof accountLimitTable)[AccountLimitName],
])[];

function shapeOf<T>(schemaOf: (row: AccountLimit) => T): Record<AccountLimitWireName, T> {
  const fields = accountLimitRows.map(([, row]) => [row.wireName, schemaOf(row)] as const);
  return Object.fromEntries(fields) as Record<AccountLimitWireName, T>;
}

/** The limits in force for an account. */
export const accountLimits = z
  .object(shapeOf(({ description }) => z.int().describe(description)))
  .meta({ id: 'AccountLimits' });

/** What is left out stays as it is; null goes back to the installation's default. */
export const changedLimits = z
  .strictObject(
    shapeOf(({ wireName, most, description }) =>
      z
        .int(`${wireName} is a whole number, or null for the default.`)
        .min(1, `${wireName} is at least 1.`)
        .max(most, `${wireName} is at most ${most}.`)
        .nullish()
        .describe(description),
    ),
  )
  .meta({ id: 'ChangedLimits' });
