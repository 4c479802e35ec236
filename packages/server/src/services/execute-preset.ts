// Executing a preset: its commands on the caller's inputs, queued like any others.
import type { DetailEntry } from '@renderio/contract';
import { checkPresetInputs } from '../domain/check-preset.ts';
import type { Metadata } from '../domain/command.ts';
import { presetRequests } from '../domain/preset.ts';
import type { Once } from './answer-once.ts';
import type { Account } from './authenticate.ts';
import { getPreset, refusal } from './manage-presets.ts';
import { type SubmitParts, submitCommands } from './submit-command.ts';

export interface PresetExecution {
  readonly inputFiles: Readonly<Record<string, string>>;
  /** Put over the preset's own. */
  readonly metadata: Metadata | null;
  readonly webhookUrl: string | null;
  readonly maxRunSeconds: number | null;
  /** `performance.now()` when the request arrived. */
  readonly arrivedAtMs: number;
  /** For a request that may be sent again. */
  readonly once?: Once;
}

const mostMetadataKeys = 10;

/** Ids in the order of the preset's commands: of a MULTIPLE_COMMAND one each, else one. Throws `NOT_FOUND` and `VALIDATION_ERROR`. */
export async function executePreset(
  parts: SubmitParts,
  account: Account,
  presetId: string,
  execution: PresetExecution,
): Promise<{ isMultiple: boolean; commandIds: string[] }> {
  const preset = await getPreset(parts.database, account.accountId, presetId);
  const metadata = mergeMetadata(preset.metadata, execution.metadata);
  const detail: DetailEntry[] = checkPresetInputs(preset, execution.inputFiles);
  if (Object.keys(metadata ?? {}).length > mostMetadataKeys) {
    const msg = `With the preset's own, there are more than ${mostMetadataKeys} metadata keys.`;
    detail.push({ loc: ['body', 'metadata'], msg, type: 'too_big' });
  }
  if (detail.length > 0) throw refusal(detail);
  const { webhookUrl, maxRunSeconds, arrivedAtMs, once } = execution;
  const submissions = presetRequests(preset, execution.inputFiles).map((request) => ({
    type: preset.commandType,
    request,
    metadata,
    webhookUrl,
    maxRunSeconds,
    arrivedAtMs,
  }));
  const commandIds = await submitCommands(parts, account, submissions, { badRequest: 'VALIDATION_ERROR', once });
  return { isMultiple: preset.commandType === 'MULTIPLE_COMMAND', commandIds };
}

function mergeMetadata(own: Metadata | null, given: Metadata | null): Metadata | null {
  return own === null && given === null ? null : { ...own, ...given };
}
