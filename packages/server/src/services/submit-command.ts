// Taking commands in: judged whole, then one durable row each, then a wake; nothing of FFmpeg runs here.
import type { ApiErrorCode, CommandType, DetailEntry } from '@renderio/contract';
import type { AccountLimits } from '../domain/account-limits.ts';
import { AppError } from '../domain/app-error.ts';
import type { CommandRequest, Metadata, NewCommand } from '../domain/command.ts';
import type { MakeId } from '../domain/id.ts';
import type { Wake } from '../queue/wake.ts';
import type { Pool } from '../store/database.ts';
import { answerAlways, type Once } from './answer-once.ts';
import type { Account } from './authenticate.ts';
import type { JudgeCommand } from './command-judge.ts';
import type { WriteCommands } from './command-writer.ts';
import type { JudgeReceiver } from './manage-webhook.ts';
import type { TakeQueueRoom } from './queue-room.ts';

export interface Submission {
  readonly type: CommandType;
  readonly request: CommandRequest;
  readonly metadata: Metadata | null;
  readonly webhookUrl: string | null;
  readonly maxRunSeconds: number | null;
  /** `performance.now()` when the request arrived. */
  readonly arrivedAtMs: number;
  /** The command that this one repeats. */
  readonly retryOf?: string;
}

export interface SubmitParts {
  readonly database: Pool;
  readonly wake: Wake;
  readonly makeId: MakeId;
  readonly takeQueueRoom: TakeQueueRoom;
  readonly writeCommands: WriteCommands;
  readonly judgeCommand: JudgeCommand;
  readonly judgeReceiver: JudgeReceiver;
}

export interface SubmitOptions {
  /** The code of a command that cannot be used; by default `INVALID_REQUEST`. */
  readonly badRequest?: ApiErrorCode;
  /** Where a fault of the submission at `index` stands in the caller's own request. */
  readonly locate?: (index: number, loc: DetailEntry['loc']) => DetailEntry['loc'];
  /** For a request that may be sent again; then the ids may be those of before. */
  readonly once?: Once | undefined;
}

/**
 * Returns the command's id once the row is committed. Throws `badRequest` with every fault of the command, and
 * `RATE_LIMITED` when too many wait.
 */
export async function submitCommand(
  parts: SubmitParts,
  account: Account,
  submission: Submission,
  options: SubmitOptions = {},
): Promise<string> {
  const [id = ''] = await submitCommands(parts, account, [submission], options);
  return id;
}

/** The same for several: all are queued, or none. Ids come in the order of the submissions. */
export async function submitCommands(
  parts: SubmitParts,
  account: Account,
  submissions: readonly Submission[],
  { badRequest = 'INVALID_REQUEST', locate = (_index, loc) => loc, once = answerAlways }: SubmitOptions = {},
): Promise<string[]> {
  const { accountId, limits } = account;
  const detail = submissions.flatMap((submission, index) => {
    const problems = [
      ...parts.judgeCommand(submission.request),
      ...faultsOfReceiver(submission.webhookUrl, parts),
      ...judgeRunSeconds(submission, limits),
    ];
    return problems.map((problem) => ({ ...problem, loc: locate(index, problem.loc) }));
  });
  if (detail.length > 0) throw new AppError(badRequest, summarise(detail), { detail });

  const batchId = submissions.length > 1 ? parts.makeId() : null;
  const commands = submissions.map(
    (submission): NewCommand => ({
      id: parts.makeId(),
      accountId,
      type: submission.type,
      request: submission.request,
      metadata: submission.metadata,
      webhookUrl: submission.webhookUrl,
      maxRunSeconds: submission.maxRunSeconds ?? Math.min(limits.runSeconds, limits.maxRunSeconds),
      acceptSeconds: Math.round(performance.now() - submission.arrivedAtMs) / 1000,
      retryOf: submission.retryOf ?? null,
      batchId,
    }),
  );
  const ids = commands.map(({ id }) => id);
  const answer = await once.run(ids, async (claim) => {
    await parts.takeQueueRoom(accountId, commands.length);
    return await parts.writeCommands(commands, claim);
  });
  parts.wake('commands');
  return answer;
}

function faultsOfReceiver(webhookUrl: string | null, { judgeReceiver }: SubmitParts): DetailEntry[] {
  const reason = webhookUrl === null ? null : judgeReceiver(webhookUrl);
  if (reason === null) return [];
  return [
    { loc: ['body', 'webhook_url'], msg: `Nothing can be sent to webhook_url: ${reason}.`, type: 'invalid_value' },
  ];
}

function judgeRunSeconds({ maxRunSeconds }: Submission, limits: AccountLimits): DetailEntry[] {
  if (maxRunSeconds === null || maxRunSeconds <= limits.maxRunSeconds) return [];
  const msg = `max_command_run_seconds is ${maxRunSeconds}; this account's commands may run ${limits.maxRunSeconds} s (max_run_seconds).`;
  return [{ loc: ['body', 'max_command_run_seconds'], msg, type: 'too_big' }];
}

function summarise(detail: readonly DetailEntry[]): string {
  const first = detail[0]?.msg ?? 'The command cannot be used.';
  const rest = detail.length - 1;
  return rest > 0 ? `${first} (and ${rest} more, see detail)` : first;
}
