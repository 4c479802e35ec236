// Looks at every output before anyone may see it: there, readable, with frames, as long as it must be.
import { open } from 'node:fs/promises';
import { type CommandLine, type DurationIntent, expectedDuration, findPlaceholders } from '@renderio/ffmpeg-language';
import type { Check } from '../domain/check.ts';
import type { LogDigest } from '../domain/digest-log.ts';
import { inputFactsOf } from '../domain/input-facts.ts';
import { jobRoot } from '../domain/job-paths.ts';
import { judgeOutput, type OutputFacts } from '../domain/judge-output.ts';
import type { MediaInfo } from '../domain/media-info.ts';
import { mediaTypeOfName } from '../domain/media-type.ts';
import type { CommandPlan } from '../domain/plan-command.ts';
import { printable } from '../domain/printable.ts';
import { readProbeReport } from '../domain/probe-report.ts';
import { describeUnreadable, readMediaInfo } from '../domain/read-media-info.ts';
import { findSeekPastEnd } from '../domain/seek-past-end.ts';
import type { Programs } from '../programs/programs.ts';
import type { SandboxLimits } from '../sandbox/sandbox.ts';
import { type CollectedFile, type CollectedOutput, collectOutput } from './collect-outputs.ts';
import { RunFailure } from './run-failure.ts';
import type { StagedInput } from './stage-inputs.ts';

/** What is known of a step after it ran. */
export interface StepResult {
  readonly line: CommandLine;
  readonly intent: DurationIntent;
  readonly digest: LogDigest;
  /** How far FFmpeg says that its outputs came, in their own time; null when it made no report. */
  readonly lastTimeSeconds: number | null;
}

export interface VerifiedOutput extends CollectedOutput {
  readonly main: CollectedFile;
  readonly media: MediaInfo;
  readonly checks: readonly Check[];
}

/** Throws `RunFailure` with the first output, in the order declared, that is not what the command promised. */
export async function verifyOutputs(
  programs: Programs,
  plan: CommandPlan,
  staged: readonly StagedInput[],
  steps: readonly StepResult[],
  jobFolder: string,
  limits: SandboxLimits,
  signal: AbortSignal,
): Promise<VerifiedOutput[]> {
  return await Promise.all(
    plan.outputs.map(async (output) => {
      const collected = await collectOutput(jobFolder, output, limits.fileCount);
      const { main, items, missing } = collected;
      const head = main === null ? Buffer.alloc(0) : await readHead(main);
      const wantsProbe = main !== null && main.sizeBytes > 0 && mediaTypeOfName(output.filename)?.fileType !== 'text';
      const probed = wantsProbe ? await programs.probeFile({ jobFolder, path: main.name, limits, signal }) : null;
      signal.throwIfAborted();
      const report = probed?.ok === true ? readProbeReport(probed.report) : null;
      const judgement = judgeOutput({
        alias: output.alias,
        filename: output.filename,
        sizeBytes: main?.sizeBytes ?? null,
        probe:
          probed === null
            ? null
            : probed.ok && report !== null
              ? { ok: true, report }
              : { ok: false, message: probed.ok ? 'no report' : probed.message },
        ...judgeByCommand(
          output.alias,
          steps,
          report === null
            ? null
            : {
                hasVideo: report.streams.some((stream) => stream.kind === 'video' && !stream.isCover),
                hasAudio: report.streams.some((stream) => stream.kind === 'audio'),
              },
        ),
        inputExtents: staged.map((input) => ({ ...input, durationSeconds: announcedDuration(input, steps) })),
        sawEarlyEnd: steps.some(({ digest }) => digest.earlyEnds.length > 0),
        ...(output.kind === 'package' ? { segments: { listed: (items?.length ?? 0) + missing.length, missing } } : {}),
      });
      if (judgement.failure !== null || main === null) {
        throw new RunFailure(
          judgement.failure?.code ?? 'OUTPUT_MISSING',
          judgement.failure?.message ?? `Output {{${output.alias}}} was not written.`,
        );
      }
      const facts = { filename: output.filename, sizeBytes: main.sizeBytes, headBytes: head };
      const media = probed?.ok === true ? readMediaInfo(probed.report, facts) : describeUnreadable(facts);
      const checks = judgement.checks.map((check) => ({ ...check, message: printable(check.message) }));
      return { ...collected, main, media, checks };
    }),
  );
}

function announcedDuration({ name }: StagedInput, steps: readonly StepResult[]): number | null {
  const inputs = steps.flatMap(({ digest }) => digest.inputs);
  return inputs.find(({ path }) => path === `${jobRoot}/${name}`)?.durationSeconds ?? null;
}

const headBytes = 4096;

async function readHead(main: CollectedFile): Promise<Buffer> {
  await using file = await open(main.path, 'r');
  const buffer = Buffer.alloc(headBytes);
  const { bytesRead } = await file.read(buffer, 0, headBytes, 0);
  return buffer.subarray(0, bytesRead);
}

/** What the step that wrote an output as one of its own files says about what must be in it. */
function judgeByCommand(
  alias: string,
  steps: readonly StepResult[],
  output: Parameters<typeof expectedDuration>[3],
): Pick<OutputFacts, 'expected' | 'isLeftEmpty' | 'seekPastEnd'> {
  for (const { line, intent, digest, lastTimeSeconds } of steps.toReversed()) {
    const index = line.outputs.findIndex(({ url }) => {
      const placeholders = findPlaceholders([url]);
      return placeholders.length === 1 && placeholders[0]?.alias === alias && placeholders[0].written === url.text;
    });
    if (index === -1) continue;
    const inputs = inputFactsOf(digest, intent.inputs.length);
    return {
      expected: expectedDuration(intent, index, inputs, output),
      isLeftEmpty: digest.emptyOutputs.includes(index),
      seekPastEnd: findSeekPastEnd(
        intent,
        index,
        line.inputs.map(({ url }) => url.text),
        lastTimeSeconds,
        inputs,
      ),
    };
  }
  const because = 'the command does not write it as an output of its own';
  return { expected: { kind: 'unknown', because }, isLeftEmpty: false, seekPastEnd: null };
}
