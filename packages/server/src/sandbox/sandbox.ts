// The sandbox as the rest of the server sees it: what may be run, under which limits, and how it can end.
import type { Ending } from '../domain/ending.ts';

export interface SandboxLimits {
  readonly wallTimeMs: number;
  /** Processor time of all threads together. */
  readonly cpuSeconds: number;
  /** Threads at once. One more is refused to the program, which may go on with fewer. */
  readonly threadCount: number;
  /** Resident memory. A program has one process: the sandbox refuses it a second. */
  readonly memoryBytes: number;
  /** Allocated bytes of everything in the workspace, inputs included. */
  readonly diskBytes: number;
  /** Files and folders in the workspace. */
  readonly fileCount: number;
}

export interface SandboxRun {
  /** Path inside the sandbox's root, such as `/usr/bin/ffmpeg`. */
  readonly program: string;
  readonly args: readonly string[];
  /** The `jobFolder` of a prepared workspace: appears as `/job`, writable and `noexec`; the working directory. */
  readonly jobFolder: string;
  readonly limits: SandboxLimits;
  /** Aborting it kills the process tree; the outcome is `cancelled`. */
  readonly signal?: AbortSignal;
  readonly onStdout?: (chunk: Buffer) => void;
  readonly onStderr?: (chunk: Buffer) => void;
  /** What the program writes to descriptor 3 (`-progress pipe:3`). */
  readonly onProgress?: (chunk: Buffer) => void;
}

interface Usage {
  readonly wallTimeMs: number;
  readonly peakMemoryBytes: number;
}

/** How a run ended. The first cause wins: a process killed for memory is never reported as cancelled later. */
export type Outcome = Usage & Ending;

export interface Sandbox {
  /** Never throws for what the program does; resolves only after the whole process tree is gone. */
  run(run: SandboxRun): Promise<Outcome>;
  /** What it is, for `/health` and the start banner. */
  describe(): { readonly runner: string; readonly version: string; readonly memoryLimit: string };
}
