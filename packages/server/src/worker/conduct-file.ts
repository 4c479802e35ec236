// Fetches a file that is to be stored, and finds out what a file is and what is in it.
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { FileRecord } from '../domain/file.ts';
import { toFilename } from '../domain/filename.ts';
import type { MediaInfo } from '../domain/media-info.ts';
import { mediaTypeOfName } from '../domain/media-type.ts';
import { describeUnreadable, readMediaInfo } from '../domain/read-media-info.ts';
import type { RunEnd } from '../domain/transition.ts';
import type { Logger } from '../log.ts';
import type { Outgoing } from '../net/outgoing.ts';
import type { Programs } from '../programs/programs.ts';
import type { Run } from '../queue/claim.ts';
import type { SandboxLimits } from '../sandbox/sandbox.ts';
import { prepareWorkspace, removeWorkspace, type Workspace } from '../sandbox/workspace.ts';
import type { FileRuns, StoredFileFacts } from '../services/file-runs.ts';
import type { ObjectStore } from '../storage/object-store.ts';
import { copyFromStorage } from './copy-from-storage.ts';
import { endOfError } from './end-of-error.ts';
import { fetchLimits } from './fetch-limits.ts';
import { RunFailure } from './run-failure.ts';

export interface FileConductorParts {
  readonly runs: FileRuns;
  readonly programs: Programs;
  readonly storage: ObjectStore;
  readonly outgoing: Outgoing;
  readonly scratchFolder: string;
  readonly log: Logger;
}

/** A file that cannot be read as media is no failure: it is `text` or `other`. */
export async function conductFile(parts: FileConductorParts, run: Run, signal: AbortSignal): Promise<void> {
  const log = parts.log.child({ file_id: run.itemId, run_id: run.id });
  let facts: StoredFileFacts | null = null;
  let maxStoredBytes = 0;
  let end: RunEnd | null;
  let workspace: Workspace | null = null;
  try {
    workspace = await prepareWorkspace(parts.scratchFolder, run.id);
    const { file, limits } = await parts.runs.load(run);
    maxStoredBytes = limits.storedBytes;
    if (!file.isDeleted) facts = await conduct(parts, run, file, limits.inputBytes, workspace.jobFolder, signal);
    end = { kind: 'succeeded' };
  } catch (error) {
    end = endOfError(error, signal, log);
  } finally {
    if (workspace !== null) await removeWorkspace(workspace);
  }
  if (end === null) await parts.runs.abandon(run);
  else await parts.runs.end({ runId: run.id, fileId: run.itemId, starts: run.attempt, end, facts, maxStoredBytes });
}

async function conduct(
  parts: FileConductorParts,
  run: Run,
  file: FileRecord,
  maxBytes: number,
  jobFolder: string,
  signal: AbortSignal,
): Promise<StoredFileFacts> {
  const path = join(jobFolder, 'incoming');
  if (file.objectKey !== null) {
    await copyFromStorage(parts.storage, file.objectKey, path, signal);
    return {
      media: await describe(parts.programs, path, jobFolder, file.filename, file.sizeBytes ?? 0, signal),
      fetched: null,
    };
  }
  const url = file.originalUrl ?? '';
  const result = await parts.outgoing.download({ url, destination: path, maxBytes, signal, ...fetchLimits });
  if (!result.ok) throw new RunFailure(result.failure.code, result.failure.message);
  const { sizeBytes } = result;
  // What the origin calls the file is better than the end of its URL, which may be `download.php`.
  const filename = toFilename(result.contentDispositionFilename ?? file.filename, file.filename);
  const media = await describe(parts.programs, path, jobFolder, filename, sizeBytes, signal);
  const objectKey = `runs/${run.id}/${file.id}/content`;
  await parts.storage.putFile(objectKey, path);
  return { media, fetched: { objectKey, filename, sizeBytes } };
}

const headBytes = 4096;

async function describe(
  programs: Programs,
  path: string,
  jobFolder: string,
  filename: string,
  sizeBytes: number,
  signal: AbortSignal,
): Promise<MediaInfo> {
  const facts = { filename, sizeBytes, headBytes: await readHead(path) };
  if (mediaTypeOfName(filename)?.fileType === 'text') return describeUnreadable(facts);
  const probed = await programs.probeFile({ jobFolder, path: 'incoming', limits: limitsFor(sizeBytes), signal });
  signal.throwIfAborted();
  return probed.ok ? readMediaInfo(probed.report, facts) : describeUnreadable(facts);
}

async function readHead(path: string): Promise<Buffer> {
  await using file = await open(path, 'r');
  const { buffer, bytesRead } = await file.read(Buffer.alloc(headBytes), 0, headBytes, 0);
  return buffer.subarray(0, bytesRead);
}

/** A probe writes nothing: what counts is the copy it reads. */
function limitsFor(sizeBytes: number): SandboxLimits {
  return {
    wallTimeMs: 30_000,
    cpuSeconds: 30,
    threadCount: 256,
    memoryBytes: 2 ** 30,
    diskBytes: sizeBytes + 64 * 2 ** 20,
    fileCount: 100,
  };
}
