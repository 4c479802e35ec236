// Taking a command in: judged whole, then one durable row, then a wake; nothing of FFmpeg runs here.
import type { CommandType } from '@renderio/contract';
import { AppError } from '../domain/app-error.ts';
import type { CommandRequest, Metadata } from '../domain/command.ts';
import type { MakeId } from '../domain/id.ts';
import { planCommand } from '../domain/plan-command.ts';
import type { Wake } from '../queue/wake.ts';
import { insertCommand } from '../store/commands.ts';
import type { Database } from '../store/database.ts';

export interface Submission {
  readonly type: CommandType;
  readonly request: CommandRequest;
  readonly metadata: Metadata | null;
  readonly webhookUrl: string | null;
  readonly maxRunSeconds: number | null;
  /** `performance.now()` when the request arrived. */
  readonly arrivedAtMs: number;
}

/** Returns the command's id once the row is committed. Throws `INVALID_REQUEST` with every fault of the command. */
export async function submitCommand(
  services: { database: Database; wake: Wake; makeId: MakeId; maxRunSeconds: number },
  accountId: string,
  submission: Submission,
): Promise<string> {
  const plan = planCommand(submission.request);
  if (!plan.ok) {
    const first = plan.problems[0]?.msg ?? 'The command cannot be used.';
    const rest = plan.problems.length - 1;
    throw new AppError('INVALID_REQUEST', rest > 0 ? `${first} (and ${rest} more, see detail)` : first, {
      detail: plan.problems,
    });
  }
  const id = services.makeId();
  await insertCommand(services.database, {
    id,
    accountId,
    type: submission.type,
    request: submission.request,
    metadata: submission.metadata,
    webhookUrl: submission.webhookUrl,
    maxRunSeconds: submission.maxRunSeconds ?? services.maxRunSeconds,
    acceptSeconds: Math.round(performance.now() - submission.arrivedAtMs) / 1000,
  });
  services.wake('commands');
  return id;
}
