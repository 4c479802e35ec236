// Every setting of the server: one table, read from the environment once, with all faults reported together.
import { availableParallelism, totalmem } from 'node:os';
import { join, resolve } from 'node:path';
import { type AccountLimitName, accountLimitRows, type accountLimitTable } from '@renderio/contract';
import { z } from 'zod';
import type { AccountLimits } from './domain/account-limits.ts';
import type { Retention } from './domain/retention.ts';
import type { SettingInForce } from './domain/system-facts.ts';

interface Setting {
  readonly schema: z.ZodType;
  /** Shown in `.env.example`; undefined for settings that are computed or empty by default. */
  readonly example?: string;
  readonly description: string;
  readonly isSecret?: true;
}

const wholeNumber = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,15}$/, 'is a whole number')
    .transform(Number)
    .pipe(z.number().min(min, `is at least ${min}`).max(max, `is at most ${max}`));
const list = z.string().transform((text) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== ''),
);
const mebibyte = 1024 ** 2;
const gibibyte = 1024 ** 3;

type LimitSetting = (typeof accountLimitTable)[AccountLimitName]['setting'];
interface LimitSchema {
  readonly schema: z.ZodType<number | undefined, string | undefined>;
  readonly example?: string;
  readonly description: string;
}

/** One setting for each limit that accounts can have of their own: its default is theirs. */
const limitSettings = Object.fromEntries(
  accountLimitRows.map(([, { setting, default: usual, most, description }]): [LimitSetting, LimitSchema] => [
    setting,
    {
      schema: usual === null ? wholeNumber(1, most).optional() : wholeNumber(1, most).default(usual),
      ...(usual === null ? {} : { example: String(usual) }),
      description: `${description} For accounts that have no limit of their own.`,
    },
  ]),
) as Record<LimitSetting, LimitSchema>;

/** Name → schema of its text, example and meaning. `.env.example` and `docs/settings.md` are made from it. */
export const settings = {
  RENDERIO_HOST: {
    schema: z.string().min(1).default('127.0.0.1'),
    example: '127.0.0.1',
    description: 'Address to listen on.',
  },
  RENDERIO_PORT: {
    schema: wholeNumber(0, 65_535).default(8080),
    example: '8080',
    description: 'Port to listen on; 0 takes a free one.',
  },
  RENDERIO_PUBLIC_URL: {
    schema: z.url({ protocol: /^https?$/, message: 'is an absolute http or https URL' }).optional(),
    description: 'Base of the links that are handed out. Default: the host that the request was sent to.',
  },
  RENDERIO_DATA: {
    schema: z.string().min(1).default('./data'),
    example: './data',
    description: 'Folder of everything that is kept: database, stored files, programs, scratch.',
  },
  RENDERIO_ROLE: {
    schema: z
      .enum(['all', 'api', 'worker', 'migrate'], { message: 'is one of all, api, worker, migrate' })
      .default('all'),
    example: 'all',
    description: 'What this process does: `all`, only the `api`, only a `worker`, or `migrate` the database and end.',
  },
  RENDERIO_API_KEY: {
    schema: z
      .string()
      .regex(/^ffsk_[0-9a-f]{64}$/, 'is "ffsk_" and 64 lower-case hex characters')
      .optional(),
    description: "The first account's key, if given before the first start. Default: one is made and printed once.",
    isSecret: true,
  },
  RENDERIO_ADMIN_TOKEN: {
    schema: z
      .string()
      .regex(/^[\x21-\x7e]{16,256}$/, 'is 16 to 256 characters without blanks')
      .regex(/^(?!ffsk_)/, 'must not begin with "ffsk_": no API key opens the administration')
      .optional(),
    description: 'Opens `/api/admin`. Default: one is made and kept in `admin-token` in the data folder.',
    isSecret: true,
  },
  RENDERIO_ALLOW_CIDRS: {
    schema: list.default([]),
    description: 'Private address ranges that inputs may be fetched from, comma separated, such as `10.0.0.0/8`.',
  },
  DATABASE_URL: {
    schema: z
      .string()
      .regex(/^postgres(ql)?:\/\//, 'begins with postgres://')
      .optional(),
    description: 'A PostgreSQL server (14 or newer) in place of the embedded one.',
    isSecret: true,
  },
  FFMPEG_PATH: {
    schema: z.string().startsWith('/', 'is an absolute path').optional(),
    description: 'Another ffmpeg program. Default: the private FFmpeg root.',
  },
  FFPROBE_PATH: {
    schema: z.string().startsWith('/', 'is an absolute path').optional(),
    description: 'Another ffprobe program; goes with `FFMPEG_PATH`.',
  },
  RENDERIO_FFMPEG_SUITE: {
    schema: z
      .string()
      .regex(/^[a-z]+$/, 'is the name of a Debian suite')
      .default('trixie'),
    example: 'trixie',
    description: "Debian suite that the private root's FFmpeg comes from.",
  },
  RENDERIO_PROGRAMS_DIR: {
    schema: z.string().min(1).optional(),
    description: 'Folder of the private FFmpeg root. Default: `programs` in the data folder.',
  },
  RENDERIO_CONCURRENCY: {
    schema: wholeNumber(1, 1024).optional(),
    description: 'Commands that run at once. Default: as many as the host has processors, and memory for each.',
  },
  ...limitSettings,
  RENDERIO_LINK_DAYS: {
    schema: wholeNumber(1, 3650).default(7),
    example: '7',
    description: 'Days that a media link lives.',
  },
  RENDERIO_KEEP_DELIVERIES_DAYS: {
    schema: wholeNumber(0, 36_500).default(90),
    example: '90',
    description: 'Days that a webhook delivery and its attempts are kept after it ended; 0 is for ever.',
  },
  RENDERIO_KEEP_LOGS_DAYS: {
    schema: wholeNumber(0, 36_500).default(90),
    example: '90',
    description: "Days that FFmpeg's log of a command is kept after it ended; 0 is for ever.",
  },
  RENDERIO_KEEP_COMMANDS_DAYS: {
    schema: wholeNumber(0, 36_500).default(0),
    example: '0',
    description:
      'Days that a command is kept after it ended, with its log and deliveries; its outputs stay as files. 0 is for ever.',
  },
  RENDERIO_SANDBOX: {
    schema: z.enum(['bubblewrap', 'gvisor']).default('bubblewrap'),
    example: 'bubblewrap',
    description:
      "What programs run in: `bubblewrap`, or `gvisor` where strangers' files are decoded and `runsc` is installed.",
  },
  RENDERIO_REQUEST_SECONDS: {
    schema: wholeNumber(1, 3600).default(60),
    example: '60',
    description:
      'Seconds in which the headers of a request must have come, and then a JSON body; files need a minimum speed instead.',
  },
  RENDERIO_PROBE_WAIT_SECONDS: {
    schema: wholeNumber(1, 3600).default(55),
    example: '55',
    description: 'Seconds that `POST /probe` waits for its result before it answers 503.',
  },
  RENDERIO_LEASE_SECONDS: {
    schema: wholeNumber(1, 3600).default(30),
    example: '30',
    description: 'Seconds after which a silent worker counts as dead and its commands go to another.',
  },
  RENDERIO_WEBHOOK_CONCURRENCY: {
    schema: wholeNumber(1, 1024).default(128),
    example: '128',
    description: 'Webhook deliveries that are sent at once; one account has at most 32 of them, one receiver 8.',
  },
  RENDERIO_LOG_LEVEL: {
    schema: z
      .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], { message: 'is a log level such as info' })
      .default('info'),
    example: 'info',
    description: 'Least level of what is logged to standard error.',
  },
} as const satisfies Record<string, Setting>;

export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

export interface Config {
  readonly host: string;
  readonly port: number;
  readonly publicUrl: string | null;
  readonly dataFolder: string;
  readonly programsFolder: string;
  readonly scratchFolder: string;
  readonly role: 'all' | 'api' | 'worker' | 'migrate';
  readonly apiKey: string | null;
  readonly adminToken: string | null;
  readonly allowCidrs: readonly string[];
  readonly databaseUrl: string | null;
  readonly ffmpegPath: string | null;
  readonly ffprobePath: string | null;
  readonly ffmpegSuite: string;
  readonly concurrency: number;
  readonly defaultLimits: AccountLimits;
  readonly linkSeconds: number;
  readonly retention: Retention;
  readonly sandbox: 'bubblewrap' | 'gvisor';
  readonly requestSeconds: number;
  readonly probeWaitSeconds: number;
  readonly leaseSeconds: number;
  readonly webhookConcurrency: number;
  readonly logLevel: string;
  readonly settings: readonly SettingInForce[];
}

/** Names with our prefix that other programs of ours read from the same shell. */
const foreignNames = new Set(['RENDERIO_URL']);

type Values = { readonly [Name in keyof typeof settings]: z.output<(typeof settings)[Name]['schema']> };

function readValues(environment: Readonly<Record<string, string | undefined>>): Values {
  const faults = Object.keys(environment)
    .filter((name) => name.startsWith('RENDERIO_') && !(name in settings) && !foreignNames.has(name))
    .map((name) => `${name} is not a setting. Settings: ${Object.keys(settings).join(', ')}.`);
  const values: Record<string, unknown> = {};
  for (const [name, { schema }] of Object.entries(settings)) {
    // An empty variable is how many a shell and compose file leave one out.
    const result = schema.safeParse(environment[name] === '' ? undefined : environment[name]);
    if (result.success) values[name] = result.data;
    else faults.push(`${name} ${result.error.issues[0]?.message ?? 'is not usable'}.`);
  }
  if (((environment['FFMPEG_PATH'] ?? '') === '') !== ((environment['FFPROBE_PATH'] ?? '') === '')) {
    faults.push('FFMPEG_PATH and FFPROBE_PATH go together: set both or neither.');
  }
  if (faults.length > 0) {
    throw new ConfigError(`The settings cannot be used:\n${faults.map((fault) => `  ${fault}`).join('\n')}`);
  }
  return values as Values;
}

/** Every setting as it holds, in the table's order; of secrets only whether they are set. */
function settingsInForce(environment: Readonly<Record<string, string | undefined>>, values: Values): SettingInForce[] {
  return (Object.entries(settings) as [keyof Values, Setting][]).map(([name, { isSecret = false, description }]) => {
    const value = values[name];
    return {
      name,
      value: isSecret || value === undefined ? null : Array.isArray(value) ? value.join(', ') : String(value),
      source: (environment[name] ?? '') === '' ? 'default' : 'environment',
      isSecret,
      description,
    };
  });
}

/** `fromHost` has what is worked out where nothing is set. */
function readDefaultLimits(values: Values, fromHost: { readonly memoryMb: number }): AccountLimits {
  return Object.fromEntries(
    accountLimitRows.map(([name, { setting }]) => [
      name,
      values[setting] ?? (name === 'memoryMb' ? fromHost.memoryMb : Number.NaN),
    ]),
  ) as AccountLimits;
}

/** Throws `ConfigError` with one line a fault, all of them at once; unknown names with our prefix are faults too. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const values = readValues(environment);
  const dataFolder = resolve(values.RENDERIO_DATA);
  // A container has less than its host; 0 says that nothing is known of one.
  const memoryBytes = Math.min(totalmem(), process.constrainedMemory() || Number.POSITIVE_INFINITY);
  const roomFor = Math.max(1, Math.min(availableParallelism(), Math.floor(memoryBytes / gibibyte)));
  const concurrency = values.RENDERIO_CONCURRENCY ?? roomFor;
  const fairShareMb = Math.floor(Math.max(gibibyte, (memoryBytes * 0.75) / concurrency) / mebibyte);
  return {
    host: values.RENDERIO_HOST,
    port: values.RENDERIO_PORT,
    publicUrl: values.RENDERIO_PUBLIC_URL?.replace(/\/+$/, '') ?? null,
    dataFolder,
    programsFolder: resolve(values.RENDERIO_PROGRAMS_DIR ?? join(dataFolder, 'programs')),
    scratchFolder: join(dataFolder, 'scratch'),
    role: values.RENDERIO_ROLE,
    apiKey: values.RENDERIO_API_KEY ?? null,
    adminToken: values.RENDERIO_ADMIN_TOKEN ?? null,
    allowCidrs: values.RENDERIO_ALLOW_CIDRS,
    databaseUrl: values.DATABASE_URL ?? null,
    ffmpegPath: values.FFMPEG_PATH ?? null,
    ffprobePath: values.FFPROBE_PATH ?? null,
    ffmpegSuite: values.RENDERIO_FFMPEG_SUITE,
    concurrency,
    defaultLimits: readDefaultLimits(values, { memoryMb: fairShareMb }),
    linkSeconds: values.RENDERIO_LINK_DAYS * 86_400,
    retention: {
      deliveriesDays: values.RENDERIO_KEEP_DELIVERIES_DAYS,
      logsDays: values.RENDERIO_KEEP_LOGS_DAYS,
      commandsDays: values.RENDERIO_KEEP_COMMANDS_DAYS,
    },
    sandbox: values.RENDERIO_SANDBOX,
    requestSeconds: values.RENDERIO_REQUEST_SECONDS,
    probeWaitSeconds: values.RENDERIO_PROBE_WAIT_SECONDS,
    leaseSeconds: values.RENDERIO_LEASE_SECONDS,
    webhookConcurrency: values.RENDERIO_WEBHOOK_CONCURRENCY,
    logLevel: values.RENDERIO_LOG_LEVEL,
    settings: settingsInForce(environment, values),
  };
}
