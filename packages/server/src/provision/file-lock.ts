// A lock between processes that no crash can leave behind: the kernel's own flock on a descriptor of ours.
import { closeSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs';

import { explainFileError, ProvisionError } from './provision-error.ts';
import { lastLine, runProgram } from './run-program.ts';

export interface FileLock {
  release(): void;
}

/**
 * Takes the lock, or gives undefined when another process has it and `wait` is false.
 *
 * Node cannot call flock(2), but flock(1) can on a descriptor that it inherits: the lock belongs to the open file,
 * which stays ours when that program has ended. It is gone with our last descriptor, also after a `kill -9`, and
 * it holds between containers that share the folder, where process ids mean nothing.
 */
export async function lockFile(path: string, { wait }: { wait: boolean }): Promise<FileLock | undefined> {
  // A plain number, because a FileHandle that nobody refers to any more is closed by the garbage collector.
  const descriptor = open(path);
  const result = await runProgram(['flock', '--exclusive', ...(wait ? [] : ['--nonblock']), '3'], { descriptor });
  if (result.code !== 0) closeSync(descriptor);
  if (result.code === 1 && !wait) return undefined;
  if (result.code !== 0) {
    throw new ProvisionError(
      'folder_unusable',
      `${path} cannot be locked (${lastLine(result.stderr)}): util-linux is needed, and a file system that knows locks.`,
    );
  }
  ftruncateSync(descriptor);
  writeSync(descriptor, `${process.pid}\n`);
  let isHeld = true;
  return {
    release() {
      if (isHeld) closeSync(descriptor);
      isHeld = false;
    },
  };
}

/** The process id that the holder wrote into the lock's file; undefined when it has not got that far. */
export function readLockHolder(path: string): number | undefined {
  const pid = Number.parseInt(readFileSync(path, 'utf8'), 10);
  return Number.isNaN(pid) ? undefined : pid;
}

function open(path: string): number {
  try {
    return openSync(path, 'a', 0o600);
  } catch (error) {
    throw explainFileError(error, path);
  }
}
