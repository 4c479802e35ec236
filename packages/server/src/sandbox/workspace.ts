// The one folder of the host that a sandboxed program can write to: how it is made, and how it is removed whatever was left in it.
import { execFile } from 'node:child_process';
import { chmod, chown, mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { hostPath } from './host-path.ts';
import { chooseIdentity } from './identity.ts';

export interface Workspace {
  /** Made `noexec` as a whole while a program runs; its disk use is what counts against the limit. */
  readonly folder: string;
  /** `/job` inside. Its neighbour `tmp` is `/tmp` inside. */
  readonly jobFolder: string;
}

/** Makes `<scratchFolder>/<id>` with `job` and `tmp`, writable by whoever the sandboxed program runs as. Throws when it exists. */
export async function prepareWorkspace(scratchFolder: string, id: string): Promise<Workspace> {
  const folder = join(scratchFolder, id);
  const jobFolder = join(folder, 'job');
  const identity = chooseIdentity();
  await mkdir(scratchFolder, { recursive: true, mode: 0o700 });
  await mkdir(folder, { mode: 0o700 });
  try {
    if (identity) await chmod(folder, 0o711); // the folder above lets nobody but the server in
    for (const inner of [jobFolder, tmpFolderOf(jobFolder)]) {
      await mkdir(inner, { mode: 0o700 });
      if (identity) await chown(inner, identity.uid, identity.gid);
    }
  } catch (error) {
    // The disk is full, mostly: nobody else knows of the half that was made.
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
  return { folder, jobFolder };
}

export function workspaceFolderOf(jobFolder: string): string {
  return dirname(jobFolder);
}

function tmpFolderOf(jobFolder: string): string {
  return join(workspaceFolderOf(jobFolder), 'tmp');
}

/** Removes the folder and everything in it; follows no symbolic link. Does nothing when it is gone. */
export async function removeWorkspace(workspace: Workspace): Promise<void> {
  try {
    await rm(workspace.folder, { recursive: true, force: true });
  } catch {
    // Native code may leave folders without permissions, or deeper than a path can be long. GNU's tools walk by
    // descriptor, so length does not matter, and opening a folder to its owner first lets rm in.
    const environment = { env: { PATH: hostPath } };
    await run('chmod', ['-R', 'u+rwx', '--', workspace.folder], environment).catch(() => undefined);
    await run('rm', ['-rf', '--one-file-system', '--', workspace.folder], environment);
  }
}

const run = promisify(execFile);
