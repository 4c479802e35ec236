// Processes of the host as the kernel lists them, to see that none is left.
import { readdir, readFile, readlink } from 'node:fs/promises';
import { until } from './server.ts';

export interface FoundProcess {
  readonly pid: number;
  readonly commandLine: string;
}

/** Living processes that work under the folder, or name it or the word in their command line. */
export async function findProcesses(where: {
  readonly folder: string;
  readonly word: string;
}): Promise<FoundProcess[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    pids.map(async (pid) => {
      // A zombie has neither; a process that ended meanwhile has no files.
      const [commandLine, folder] = await Promise.all([
        readFile(`/proc/${pid}/cmdline`, 'latin1').catch(() => ''),
        readlink(`/proc/${pid}/cwd`).catch(() => ''),
      ]);
      const isOurs =
        commandLine.includes(where.word) || commandLine.includes(where.folder) || folder.startsWith(where.folder);
      return isOurs ? [{ pid: Number(pid), commandLine: commandLine.replaceAll('\0', ' ') }] : [];
    }),
  );
  return found.flat();
}

/** Throws when some are still there after `limitMs`. */
export async function waitUntilNoneIsLeft(
  limitMs: number,
  where: { readonly folder: string; readonly word: string },
): Promise<void> {
  let left: FoundProcess[] = [];
  await until(limitMs, 'no process is left', async () => {
    left = await findProcesses(where);
    return left.length === 0 ? true : null;
  }).catch((error: unknown) => {
    throw new Error(`Left: ${JSON.stringify(left)}`, { cause: error });
  });
}
