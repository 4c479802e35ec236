// What this machine remembers of an upload, so that a later start goes on with it: a file of its own for each.
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Environment } from '../settings.ts';

export interface UploadNote {
  /** Of the upload that was left, or of what became of it; undefined when there is none. */
  readonly uploadId: string | undefined;
  readonly keep: (uploadId: string) => void;
  readonly forget: () => void;
}

/** The server forgets an upload that is left a day after its last byte; what became a file stays there for longer. */
const keptMs = 7 * 24 * 60 * 60 * 1000;

/**
 * The note of the file at `path` as it is now: one that was changed since has another. A note that a living process
 * holds is not given out. Where notes cannot be kept there is none, which is no reason not to upload.
 */
export function openUploadNote(env: Environment, path: string): UploadNote {
  const folder = notesFolder(env);
  const name = nameOf(path);
  const own = join(folder, `${name}.${process.pid}`);
  return {
    uploadId: orNothing(() => takeNote(folder, name, own)),
    keep: (uploadId) => {
      orNothing(() => {
        mkdirSync(folder, { recursive: true, mode: 0o700 });
        writeFileSync(own, uploadId, { mode: 0o600 });
      });
    },
    forget: () => {
      orNothing(() => {
        rmSync(own, { force: true });
      });
    },
  };
}

/** XDG Base Directory Specification: an absolute `XDG_STATE_HOME`, else `~/.local/state`. */
function notesFolder(env: Environment): string {
  const folder = env['XDG_STATE_HOME'] ?? '';
  const state = folder.startsWith('/') ? folder : join(env['HOME'] ?? homedir(), '.local/state');
  return join(state, 'renderio/uploads');
}

/** No program can set the time of a file's last change, so the same name stands for the same bytes. */
function nameOf(path: string): string {
  const { dev, ino, size, ctimeNs } = statSync(path, { bigint: true });
  return createHash('sha256').update([path, dev, ino, size, ctimeNs].join('\n')).digest('hex').slice(0, 32);
}

function takeNote(folder: string, name: string, own: string): string | undefined {
  for (const found of readdirSync(folder)) {
    const path = join(folder, found);
    const [whose, pid = ''] = found.split('.');
    if (Date.now() - statSync(path).mtimeMs > keptMs) rmSync(path, { force: true });
    else if (whose === name && !isAnothers(Number(pid))) {
      // Of two that start at once, one gets it.
      renameSync(path, own);
      return readFileSync(own, 'utf8');
    }
  }
  return undefined;
}

/** Whether a process other than this one lives by that id. */
function isAnothers(pid: number): boolean {
  if (pid === process.pid) return false;
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function orNothing<T>(attempt: () => T): T | undefined {
  try {
    return attempt();
  } catch {
    return undefined;
  }
}
