// The steps of a command as far as its timeline and state tell.
import type { CommandStep } from '@renderio/contract';
import type { CommandRecord } from './command.ts';

/** One entry an FFmpeg command, in order. Of a command that was started more than once, the last start counts. */
export function stepsOf(
  command: Pick<CommandRecord, 'request' | 'status' | 'timeline' | 'progressDetail'>,
): CommandStep[] {
  const { request, status, timeline, progressDetail } = command;
  const count = request.ffmpeg_commands?.length ?? 1;
  const lastStart = timeline.findLastIndex(({ phase }) => phase === 'fetching');
  const last = timeline.slice(Math.max(0, lastStart));
  const ran = last.filter(({ phase }) => phase === 'running');
  const endedRunning = last.at(-1)?.phase === 'running';
  return Array.from({ length: count }, (_, index): CommandStep => {
    const step = index + 1;
    const run_seconds = ran[index]?.seconds ?? null;
    if (status === 'SUCCESS') return { step, status: 'SUCCESS', run_seconds };
    if (status === 'FAILED') {
      const isLastRun = step === ran.length;
      if (run_seconds === null) return { step, status: 'SKIPPED', run_seconds };
      return { step, status: isLastRun && endedRunning ? 'FAILED' : 'SUCCESS', run_seconds };
    }
    const current = progressDetail?.step ?? 0;
    if (step < current) return { step, status: 'SUCCESS', run_seconds: null };
    return { step, status: step === current ? 'PROCESSING' : 'QUEUED', run_seconds: null };
  });
}
