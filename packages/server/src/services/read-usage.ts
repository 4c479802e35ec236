// What an account has used this month, and what it stores.
import type { FailureCode } from '@renderio/contract';
import { type CommandCounts, type DayOfUse, startOfMonth, sumCounts } from '../domain/usage.ts';
import type { Database } from '../store/database.ts';
import { countCommandsByDay, countFailuresByCause, sumStoredFiles } from '../store/usage.ts';

export interface Usage {
  readonly from: Date;
  readonly to: Date;
  readonly total: CommandCounts;
  readonly days: readonly DayOfUse[];
  readonly failures: readonly { readonly code: FailureCode; readonly count: number }[];
  readonly stored: { readonly files: number; readonly bytes: number };
}

export async function getUsage(database: Database, accountId: string): Promise<Usage> {
  const to = new Date();
  const from = startOfMonth(to);
  const days = await countCommandsByDay(database, accountId, from);
  const failures = await countFailuresByCause(database, accountId, from);
  const stored = await sumStoredFiles(database, accountId);
  return { from, to, total: sumCounts(days), days, failures, stored };
}
