// Every way a run can end has its code, and a sentence with the limit and the actual value.
import assert from 'node:assert/strict';
import test from 'node:test';
import { createLogDigester } from './digest-log.ts';
import type { Ending } from './ending.ts';
import { failureOfOutcome, type OutcomeContext } from './failure-of-outcome.ts';

function context(log = '', more: Partial<OutcomeContext> = {}): OutcomeContext {
  const digester = createLogDigester();
  digester.write(Buffer.from(log));
  return { digest: digester.end(), aliases: new Map([['/job/inputs/in_a.mp4', '{{in_a}}']]), ...more };
}

const MiB = 1_048_576;

test('each outcome has its failure', () => {
  const cases: readonly (readonly [Ending, string, RegExp])[] = [
    [{ kind: 'timed_out', limitMs: 90_000 }, 'TIMEOUT', /limit of 90 s/],
    [
      { kind: 'cpu_exceeded', limitSeconds: 60, observedSeconds: 60.12 },
      'TIMEOUT',
      /60\.1 s of processor time; the limit is 60 s/,
    ],
    [
      { kind: 'out_of_memory', limitBytes: 2048 * MiB, observedBytes: 2057 * MiB },
      'OUT_OF_MEMORY',
      /2057 MiB .* limit is 2048 MiB/,
    ],
    [
      { kind: 'disk_exceeded', limitBytes: 10 * MiB, observedBytes: 12 * MiB },
      'OUTPUT_TOO_LARGE',
      /12 MiB.* limit is 10 MiB/,
    ],
    [{ kind: 'too_many_files', limit: 10, observed: 11 }, 'OUTPUT_TOO_LARGE', /11 files; the limit is 10/],
    [{ kind: 'scratch_full', freeBytes: 3 * MiB }, 'STORAGE_FAILED', /3 MiB left/],
    [{ kind: 'cancelled' }, 'CANCELLED', /cancelled/],
    [{ kind: 'not_started', reason: 'secret path' }, 'INTERNAL_ERROR', /^(?!.*secret)/],
    [{ kind: 'signalled', signal: 'SIGSEGV' }, 'FFMPEG_FAILED', /SIGSEGV/],
    [{ kind: 'signalled', signal: 'SIGXFSZ' }, 'OUTPUT_TOO_LARGE', /grew beyond its limit/],
    [{ kind: 'exited', code: 153 }, 'OUTPUT_TOO_LARGE', /grew beyond its limit/],
    [{ kind: 'exited', code: 229 }, 'OUTPUT_TOO_LARGE', /grew beyond its limit/],
    [{ kind: 'exited', code: 152 }, 'TIMEOUT', /processor time/],
    [{ kind: 'exited', code: 139 }, 'FFMPEG_FAILED', /SIGSEGV/],
    [{ kind: 'exited', code: 234 }, 'FFMPEG_FAILED', /exit code 234/],
  ];
  for (const [outcome, code, message] of cases) {
    const failure = failureOfOutcome(outcome, context());
    assert.equal(failure?.code, code, JSON.stringify(outcome));
    assert.match(failure.message, message);
  }
});

test('a thread too many is told with the limit', () => {
  const limits = { threadCount: 512, diskBytes: MiB };
  const failure = failureOfOutcome({ kind: 'exited', code: 245 }, context('', { limits }));
  assert.match(failure?.message ?? '', /^The command asked for more threads than its limit of 512: ask for fewer/);
});

test('exit code 0 is no failure yet', () => {
  assert.equal(failureOfOutcome({ kind: 'exited', code: 0 }, context('[error] something')), null);
});

test('FFmpeg’s own words are the message, with the user’s names', () => {
  const failure = failureOfOutcome(
    { kind: 'exited', code: 254 },
    context('[error] Error opening input file /job/inputs/in_a.mp4.\n'),
  );
  assert.deepEqual(failure, { code: 'FFMPEG_FAILED', message: 'Error opening input file {{in_a}}.' });
});

test('a file or URL that nobody gave is told how to be given', () => {
  const missing =
    '[in#1 @ 0x1] [error] Error opening input: No such file or directory\n[error] Error opening input file logo.png.\n';
  const url = '[tcp @ 0x1] [error] Failed to resolve\n[error] Error opening input file https://example.com/a.mp4.\n';
  const broken =
    '[in#0 @ 0x1] [error] Error opening input: Invalid data found\n[error] Error opening input file mid.mp4.\n';
  const messageOf = (log: string): string =>
    failureOfOutcome({ kind: 'exited', code: 254 }, context(log))?.message ?? '';
  assert.match(messageOf(missing), /^There is no file logo\.png: give it in input_files/);
  assert.match(messageOf(url), /^FFmpeg does not fetch https:\/\/example\.com\/a\.mp4: give it in input_files/);
  assert.match(messageOf(broken), /^Error opening input: Invalid data found/);
});

test('an FFmpeg that was stopped from outside did not fail by itself', () => {
  const log = '[info] frame=  10 fps=0.0\n[info] Exiting normally, received signal 15.\n';
  const { message = '' } = failureOfOutcome({ kind: 'exited', code: 255 }, context(log)) ?? {};
  assert.match(message, /stopped from outside \(signal 15\)/);
});

test('an input without a byte is told as empty', () => {
  const log = '[mov,mp4 @ 0x1] [error] moov atom not found\n[error] Error opening input file /job/inputs/in_a.mp4.\n';
  const extent = { kind: 'unknown', because: '' } as const;
  const messageOf = (sizeBytes: number): string =>
    failureOfOutcome(
      { kind: 'exited', code: 183 },
      context(log, { inputExtents: [{ alias: 'in_a', extent, sizeBytes }] }),
    )?.message ?? '';
  assert.match(messageOf(0), /^Input \{\{in_a\}\} is empty/);
  assert.match(messageOf(1), /^\[mov,mp4\] moov atom not found/);
});

test('an encoder that failed without a frame is not the cause', () => {
  const log =
    '[vf#0:0 @ 0x1] [warning] No filtered frames for output stream, trying to initialize anyway.\n[mpeg2video @ 0x1] [error] MPEG-1/2 does not support 12800/1 fps\n';
  const failure = failureOfOutcome({ kind: 'exited', code: 234 }, context(log));
  assert.match(failure?.message ?? '', /^No frame reached an output\. Check whether -ss .*\n\[mpeg2video\]/);
});

test('a full disk that FFmpeg met itself is the operator’s', () => {
  const log = '[out#0/avi @ 0x55be] [error] Error writing trailer: No space left on device\n';
  assert.equal(failureOfOutcome({ kind: 'exited', code: 228 }, context(log))?.code, 'STORAGE_FAILED');
});

test('a chain names its failing step', () => {
  const failure = failureOfOutcome(
    { kind: 'exited', code: 8 },
    context("[fatal] Unknown encoder 'x'\n", { step: { number: 2, of: 3 } }),
  );
  assert.equal(failure?.message, "Step 2 of 3: Unknown encoder 'x'");
  const alone = failureOfOutcome({ kind: 'cancelled' }, context('', { step: { number: 1, of: 1 } }));
  assert.equal(alone?.message, 'The command was cancelled.');
});

test('an input proved to be cut is the cause only when FFmpeg failed on it', () => {
  const inputExtents = [
    { alias: 'in_a', extent: { kind: 'cut', container: 'mp4', because: 'The MP4 is incomplete.' } as const },
  ];
  const noIndex =
    '[mov,mp4 @ 0x1] [error] moov atom not found\n[error] Error opening input file /job/inputs/in_a.mp4.\n';
  const failure = failureOfOutcome({ kind: 'exited', code: 183 }, context(noIndex, { inputExtents }));
  assert.equal(failure?.code, 'INPUT_TRUNCATED');
  assert.match(
    failure.message,
    /^Input \{\{in_a\}\} is cut short\. The MP4 is incomplete\.\n\[mov,mp4\] moov atom not found/,
  );
  const other = failureOfOutcome(
    { kind: 'exited', code: 8 },
    context("[error] No such filter: 'x'\n", { inputExtents }),
  );
  assert.equal(other?.code, 'FFMPEG_FAILED');
  const another = '[error] Error opening input file /job/inputs/in_b.mp4.\n';
  assert.equal(
    failureOfOutcome({ kind: 'exited', code: 183 }, context(another, { inputExtents }))?.code,
    'FFMPEG_FAILED',
  );
  assert.equal(failureOfOutcome({ kind: 'exited', code: 183 }, context(noIndex))?.code, 'FFMPEG_FAILED');
});
