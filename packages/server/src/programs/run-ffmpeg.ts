// One run of FFmpeg in the sandbox: our own words before the user's, its log digested and its progress read as it goes.
import type { LogLevel } from '@renderio/ffmpeg-language';
import { createLogDigester, type LogDigest, type LogInput } from '../domain/digest-log.ts';
import { createLogMasker } from '../domain/mask-log.ts';
import { createProgressParser, etaSeconds, type Progress, progressFraction } from '../domain/progress.ts';
import type { Outcome, Sandbox, SandboxLimits } from '../sandbox/sandbox.ts';

export interface FfmpegRun {
  /** The user's words, placeholders replaced; what would change the log or the progress is already taken out. */
  readonly args: readonly string[];
  readonly jobFolder: string;
  readonly limits: SandboxLimits;
  readonly signal?: AbortSignal;
  /** Called at most twice a second, and once at the end. */
  readonly onProgress?: (progress: RunProgress) => void;
  /** What the user asked to hear, at least `info`. */
  readonly logLevel?: LogLevel;
  /** How long the longest output will be, asked once FFmpeg has announced its inputs; null leaves `fraction` null. */
  readonly estimateSeconds?: (inputs: readonly LogInput[]) => number | null;
  /** The log as it comes. */
  readonly onLog?: (chunk: Uint8Array) => void;
  /** Path inside the sandbox's root. */
  readonly program?: string;
}

export interface RunProgress extends Progress {
  /** 0–1, never falling. */
  readonly fraction: number | null;
  readonly etaSeconds: number | null;
}

export interface FfmpegResult {
  readonly outcome: Outcome;
  readonly digest: LogDigest;
  /** The last report; null when FFmpeg ended before it made one. */
  readonly progress: RunProgress | null;
}

/**
 * `repeat` because folded lines ("Last message repeated 3 times") hide what a line was said of, `level` because a line's
 * weight is told by nothing else. `info` because inputs and their lengths are announced at that level. Reports come every
 * half a second, FFmpeg's own default.
 */
function ownWords(logLevel: LogLevel): readonly string[] {
  return ['-hide_banner', '-nostdin', '-y', '-loglevel', `repeat+level+${logLevel}`, '-nostats', '-progress', 'pipe:3'];
}

/** Never throws for what FFmpeg does: how it ended is in `outcome`. */
export async function runFfmpeg(sandbox: Sandbox, run: FfmpegRun): Promise<FfmpegResult> {
  const digester = createLogDigester();
  const log = createLogMasker((chunk) => {
    digester.write(chunk);
    run.onLog?.(chunk);
  });
  const parser = createProgressParser();
  let progress: RunProgress | null = null;
  let expectedSeconds: number | null = null;

  function report(now: Progress): void {
    if (progress === null) expectedSeconds = run.estimateSeconds?.(digester.inputs()) ?? null;
    progress = {
      ...now,
      fraction: progressFraction(now, expectedSeconds, progress?.fraction ?? null),
      etaSeconds: etaSeconds(now, expectedSeconds),
    };
    run.onProgress?.(progress);
  }

  const outcome = await sandbox.run({
    program: run.program ?? '/usr/bin/ffmpeg',
    args: [...ownWords(run.logLevel ?? 'info'), ...run.args],
    jobFolder: run.jobFolder,
    limits: run.limits,
    ...(run.signal === undefined ? {} : { signal: run.signal }),
    onStderr: (chunk) => {
      log.write(chunk);
    },
    onProgress: (chunk) => {
      parser.write(chunk).forEach(report);
    },
  });
  log.end();
  return { outcome, digest: digester.end(), progress };
}
