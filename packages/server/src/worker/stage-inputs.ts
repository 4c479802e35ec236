// Brings a command's inputs into its job folder: fetched from their origins, or taken from our own storage.
import { mkdir, open, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { AccountLimits } from '../domain/account-limits.ts';
import { measureExtent } from '../domain/container-extent.ts';
import { judgeDeclared, readDeclared } from '../domain/declared/declared.ts';
import type { ReadBytes } from '../domain/extent/bounded-reader.ts';
import type { Extent } from '../domain/extent/extent.ts';
import { inputName, inputsFolder } from '../domain/job-paths.ts';
import type { PlannedInput } from '../domain/plan-command.ts';
import { sayBytes } from '../domain/say-bytes.ts';
import { inputExtension } from '../net/input-extension.ts';
import type { Outgoing } from '../net/outgoing.ts';
import type { ResolveOwnFile } from '../services/resolve-own-file.ts';
import type { ObjectStore } from '../storage/object-store.ts';
import { copyFromStorage } from './copy-from-storage.ts';
import { type FetchLimits, fetchLimits } from './fetch-limits.ts';
import { RunFailure } from './run-failure.ts';

export interface StagedInput {
  readonly alias: string;
  /** Relative to the job folder. */
  readonly name: string;
  readonly sizeBytes: number;
  /** What the container itself says about being whole. */
  readonly extent: Extent;
}

export interface StagingParts {
  readonly outgoing: Outgoing;
  readonly storage: ObjectStore;
  readonly resolveOwnFile: ResolveOwnFile;
  /** How long an origin may take; the product's own limits unless given. */
  readonly fetchLimits?: FetchLimits;
}

/** Two at a time: one slow origin does not hold up the rest, and one host is not stormed. */
const stagedAtOnce = 2;

/** Whose inputs they are, and how large they may be. */
export interface InputOwner {
  readonly accountId: string;
  readonly limits: Pick<AccountLimits, 'inputBytes' | 'scratchBytes' | 'framePixels' | 'inputSeconds'>;
}

/** Throws `RunFailure` with the first input that cannot be had, which also stops the others. */
export async function stageInputs(
  parts: StagingParts,
  owner: InputOwner,
  inputs: readonly PlannedInput[],
  jobFolder: string,
  signal: AbortSignal,
): Promise<StagedInput[]> {
  await mkdir(join(jobFolder, inputsFolder), { mode: 0o755 });
  const stop = new AbortController();
  const all = AbortSignal.any([signal, stop.signal]);
  const staged: StagedInput[] = [];
  const waiting = inputs.map((input, index) => ({ input, index }));
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      all.throwIfAborted();
      const input = await stageInput(parts, owner, next.input, jobFolder, all);
      staged[next.index] = input;
      requireScratchRoom(staged, owner.limits.scratchBytes);
    }
  };
  const workers = Array.from({ length: Math.min(stagedAtOnce, inputs.length) }, () =>
    work().catch((error: unknown) => {
      // The first cause wins: what the others say once they are stopped is an echo.
      stop.abort(error);
      throw error;
    }),
  );
  await Promise.allSettled(workers);
  signal.throwIfAborted();
  stop.signal.throwIfAborted();
  return staged;
}

async function stageInput(
  parts: StagingParts,
  { accountId, limits }: InputOwner,
  { alias, source }: PlannedInput,
  jobFolder: string,
  signal: AbortSignal,
): Promise<StagedInput> {
  const incoming = join(jobFolder, inputsFolder, alias);
  const file = source.kind === 'url' ? null : await parts.resolveOwnFile(accountId, source);
  let extension: string | null;
  let sizeBytes: number;
  if (source.kind !== 'file' && (file === null || (!file.ok && file.isForeign))) {
    const result = await parts.outgoing.download({
      url: source.url,
      destination: incoming,
      maxBytes: Math.min(limits.inputBytes, limits.scratchBytes),
      signal,
      ...(parts.fetchLimits ?? fetchLimits),
    });
    if (!result.ok) throw new RunFailure(result.failure.code, `Input {{${alias}}}: ${result.failure.message}`);
    sizeBytes = result.sizeBytes;
    extension = inputExtension({ url: source.url, ...result });
  } else if (file?.ok === true) {
    sizeBytes = file.sizeBytes;
    extension = inputExtension({ url: '', contentDispositionFilename: file.filename, contentType: file.mimeType });
    await copyFromStorage(parts.storage, file.objectKey, incoming, signal);
  } else {
    const failure = file === null || file.isForeign ? null : file.failure;
    throw new RunFailure(
      failure?.code ?? 'INPUT_FORBIDDEN',
      `Input {{${alias}}}: ${failure?.message ?? 'no such file.'}`,
    );
  }
  const name = inputName(alias, extension);
  if (extension !== null) await rename(incoming, join(jobFolder, name));
  const path = join(jobFolder, name);
  await using content = await open(path, 'r');
  const read: ReadBytes = async (offset, length) => {
    const { buffer, bytesRead } = await content.read(Buffer.alloc(length), 0, length, offset);
    return buffer.subarray(0, bytesRead);
  };
  const fault = judgeDeclared(await readDeclared(read, sizeBytes), limits);
  if (fault !== null) throw new RunFailure('INPUT_TOO_LARGE', `Input {{${alias}}} ${fault}`);
  return { alias, name, sizeBytes, extent: await measureExtent(read, sizeBytes) };
}

function requireScratchRoom(staged: readonly StagedInput[], limitBytes: number): void {
  // Those still to come leave holes.
  const sizeBytes = staged.reduce((sum, input) => sum + input.sizeBytes, 0);
  if (sizeBytes <= limitBytes) return;
  throw new RunFailure(
    'INPUT_TOO_LARGE',
    `The inputs have ${sayBytes(sizeBytes)} together; a command may have ${sayBytes(limitBytes)} on disk (scratch_bytes).`,
  );
}
