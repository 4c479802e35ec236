// What tries to exhaust the host ends by a limit, named with its value and what was met, while three commands of another account succeed.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { FailureCode } from '@renderio/contract';
import { type Battlefield, openBattlefield } from '../../test-attacks/driver/battlefield.ts';
import { makeNativeLibrary, type NativeProgram } from '../../test-attacks/driver/native-library.ts';
import { runNeighbours } from '../../test-attacks/driver/run-neighbours.ts';
import { type CaptiveRoot, makeCaptiveRoot } from '../../test-attacks/driver/test-native-code.ts';
import { exhaustion } from '../../test-attacks/vectors/exhaustion.ts';
import { setOwnLimits } from '../support/accounts.ts';
import { makeVideo } from '../support/media.ts';

interface Hog {
  /** Completes the sentence "… ends by its limit". */
  readonly name: string;
  /** Bytes that it reads as `in_a`. */
  readonly input?: () => Uint8Array | Promise<Uint8Array>;
  /** FFmpeg's words before the output, or the calls of native code that FFmpeg is made to load. */
  readonly does: string | NativeProgram;
  readonly ends: FailureCode;
  /** The limit's value, and of what was met where it can be told. */
  readonly says: RegExp;
}

/** Bytes of an attack's upload in the corpus. */
function bytesOfVector(name: string): Uint8Array {
  const upload = exhaustion.vectors.find((vector) => vector.name === name)?.inputs?.['in_a'];
  if (typeof upload !== 'object' || typeof upload.bytes === 'string') throw new Error(`There are no bytes in ${name}.`);
  return upload.bytes;
}

const maxRunSeconds = 3;
const openForWriting = 0o101;
const output = '/job/out.bin';
const fork = { name: 'fork', args: [] } as const;

const hogs: readonly Hog[] = [
  {
    name: 'an output without end',
    does: '-f lavfi -i testsrc2=s=1280x720 -f rawvideo',
    ends: 'OUTPUT_TOO_LARGE',
    says: /grew to \d+ MiB, inputs included; the limit is 29 MiB/,
  },
  {
    name: 'a file of a terabyte that is nearly all holes',
    does: {
      calls: [
        { name: 'open', args: [output, openForWriting, 0o644] },
        { name: 'ftruncate', args: [{ from: 0 }, 2n ** 40n] },
        // As FFmpeg does when a write is refused (EFBIG).
        { name: 'exit_group', args: [229] },
      ],
    },
    ends: 'OUTPUT_TOO_LARGE',
    says: /grew beyond its limit of 29 MiB/,
  },
  {
    name: 'a picture of 35 bytes that says it has 256,000,000 pixels',
    input: () => bytesOfVector('unpacks a GIF of 35 bytes'),
    does: '-i {{in_a}} -f rawvideo',
    ends: 'OUT_OF_MEMORY',
    says: /used \d{3,} MiB of memory; the limit is 400 MiB/,
  },
  {
    name: 'a picture of 31 kB that unpacks to gigabytes',
    input: () => bytesOfVector('unpacks a PNG of 31 kB'),
    does: '-i {{in_a}} -pix_fmt rgba64le -f rawvideo',
    ends: 'OUT_OF_MEMORY',
    says: /used \d{3,} MiB of memory; the limit is 400 MiB/,
  },
  {
    name: 'a generated source without end',
    does: '-re -f lavfi -i testsrc2=s=320x240 -f matroska',
    ends: 'TIMEOUT',
    says: /longer than its limit of 3 s/,
  },
  {
    name: 'a decoder of ten thousand threads',
    input: () => makeVideo({ seconds: 1 }),
    does: '-threads 10000 -i {{in_a}} -f rawvideo',
    ends: 'FFMPEG_FAILED',
    says: /asked for more threads than its limit of 64: ask for fewer with -threads/,
  },
  {
    name: 'native code that forks for ever',
    does: { calls: [fork], forever: [fork, { name: 'clone', args: [17, 0, 0, 0, 0] }] },
    ends: 'TIMEOUT',
    says: /longer than its limit of 3 s/,
  },
];

let root: CaptiveRoot;
let field: Battlefield;
before(async () => {
  root = await makeCaptiveRoot();
  // The policy would not let native code in: here it has found a way.
  field = await openBattlefield({ policy: false, box: true }, { RENDERIO_PROGRAMS_DIR: root.programsFolder });
  await setOwnLimits(field.server.database, field.attacker.accountId, { threads: 64 });
});
after(async () => {
  await field[Symbol.asyncDispose]();
  await root[Symbol.asyncDispose]();
});

/** FFmpeg's words; native code is put where it finds a plug-in of that name. */
async function wordsOf(hog: Hog): Promise<string> {
  const { does } = hog;
  if (typeof does === 'string') return does;
  const plugin = `hog-${hogs.indexOf(hog)}`;
  await root.plant(plugin, makeNativeLibrary(does));
  return `-f lavfi -i sine=d=0.1 -af ladspa=file=${plugin}:plugin=x -f wav`;
}

for (const hog of hogs) {
  const isNative = typeof hog.does !== 'string';
  const skip = isNative && process.arch !== 'x64' ? 'the calls have the numbers of x86-64' : false;
  test(`${hog.name} ends by its limit, and nobody beside it is disturbed`, { skip }, async () => {
    const { attacker } = field;
    const input = hog.input && (await attacker.upload('input.bin', await hog.input()));
    const neighbours = runNeighbours(field);
    const { status, body } = await attacker.call<{ command_id: string }>('POST', '/run-ffmpeg-command', {
      input_files: input === undefined ? {} : { in_a: input },
      output_files: { out_a: 'out.bin' },
      ffmpeg_command: `${await wordsOf(hog)} {{out_a}}`,
      max_command_run_seconds: maxRunSeconds,
    });
    assert.equal(status, 200, JSON.stringify(body));
    const { error_status, error_message, ffmpeg_command_run_seconds } = await attacker.finished(body.command_id);
    assert.equal(error_status, hog.ends, error_message ?? '');
    assert.match(error_message ?? '', hog.says);
    assert.ok((ffmpeg_command_run_seconds ?? 0) < maxRunSeconds + 5, `${ffmpeg_command_run_seconds ?? 0} s`);
    const messages = (await neighbours).map((command) => `${command.status} ${command.error_message ?? ''}`.trim());
    assert.deepEqual(messages, ['SUCCESS', 'SUCCESS', 'SUCCESS']);
  });
}
