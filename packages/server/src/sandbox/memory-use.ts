// How much memory the sandboxed program holds, read from outside: the measure that works on every kernel, with cgroups or without.
import { readFileSync } from 'node:fs';
import { unlessGone } from './unless-gone.ts';

export interface MemoryUse {
  readonly nowBytes: number;
  readonly peakBytes: number;
}

/**
 * One process is the whole tree: the system-call filter refuses a second one. Swapped pages, huge pages and page tables
 * count, or a program could hide in them. Null when the process is gone.
 */
export function readMemoryUse(pid: number): MemoryUse | null {
  return unlessGone(() => parseMemoryUse(readFileSync(`/proc/${pid}/status`, 'utf8')));
}

export function parseMemoryUse(status: string): MemoryUse {
  const bytesOf = (name: string): number => {
    const kibibytes = new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1];
    return Number(kibibytes ?? 0) * 1024;
  };
  const nowBytes = bytesOf('VmRSS') + bytesOf('VmSwap') + bytesOf('HugetlbPages') + bytesOf('VmPTE');
  return { nowBytes, peakBytes: Math.max(nowBytes, bytesOf('VmHWM')) };
}
