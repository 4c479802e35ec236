// What a real ffprobe says of bytes that were handed out, asked apart from the server and of the whole file.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createBubblewrapSandbox } from '../../src/sandbox/bubblewrap.ts';
import { prepareWorkspace, removeWorkspace } from '../../src/sandbox/workspace.ts';
import { findPrograms } from '../support/programs.ts';

export interface Inspected {
  /** FFmpeg's demuxer. */
  readonly format: string;
  readonly seconds: number | null;
  /** `h264 320x240 yuv420p`, `aac 44100 2`, `subrip`, in order. */
  readonly streams: readonly string[];
  /** Packets of the first video stream; null when there is none. */
  readonly frames: number | null;
  readonly width: number | null;
  readonly height: number | null;
}

export interface Inspector {
  /** Throws with ffprobe's words for what it cannot read. `files` are laid side by side, `main` is read. */
  inspect(main: string, files: ReadonlyMap<string, Uint8Array>): Promise<Inspected>;
  close(): Promise<void>;
}

interface Report {
  readonly format?: { readonly format_name?: string; readonly duration?: string };
  readonly streams?: readonly {
    readonly codec_type?: string;
    readonly codec_name?: string;
    readonly width?: number;
    readonly height?: number;
    readonly pix_fmt?: string;
    readonly sample_rate?: string;
    readonly channels?: number;
    readonly nb_read_packets?: string;
  }[];
}

const limits = {
  wallTimeMs: 30_000,
  cpuSeconds: 60,
  threadCount: 2048,
  memoryBytes: 2 ** 31,
  diskBytes: 2 ** 30,
  fileCount: 1000,
};

export async function openInspector(): Promise<Inspector> {
  const scratchFolder = await mkdtemp(join(tmpdir(), 'renderio-inspect-'));
  const sandbox = await createBubblewrapSandbox({ ...findPrograms(), log: () => undefined });
  let count = 0;
  return {
    async inspect(main, files) {
      const workspace = await prepareWorkspace(scratchFolder, String(count++));
      for (const [name, bytes] of files) {
        const path = join(workspace.jobFolder, name);
        await mkdir(dirname(path), { recursive: true });
        await writeFile(path, bytes);
      }
      const said = { stdout: '', stderr: '' };
      const outcome = await sandbox.run({
        program: '/usr/bin/ffprobe',
        args: ['-v', 'error', '-of', 'json', '-count_packets', '-show_format', '-show_streams', '-i', `file:${main}`],
        jobFolder: workspace.jobFolder,
        limits,
        onStdout: (chunk) => {
          said.stdout += chunk.toString();
        },
        onStderr: (chunk) => {
          said.stderr += chunk.toString();
        },
      });
      await removeWorkspace(workspace);
      if (outcome.kind !== 'exited' || outcome.code !== 0) throw new Error(`${main}: ${said.stderr || outcome.kind}`);
      return read(JSON.parse(said.stdout) as Report);
    },
    close: () => rm(scratchFolder, { recursive: true }),
  };
}

function read({ format = {}, streams = [] }: Report): Inspected {
  const picture = streams.find((stream) => stream.codec_type === 'video');
  return {
    format: format.format_name ?? '',
    seconds: format.duration === undefined ? null : Number(format.duration),
    streams: streams.map((stream) => {
      const size = stream.width === undefined ? '' : `${stream.width}x${stream.height ?? 0}`;
      const words = [stream.codec_name, size, stream.pix_fmt, stream.sample_rate, stream.channels];
      return words.filter((word) => word !== undefined && word !== '').join(' ');
    }),
    frames: picture === undefined ? null : Number(picture.nb_read_packets ?? 0),
    width: picture?.width ?? null,
    height: picture?.height ?? null,
  };
}
