// A process to be killed: puts an object that never ends, and says on stdout when bytes of it are on disk.
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { createDiskStore } from '../../src/storage/disk-store.ts';

const [folder = '', key = ''] = process.argv.slice(2);
const store = await createDiskStore({ folder });

async function* endless(): AsyncGenerator<Buffer> {
  for (let hasTold = false; ; ) {
    yield Buffer.alloc(65_536, 1);
    if (!hasTold && (await temporaryBytes()) > 100_000) {
      hasTold = true;
      process.stdout.write('half\n');
      await new Promise((resolve) => setTimeout(resolve, 60_000));
    }
  }
}

async function temporaryBytes(): Promise<number> {
  const names = await readdir(path.join(folder, 'tmp'), { recursive: true });
  const facts = await Promise.all(names.map((name) => stat(path.join(folder, 'tmp', name))));
  return facts.reduce((sum, { size }) => sum + size, 0);
}

await store.put(key, Readable.from(endless()));
