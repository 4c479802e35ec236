// What the policy refuses, where, and what it lets pass: whole commands, as they are sent.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { markCommand } from '../mark-command.ts';
import { parseCommandLine } from '../parse-command-line.ts';
import { splitWords } from '../split-words.ts';
import { findForbidden } from './find-forbidden.ts';

function judge(text: string): { type: string; stretch: string; message: string }[] {
  const split = splitWords(text);
  assert.ok(split.ok, text);
  return findForbidden(parseCommandLine(split.words), text).map(({ type, message, offset, end }) => ({
    type,
    message,
    stretch: text.slice(offset, end),
  }));
}

/** Command, then of each objection its type and the stretch of the command that it points at. */
const refused: readonly (readonly [string, ...(readonly [string, string])[]])[] = [
  ['-i /etc/passwd {{out_a}}', ['forbidden_file', '/etc/passwd']],
  ["-i '/etc/passwd' {{out_a}}", ['forbidden_file', "'/etc/passwd'"]],
  [String.raw`-i /etc/pass\wd {{out_a}}`, ['forbidden_file', String.raw`/etc/pass\wd`]],
  ['-i ../x.mp4 {{out_a}}', ['forbidden_file', '../x.mp4']],
  ['-i {{in_a}}/../../x {{out_a}}', ['forbidden_file', '{{in_a}}/../../x']],
  ['-i file:/etc/passwd {{out_a}}', ['forbidden_file', 'file:/etc/passwd']],
  ['-i file:///etc/passwd {{out_a}}', ['forbidden_file', 'file:///etc/passwd']],
  ['-i http://example.com/a.mp4 {{out_a}}', ['forbidden_url', 'http://example.com/a.mp4']],
  ['-i rtmp://example.com/live {{out_a}}', ['forbidden_url', 'rtmp://example.com/live']],
  ['-i unix:/run/a.sock {{out_a}}', ['forbidden_url', 'unix:/run/a.sock']],
  ['-i tcp://127.0.0.1:5432 {{out_a}}', ['forbidden_url', 'tcp://127.0.0.1:5432']],
  ['-i crypto+http://a/b {{out_a}}', ['forbidden_file', 'crypto+http://a/b']],
  ['-i concat:{{in_a}}|/etc/passwd {{out_a}}', ['forbidden_file', 'concat:{{in_a}}|/etc/passwd']],
  [String.raw`-i 'concat:a\|/b|/etc/passwd' {{out_a}}`, ['forbidden_file', String.raw`'concat:a\|/b|/etc/passwd'`]],
  ['-i subfile,,start,0,end,9,,:/etc/passwd {{out_a}}', ['forbidden_file', 'subfile,,start,0,end,9,,:/etc/passwd']],
  ['-i data:text/plain,abc {{out_a}}', ['forbidden_file', 'data:text/plain,abc']],
  ['-i pipe:0 {{out_a}}', ['forbidden_file', 'pipe:0']],
  ['-i - {{out_a}}', ['forbidden_file', '-']],
  ['-i fd:3 {{out_a}}', ['forbidden_file', 'fd:3']],
  ['-i /dev/zero {{out_a}}', ['forbidden_device', '/dev/zero']],
  ['-i %{/etc/a,b%}.png {{out_a}}', ['forbidden_file', '%{/etc/a,b%}.png']],
  ['-f x11grab -i :0 {{out_a}}', ['forbidden_device', 'x11grab']],
  ['-f V4L2 -i a {{out_a}}', ['forbidden_device', 'V4L2']],
  ['-f sdp -i {{in_a}} {{out_a}}', ['forbidden_url', 'sdp']],
  ['-f lavfi -i movie=/etc/passwd {{out_a}}', ['forbidden_file', '/etc/passwd']],
  ["-f LAVFI -i movie='/etc/passwd' {{out_a}}", ['forbidden_file', '/etc/passwd']],
  ['-f lavfi -i color -graph movie=/etc/a {{out_a}}', ['forbidden_file', '/etc/a']],
  ['-f lavfi -graph_file {{in_g}} -i color {{out_a}}', ['forbidden_option', '-graph_file']],
  [String.raw`-i {{in_a}} -vf "movie=\\/etc/passwd" {{out_a}}`, ['forbidden_file', '/etc/passwd']],
  [`-i {{in_a}} -vf "movie='/etc/p''asswd'[a];[in][a]overlay" {{out_a}}`, ['forbidden_file', `/etc/p''asswd'`]],
  [
    `-i {{in_a}} -vf 'null,subtitles=f=/etc/a:force_style=A=/b,ass=../a' {{out_a}}`,
    ['forbidden_file', 'f=/etc/a'],
    ['forbidden_file', '../a'],
  ],
  ["-i {{in_a}} -vf select='gt(scene,0.3)',metadata=print:file=/tmp/a {{out_a}}", ['forbidden_file', 'file=/tmp/a']],
  [String.raw`-i {{in_a}} -vf 'movie=http\\://a/b,null' {{out_a}}`, ['forbidden_url', String.raw`http\\://a/b`]],
  ['-i {{in_a}} -vf movie=x:f=lavfi {{out_a}}', ['forbidden_option', 'f=lavfi']],
  ['-i {{in_a}} -vf movie=x:lavfi {{out_a}}', ['forbidden_option', 'lavfi']],
  ['-i {{in_a}} -vf movie=x:f=x11grab {{out_a}}', ['forbidden_device', 'f=x11grab']],
  ['-i {{in_a}} -vf /filename=x,movie=/filename=x {{out_a}}', ['forbidden_option', '/filename=x']],
  ['-i {{in_a}} -vf sendcmd=f={{in_b}} {{out_a}}', ['forbidden_option', 'f={{in_b}}']],
  ['-i {{in_a}} -vf sendcmd=/f={{in_b}} {{out_a}}', ['forbidden_option', '/f={{in_b}}']],
  ['-i {{in_a}} -vf sendcmd=:{{in_b}} {{out_a}}', ['forbidden_option', '{{in_b}}']],
  ['-i {{in_a}} -af ladspa=file=x {{out_a}}', ['forbidden_code', 'ladspa']],
  ['-i {{in_a}} -vf frei0r@x=glow {{out_a}}', ['forbidden_code', 'frei0r@x']],
  ['-i {{in_a}} -filter_complex "[0]zmq[a]" -map "[a]" {{out_a}}', ['forbidden_url', 'zmq']],
  ['-i {{in_a}} -lavfi "movie=/a,]" {{out_a}}', ['forbidden_file', '/a']],
  ['-i {{in_a}} -vf unheardof=x=1:y=/etc/a {{out_a}}', ['forbidden_file', 'y=/etc/a']],
  [
    `-i {{in_a}} -vf "sendcmd=c='1 drawtext reinit textfile=/etc/a'" {{out_a}}`,
    ['forbidden_file', `c='1 drawtext reinit textfile=/etc/a'`],
  ],
  [
    `-i {{in_a}} -vf "sendcmd='1 [enter] curves@c plot /etc/a'" {{out_a}}`,
    ['forbidden_file', `1 [enter] curves@c plot /etc/a'`],
  ],
  ['-i {{in_a}} -af "libvmaf=model=path=/etc/a" {{out_a}}', ['forbidden_file', 'model=path=/etc/a']],
  [
    String.raw`-i {{in_a}} -vf 'drawtext=fontfile=C\\:/Windows/Fonts/arial.ttf:text=a' {{out_a}}`,
    ['forbidden_file', String.raw`fontfile=C\\:/Windows/Fonts/arial.ttf`],
  ],
  ['-i {{in_a}} /tmp/out.mp4', ['forbidden_file', '/tmp/out.mp4']],
  ['-i {{in_a}} http://example.com/put', ['forbidden_url', 'http://example.com/put']],
  ['-i {{in_a}} -f rtp a', ['forbidden_url', 'rtp']],
  ['-i {{in_a}} -f sdl x', ['forbidden_device', 'sdl']],
  ['-i {{in_a}} f%0999999999d.png', ['forbidden_file', 'f%0999999999d.png']],
  ['-i {{in_a}} -f tee "{{out_a}}|[f=mp4]/etc/a"', ['forbidden_file', '[f=mp4]/etc/a']],
  [
    '-i {{in_a}} -f tee "[f=hls:hls_segment_filename=/tmp/a]{{out_a}}"',
    ['forbidden_file', '"[f=hls:hls_segment_filename=/tmp/a]{{out_a}}"'],
  ],
  ['-i {{in_a}} -f fifo -fifo_format tee "[f=mp4]/etc/a"', ['forbidden_option', 'tee']],
  ['-i {{in_a}} -f tee -fifo_options fifo_format=tee a', ['forbidden_option', 'fifo_format=tee']],
  ['-i {{in_a}} -hls_segment_filename /tmp/%03d.ts {{out_a}}', ['forbidden_file', '/tmp/%03d.ts']],
  ['-i {{in_a}} -hls_enc 1 -hls_enc_key_url /tmp/key {{out_a}}', ['forbidden_file', '/tmp/key']],
  ['-i {{in_a}} -passlogfile ../a {{out_a}}', ['forbidden_file', '../a']],
  ['-i {{in_a}} -vstats_file:v /tmp/a {{out_a}}', ['forbidden_file', '/tmp/a']],
  ['-i {{in_a}} -progress http://a/{{out_a}} {{out_b}}', ['forbidden_url', 'http://a/{{out_a}}']],
  ['-i {{in_a}} -x264-params keyint=5:stats=/tmp/a {{out_a}}', ['forbidden_file', 'keyint=5:stats=/tmp/a']],
  [String.raw`-i {{in_a}} -x265-params 'csv=\/tmp/a' {{out_a}}`, ['forbidden_file', String.raw`'csv=\/tmp/a'`]],
  ['-i {{in_a}} -some_new_option x:/etc/a {{out_a}}', ['forbidden_file', 'x:/etc/a']],
  ['-i {{in_a}} -attach /etc/a {{out_a}}', ['forbidden_file', '/etc/a']],
  ['-dump_attachment:t "" -i {{in_a}} {{out_a}}', ['forbidden_file', '""']],
  ['-/filter_complex {{in_g}} {{out_a}}', ['forbidden_option', '-/filter_complex']],
  ['-i {{in_a}} -filter_script:v {{in_g}} {{out_a}}', ['forbidden_option', '-filter_script:v']],
  ['-i {{in_a}} -vpre ../x {{out_a}}', ['forbidden_option', '-vpre']],
  ['-init_hw_device vaapi=a:/dev/dri/card0 -i {{in_a}} {{out_a}}', ['forbidden_device', '-init_hw_device']],
];

for (const [command, ...expected] of refused) {
  test(`refused: ${command}`, () => {
    assert.deepEqual(
      judge(command).map(({ type, stretch }) => [type, stretch]),
      expected,
    );
  });
}

const accepted = [
  '-i {{in_a}} {{out_a}}',
  '-i concat:{{in_a}}|{{in_b}} -c copy {{out_a}}',
  '-i file:{{in_a}} file:out.mp4',
  '-i mid.mp4 -i frame_%04d.png -pattern_type glob -i *.png {{out_a}}',
  '-f concat -safe 0 -protocol_whitelist file,http,https,tcp,tls -i {{in_list}} {{out_a}}',
  '-f lavfi -i color=c=black:s=64x64:d=1,drawtext=text=/etc/passwd -f null -',
  '-i {{in_a}} -f null /dev/null',
  '-i {{in_a}} -pass 1 -passlogfile two -an -f null pipe:1',
  '-i {{in_a}} -vf subtitles={{in_srt}} {{out_a}}',
  `-i {{in_a}} -vf "movie={{in_logo}}[l];[in][l]overlay=W-w-10:10" {{out_a}}`,
  `-i {{in_a}} -vf "select='gt(scene,0.3)',metadata=print:file={{out_b}}" -f null -`,
  `-i {{in_a}} -vf metadata=print:file=- -f null -`,
  '-i {{in_a}} -vf vidstabdetect=result=transforms.trf -f null -',
  `-i {{in_a}} -vf "drawtext=fontfile=/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf:text='http\\://a/b'" {{out_a}}`,
  '-i {{in_a}} -vf ass={{in_s}}:fontsdir=/usr/share/fonts {{out_a}}',
  `-i {{in_a}} -vf "drawtext=font=Sans:text='%{pts\\:hms} ../.. {a}'" {{out_a}}`,
  '-i {{in_a}} -vf "setpts=PTS /2,scale=iw / 2:-2,crop=(in_w - 2) / 2:in_h" {{out_a}}',
  '-i {{in_a}} -metadata comment=http://example.com/ -metadata title=/x {{out_a}}',
  '-i {{in_a}} -force_key_frames expr:gte(t,n_forced*2) -user_agent "a (+http://b)" {{out_a}}',
  '-ss 00:00:01 -i {{in_a}} -aspect 16:9 -timecode 00:00:00:00 -ac 2 -map 0:v:0 -map_metadata -1 {{out_a}}',
  '-i {{in_a}} -f hls -hls_base_url https://cdn.example/a/ -hls_segment_filename seg_%03d.ts {{out_a}}',
  '-i {{in_a}} -f hls -var_stream_map "v:0,a:0 v:1,a:1" -master_pl_name master.m3u8 v%v/index.m3u8',
  '-i {{in_a}} -f dash -adaptation_sets "id=0,streams=v id=1,streams=a" -media_seg_name $RepresentationID$/$Number%05d$.m4s {{out_a}}',
  '-i {{in_a}} -f tee "[f=mp4:movflags=+faststart]{{out_a}}|[select=a:f=mp3]{{out_b}}"',
  '-i {{in_a}} -x264-params keyint=60:deblock=-1,-1:stats=x264.log -x265-params log-level=error {{out_a}}',
  '-i {{in_a}} -attach {{in_font}} -metadata:s:t mimetype=font/ttf {{out_a}}',
  '-i {{in_a}} -bsf:v h264_metadata=sei_user_data=086f3693-b7b3-4f2c-9653-21492feee5b8+http://a {{out_a}}',
  '-i {{in_a}} -hwaccel auto {{out_a}}',
  `-i {{in_a}} -vf "sendcmd=c='1.0-2 [enter] hue s 0, [leave] hue s 1; 3 drawtext reinit text=a/b'" {{out_a}}`,
  String.raw`-i {{in_a}} -vf "sendcmd=c='1 drawtext@a reinit a.ttf\:/b'" {{out_a}}`,
  '-i {{in_a}} -stats -report -vstats {{out_a}}',
];

for (const command of accepted) {
  test(`accepted: ${command}`, () => {
    assert.deepEqual(judge(command), []);
  });
}

test('a font is better given by its name', () => {
  const [{ message } = { message: '' }] = judge('-i {{in_a}} -vf drawtext=fontfile=/fonts/Roboto.ttf:text=a {{out_a}}');
  assert.match(message, /font=Sans/);
});

test('an objection says what, where, why, and what to write instead', () => {
  assert.deepEqual(
    judge('-i {{in_a}} \\\n  -vf "lut3d=/luts/warm.cube" {{out_a}}').map(({ message }) => message),
    [
      '/luts/warm.cube at line 2, column 14 is a path outside of the job. Put the file into input_files, for instance as in_file, and write {{in_file}} here; a file that only the command itself uses is written as warm.cube.',
    ],
  );
});

test('the worst command of 32 KiB is judged within seconds', () => {
  const length = 32_768;
  const worst = [
    '{{in_a}}',
    '{{',
    'a',
    ' ',
    'a=/x:',
    "'",
    '/',
    'a:',
    '=',
    ',',
    '..',
    ';',
    '[',
    '%0',
    '\\\\',
    '1 a b /c,',
    'file:',
    'concat:',
    'format_opts=',
  ];
  const frames = [
    '-i "#"',
    "-vf '#' {{out_a}}",
    '-vf "sendcmd=c=#" {{out_a}}',
    '-f tee "[#"',
    '-x "#" {{out_a}}',
    '-format_opts "#" {{out_a}}',
    '-i "{{#"',
  ];
  for (const frame of frames) {
    for (const part of worst) {
      const text = frame.replace('#', () => part.repeat(length / part.length));
      const before = process.cpuUsage();
      const split = splitWords(text);
      if (split.ok) {
        findForbidden(parseCommandLine(split.words), text);
        markCommand(text);
      }
      // Of the processor, since other tests run beside this one.
      const { user, system } = process.cpuUsage(before);
      const tookMs = (user + system) / 1000;
      assert.ok(tookMs < 3000, `${frame} ${part}: ${tookMs.toFixed(0)} ms`);
    }
  }
});

const words = [
  ...['-i', '-vf', '-f', 'lavfi', 'tee', '-x', 'movie=', 'a', '{{in_a}}', '/', '..', ':', ',', ';', '=', '|', '[', ']'],
  ...["'", '"', '\\', ' ', '\n', '%{', '}', 'sendcmd=', 'concat:', '#'],
];
const anyCommand = fc.array(fc.constantFrom(...words), { maxLength: 30 }).map((parts) => parts.join(''));

test('judging never throws, always ends, and points into the command', () => {
  fc.assert(
    fc.property(anyCommand, (text) => {
      const split = splitWords(text);
      if (!split.ok) return;
      for (const { offset, end = offset } of findForbidden(parseCommandLine(split.words), text)) {
        assert.ok(offset >= 0 && offset <= end && end <= text.length);
      }
    }),
    { numRuns: 5_000 },
  );
});

/** Every way of writing a path as an argument of a filter that FFmpeg reads back as that path. */
const anyWriting = fc.constantFrom('/etc/passwd', '../x', 'a/../../x', 'http://a/b', '/dev/sda').chain((path) =>
  fc
    .array(fc.constantFrom('plain', 'backslash', 'quotes'), { minLength: path.length, maxLength: path.length })
    .map((ways) =>
      Array.from(path, (char, index) => {
        const isSpecial = char === ':';
        const way = ways[index];
        if (way === 'quotes' && !isSpecial) return `'${char}'`;
        return way === 'backslash' || isSpecial ? `\\\\\\${char}` : char;
      }).join(''),
    ),
);

test('no way of quoting a path within a filtergraph gets past', () => {
  fc.assert(
    fc.property(anyWriting, fc.constantFrom('movie=', 'movie=filename=', 'null,lut3d@x=file='), (path, filter) => {
      const graph = `${filter}${path}`;
      assert.equal(judge(`-i {{in_a}} -vf '${graph.replaceAll("'", "'\\''")}' {{out_a}}`).length, 1, graph);
    }),
    { numRuns: 2_000 },
  );
});
