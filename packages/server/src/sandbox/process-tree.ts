// Who started whom, by the kernel's own lists (`/proc/…/children`, CONFIG_PROC_CHILDREN).
import { readdirSync, readFileSync } from 'node:fs';
import { unlessGone } from './unless-gone.ts';

/** Of all threads: each has a list of those that it started itself. */
function childrenOf(pid: number): number[] {
  const lists = unlessGone(() =>
    readdirSync(`/proc/${pid}/task`).map((thread) =>
      unlessGone(() => readFileSync(`/proc/${pid}/task/${thread}/children`, 'latin1')),
    ),
  );
  return (lists ?? []).flatMap((list) => (list ?? '').trim().split(' ').filter(Boolean).map(Number));
}

/** Without `pid` itself; parents before their children. */
export function descendantsOf(pid: number): number[] {
  const children = childrenOf(pid);
  return [...children, ...children.flatMap(descendantsOf)];
}
