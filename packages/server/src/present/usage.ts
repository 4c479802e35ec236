// Limits and usage as the wire shows them.
import { type FailureCode, type limits, requestLimits, type usage } from '@renderio/contract';
import type { z } from 'zod';
import type { AccountLimits } from '../domain/account-limits.ts';
import type { Retention } from '../domain/retention.ts';
import type { CommandCounts, DayOfUse } from '../domain/usage.ts';
import { presentAccountLimits } from './account.ts';

/** What the installation bounds, for all accounts alike. */
export interface HostLimits {
  readonly linkSeconds: number;
  readonly logBytes: number;
  readonly retention: Retention;
}

export function presentLimits(account: AccountLimits, host: HostLimits): z.input<typeof limits> {
  return {
    ...presentAccountLimits(account),
    inputs: requestLimits.inputs,
    outputs: requestLimits.outputs,
    command_text_bytes: requestLimits.commandTextBytes,
    json_body_bytes: requestLimits.jsonBodyBytes,
    link_seconds: host.linkSeconds,
    log_bytes: host.logBytes,
    keep_deliveries_days: host.retention.deliveriesDays,
    keep_logs_days: host.retention.logsDays,
    keep_commands_days: host.retention.commandsDays,
  };
}

function presentCounts(counts: CommandCounts) {
  return {
    queued: counts.queued,
    processing: counts.processing,
    succeeded: counts.succeeded,
    failed: counts.failed,
    processing_seconds: toMilliseconds(counts.processingSeconds),
    ffmpeg_seconds: toMilliseconds(counts.ffmpegSeconds),
  };
}

/** Sums of binary fractions carry digits that nobody measured. */
function toMilliseconds(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}

export function presentUsage(used: {
  readonly from: Date;
  readonly to: Date;
  readonly total: CommandCounts;
  readonly days: readonly DayOfUse[];
  readonly failures: readonly { readonly code: FailureCode; readonly count: number }[];
  readonly stored: { readonly files: number; readonly bytes: number };
}): z.input<typeof usage> {
  return {
    period: { from: used.from.toISOString(), to: used.to.toISOString() },
    commands: presentCounts(used.total),
    days: used.days.map((day) => ({ date: day.date, ...presentCounts(day) })),
    failures: used.failures.map(({ code, count }) => ({ error_status: code, count })),
    storage: used.stored,
  };
}
