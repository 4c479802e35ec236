// Descriptors that whoever started the server left open: Node hands them on to every program it starts, a sandboxed one included.

import type { StdioOptions } from 'node:child_process';
import { closeSync, openSync, readdirSync, readFileSync } from 'node:fs';

const O_CLOEXEC = 0o2000000;

/** Everything Node opens itself is closed on exec; what is not came from outside (a shell's, a service manager's). */
function findInheritedDescriptors(): readonly number[] {
  return readdirSync('/proc/self/fd')
    .map(Number)
    .filter((descriptor) => descriptor > 2 && !closesOnExec(descriptor));
}

/**
 * Calls `start` with the standard streams extended so that `/dev/null` stands in the place of every inherited
 * descriptor. (A shell could close them, but dash knows one-digit descriptors only.)
 */
export function withoutInherited<T>(streams: readonly ('ignore' | 'pipe')[], start: (stdio: StdioOptions) => T): T {
  const inherited = findInheritedDescriptors().filter((descriptor) => descriptor >= streams.length);
  if (inherited.length === 0) return start([...streams]);
  const nothing = openSync('/dev/null', 'r');
  try {
    const stdio: ('ignore' | 'pipe' | number)[] = [...streams];
    for (let descriptor = streams.length; descriptor <= Math.max(...inherited); descriptor += 1) {
      stdio.push(inherited.includes(descriptor) ? nothing : 'ignore');
    }
    return start(stdio);
  } finally {
    closeSync(nothing);
  }
}

function closesOnExec(descriptor: number): boolean {
  try {
    const flags = /^flags:\s+([0-7]+)$/m.exec(readFileSync(`/proc/self/fdinfo/${descriptor}`, 'latin1'))?.[1];
    return flags === undefined || (Number.parseInt(flags, 8) & O_CLOEXEC) !== 0;
  } catch {
    return true; // the folder's own descriptor, closed since
  }
}
