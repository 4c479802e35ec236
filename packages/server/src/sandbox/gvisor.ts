// The stronger box: gVisor's `runsc`, whose own kernel stands between the program and the host's.
import { execFile } from 'node:child_process';
import { chownSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type BoxOptions, createBox } from './box.ts';
import { SandboxUnavailableError } from './explain-refusal.ts';
import { startGvisorChain } from './gvisor-chain.ts';
import { gvisorMeter } from './gvisor-meter.ts';
import { hostPath } from './host-path.ts';
import { chooseIdentity } from './identity.ts';
import { enterNamespaces, stagedRoot, stagedWorkspace } from './launch.ts';
import type { Sandbox, SandboxRun } from './sandbox.ts';

/** Debian 13's, the oldest this was tried with. That of Debian 12 cannot hand on the descriptor of progress. */
const leastRelease = 20_240_729;

/** gVisor's kernel, its file server and the processes that run the program's threads. */
const overhead = { threadCount: 512, memoryBytes: 128 * 2 ** 20 };

/** Beside the program's folders, which alone it sees; holds gVisor's description of the box and its state. */
const boxFolder = 'box';
const startedFile = 'started';

/** Throws SandboxUnavailableError when this host has no `runsc` that is new enough, or cannot run it. */
export async function createGvisorSandbox(
  options: BoxOptions & { readonly rootFolder: string | null },
): Promise<Sandbox> {
  const { rootFolder } = options;
  if (rootFolder === null) {
    throw new SandboxUnavailableError(
      'gVisor runs the private FFmpeg only: leave FFMPEG_PATH out, or RENDERIO_SANDBOX.',
    );
  }
  const version = await readVersion();
  const identity = chooseIdentity();
  return await createBox(
    {
      name: 'gVisor',
      version,
      meter: gvisorMeter,
      overhead,
      start: (run, { workspaceFolder, cgroupFolders }) => {
        const folder = join(workspaceFolder, boxFolder);
        mkdirSync(folder, { recursive: true, mode: 0o711 });
        // runsc keeps its state there, as whom it runs.
        if (identity) chownSync(folder, identity.uid, identity.gid);
        rmSync(join(folder, startedFile), { force: true });
        writeFileSync(join(folder, 'config.json'), JSON.stringify(describeBox(run)), { mode: 0o644 });
        const staged = `${stagedWorkspace}/${boxFolder}`;
        return startGvisorChain(
          [
            ...enterNamespaces({ identity, workspaceFolder, rootFolder, cgroupFolders }),
            ...['prlimit', '--core=0', `--nproc=${run.limits.threadCount + overhead.threadCount}`],
            ...['runsc', '--root', staged, '--network=none', '--ignore-cgroups', '--host-uds=none'],
            ...['run', '--pass-fd', '3:3', '--pid-file', `${staged}/${startedFile}`, '--bundle', staged, 'program'],
          ],
          join(folder, startedFile),
          run,
        );
      },
      explain: (said) =>
        `gVisor did not start the program (${said.trim().split('\n', 1)[0]?.slice(0, 300) || 'it said nothing'}).`,
    },
    options,
  );
}

/** OCI runtime specification 1.0; what is left out is refused: capabilities, devices, the network. */
function describeBox({ program, args }: SandboxRun): object {
  const bind = (from: string, destination: string) => ({
    destination,
    type: 'bind',
    source: `${stagedWorkspace}/${from}`,
    options: ['rbind', 'rw', 'noexec', 'nosuid', 'nodev'],
  });
  return {
    ociVersion: '1.0.2',
    process: {
      terminal: false,
      // Root of gVisor's alone: on the host it is the sandbox's own user, and it has no capability here either.
      user: { uid: 0, gid: 0 },
      args: [program, ...args],
      env: ['PATH=/usr/bin:/bin', 'HOME=/tmp', 'LANG=C.UTF-8', 'SVT_LOG=1'],
      cwd: '/job',
      noNewPrivileges: true,
      capabilities: {},
      rlimits: [{ type: 'RLIMIT_NOFILE', hard: 1024, soft: 1024 }],
    },
    root: { path: stagedRoot, readonly: true },
    mounts: [
      { destination: '/proc', type: 'proc', source: 'proc' },
      { destination: '/dev', type: 'tmpfs', source: 'tmpfs', options: ['ro'] },
      bind('job', '/job'),
      bind('tmp', '/tmp'),
    ],
    linux: { namespaces: ['pid', 'network', 'ipc', 'uts', 'mount'].map((type) => ({ type })) },
  };
}

async function readVersion(): Promise<string> {
  const remedy = `Install runsc of release ${leastRelease} or newer (Debian 13: \`apt-get install runsc\`), or leave RENDERIO_SANDBOX out.`;
  let said: string;
  try {
    said = (await promisify(execFile)('runsc', ['--version'], { env: { PATH: hostPath } })).stdout;
  } catch (cause) {
    throw new SandboxUnavailableError(`gVisor's runsc cannot be run. ${remedy}`, { cause });
  }
  const version = /^runsc version (\S+)/m.exec(said)?.[1] ?? said.trim();
  if (Number(/(\d{8})/.exec(version)?.[1] ?? 0) < leastRelease) {
    throw new SandboxUnavailableError(`gVisor's runsc ${version} is too old. ${remedy}`);
  }
  return version;
}
