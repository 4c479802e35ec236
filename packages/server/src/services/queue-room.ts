// How many commands an account may have waiting: counted in the database now and then, and in memory in between.
import { type AccountLimits, limitsInForce } from '../domain/account-limits.ts';
import { AppError } from '../domain/app-error.ts';
import { findAccount } from '../store/accounts.ts';
import { countQueuedCommands } from '../store/commands.ts';
import type { Database } from '../store/database.ts';

/** Takes room for commands that are about to be queued. Throws `RATE_LIMITED` when there is not enough. */
export type TakeQueueRoom = (accountId: string, count: number) => Promise<void>;

/**
 * How long a count is gone by. Counting 10,000 takes 3 ms; within this time other processes may queue what this one does
 * not see, which their rate limits bound.
 */
const trustMs = 1_000;
/** A queue this full needs minutes to drain, not seconds. */
const retrySeconds = 30;
/** Accounts kept in memory before those that must be counted again are dropped. */
const fewAccounts = 1_000;

interface Room {
  left: number;
  readonly limit: number;
  readonly untilMs: number;
}

export function createQueueRoom(database: Database, defaultLimits: AccountLimits): TakeQueueRoom {
  const rooms = new Map<string, Room>();
  const looks = new Map<string, Promise<Room>>();
  let manyAccounts = fewAccounts;

  const look = async (accountId: string): Promise<Room> => {
    const untilMs = performance.now() + trustMs;
    const account = await findAccount(database, accountId);
    const limit = account === null ? 0 : limitsInForce(account.ownLimits, defaultLimits).queuedCommands;
    const room = { left: limit - (await countQueuedCommands(database, accountId, limit)), limit, untilMs };
    rooms.set(accountId, room);
    return room;
  };
  /** Those that come while one counts wait for the same count. */
  const lookOnce = (accountId: string): Promise<Room> => {
    const underWay = looks.get(accountId);
    if (underWay !== undefined) return underWay;
    const started = look(accountId).finally(() => looks.delete(accountId));
    looks.set(accountId, started);
    return started;
  };

  return async (accountId, count) => {
    if (rooms.size > manyAccounts) {
      const nowMs = performance.now();
      for (const [id, { untilMs }] of rooms) if (untilMs <= nowMs) rooms.delete(id);
      manyAccounts = Math.max(fewAccounts, 2 * rooms.size);
    }
    const known = rooms.get(accountId);
    const room = known !== undefined && performance.now() < known.untilMs ? known : await lookOnce(accountId);
    if (room.left < count) {
      throw new AppError(
        'RATE_LIMITED',
        `This account may have ${room.limit} commands waiting, and has; try again when some have started.`,
        { retryAfterSeconds: retrySeconds },
      );
    }
    room.left -= count;
  };
}
