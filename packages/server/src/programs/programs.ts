// FFmpeg and ffprobe of one build, bound to the sandbox they run in.
import type { FFmpegBuild } from '@renderio/ffmpeg-language';
import type { Outcome, Sandbox, SandboxRun } from '../sandbox/sandbox.ts';
import { type FileProbe, type ProbeResult, probeFile } from './probe-file.ts';
import { type FfmpegResult, type FfmpegRun, runFfmpeg } from './run-ffmpeg.ts';

export interface Programs {
  /** As FFmpeg prints it, such as `7.1.5-0+deb13u1`. */
  readonly ffmpegVersion: string;
  readonly build: FFmpegBuild;
  runFfmpeg(run: Omit<FfmpegRun, 'program'>): Promise<FfmpegResult>;
  probeFile(probe: Omit<FileProbe, 'program'>): Promise<ProbeResult>;
  /** What FFmpeg prints about itself. */
  readHelp(run: Pick<SandboxRun, 'args' | 'jobFolder' | 'limits'>): Promise<{ outcome: Outcome; text: string }>;
}

/** Git builds are named `N-…` or by a date: newer than any release. */
function majorVersionOf(version: string): number {
  const match = /^n?(\d{1,3})\./.exec(version);
  return match === null ? Number.POSITIVE_INFINITY : Number(match[1]);
}

export function createPrograms(options: {
  readonly sandbox: Sandbox;
  /** Paths inside the sandbox. */
  readonly ffmpegPath: string;
  readonly ffprobePath: string;
  readonly ffmpegVersion: string;
}): Programs {
  const { sandbox, ffmpegVersion } = options;
  return {
    ffmpegVersion,
    build: { majorVersion: majorVersionOf(ffmpegVersion) },
    runFfmpeg: (run) => runFfmpeg(sandbox, { ...run, program: options.ffmpegPath }),
    probeFile: (probe) => probeFile(sandbox, { ...probe, program: options.ffprobePath }),
    async readHelp(run) {
      const chunks: Buffer[] = [];
      const outcome = await sandbox.run({
        ...run,
        program: options.ffmpegPath,
        args: ['-hide_banner', ...run.args],
        onStdout: (chunk) => {
          chunks.push(chunk);
        },
      });
      return { outcome, text: Buffer.concat(chunks).toString() };
    },
  };
}
