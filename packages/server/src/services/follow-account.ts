// What changes in an account as it happens, for a reader on any host: commands, their progress, files and deliveries.
import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '../domain/app-error.ts';
import type { CommandRecord, CommandView } from '../domain/command.ts';
import type { DeliveryRecord } from '../domain/delivery.ts';
import type { FileRecord } from '../domain/file.ts';
import { listCommands, listEndedCommands } from '../store/commands.ts';
import { type Database, readClock } from '../store/database.ts';
import { listChangedDeliveries } from '../store/deliveries.ts';
import { listChangedFiles, listOutputs } from '../store/files.ts';

/** `seenAt` is the database's time of the look that found it: from there a later stream goes on. */
export type AccountChange = { readonly seenAt: Date } & (
  | { readonly kind: 'command'; readonly view: CommandView }
  | { readonly kind: 'progress'; readonly view: CommandView }
  | { readonly kind: 'file'; readonly file: FileRecord }
  | { readonly kind: 'delivery'; readonly delivery: DeliveryRecord }
  /** Lists are to be read now: a stream begins, or more has changed than is told one by one. */
  | { readonly kind: 'reset' }
);

/** Progress is written once a second; each look is five walks along an index. */
const lookMs = 1_000;
/** After more than could be told, until it is out of the next look, and so that lists are not read again too often. */
const restMs = 6_000;
/** A transaction commits some time after the time that it writes: looks overlap by more than any of ours takes. */
const overlapMs = 5_000;
/** What came between two looks, of each kind. */
const mostAtOnce = 200;
/** Of what waits and runs, the newest. */
const mostOpen = 100;
/** What happened before is not gone through one by one. */
const longestGapMs = 15 * 60_000;
/** Of one account, at this process. */
const readersAtOnce = 16;

interface FeedPlace {
  /** Database time; null begins now. */
  readonly since: Date | null;
  /** How long the stream lasts. */
  readonly seconds: number;
}

type Feed = (
  database: Database,
  accountId: string,
  place: FeedPlace,
  signal: AbortSignal,
) => AsyncGenerator<AccountChange, void>;

/**
 * A stream begins with a reset and the commands that wait and run, or goes on after `since`, with some told once more;
 * it ends when its time is over or `signal` aborts. Throws `RATE_LIMITED` where an account has too many.
 */
export function createAccountFeed(): Feed {
  const readers = new Map<string, number>();
  return (database, accountId, place, signal) => {
    const count = readers.get(accountId) ?? 0;
    if (count >= readersAtOnce) {
      throw new AppError(
        'RATE_LIMITED',
        `This account has ${readersAtOnce} event streams open at this server: close one of them.`,
        { retryAfterSeconds: 10 },
      );
    }
    readers.set(accountId, count + 1);
    return until(follow(database, accountId, place, signal), () => {
      const left = (readers.get(accountId) ?? 1) - 1;
      if (left === 0) readers.delete(accountId);
      else readers.set(accountId, left);
    });
  };
}

/** Says when it is over, also where nobody has begun to read. */
function until(changes: AsyncGenerator<AccountChange, void>, onEnd: () => void): AsyncGenerator<AccountChange, void> {
  return (async function* () {
    try {
      yield* changes;
    } finally {
      onEnd();
    }
  })();
}

async function* follow(
  database: Database,
  accountId: string,
  { since, seconds }: FeedPlace,
  signal: AbortSignal,
): AsyncGenerator<AccountChange, void> {
  const endMs = performance.now() + seconds * 1000;
  let open = new Map<string, CommandRecord>();
  let told = new Map<string, Date>();
  let last = since;
  while (!signal.aborted && performance.now() < endMs) {
    const seenAt = await readClock(database);
    // What was read before this look may be older than it; what is read from now on is not.
    if (last === null || seenAt.getTime() - last.getTime() > longestGapMs) {
      last = null;
      yield { seenAt, kind: 'reset' };
    }
    // Before the ends: what ends between the two is told as ended, and not as running after that.
    const nowOpen = await listOpen(database, accountId);
    const from = new Date((last ?? seenAt).getTime() - (last === null ? 0 : overlapMs));
    const [ended, files, deliveries] = await Promise.all([
      listEndedCommands(database, accountId, from, mostAtOnce + 1),
      listChangedFiles(database, accountId, from, mostAtOnce + 1),
      listChangedDeliveries(database, accountId, from, mostAtOnce + 1),
    ]);
    last = seenAt;
    if ([ended, files, deliveries].some(({ length }) => length > mostAtOnce)) {
      // Said after the rest: lists that are read from then on have all that was skipped, and the next look the rest.
      await pause(restMs, signal);
      last = await readClock(database);
      open = await listOpen(database, accountId);
      yield { seenAt: last, kind: 'reset' };
      continue;
    }
    const isNews = (id: string, at: Date): boolean => {
      const before = told.get(id);
      told.set(id, at);
      return before === undefined || before < at;
    };
    for (const command of nowOpen.values()) yield* changesOf(seenAt, open.get(command.id), command);
    open = nowOpen;
    const newlyEnded = ended.filter(({ id, completedAt }) => isNews(id, completedAt ?? seenAt));
    for (const view of await withOutputs(database, accountId, newlyEnded)) yield { seenAt, kind: 'command', view };
    for (const { file, changedAt } of files) if (isNews(file.id, changedAt)) yield { seenAt, kind: 'file', file };
    for (const { delivery, changedAt } of deliveries) {
      if (isNews(delivery.id, changedAt)) yield { seenAt, kind: 'delivery', delivery };
    }
    told = new Map([...told].filter(([, at]) => at.getTime() > from.getTime()));
    await pause(Math.max(0, Math.min(lookMs, endMs - performance.now())), signal);
  }
}

async function listOpen(database: Database, accountId: string): Promise<Map<string, CommandRecord>> {
  const page = { limit: mostOpen, offset: 0 };
  // What begins between the two is then seen twice, and not missed.
  const queued = await listCommands(database, accountId, { ...page, status: 'QUEUED' });
  const processing = await listCommands(database, accountId, { ...page, status: 'PROCESSING' });
  return new Map([...queued, ...processing].map((command) => [command.id, command] as const));
}

function* changesOf(seenAt: Date, before: CommandRecord | undefined, command: CommandRecord): Generator<AccountChange> {
  const view = { command, outputs: [], queuePosition: null };
  if (before?.status !== command.status) yield { seenAt, kind: 'command', view };
  else if (progressOf(before) !== progressOf(command)) yield { seenAt, kind: 'progress', view };
}

function progressOf({ progress, progressDetail }: CommandRecord): string {
  return JSON.stringify([progress, progressDetail]);
}

async function withOutputs(
  database: Database,
  accountId: string,
  commands: readonly CommandRecord[],
): Promise<CommandView[]> {
  const ids = commands.map(({ id }) => id);
  const outputs = Map.groupBy(
    ids.length === 0 ? [] : await listOutputs(database, accountId, ids),
    ({ commandId }) => commandId,
  );
  return commands.map((command) => ({ command, outputs: outputs.get(command.id) ?? [], queuePosition: null }));
}

/** Ends early when the signal aborts. */
async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal }).catch(() => undefined);
}
