// Asks the server what it thinks of a command, before anything is uploaded for it.
import type { Client } from '@renderio/sdk';
import { CliError } from '../cli-error.ts';
import { describeRequest } from './describe-request.ts';
import { nameFiles } from './name-files.ts';
import type { RunPlan } from './plan-run.ts';

export type Verdict = Awaited<ReturnType<Client['validateCommand']>>;

/** Judged, never fetched. */
const anyUrl = 'https://example.com/input';

export async function judgePlan(client: Client, plan: RunPlan, folder: string): Promise<Verdict> {
  const verdict = await client.validateCommand({ body: describeRequest(plan, () => anyUrl) });
  const say = (text: string): string => nameFiles(text, plan, folder);
  return {
    ...verdict,
    warnings: verdict.warnings.map(say),
    detail: verdict.detail.map((entry) => ({ ...entry, msg: say(entry.msg) })),
  };
}

/** Throws REFUSED with everything that is wrong. */
export function requireValid({ valid, detail }: Verdict): void {
  if (!valid) throw new CliError('REFUSED', detail.map(({ msg }) => msg).join('\n'));
}
