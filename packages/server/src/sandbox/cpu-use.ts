// How much processor time the sandboxed program has used, read from outside: its own limit (RLIMIT_CPU) kills without a word.
import { readFileSync } from 'node:fs';
import { unlessGone } from './unless-gone.ts';

/** USER_HZ, in which the kernel tells times to programs: 100 on every architecture that the sandbox has a filter for. */
const ticksPerSecond = 100;

/** All threads, living and ended. Null when the process is gone. */
export function readCpuSeconds(pid: number): number | null {
  return unlessGone(() => parseCpuSeconds(readFileSync(`/proc/${pid}/stat`, 'latin1')));
}

/** `proc_pid_stat(5)`: the name in brackets may hold anything, so fields are counted from the last bracket. */
export function parseCpuSeconds(stat: string): number {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [userTicks, systemTicks] = [fields[11], fields[12]];
  return (Number(userTicks) + Number(systemTicks)) / ticksPerSecond;
}
