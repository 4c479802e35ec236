// What lies in a server's storage folder, to see that nothing is left where nothing should be.
import { readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';

/** Paths of all files under the object store, finished or half-written. */
export async function storedFiles(dataFolder: string): Promise<string[]> {
  const folder = join(dataFolder, 'objects');
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(relative(folder, entry.parentPath), entry.name));
}
