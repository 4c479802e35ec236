// The operator's token where the settings give none: made once and kept in the data folder, readable by its owner only.
import { randomBytes } from 'node:crypto';
import { link, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Processes that share the folder and start together end with the same token. */
export async function ensureAdminToken(dataFolder: string): Promise<string> {
  const path = join(dataFolder, 'admin-token');
  const fresh = `${path}.${process.pid}`;
  await writeFile(fresh, `rdadm_${randomBytes(32).toString('hex')}\n`, { mode: 0o600 });
  try {
    // A link is made whole or not at all, and never over one that is there.
    await link(fresh, path);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  } finally {
    await rm(fresh, { force: true });
  }
  return (await readFile(path, 'utf8')).trim();
}
