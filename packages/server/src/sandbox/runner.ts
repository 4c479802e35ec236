// What a kind of box has to bring: starting a program in it, and measuring what is inside from outside.
import type { Chain } from './chain.ts';
import type { MemoryUse } from './memory-use.ts';
import type { SandboxRun } from './sandbox.ts';

export interface Meter {
  /** By the process that `Chain.processId` names; null when it is gone. */
  readonly readMemoryUse: (pid: number) => MemoryUse | null;
  readonly readCpuSeconds: (pid: number) => number | null;
  /** Bytes in files that were unlinked and are still held. */
  readonly measureUnlinkedFiles: (pid: number) => Promise<number>;
}

export interface Runner {
  readonly name: string;
  readonly version: string;
  readonly meter: Meter;
  /** Threads and memory of the box itself, beside the program's. */
  readonly overhead: { readonly threadCount: number; readonly memoryBytes: number };
  /** Throws what Node's `spawn` throws. */
  readonly start: (run: SandboxRun, place: BoxPlace) => Chain;
  /** A sentence on why nothing started, from what the chain said. */
  readonly explain: (said: string) => string;
}

export interface BoxPlace {
  readonly workspaceFolder: string;
  /** Groups that the whole box is put into. */
  readonly cgroupFolders: readonly string[];
}
