// The one line that is drawn over again while something goes on; in a pipe it is not there.
import type { Command } from '@renderio/sdk';
import { formatBytes, formatClock } from './format.ts';
import { createMeter } from './meter.ts';
import type { Terminal } from './terminal.ts';

export interface StatusLine {
  /** What goes on now, such as an upload. */
  say(text: string): void;
  /** Where the command is. */
  show(command: Command): void;
  /** How much of a file has gone over the network; the size of a pipe is not known. */
  readonly showTransfer: (filename: string, doneBytes: number, sizeBytes: number | null) => void;
  /** Takes the line away. */
  clear(): void;
}

const clearLine = '\r\u001B[2K';
const widestBar = 30;
const narrowestBar = 5;
const longestName = 28;
/** Bytes come in far smaller pieces than anybody can see. */
const leastPauseMs = 100;

export function createStatusLine({ streams, canDraw, colors, columns }: Terminal): StatusLine {
  const draw = (text: string): void => {
    if (canDraw) streams.stderr.write(clearLine + text);
  };
  const drawBar = (fraction: number | null, facts: string): void => {
    if (fraction === null) {
      draw(facts.slice(0, columns - 1));
      return;
    }
    const percent = `${`${Math.floor(fraction * 100)}%`.padStart(4)}  `;
    const width = Math.min(widestBar, columns - facts.length - percent.length - 2);
    if (width < narrowestBar) {
      // A line that wraps cannot be taken away again.
      draw((percent + facts).slice(0, columns - 1));
      return;
    }
    const full = Math.round(width * fraction);
    const bar = colors.green('━'.repeat(full)) + colors.dim('─'.repeat(width - full));
    draw(`${bar} ${percent}${facts}`);
  };
  const meter = createMeter();
  let drawnAtMs = -Infinity;
  return {
    say: (text) => {
      draw(text.slice(0, columns - 1));
    },
    show: (command) => {
      drawBar(command.progress, describeProgress(command));
    },
    showTransfer: (filename, doneBytes, sizeBytes) => {
      const nowMs = performance.now();
      if (nowMs - drawnAtMs < leastPauseMs && doneBytes !== sizeBytes) return;
      drawnAtMs = nowMs;
      meter.count(filename, doneBytes);
      const fraction = sizeBytes === null || sizeBytes === 0 ? null : doneBytes / sizeBytes;
      drawBar(fraction, describeTransfer(filename, doneBytes, sizeBytes, meter.bytesPerSecond()));
    },
    clear: () => {
      draw('');
    },
  };
}

/** Without the bar: bytes, rate, time left. */
function describeTransfer(
  filename: string,
  doneBytes: number,
  sizeBytes: number | null,
  bytesPerSecond: number | null,
): string {
  const leftBytes = sizeBytes === null ? null : sizeBytes - doneBytes;
  const isLong = filename.length > longestName;
  return [
    isLong ? `${filename.slice(0, longestName - 1)}…` : filename,
    sizeBytes === null ? formatBytes(doneBytes) : `${formatBytes(doneBytes)} of ${formatBytes(sizeBytes)}`,
    bytesPerSecond === null ? '' : `${formatBytes(bytesPerSecond)}/s`,
    bytesPerSecond === null || leftBytes === null ? '' : `ETA ${formatClock(leftBytes / bytesPerSecond)}`,
  ]
    .filter((part) => part !== '')
    .join('  ');
}

/** Without the bar: phase, frames, speed, time left. */
function describeProgress(command: Command): string {
  if (command.status === 'QUEUED') {
    const ahead = command.queue_position ?? 0;
    return ahead === 0 ? 'queued' : `queued, ${ahead} ahead`;
  }
  const detail = command.progress_detail;
  if (detail === null) return phaseOf(command);
  const { step, frame, fps, speed, eta_seconds: eta } = detail;
  return [
    command.steps.length > 1 ? `step ${step} of ${command.steps.length}` : '',
    frame === null ? '' : `frame ${frame}`,
    fps === null ? '' : `${Math.round(fps)} fps`,
    speed === null ? '' : `${speed.toFixed(speed < 10 ? 1 : 0)}x`,
    eta === null ? '' : `ETA ${formatClock(eta)}`,
  ]
    .filter((part) => part !== '')
    .join('  ');
}

function phaseOf(command: Command): string {
  const phase = command.timeline.at(-1)?.phase;
  return phase === undefined || phase === 'accepted' || phase === 'queued' ? 'starting' : phase;
}
