// `renderio run` does what FFmpeg itself does, elsewhere: the same bytes, the same names, the same rules.
import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { type CliSetting, startCliSetting } from './cli.ts';

let setting: CliSetting;

before(async () => {
  setting = await startCliSetting();
  const made = await setting.ffmpeg([
    ...'-f lavfi -i testsrc2=s=160x120:d=2 -f lavfi -i sine=d=2 -c:v libx264 -preset ultrafast -c:a aac'.split(' '),
    'clip one.mp4',
  ]);
  assert.equal(made.code, 0, made.stderr);
});
after(() => setting[Symbol.asyncDispose]());

const inFolder = (...parts: string[]): string => join(setting.folder, ...parts);

test('an ordinary command on a local file writes the very bytes that local FFmpeg writes', async () => {
  const words =
    '-vf scale=-2:60,hue=s=0 -c:v libx264 -threads 1 -fflags +bitexact -flags:v +bitexact -c:a aac -flags:a +bitexact'.split(
      ' ',
    );
  await mkdir(inFolder('local'));
  await mkdir(inFolder('remote'));
  const local = await setting.ffmpeg(['-i', 'clip one.mp4', ...words, 'local/small.mp4']);
  assert.equal(local.code, 0, local.stderr);
  const remote = await setting.cli(['run', 'ffmpeg', '-i', 'clip one.mp4', ...words, 'remote/small.mp4']);
  assert.equal(remote.code, 0, remote.stderr);
  assert.match(remote.stderr, /Uploading clip one\.mp4 .*\nRunning \S+\nWrote remote\/small\.mp4 in /s);
  assert.equal(remote.stdout, '');
  assert.ok((await readFile(inFolder('remote/small.mp4'))).equals(await readFile(inFolder('local/small.mp4'))));
});

test('a text is read with the quoting of a shell, a series lands beside its name, and --json prints the command', async () => {
  await mkdir(inFolder('frames'));
  const ended = await setting.cli(['run', '--json', "ffmpeg -i 'clip one.mp4' -vf fps=2 frames/f_%02d.png"]);
  assert.equal(ended.code, 0, ended.stderr);
  assert.deepEqual(await readdir(inFolder('frames')), ['f_01.png', 'f_02.png', 'f_03.png', 'f_04.png']);
  const command = JSON.parse(ended.stdout) as { status: string; files: string[] };
  assert.equal(command.status, 'SUCCESS');
  assert.equal(command.files[0], inFolder('frames/f_01.png'));
  assert.equal(ended.stderr, '');
});

test('a playlist comes with its segments and plays from where it was written', async () => {
  await mkdir(inFolder('hls'));
  const ended = await setting.cli([
    'run',
    "ffmpeg -i 'clip one.mp4' -c:v libx264 -g 25 -c:a aac -f hls -hls_time 1 -hls_playlist_type vod hls/index.m3u8",
  ]);
  assert.equal(ended.code, 0, ended.stderr);
  const lines = (await readFile(inFolder('hls/index.m3u8'), 'utf8')).split('\n');
  const segments = lines.filter((line) => line.endsWith('.ts'));
  assert.equal(segments.length, 2);
  const played = await setting.ffmpeg(['-v', 'error', '-i', 'hls/index.m3u8', '-f', 'null', '-']);
  assert.deepEqual([played.code, played.stderr], [0, '']);
});

test('two passes joined by && are one chain, and a step reads what the one before it wrote', async () => {
  const ended = await setting.cli([
    'run',
    "ffmpeg -y -i 'clip one.mp4' -c:v libx264 -b:v 100k -pass 1 -an -f null /dev/null && ffmpeg -i 'clip one.mp4' -c:v libx264 -b:v 100k -pass 2 -an two.mp4 && ffmpeg -i two.mp4 -frames:v 1 two.png",
  ]);
  assert.equal(ended.code, 0, ended.stderr);
  assert.match(ended.stderr, /Wrote two\.mp4, two\.png/);
  assert.equal(ended.stderr.match(/Uploading/g)?.length, 1);
});

test('a pipe goes in and comes out', async () => {
  const input = await readFile(inFolder('clip one.mp4'));
  const ended = await setting.cli(['run', 'ffmpeg', '-i', '-', '-vn', '-f', 'wav', '-'], { input });
  assert.equal(ended.code, 0, ended.stderr);
  assert.equal(ended.bytes.subarray(0, 4).toString(), 'RIFF');
});

test('files inside filters and options go up, side files come down, and a graph in a file is read here', async () => {
  await writeFile(inFolder('it is.srt'), '1\n00:00:00,000 --> 00:00:02,000\nHello\n');
  await writeFile(
    inFolder('graph.txt'),
    "subtitles='it is.srt',signalstats,metadata=print:file=facts.txt,scale=64:-2\n",
  );
  const command =
    "-i 'clip one.mp4' -filter_script:v graph.txt -an -frames:v 5 -c:v libx264 -threads 1 -fflags +bitexact -flags:v +bitexact";
  const remote = await setting.cli(['run', `ffmpeg ${command} titled.mp4`]);
  assert.equal(remote.code, 0, remote.stderr);
  assert.match(remote.stderr, /Wrote facts\.txt, titled\.mp4 in/);
  assert.match(await readFile(inFolder('facts.txt'), 'utf8'), /^frame:0 /);
});

test('pictures of a series are read as FFmpeg reads them', async () => {
  await mkdir(inFolder('in'));
  const made = await setting.ffmpeg(['-i', 'clip one.mp4', '-frames:v', '7', '-start_number', '3', 'in/p_%02d.png']);
  assert.equal(made.code, 0, made.stderr);
  for (const pattern of ['-framerate 10 -i in/p_%02d.png', "-framerate 10 -pattern_type glob -i 'in/*.png'"]) {
    const rest = '-f framemd5';
    const local = await setting.ffmpeg([...pattern.replaceAll("'", '').split(' '), ...rest.split(' '), '-']);
    const remote = await setting.cli(['run', `ffmpeg ${pattern} ${rest} -`]);
    assert.equal(remote.code, 0, remote.stderr);
    assert.equal(remote.stdout, local.stdout);
  }
});

test('an HLS ladder comes with its variants', async () => {
  await mkdir(inFolder('ladder'));
  const ended = await setting.cli([
    'run',
    `ffmpeg -i 'clip one.mp4' -map 0:v -map 0:v -c:v libx264 -preset ultrafast -g 25 -s:v:0 80x60 -s:v:1 40x30 -f hls -hls_time 1 -hls_playlist_type vod -var_stream_map 'v:0 v:1' -master_pl_name master.m3u8 -hls_segment_filename ladder/%v/s_%03d.ts ladder/%v/index.m3u8`,
  ]);
  assert.equal(ended.code, 0, ended.stderr);
  assert.deepEqual((await readdir(inFolder('ladder'), { recursive: true })).sort(), [
    '0',
    '0/index.m3u8',
    '0/s_000.ts',
    '0/s_001.ts',
    '1',
    '1/index.m3u8',
    '1/s_000.ts',
    '1/s_001.ts',
    'master.m3u8',
  ]);
});

test('a command that only measures prints what FFmpeg says', async () => {
  const ended = await setting.cli(['run', "ffmpeg -i 'clip one.mp4' -af volumedetect -vn -f null -"]);
  assert.equal(ended.code, 0, ended.stderr);
  assert.match(ended.stdout, /max_volume: -\d+\.\d dB/);
  const json = await setting.cli(['run', '-q', '--json', 'ffmpeg -f lavfi -i sine=d=1 -f null /dev/null']);
  const { status, log } = JSON.parse(json.stdout) as { status: string; log: string };
  assert.deepEqual([status, /Output #0, null/.test(log)], ['SUCCESS', true]);
});

test('FFmpeg may be called by its path, or not at all', async () => {
  for (const [index, words] of [['/usr/bin/ffmpeg'], ['-y'], ['-hide_banner', '-y']].entries()) {
    const out = `called${index}.png`;
    const ended = await setting.cli(['run', ...words, '-i', 'clip one.mp4', '-frames:v', '1', out]);
    assert.equal(ended.code, 0, ended.stderr);
    assert.match(ended.stderr, new RegExp(`^Wrote ${out} in `, 'm'));
  }
});

test('where results cannot be written, it is said where they are', async () => {
  await mkdir(inFolder('late.mp3.part'));
  const { code, stderr } = await setting.cli(['run', 'ffmpeg -f lavfi -i sine=d=1 late.mp3']);
  assert.equal(code, 7, stderr);
  const [, id = ''] = /^The results stay on the server: renderio download (\S+)$/m.exec(stderr) ?? [];
  const fetched = await setting.cli(['download', id, '--to', 'later']);
  assert.equal(fetched.stdout, 'later/late.mp3\n');
});

test('equal files are uploaded once', async () => {
  const bytes = await readFile(inFolder('clip one.mp4'));
  await writeFile(inFolder('copy.mp4'), bytes);
  const ended = await setting.cli(['run', "ffmpeg -i 'clip one.mp4' -i copy.mp4 -filter_complex hstack both.mp4"]);
  assert.equal(ended.code, 0, ended.stderr);
  assert.equal(ended.stderr.match(/Uploading/g)?.length, 1);
});

test('what exists is not overwritten without -y when nobody can be asked', async () => {
  await writeFile(inFolder('there.png'), 'mine');
  const refused = await setting.cli(['run', "ffmpeg -i 'clip one.mp4' -frames:v 1 there.png"]);
  assert.equal(refused.code, 7);
  assert.match(refused.stderr, /^there\.png already exists\. Put -y into the command to overwrite it\.\n$/);
  assert.equal(await readFile(inFolder('there.png'), 'utf8'), 'mine');
  const allowed = await setting.cli(['run', "ffmpeg -i 'clip one.mp4' -frames:v 1 there.png -y"]);
  assert.equal(allowed.code, 0, allowed.stderr);
  assert.equal((await readFile(inFolder('there.png'))).subarray(1, 4).toString(), 'PNG');
});

test('each kind of failure has its exit code and says what to do', async () => {
  const cases: [string[], number, RegExp][] = [
    [['run', "ffmpeg -i 'clip one.mp4' -vf nonsense=1 no.mp4"], 10, /^FFMPEG_FAILED: .*nonsense/ms],
    [['run', 'ffmpeg -i missing.mp4 no.mp4'], 7, /^missing\.mp4: No such file or folder\.$/m],
    [['run', "ffmpeg -i 'clip one.mp4' nowhere/no.mp4"], 7, /^nowhere\/no\.mp4: No such file or folder\.$/m],
    [['run', "ffmpeg -i 'clip one.mp4' no.mp4 > log.txt"], 2, /^> at line 1, column \d+ is for a shell/],
    [['run', "ffmpeg -i 'clip one.mp4"], 2, /quote/],
    [['run', "ffmpeg -i 'clip one.mp4' -y hls"], 7, /^hls: Is a folder, and a file is to be written\.$/m],
    [['run', "ffmpeg -i 'clip one.mp4' noformat"], 10, /output format for 'noformat'/],
    [['run', "ffmpeg -i 'clip one.mp4' -vf frei0r=x no.mp4"], 5, /^(?!Uploading)[^\n]*frei0r/],
    [['run', "ffmpeg -i 'clip one.mp4'"], 2, /no output: .*renderio probe 'clip one\.mp4'$/m],
    [['run', 'ffmpeg -version'], 2, /renderio doctor/],
    [['run', 'ffprobe x.mp4'], 2, /renderio probe FILE/],
    [['run', '--nonsense', 'ffmpeg -i x.mp4 no.mp4'], 2, /unknown option --nonsense/],
    [['run', 'ffmpeg -f concat -i list.txt no.mp4'], 2, /filter concat/],
    [['run', 'ffmpeg -i http://127.0.0.1:8999/no.mp4 no.mp4'], 11, /^INPUT_UNREACHABLE: /m],
    [['nonsense'], 2, /unknown command 'nonsense'/],
    [['run', '--url', 'http://127.0.0.1:9', '--detach', 'ffmpeg -f lavfi -i sine=d=1 no.mp3'], 6, /got no answer/],
  ];
  for (const [args, code, message] of cases) {
    const ended = await setting.cli(args);
    assert.match(ended.stderr, message, args.join(' '));
    assert.equal(ended.code, code, `${args.join(' ')}: ${ended.stderr}`);
  }
  const json = await setting.cli(['run', '--json', 'ffmpeg -i missing.mp4 no.mp4']);
  assert.deepEqual(
    [json.stdout, JSON.parse(json.stderr)],
    [
      '',
      {
        error: 'LOCAL_FILE',
        message: 'missing.mp4: No such file or folder.',
        detail: [],
        exit_code: 7,
      },
    ],
  );
});

test('Ctrl-C cancels the command on the server and says so', async () => {
  const ended = await setting.cli(['run', 'ffmpeg -re -f lavfi -i testsrc2=d=60 long.mp4'], {
    onStderr: (text, pid) => {
      if (/Running \S+\n$/.test(text)) process.kill(pid, 'SIGINT');
    },
  });
  assert.equal(ended.code, 130, ended.stderr);
  const id = /Cancelling (\S+) …/.exec(ended.stderr)?.[1] ?? '';
  assert.ok(ended.stderr.endsWith(`The command ${id} was cancelled.\n`), ended.stderr);
  assert.equal((await setting.server.finished(id)).error_status, 'CANCELLED');
});
