// Conducts one command from its claim to its end: stage inputs → run steps → verify outputs → store → finish.
import type { Failure } from '@renderio/contract';
import { type Policy, prepareArguments, readDurationIntent } from '@renderio/ffmpeg-language';
import type { AccountLimits } from '../domain/account-limits.ts';
import type { CommandRequest } from '../domain/command.ts';
import { failureOfOutcome } from '../domain/failure-of-outcome.ts';
import type { NewOutput } from '../domain/file.ts';
import type { MakeId } from '../domain/id.ts';
import { estimateSeconds } from '../domain/input-facts.ts';
import { jobRoot } from '../domain/job-paths.ts';
import { createPhaseClock } from '../domain/phase-clock.ts';
import { type CommandPlan, planCommand } from '../domain/plan-command.ts';
import { renderArguments } from '../domain/render-arguments.ts';
import { sayBytes } from '../domain/say-bytes.ts';
import type { RunEnd } from '../domain/transition.ts';
import type { Logger } from '../log.ts';
import type { Programs } from '../programs/programs.ts';
import type { RunProgress } from '../programs/run-ffmpeg.ts';
import type { Run } from '../queue/claim.ts';
import type { SandboxLimits } from '../sandbox/sandbox.ts';
import { prepareWorkspace, removeWorkspace, type Workspace } from '../sandbox/workspace.ts';
import type { CommandRuns } from '../services/command-runs.ts';
import type { LiveLog } from '../services/live-log.ts';
import type { ObjectStore } from '../storage/object-store.ts';
import { endOfError } from './end-of-error.ts';
import { RunFailure } from './run-failure.ts';
import { type StagedInput, type StagingParts, stageInputs } from './stage-inputs.ts';
import { storeOutputs } from './store-outputs.ts';
import { type StepResult, type VerifiedOutput, verifyOutputs } from './verify-outputs.ts';

export interface ConductorParts extends StagingParts {
  readonly runs: CommandRuns;
  readonly programs: Programs;
  readonly storage: ObjectStore;
  readonly makeId: MakeId;
  readonly scratchFolder: string;
  readonly policy: Policy;
  readonly log: Logger;
}

/** Progress is noted at most this often. */
const progressIntervalMs = 1000;

export async function conductCommand(parts: ConductorParts, run: Run, signal: AbortSignal): Promise<void> {
  const log = parts.log.child({ command_id: run.itemId, run_id: run.id, attempt: run.attempt });
  const clock = createPhaseClock(run.startedAt, run.attempt, () => performance.now());
  clock.enter('fetching');
  const ffmpegLog: string[] = [];
  const liveLog = parts.runs.openLog(run);
  let ffmpegMs = 0;
  let outputs: readonly NewOutput[] = [];
  let maxStoredBytes = 0;
  let end: RunEnd | null;
  let workspace: Workspace | null = null;
  try {
    workspace = await prepareWorkspace(parts.scratchFolder, run.id);
    const command = await parts.runs.load(run);
    maxStoredBytes = command.limits.storedBytes;
    const plan = planAgain(command.request, parts.policy);
    const { jobFolder } = workspace;
    const staged = await stageInputs(parts, command, plan.inputs, jobFolder, signal);
    const limits = limitsFor(command.limits, staged, command.maxRunSeconds * 1000);
    const steps: StepResult[] = [];
    for (const [index] of plan.steps.entries()) {
      clock.enter('running', plan.steps.length > 1 ? index + 1 : undefined);
      const step = await runStep(parts, run, plan, index, staged, {
        jobFolder,
        // The limit is of the command, not of each step.
        limits: { ...limits, wallTimeMs: Math.max(1, limits.wallTimeMs - ffmpegMs) },
        liveLog,
        signal,
      });
      ffmpegMs += step.wallTimeMs;
      ffmpegLog.push(step.result.digest.text);
      signal.throwIfAborted();
      if (step.failure !== null) throw new RunFailure(step.failure.code, step.failure.message);
      steps.push(step.result);
    }
    clock.enter('verifying');
    const verified = await verifyOutputs(parts.programs, plan, staged, steps, jobFolder, limits, signal);
    signal.throwIfAborted();
    requireOutputBytes(verified, command.limits.outputBytes);
    clock.enter('storing');
    const owner = { runId: run.id, commandId: command.id, accountId: command.accountId };
    outputs = await storeOutputs(parts, owner, verified, signal);
    end = { kind: 'succeeded' };
  } catch (error) {
    end = endOfError(error, signal, log);
  } finally {
    await Promise.all([workspace && removeWorkspace(workspace), liveLog.end()]);
  }
  if (end === null) {
    await parts.runs.abandon(run);
    return;
  }
  const isFinal = end.kind === 'succeeded' || end.kind === 'failed';
  const logKey = isFinal && ffmpegLog.length > 0 ? await parts.runs.storeLog(run, joinLogs(ffmpegLog)) : null;
  const { timeline, endedAt } = clock.end();
  await parts.runs.end({
    runId: run.id,
    commandId: run.itemId,
    starts: run.attempt,
    end,
    timeline,
    endedAt,
    ffmpegSeconds: ffmpegMs === 0 ? null : ffmpegMs / 1000,
    outputs,
    maxStoredBytes,
    logKey,
  });
  log.info({ end: end.kind, ...(end.kind === 'failed' ? { failure: end.failure } : {}) }, 'run ended');
}

function planAgain(request: CommandRequest, policy: Policy): CommandPlan {
  const planned = planCommand(request, policy);
  if (planned.ok) return planned.plan;
  throw new RunFailure('INTERNAL_ERROR', 'Another version of the server accepted this command; send it again.');
}

function joinLogs(logs: readonly string[]): string {
  if (logs.length === 1) return logs[0] ?? '';
  return logs.map((text, index) => `===== step ${index + 1} of ${logs.length} =====\n${text}`).join('\n');
}

async function runStep(
  parts: ConductorParts,
  run: Run,
  plan: CommandPlan,
  index: number,
  staged: readonly StagedInput[],
  job: { jobFolder: string; limits: SandboxLimits; liveLog: LiveLog; signal: AbortSignal },
): Promise<{ wallTimeMs: number; failure: Failure | null; result: StepResult }> {
  const step = plan.steps[index];
  if (step === undefined) throw new RangeError(`There is no step ${index}.`);
  const paths = pathsOf(plan, staged);
  const pathOf = (alias: string): string => paths.get(alias) ?? alias;
  const prepared = prepareArguments(step.line, parts.programs.build);
  const intent = readDurationIntent(step.line, pathOf);
  let notedAtMs = Number.NEGATIVE_INFINITY;
  const note = (now: RunProgress): void => {
    if (performance.now() - notedAtMs < progressIntervalMs) return;
    notedAtMs = performance.now();
    parts.runs.noteProgress(run, {
      progress: now.fraction === null ? null : (index + now.fraction) / plan.steps.length,
      detail: {
        step: index + 1,
        frame: now.frame,
        fps: now.fps,
        speed: now.speed,
        out_time_seconds: now.outTimeSeconds === null ? null : Math.max(0, now.outTimeSeconds),
        eta_seconds: now.etaSeconds,
      },
    });
  };
  const { outcome, digest, progress } = await parts.programs.runFfmpeg({
    args: renderArguments(prepared.words, pathOf),
    jobFolder: job.jobFolder,
    limits: job.limits,
    logLevel: prepared.logLevel,
    estimateSeconds: (inputs) => estimateSeconds(intent, inputs),
    onProgress: note,
    onLog: (chunk) => {
      job.liveLog.write(chunk);
    },
    signal: job.signal,
  });
  const failure = failureOfOutcome(outcome, {
    digest,
    aliases: new Map([...paths].map(([alias, path]) => [path, `{{${alias}}}`])),
    inputExtents: staged,
    limits: job.limits,
    step: { number: index + 1, of: plan.steps.length },
  });
  return {
    wallTimeMs: outcome.wallTimeMs,
    failure,
    result: { intent, digest, line: step.line, lastTimeSeconds: progress?.outTimeSeconds ?? null },
  };
}

function limitsFor(limits: AccountLimits, staged: readonly StagedInput[], wallTimeMs: number): SandboxLimits {
  const inputBytes = staged.reduce((sum, input) => sum + input.sizeBytes, 0);
  return {
    wallTimeMs,
    cpuSeconds: limits.cpuSeconds,
    threadCount: limits.threads,
    memoryBytes: limits.memoryMb * 2 ** 20,
    diskBytes: Math.min(limits.outputBytes + inputBytes, limits.scratchBytes),
    fileCount: limits.storedFiles,
  };
}

/**
 * While FFmpeg runs, blocks count that its files really take. Here counts what they claim: a sparse file takes none, and
 * whoever copies, packs or downloads it reads it whole.
 */
function requireOutputBytes(outputs: readonly VerifiedOutput[], limitBytes: number): void {
  const files = new Map(
    outputs.flatMap(({ main, items }) => [main, ...(items ?? [])]).map((file) => [file.path, file]),
  );
  const sizeBytes = [...files.values()].reduce((sum, file) => sum + file.sizeBytes, 0);
  if (sizeBytes <= limitBytes) return;
  throw new RunFailure(
    'OUTPUT_TOO_LARGE',
    `The outputs have ${sayBytes(sizeBytes)} together; the limit is ${sayBytes(limitBytes)} (output_bytes).`,
  );
}

/** Alias → path inside the sandbox. */
function pathsOf(plan: CommandPlan, staged: readonly StagedInput[]): Map<string, string> {
  return new Map([
    ...staged.map(({ alias, name }) => [alias, `${jobRoot}/${name}`] as const),
    ...plan.outputs.map(({ alias, jobName }) => [alias, `${jobRoot}/${jobName}`] as const),
  ]);
}
