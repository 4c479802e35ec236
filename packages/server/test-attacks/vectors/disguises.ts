// Attacks in the bytes of inputs: playlists, scripts and documents that point elsewhere, under the names of honest media.
import type { CommandVector, Family } from '../vector.ts';

const host = '@HOST_FILE@';
const loopback = 'http://127.0.0.1:@PORT@';

/** An input that looks honest in a command that is. */
function disguised(name: string, filename: string, bytes: string, more: Partial<CommandVector> = {}): CommandVector {
  return {
    name,
    inputs: { in_a: { filename, bytes } },
    command: '-i {{in_a}} -map 0 -c copy -f matroska {{out_a}}',
    outputs: { out_a: 'out.mkv' },
    ends: ['FFMPEG_FAILED', 'INPUT_UNSUPPORTED', 'INPUT_TRUNCATED', 'OUTPUT_MISSING'],
    ...more,
  };
}

/** A playlist as an output, copied from an input, with what it lists. */
function packed(name: string, filename: string, bytes: string, more: Partial<CommandVector> = {}): CommandVector {
  return {
    name,
    inputs: { in_a: { filename: 'list.txt', bytes } },
    command: '-f data -i {{in_a}} -map 0 -c copy -f data {{out_a}}',
    outputs: { out_a: filename },
    ends: ['OUTPUT_INVALID', 'OUTPUT_MISSING', 'FFMPEG_FAILED', 'SUCCESS'],
    ...more,
  };
}

const hls = (...lines: readonly string[]): string =>
  ['#EXTM3U', '#EXT-X-VERSION:3', '#EXT-X-TARGETDURATION:1', ...lines, '#EXT-X-ENDLIST', ''].join('\n');
const segments = (...urls: readonly string[]): string => hls(...urls.flatMap((url) => ['#EXTINF:1,', url]));
const concat = (...lines: readonly string[]): string => ['ffconcat version 1.0', ...lines, ''].join('\n');
const mpd = (base: string, media: string): string =>
  `<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static" mediaPresentationDuration="PT2S" minBufferTime="PT1S" profiles="urn:mpeg:dash:profile:isoff-on-demand:2011"><Period><AdaptationSet mimeType="video/mp4"><Representation id="0" bandwidth="1000" codecs="avc1.42c01e" width="64" height="64"><BaseURL>${base}</BaseURL><SegmentList duration="1"><SegmentURL media="${media}"/></SegmentList></Representation></AdaptationSet></Period></MPD>`;
const svg = (inner: string): string =>
  `<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="64" height="64">${inner}</svg>`;
const sdp = `v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=audio @UDP@ RTP/AVP 0\n`;

export const disguises: Family<CommandVector> = {
  name: 'disguises',
  vectors: [
    disguised('is a playlist of a host file under the name of a video', 'a.mp4', segments(host), {
      isRepresentative: true,
    }),
    disguised('is a playlist of a file: URL', 'a.mp4', segments(`file://${host}`)),
    disguised('is a playlist of a relative path', 'a.mp4', segments(`../../../../../..${host}`)),
    disguised('is a playlist of a concat protocol', 'a.mp4', segments(`concat:${host}|${host}`)),
    disguised('is a playlist of a subfile protocol', 'a.mp4', segments(`subfile,,start,0,end,10,,:${host}`)),
    disguised('is a playlist of a loopback URL', 'a.mp4', segments(`${loopback}/a.ts`)),
    disguised('is a playlist of a data: URL that holds a playlist', 'a.mp4', segments('data:,%23EXTM3U%0A')),
    disguised(
      'is a playlist whose key is a host file',
      'a.mp4',
      hls(`#EXT-X-KEY:METHOD=AES-128,URI="file://${host}"`, '#EXTINF:1,', 'a.ts'),
    ),
    disguised('is a playlist whose map is a host file', 'a.mp4', hls(`#EXT-X-MAP:URI="${host}"`, '#EXTINF:1,', 'a.ts')),
    disguised('is a main playlist of a host file', 'a.mp4', `#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\n${host}\n`),
    disguised('is a playlist behind an AVI’s head', 'a.avi', `RIFF\u0010\u0000\u0000\u0000AVI \n${segments(host)}`),
    disguised('is a playlist under its own name', 'a.m3u8', segments(host)),
    disguised('is a playlist read as one by -f', 'a.mp4', segments(host), {
      command: '-f hls -allowed_extensions ALL -i {{in_a}} -map 0 -c copy -f matroska {{out_a}}',
      isRepresentative: true,
    }),
    disguised('is a playlist, with every check of it turned off', 'a.mp4', segments(host, `${loopback}/a.ts`), {
      command:
        '-protocol_whitelist file,http,tcp,crypto,data,concat,subfile -f hls -allowed_extensions ALL -extension_picky 0 -i {{in_a}} -map 0 -c copy -f matroska {{out_a}}',
    }),
    disguised('is a list to concatenate under the name of a video', 'a.mp4', concat(`file ${host}`), {
      isRepresentative: true,
    }),
    disguised('is a list to concatenate, taken as safe', 'a.txt', concat(`file ${host}`), {
      command: '-f concat -safe 0 -i {{in_a}} -map 0 -c copy -f matroska {{out_a}}',
      isRepresentative: true,
    }),
    disguised('is a list to concatenate that names its own options', 'a.txt', concat(`file ${host}`, 'option f u8'), {
      command: '-f concat -safe 0 -i {{in_a}} -map 0 -c copy -f matroska {{out_a}}',
    }),
    disguised('is a list to concatenate of a relative path', 'a.txt', concat(`file '../../../../../..${host}'`), {
      command: '-f concat -safe 0 -i {{in_a}} -map 0 -c copy -f matroska {{out_a}}',
    }),
    disguised('is a list to concatenate of a loopback URL', 'a.txt', concat(`file '${loopback}/a.mp4'`), {
      command: '-f concat -safe 0 -i {{in_a}} -map 0 -c copy -f matroska {{out_a}}',
    }),
    disguised('is a list to concatenate with every protocol', 'a.txt', concat(`file 'tcp://127.0.0.1:@PORT@'`), {
      command:
        '-protocol_whitelist file,tcp,http,unix -f concat -safe 0 -i {{in_a}} -map 0 -c copy -f matroska {{out_a}}',
    }),
    disguised('is a list of the concatf protocol', 'a.txt', `${host}\n${host}\n`, {
      command: '-f u8 -ar 8000 -ac 1 -i concatf:{{in_a}} -c copy -f u8 {{out_a}}',
      refuses: 'concatf:',
    }),
    disguised('is a DASH manifest of a host file', 'a.mp4', mpd('file:///', `file://${host}`)),
    disguised('is a DASH manifest of a loopback URL', 'a.mpd', mpd(`${loopback}/`, 'a.m4s')),
    disguised(
      'is a DASH manifest with an external entity',
      'a.mpd',
      `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY y SYSTEM "file://${host}">]>${mpd('&y;', '&y;').slice(21)}`,
    ),
    disguised('is a session description', 'a.mp4', sdp, { maxRunSeconds: 5, ends: ['FFMPEG_FAILED', 'TIMEOUT'] }),
    disguised('is a session description with its protocols allowed', 'a.sdp', sdp, {
      command: '-protocol_whitelist file,udp,rtp -f sdp -i {{in_a}} -map 0 -c copy -t 1 -f matroska {{out_a}}',
      refuses: 'sdp',
      maxRunSeconds: 5,
      ends: ['FFMPEG_FAILED', 'TIMEOUT'],
    }),
    disguised(
      'is a drawing that shows a host file',
      'a.svg',
      svg(`<image xlink:href="file://${host}" width="64" height="64"/>`),
      {
        command: '-i {{in_a}} -frames:v 1 -f rawvideo {{out_a}}',
        outputs: { out_a: 'out.rgb' },
        ends: ['SUCCESS', 'FFMPEG_FAILED'],
        isRepresentative: true,
      },
    ),
    disguised(
      'is a drawing with an external entity',
      'a.svg',
      `<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY x SYSTEM "file://${host}">]>${svg('<text y="9">&x;</text>').slice(21)}`,
      {
        command: '-i {{in_a}} -frames:v 1 -f rawvideo {{out_a}}',
        outputs: { out_a: 'out.rgb' },
        ends: ['SUCCESS', 'FFMPEG_FAILED'],
      },
    ),
    disguised(
      'is a drawing that includes a loopback URL',
      'a.svg',
      svg(`<image xlink:href="${loopback}/a.png" width="9" height="9"/>`),
      {
        command: '-i {{in_a}} -frames:v 1 -f rawvideo {{out_a}}',
        outputs: { out_a: 'out.rgb' },
        ends: ['SUCCESS', 'FFMPEG_FAILED'],
      },
    ),
    disguised(
      'is a composition of IMF whose map of assets points to the host',
      'a.xml',
      `<?xml version="1.0"?><CompositionPlaylist xmlns="http://www.smpte-ra.org/schemas/2067-3/2016"><Id>urn:uuid:00000000-0000-0000-0000-000000000000</Id></CompositionPlaylist>`,
      { command: `-f imf -assetmaps ${host} -i {{in_a}} -c copy -f matroska {{out_a}}`, refuses: host },
    ),
    disguised('is a list of pictures by glob', 'a*.png', 'x', {
      command: `-f image2 -pattern_type glob -i {{in_a}} -f rawvideo {{out_a}}`,
    }),
    disguised('is a description of AviSynth under the name of a video', 'a.mp4', `AviSource("${host}")\n`),
    disguised('is a description of subtitles that names a video', 'a.sub', `{DEFAULT}{}{F:${host}}\n{0}{10}a\n`, {
      command: '-i {{in_a}} -f srt {{out_a}}',
      outputs: { out_a: 'out.srt' },
      ends: ['SUCCESS', 'FFMPEG_FAILED', 'OUTPUT_MISSING'],
    }),
    disguised(
      'is an index of VobSub that names a host file',
      'a.idx',
      `# VobSub index file, v7\nsize: 720x480\nid: en, index: 0\ntimestamp: 00:00:00:000, filepos: 000000000\n`,
      {
        command: `-f vobsub -sub_name ${host} -i {{in_a}} -c copy -f matroska {{out_a}}`,
        refuses: host,
      },
    ),
    packed('packs a host file into a playlist', 'out.m3u8', segments(host), { isRepresentative: true }),
    packed('packs a host file by a relative path', 'out.m3u8', segments(`../../../../../..${host}`)),
    packed('packs a host file by an escaped path', 'out.m3u8', segments('..%2f..%2f..%2f..%2f..%2fetc%2fpasswd')),
    packed('packs a host file by a file: URL', 'out.m3u8', segments(`file://${host}`)),
    packed('packs a key of the host', 'out.m3u8', hls(`#EXT-X-KEY:METHOD=AES-128,URI="${host}"`)),
    packed(
      'packs a host file by a playlist in a playlist',
      'out.m3u8',
      segments('out.m3u8', './out.m3u8', `.//..//..//${host}`),
    ),
    packed(
      'packs the files of the job’s other side',
      'out.m3u8',
      segments('../tmp/x', '../../../../data/canary.txt', '../../../canary.txt'),
    ),
    packed('packs a host file into a manifest', 'out.mpd', mpd(host, host), { isRepresentative: true }),
    packed(
      'packs host files by a template of everything',
      'out.mpd',
      mpd('../../../../', '$RepresentationID$/$Number$'),
    ),
    packed('packs a name with a NUL', 'out.m3u8', segments('a\u0000b.ts', 'a%00b.ts')),
    packed(
      'packs ten thousand names that are not there',
      'out.m3u8',
      segments(...Array.from({ length: 10_000 }, (_, n) => `s${n}.ts`)),
    ),
  ],
};
