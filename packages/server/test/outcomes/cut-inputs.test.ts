// Inputs that end too early although their length in bytes is honest: FFmpeg exits 0 on most, and none may pass for whole.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Command } from '@renderio/contract';
import { makeMedia } from '../support/media.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { assertFailure, isFalseSuccess } from './faults/fault.ts';

const films = {
  'late.mp4': 'an MP4 with its index at the end',
  'early.mp4': 'an MP4 with its index at the beginning',
  'frag.mp4': 'a fragmented MP4',
  'film.mkv': 'a Matroska film',
  'film.webm': 'a WebM film',
};
type Film = keyof typeof films;

const ways = { transcoded: '-c:v libx264 -preset ultrafast -c:a aac', copied: '-c copy' };
type Way = keyof typeof ways;

/** Tenths of the file at which it is cut; the last is one byte short of whole. */
const places = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] as const;

/** Containers whose figures prove a cut without a second look, and into what they are made. */
const proved = {
  'sound.wav': 'out.mp3',
  'sound.ogg': 'out.mp3',
  'film.avi': 'out.mp4',
  'photo.jpg': 'out.png',
  'photo.png': 'out.jpg',
  'moving.gif': 'out.mp4',
};
/** Containers that only state how long they last. */
const stated = { 'film.flv': 'out.mp4', 'sound.flac': 'out.wav' };
/** Formats in which a cut file is a shorter file. */
const unprovable = { 'film.ts': 'out.mp4', 'sound.mp3': 'out.wav', 'sound.aac': 'out.wav' };
const others = { ...proved, ...stated, ...unprovable };

const seconds = 5;
let server: TestServer;
const media = new Map<string, Buffer>();
const ids = new Map<string, string>();
let faults = 0;
let falseSuccesses = 0;

before(async () => {
  await Promise.all([
    startTestServer().then((started) => {
      server = started;
    }),
    make(),
  ]);
  for (const name of Object.keys(films)) {
    for (const place of places) {
      const whole = media.get(name)?.length ?? 0;
      const file = await upload(name, place === 10 ? whole - 1 : Math.floor((whole * place) / 10));
      for (const [way, words] of Object.entries(ways)) {
        const ending = name.slice(name.lastIndexOf('.'));
        ids.set(`${name} ${way} ${place}`, await submit(file, words, way === 'copied' ? `out${ending}` : 'out.mp4'));
      }
    }
  }
  for (const [name, output] of Object.entries(others)) {
    ids.set(name, await submit(await upload(name, Math.floor((media.get(name)?.length ?? 0) * 0.6)), '', output));
  }
  const early = await upload('early.mp4', Math.floor((media.get('early.mp4')?.length ?? 0) * 0.7));
  ids.set('before', await submit(early, '-t 1', 'out.mp4'));
  ids.set('picture', await submit(early, '-frames:v 1', 'out.png'));
  ids.set('whole', await submit(await upload('late.mp4', media.get('late.mp4')?.length ?? 0), '-c copy', 'out.mp4'));
});
after(async () => {
  await server.stop();
  console.log(`${faults} cut inputs, ${falseSuccesses} false SUCCESS`);
});

async function make(): Promise<void> {
  const names = [...Object.keys(films), ...Object.keys(others)];
  const encode = '-c:v libx264 -preset ultrafast -g 25 -pix_fmt yuv420p -c:a aac';
  const made = await makeMedia(
    `-f lavfi -i testsrc2=s=160x120:r=25:d=${seconds} -f lavfi -i sine=d=${seconds}
     ${encode} late.mp4 ${encode} -movflags +faststart early.mp4 ${encode} -movflags +frag_keyframe+empty_moov frag.mp4
     ${encode} film.mkv -c:v libvpx -b:v 400k -deadline realtime -cpu-used 8 -g 25 -c:a libopus film.webm
     -vn sound.wav -vn sound.ogg -c:v mpeg4 film.avi -frames:v 1 photo.jpg -frames:v 1 photo.png
     -r 5 moving.gif ${encode} film.flv -vn sound.flac ${encode} film.ts -vn sound.mp3 -vn sound.aac`,
    ...names,
  );
  names.forEach((name, index) => media.set(name, made[index] ?? Buffer.alloc(0)));
}

function upload(name: string, bytes: number): Promise<string> {
  return server.upload(name, (media.get(name) ?? Buffer.alloc(0)).subarray(0, bytes));
}

function submit(file: string, words: string, output: string): Promise<string> {
  const ffmpeg_command = `-i {{in_film}} ${words} {{out_film}}`;
  return server.submit({ input_files: { in_film: file }, output_files: { out_film: output }, ffmpeg_command });
}

function done(name: string): Promise<Command> {
  return server.finished(ids.get(name) ?? '', 120_000);
}

for (const [film, what] of Object.entries(films) as [Film, string][]) {
  for (const way of Object.keys(ways) as Way[]) {
    test(`${what}, cut at ten places and ${way}, is told as cut`, async () => {
      for (const place of places) {
        const command = await done(`${film} ${way} ${place}`);
        // Of what lies after the last frame (tags, an index for seeking) a byte may be missing without anybody's loss.
        if (place === 10 && isWhole(command)) continue;
        faults += 1;
        if (isFalseSuccess(command)) falseSuccesses += 1;
        assertFailure(command, { status: 'INPUT_TRUNCATED', says: /Input \{\{in_film\}\} is cut short\. \S.*\d/ });
      }
    });
  }
}

for (const [name, output] of Object.entries(proved)) {
  test(`${name}, cut and made into ${output}, is told as cut`, async () => {
    const command = await done(name);
    faults += 1;
    if (isFalseSuccess(command)) falseSuccesses += 1;
    assertFailure(command, { status: 'INPUT_TRUNCATED', says: /Input \{\{in_film\}\} is cut short\./ });
  });
}

for (const [name, output] of Object.entries(stated)) {
  test(`${name}, cut and made into ${output}, gives less than its container states`, async () => {
    const command = await done(name);
    faults += 1;
    if (isFalseSuccess(command)) falseSuccesses += 1;
    assertFailure(command, { status: 'OUTPUT_INVALID', says: /must last (?:at least|exactly) [45](?:\.\d+)? s/ });
  });
}

for (const [name, output] of Object.entries(unprovable)) {
  test(`${name}, cut before it was ever served, is a shorter file: ${output} is good`, async () => {
    const command = await done(name);
    assert.equal(command.status, 'SUCCESS', command.error_message ?? '');
    const output_ = command.output_files['out_film'];
    assert.ok((output_?.duration ?? 0) > 1 && (output_?.duration ?? 0) < 4.5, `${output_?.duration}`);
    assert.ok(output_?.checks.every(({ verdict }) => verdict !== 'fail'));
  });
}

test('a command that ends before the cut is good, and told of it', async () => {
  for (const [name, duration] of [
    ['before', 1],
    ['picture', null],
  ] as const) {
    const command = await done(name);
    assert.equal(command.status, 'SUCCESS', command.error_message ?? '');
    const output = command.output_files['out_film'];
    if (duration === null) assert.equal(output?.duration, null);
    else assert.ok(Math.abs((output?.duration ?? 0) - duration) < 0.15);
    assert.deepEqual(
      output?.checks.filter(({ verdict }) => verdict === 'warn').map(({ name: check }) => check),
      ['duration'],
    );
  }
});

test('the same film whole is good', async () => {
  const command = await done('whole');
  assert.ok(isWhole(command), command.error_message ?? '');
});

function isWhole({ status, output_files }: Command): boolean {
  return status === 'SUCCESS' && Math.abs((output_files['out_film']?.duration ?? 0) - seconds) < 0.1;
}
