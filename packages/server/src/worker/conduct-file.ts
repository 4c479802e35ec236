// Probes one stored upload: what it is and what is in it.
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { MediaInfo } from '../domain/media-info.ts';
import { mediaTypeOfName } from '../domain/media-type.ts';
import { describeUnreadable, readMediaInfo } from '../domain/read-media-info.ts';
import type { RunEnd } from '../domain/transition.ts';
import type { Logger } from '../log.ts';
import type { Programs } from '../programs/programs.ts';
import type { Run } from '../queue/claim.ts';
import type { SandboxLimits } from '../sandbox/sandbox.ts';
import { prepareWorkspace, removeWorkspace } from '../sandbox/workspace.ts';
import type { FileRuns } from '../services/file-runs.ts';
import type { ObjectStore } from '../storage/object-store.ts';
import { copyFromStorage } from './copy-from-storage.ts';
import { endOfError } from './end-of-error.ts';

export interface FileConductorParts {
  readonly runs: FileRuns;
  readonly programs: Programs;
  readonly storage: ObjectStore;
  readonly scratchFolder: string;
  readonly log: Logger;
}

const headBytes = 4096;

/** A probe writes nothing: what counts is the copy it reads. */
function limitsFor(sizeBytes: number): SandboxLimits {
  return { wallTimeMs: 30_000, memoryBytes: 2 ** 30, diskBytes: sizeBytes + 64 * 2 ** 20, fileCount: 100 };
}

/** A file that cannot be read as media is no failure: it is `text` or `other`. */
export async function conductFile(parts: FileConductorParts, run: Run, signal: AbortSignal): Promise<void> {
  const log = parts.log.child({ file_id: run.itemId, run_id: run.id });
  let media: MediaInfo | null = null;
  let end: RunEnd | null;
  const workspace = await prepareWorkspace(parts.scratchFolder, run.id);
  try {
    const file = await parts.runs.load(run);
    if (file.objectKey !== null && !file.isDeleted) {
      // Its own name may hold anything; its ending is what demuxers look at.
      const extension = /\.[A-Za-z0-9]{1,12}$/.exec(file.filename)?.[0] ?? '';
      const name = `file${extension}`;
      const path = join(workspace.jobFolder, name);
      await copyFromStorage(parts.storage, file.objectKey, path, signal);
      const head = await readHead(path);
      const facts = { filename: file.filename, sizeBytes: file.sizeBytes ?? 0, headBytes: head };
      const probed =
        mediaTypeOfName(file.filename)?.fileType === 'text'
          ? null
          : await parts.programs.probeFile({
              jobFolder: workspace.jobFolder,
              path: name,
              limits: limitsFor(facts.sizeBytes),
              signal,
            });
      signal.throwIfAborted();
      media = probed?.ok === true ? readMediaInfo(probed.report, facts) : describeUnreadable(facts);
    }
    end = { kind: 'succeeded' };
  } catch (error) {
    end = endOfError(error, signal, log);
  } finally {
    await removeWorkspace(workspace);
  }
  if (end !== null) await parts.runs.end({ runId: run.id, fileId: run.itemId, starts: run.attempt, end, media });
}

async function readHead(path: string): Promise<Buffer> {
  await using file = await open(path, 'r');
  const { buffer, bytesRead } = await file.read(Buffer.alloc(headBytes), 0, headBytes, 0);
  return buffer.subarray(0, bytesRead);
}
