// The box that bubblewrap makes, with a system-call filter and resource limits.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { type BoxOptions, createBox } from './box.ts';
import { startChain } from './chain.ts';
import { readCpuSeconds } from './cpu-use.ts';
import { measureUnlinkedFiles } from './disk-use.ts';
import { explainRefusal, readHostFacts, SandboxUnavailableError } from './explain-refusal.ts';
import { hostPath } from './host-path.ts';
import { chooseIdentity } from './identity.ts';
import { buildLaunch } from './launch.ts';
import { readMemoryUse } from './memory-use.ts';
import type { Sandbox } from './sandbox.ts';
import { compileSeccompFilter, isMachine } from './seccomp.ts';

export interface BubblewrapOptions extends BoxOptions {
  /** Private root of FFmpeg, which becomes `/`. Null: the host's own program folders are shown instead. */
  readonly rootFolder: string | null;
  /** How to start bubblewrap: its path, or a loader of `rootFolder` with its arguments. */
  readonly bubblewrap: readonly string[];
}

/** Throws SandboxUnavailableError when this host or processor cannot run it. */
export async function createBubblewrapSandbox(options: BubblewrapOptions): Promise<Sandbox> {
  const { rootFolder, bubblewrap } = options;
  if (!isMachine(process.arch)) {
    throw new SandboxUnavailableError(
      `The sandbox has no system-call filter for ${process.arch} processors. Run the server on x86-64 or arm64.`,
    );
  }
  const seccompFilter = compileSeccompFilter(process.arch);
  const identity = chooseIdentity();
  const version = await readVersion(bubblewrap);
  return await createBox(
    {
      name: rootFolder === null ? 'bubblewrap over the host’s own programs (less tight)' : 'bubblewrap',
      version,
      meter: { readMemoryUse, readCpuSeconds, measureUnlinkedFiles },
      overhead: { threadCount: 0, memoryBytes: 0 },
      start: (run, place) => {
        const { program, args, limits } = run;
        const commandLine = buildLaunch({ program, args, limits, rootFolder, bubblewrap, identity, ...place });
        return startChain(commandLine, seccompFilter, run);
      },
      explain: (said) => explainRefusal(said, readHostFacts()),
    },
    rootFolder === null ? { trial: { program: '/usr/bin/true', args: [] }, ...options } : options,
  );
}

async function readVersion([command = '', ...args]: readonly string[]): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)(command, [...args, '--version'], { env: { PATH: hostPath } });
    return stdout.trim().replace(/^bubblewrap /, '');
  } catch (cause) {
    throw new SandboxUnavailableError(
      `bubblewrap cannot be run as ${command}. Install it (Debian and Ubuntu: \`apt-get install bubblewrap\`).`,
      { cause },
    );
  }
}
