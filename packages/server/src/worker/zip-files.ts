// One archive of many files, stored without compression: media does not shrink, and the archive is made at disk speed.
import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import type { CollectedFile } from './collect-outputs.ts';

/** Writes the archive to `destination` and returns that path. */
export async function zipFiles(files: readonly CollectedFile[], destination: string): Promise<string> {
  const zip = new ZipFile();
  for (const { name, path } of files) {
    // A fixed time: the same frames give the same bytes.
    zip.addFile(path, name, { compress: false, mtime: new Date('1980-01-01T00:00:00'), mode: 0o100644 });
  }
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(destination, { flags: 'wx', mode: 0o600 }));
  return destination;
}
