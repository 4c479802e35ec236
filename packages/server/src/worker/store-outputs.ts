// Puts verified outputs into storage under the run's own keys, where nobody sees them until the command ends.

import { createReadStream } from 'node:fs';
import type { FileItemRecord, NewOutput } from '../domain/file.ts';
import type { MakeId } from '../domain/id.ts';
import { mediaTypeOfName } from '../domain/media-type.ts';
import type { ObjectStore, StoredObject } from '../storage/object-store.ts';
import type { VerifiedOutput } from './verify-outputs.ts';
import { zipFiles } from './zip-files.ts';

export async function storeOutputs(
  parts: { readonly storage: ObjectStore; readonly makeId: MakeId },
  owner: { readonly runId: string; readonly commandId: string; readonly accountId: string },
  outputs: readonly VerifiedOutput[],
  signal: AbortSignal,
): Promise<NewOutput[]> {
  const stored: NewOutput[] = [];
  const uses = new Map<string, number>();
  for (const path of outputs.flatMap(({ main, items }) => [main.path, ...(items ?? []).map((item) => item.path)])) {
    uses.set(path, (uses.get(path) ?? 0) + 1);
  }
  // A store may take a file over, so one that stands in several outputs (a variant in its master) is copied until its last use.
  const store = async (key: string, path: string): Promise<StoredObject> => {
    const left = (uses.get(path) ?? 1) - 1;
    uses.set(path, left);
    return left > 0 ? await parts.storage.put(key, createReadStream(path)) : await parts.storage.putFile(key, path);
  };
  for (const { output, main, items, media, checks } of outputs) {
    signal.throwIfAborted();
    const id = parts.makeId();
    const prefix = `runs/${owner.runId}/${id}`;
    const objectKey = `${prefix}/content`;
    const storedItems: FileItemRecord[] = [];
    // A series is handed out as one archive, which needs the single files still in place.
    const archive = output.kind === 'series' ? await zipFiles(items ?? [], `${main.path}.zip`) : null;
    const { sizeBytes } = await store(objectKey, archive ?? main.path);
    for (const [index, item] of (items ?? []).entries()) {
      signal.throwIfAborted();
      const key = `${prefix}/items/${index}`;
      await store(key, item.path);
      storedItems.push({
        name: item.name,
        key,
        sizeBytes: item.sizeBytes,
        mimeType: mediaTypeOfName(item.name)?.mimeType ?? null,
      });
    }
    stored.push({
      id,
      accountId: owner.accountId,
      commandId: owner.commandId,
      alias: output.alias,
      filename: output.filename,
      objectKey,
      sizeBytes,
      media,
      items: items === null ? null : storedItems,
      checks,
    });
  }
  return stored;
}
