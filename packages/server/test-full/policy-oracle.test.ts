// The policy against FFmpeg itself: nothing that it lets pass opens, makes or connects to anything outside of the job.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Policy, readCommands, renderWords } from '@renderio/ffmpeg-language';
import fc from 'fast-check';
import { type StringOption, stringOptions } from '../test/policy/string-options.ts';
import { canary, openTracer, type Tracer, whyNoOracle } from '../test/policy/trace-opens.ts';
import { makeVideo } from '../test/support/media.ts';

/** More find more: RENDERIO_FUZZ_RUNS=5000 is a quarter of an hour. */
const runs = Number(process.env['RENDERIO_FUZZ_RUNS'] ?? 600);
const seed = Number(process.env['RENDERIO_FUZZ_SEED'] ?? Date.now() % 1_000_000);
/** How many of the refused commands are run for comparison. */
const mostRefusedRuns = 60;
const skip = await whyNoOracle();

let tracer: Tracer;
before(async () => {
  if (skip === false) tracer = await openTracer(new Map([['in.mp4', await makeVideo({ seconds: 1, size: '64x64' })]]));
});
after(async () => {
  if (skip === false) await tracer.close();
});

/** The arguments of a command; null where it is refused, for whatever reason. */
function argumentsOf(text: string, policy: Policy): string[] | null {
  const { commands, problems } = readCommands({
    inputKeys: text.includes('{{in_a}}') ? ['in_a'] : [],
    outputKeys: [],
    texts: [text],
    policy,
  });
  const [command] = commands;
  return problems.length > 0 || !command ? null : renderWords(command.words, () => '/work/in.mp4');
}

const paths = [
  ...[canary, `..${canary}`, `{{in_a}}/../..${canary}`, `file:${canary}`, `concat:in.mp4|${canary}`],
  ...[`subfile,,start,0,end,9,,:${canary}`, `crypto:${canary}`, `cache:${canary}`, `async:${canary}`, `data:,a`],
  ...[
    `%{${canary},x%}.png`,
    `unix:${canary}`,
    'tcp://127.0.0.1:9',
    'http://127.0.0.1:9/a',
    'a.txt',
    'in.mp4',
    '{{in_a}}',
  ],
  ...[`x=${canary}`, `x:${canary}`, `a|${canary}`, `movie=${canary}`, `[f=null]${canary}|[f=mp4]${canary}`],
];

/** A path, with quotes and backslashes where a graph may have them, at any depth. */
const anyPath = fc.constantFrom(...paths).chain((path) =>
  fc
    .array(fc.constantFrom('', '', '', '', '\\', '\\\\', '\\\\\\', "'"), {
      minLength: path.length,
      maxLength: path.length,
    })
    .chain((marks) =>
      fc.constantFrom(
        path,
        path,
        path,
        `'${path}'`,
        Array.from(path, (char, at) => (marks[at] === "'" ? `'${char}'` : `${marks[at] ?? ''}${char}`)).join(''),
        path.replaceAll(':', '\\:'),
        path.replaceAll(':', '\\\\:'),
        path.replaceAll(/[:']/g, '\\\\\\$&'),
      ),
    ),
);

function anyCommand(options: readonly StringOption[]): fc.Arbitrary<string> {
  const likely = options.filter(({ name }) =>
    /file|path|name|stats|log|result|input|model|plot|sofa|cover|object|hint|key/.test(name),
  );
  const anyOption = fc.oneof(fc.constantFrom(...options), fc.constantFrom(...likely));
  const anyFilter = fc.oneof(
    fc.tuple(anyOption, anyPath).map(([{ part, name }, path]) => `${part}=${name}=${path}`),
    fc.tuple(anyOption, anyPath).map(([{ part }, path]) => `${part}=${path}`),
    fc.tuple(anyOption, anyPath, anyPath).map(([{ part }, one, two]) => `${part}@a=${one}:${two}`),
    fc.tuple(anyOption, anyPath).map(([{ part, name }, path]) => `${part}=/${name}=${path}`),
    fc.tuple(anyOption, anyPath).map(([{ part, name }, path]) => `sendcmd=c='0 ${part} ${name} ${path}',${part}`),
    fc.tuple(anyPath, anyPath).map(([one, two]) => `movie=${one}:f=${two}`),
    anyPath.map((path) => `sendcmd=c='0.0 drawtext reinit textfile=${path}',drawtext=text=a`),
    fc.constantFrom('null', 'scale=w=4', 'format=gray', 'drawtext=text=a', 'sws_flags=1;null', 'select=1'),
  );
  const anyJoint = fc.constantFrom(',', ',', ',', ';', '[a];[a]', ' , ', ',,', '[');
  const anyGraph = fc
    .tuple(
      fc.array(fc.tuple(anyFilter, anyJoint), { maxLength: 2 }),
      anyFilter,
      fc.constantFrom('', '', ',', ';', ']', '='),
    )
    .map(([parts, last, end]) => parts.flat().join('') + last + end);
  const quoted = (text: fc.Arbitrary<string>): fc.Arbitrary<string> =>
    text.map((words) => `'${words.replaceAll("'", "'\\''")}'`);
  const source = '-f lavfi -i color=s=64x64:d=0.1';
  const anyCodec = fc.constantFrom('libx264', 'libx265', 'libsvtav1', 'mpeg4', 'libaom-av1', 'librav1e', 'libvpx');
  const anyMuxer = fc.constantFrom(
    'hls',
    'segment',
    'dash',
    'tee',
    'image2',
    'fifo',
    'webm_chunk',
    'mp4',
    'matroska',
    'null',
  );
  const anyParameter = fc.constantFrom(
    'stats',
    'csv',
    'lambda-file',
    'cqmfile',
    'analysis-save',
    'scaling-list',
    'zonefile',
    'qpfile',
  );
  return fc.oneof(
    quoted(anyGraph).map((graph) => `-f lavfi -i ${graph} -t 0.1 -f null -`),
    quoted(anyGraph).map((graph) => `${source} -vf ${graph} -t 0.1 -f null -`),
    quoted(anyGraph).map((graph) => `-i {{in_a}} -filter_complex ${graph} -t 0.1 -f null -`),
    fc.tuple(quoted(anyPath), quoted(anyPath)).map(([one, two]) => `-f lavfi -graph ${one} -i ${two} -t 0.1 -f null -`),
    quoted(anyPath).map((path) => `-i ${path} -t 0.1 -f null -`),
    fc.tuple(anyMuxer, quoted(anyPath)).map(([muxer, path]) => `${source} -f ${muxer} ${path}`),
    fc
      .tuple(anyCodec, anyMuxer, anyOption, quoted(anyPath))
      .map(([codec, muxer, { name }, path]) => `${source} -c:v ${codec} -f ${muxer} -${name} ${path} x.mkv`),
    fc
      .tuple(anyMuxer, anyOption, anyOption, quoted(anyPath))
      .map(([muxer, one, two, path]) => `-${one.name} ${path} -i in.mp4 -f ${muxer} -${two.name} ${path} x.mkv`),
    fc
      .tuple(
        anyCodec,
        anyParameter,
        quoted(anyPath),
        fc.constantFrom('x264-params', 'x264opts', 'x265-params', 'svtav1-params'),
      )
      .map(([codec, key, path, option]) => `${source} -pass 1 -c:v ${codec} -${option} ${key}=${path} x.mkv`),
    fc
      .tuple(
        fc.constantFrom(
          'vstats_file',
          'progress',
          'passlogfile',
          'sdp_file',
          'attach',
          'stats_enc_post',
          'vpre',
          'dump_attachment:t',
        ),
        quoted(anyPath),
      )
      .map(([option, path]) => `${source} -pass 1 -c:v mpeg4 -${option} ${path} x.mkv`),
  );
}

test('the oracle sees what FFmpeg opens', { skip }, async () => {
  const args = ['-f', 'lavfi', '-i', `color=s=64x64:d=0.1,drawtext=textfile=${canary}`, '-f', 'null', '-'];
  assert.deepEqual((await tracer.run(args)).reached, [canary]);
  assert.deepEqual((await tracer.run(['-i', 'in.mp4', 'x.mkv'])).reached, []);
  assert.match((await tracer.run(['-i', 'tcp://127.0.0.1:9', 'x.mkv'])).reached.join('\n'), /connect.*127\.0\.0\.1/);
});

test('arguments that the policy takes for texts open nothing', { skip, timeout: 600_000 }, async () => {
  const passed = stringOptions(await tracer.print('-h', 'full')).flatMap(({ part, name }) => {
    const text = `-f lavfi -i color=s=64x64:d=0.1 -filter_complex "[0]${part}=${name}=${canary}" -t 0.1 -f null -`;
    const args = argumentsOf(text, 'on');
    return args ? [{ text, args }] : [];
  });
  assert.ok(passed.length >= 5, `${passed.length}`);
  for (const { text, args } of passed) assert.deepEqual((await tracer.run(args)).reached, [], text);
});

test(`of ${runs} random commands, what passes stays in the job (seed ${seed})`, {
  skip,
  timeout: 3_600_000,
}, async (t) => {
  const commands = fc.sample(anyCommand(stringOptions(await tracer.print('-h', 'full'))), { numRuns: runs, seed });
  const passed: string[] = [];
  const refused: string[] = [];
  for (const text of commands) {
    const args = argumentsOf(text, 'on');
    (args ? passed : refused).push(text);
    if (!args) continue;
    const { reached, log } = await tracer.run(args);
    assert.deepEqual(reached, [], `${text}\n${log}`);
  }
  // What is refused must be worth refusing, else the commands try nothing.
  let reaching = 0;
  for (const text of refused.slice(0, mostRefusedRuns)) {
    const args = argumentsOf(text, 'off');
    if (args && (await tracer.run(args)).reached.length > 0) reaching += 1;
  }
  t.diagnostic(
    `${passed.length} passed and reached nothing; of ${refused.length} refused, ${mostRefusedRuns} were run and ${reaching} reached out`,
  );
  assert.ok(passed.length > runs / 20 && reaching > 0);
});
