// A worker's own part of the scratch folder: nobody else writes to it, and what an earlier holder left is removed.
import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { removeWorkspace } from '../sandbox/workspace.ts';

export interface Scratch {
  readonly folder: string;
  /** Stays with the folder: a later holder knows by it whose runs are dead. */
  readonly id: string;
}

/** `folder` must be held by this process alone. Half-written workspaces of earlier holders are removed. */
export async function claimScratch(folder: string): Promise<Scratch> {
  const workspaces = join(folder, 'workspaces');
  await mkdir(workspaces, { recursive: true, mode: 0o700 });
  for (const name of await readdir(workspaces)) {
    await removeWorkspace({ folder: join(workspaces, name), jobFolder: join(workspaces, name, 'job') });
  }
  const idPath = join(folder, 'id');
  try {
    await writeFile(idPath, randomUUID(), { flag: 'wx' });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  return { folder: workspaces, id: (await readFile(idPath, 'utf8')).trim() };
}
