// Attacks that have FFmpeg read files of the host: by paths, by protocols that wrap paths, and by filters' own options.
import { type CommandVector, type Family, pretext, pretextInput } from '../vector.ts';

const host = '@HOST_FILE@';
const color = '-f lavfi -i color=s=64x64:d=0.1';
const tone = '-f lavfi -i sine=d=0.1';

/** FFmpeg has none of the server's but the progress pipe, on which nothing ever comes. */
const ownDescriptor: Partial<CommandVector> = {
  maxRunSeconds: 2,
  ends: ['FFMPEG_FAILED', 'TIMEOUT', 'SUCCESS', 'OUTPUT_MISSING'],
};

/** Reads `source` as raw bytes and hands them out unchanged. */
function raw(name: string, source: string, more: Partial<CommandVector> = {}): CommandVector {
  return {
    name,
    inputs: pretext,
    command: `${pretextInput} -f u8 -ar 8000 -ac 1 -i ${source} -map 1 -c copy -f u8 {{out_a}}`,
    refuses: source,
    ...more,
  };
}

/** A filter's option that names the host's file; what cannot read it fails the graph. */
function byFilter(name: string, graph: string, more: Partial<CommandVector> = {}): CommandVector {
  return { name, command: `${color} -vf "${graph}" -f rawvideo {{out_a}}`, refuses: host, ...more };
}

function byAudioFilter(name: string, graph: string): CommandVector {
  return { name, command: `${tone} -af "${graph}" -f wav {{out_a}}`, refuses: host };
}

export const reads: Family<CommandVector> = {
  name: 'reads',
  vectors: [
    raw('reads a file of the host by its path', host, { isRepresentative: true }),
    raw('reads a file beside the data folder', '@BESIDE@'),
    raw('reads a file in the data folder', '@DATA@/canary.txt'),
    raw('reads the file of the admin token', '@DATA@/admin-token'),
    raw("reads the database's password", '@DATA@/postgres/password'),
    raw('reads /etc/passwd', '/etc/passwd'),
    raw('reads /etc/shadow', '/etc/shadow', { isRepresentative: true }),
    raw('reads /etc/hostname', '/etc/hostname'),
    raw('reads the environment of FFmpeg', '/proc/self/environ', { ends: ['SUCCESS', 'FFMPEG_FAILED'] }),
    raw('reads the environment of the first process', '/proc/1/environ', { ends: ['SUCCESS', 'FFMPEG_FAILED'] }),
    raw("reads another process's environment", '/proc/@PID@/environ', { isRepresentative: true }),
    raw('reads by a link of /proc to the root', `/proc/self/root${host}`),
    raw('reads by a link of /proc to the working folder', `/proc/self/cwd/../../../../..${host}`),
    raw('reads by climbing out of the job folder', `../../../../../../..${host}`, { isRepresentative: true }),
    raw('reads by climbing out of its own input', `{{in_a}}/../../../../..${host}`, {
      refuses: '..',
    }),
    raw('reads by a path put behind its own input', `{{in_a}}${host}`, { refuses: null }),
    raw('reads by the file protocol', `file:${host}`),
    raw('reads by the file protocol in capitals', `FILE:${host}`),
    raw('reads by a URL of a file', `file://${host}`),
    raw('reads by the concat protocol', `"concat:${host}|${host}"`, { refuses: host, isRepresentative: true }),
    raw('reads by the concat protocol behind its own input', `"concat:{{in_a}}|${host}"`, {
      refuses: host,
    }),
    raw('reads by a list of the concat protocol', `concatf:${host}`),
    raw('reads by the subfile protocol', `subfile,,start,0,end,0,,:${host}`, { isRepresentative: true }),
    raw('reads by the cache protocol', `cache:${host}`),
    raw('reads by the async protocol', `async:${host}`),
    raw('reads by cache over async over subfile', `cache:async:subfile,,start,0,end,0,,:${host}`, {
      refuses: 'cache:async:subfile',
    }),
    {
      name: 'reads by the crypto protocol',
      inputs: pretext,
      command: `${pretextInput} -decryption_key 00112233445566778899aabbccddeeff -decryption_iv 00112233445566778899aabbccddeeff -f u8 -ar 8000 -ac 1 -i crypto:${host} -map 1 -c copy -f u8 {{out_a}}`,
      refuses: host,
    },
    raw('reads by the bluray protocol', 'bluray:/', { refuses: 'bluray:' }),
    raw('reads a DVD', '/etc', {
      command: `${pretextInput} -f dvdvideo -i /etc -map 1 -c copy -f mpegts {{out_a}}`,
    }),
    raw("reads the server's descriptors by fd:", 'fd: -fd 4', {
      command: `${pretextInput} -f u8 -ar 8000 -ac 1 -fd 4 -i fd: -map 1 -c copy -f u8 {{out_a}}`,
      ...ownDescriptor,
      refuses: 'fd:',
    }),
    raw("reads the server's progress pipe", 'pipe:3', ownDescriptor),
    raw('reads a copy that FFmpeg made of the progress pipe', 'pipe:4', ownDescriptor),
    raw('reads by a descriptor that FFmpeg opened itself', 'pipe:5', ownDescriptor),
    raw('reads standard input', '-', { refuses: '-', ends: ['FFMPEG_FAILED', 'SUCCESS', 'OUTPUT_MISSING'] }),
    raw('reads a descriptor by /proc', '/proc/self/fd/4', ownDescriptor),
    raw(
      'reads from an IPFS gateway named in a file',
      'ipfs://bafybeigdyrzt5sfp7udm7hu76uh7y26nf3efuylqabf3oclgtqy55fbzdi',
      {
        refuses: 'ipfs:',
      },
    ),
    {
      name: 'reads pictures by a pattern of glob',
      inputs: pretext,
      command: `${pretextInput} -f image2 -pattern_type glob -i '@SHELTER@/*' -map 1 -f rawvideo {{out_a}}`,
      refuses: '@SHELTER@',
    },
    {
      name: 'reads pictures by a pattern of glob over the whole root',
      inputs: pretext,
      command: `${pretextInput} -f image2 -pattern_type glob -i '/*/*' -map 1 -f rawvideo {{out_a}}`,
      refuses: '/*/*',
    },
    {
      name: 'reads pictures by a numbered name',
      inputs: pretext,
      command: `${pretextInput} -f image2 -i @SHELTER@/picture-%d.png -map 1 -f rawvideo {{out_a}}`,
      refuses: '@SHELTER@',
    },
    {
      name: 'reads a text as pictures of a terminal',
      inputs: pretext,
      command: `${pretextInput} -f tty -i ${host} -map 1 -frames:v 1 -f rawvideo {{out_a}}`,
      refuses: host,
    },
    {
      name: 'reads a text as metadata',
      inputs: pretext,
      command: `${pretextInput} -f ffmetadata -i ${host} -map_metadata 1 -f wav {{out_a}}`,
      refuses: host,
    },
    {
      name: 'attaches a file',
      command: `${color} -attach ${host} -metadata:s:t mimetype=text/plain -f matroska {{out_a}}`,
      outputs: { out_a: 'out.mkv' },
      refuses: host,
      isRepresentative: true,
    },
    {
      name: 'copies a file as data',
      inputs: pretext,
      command: `${pretextInput} -f data -i ${host} -map 1 -c copy -f data {{out_a}}`,
      refuses: host,
    },
    byFilter('writes a file into the picture', `drawtext=textfile=${host}`, { isRepresentative: true }),
    byFilter('writes a file into the picture by the short form', `drawtext=/text=${host}`),
    byFilter('loads a font by path', `drawtext=text=a:fontfile=${host}`, { ends: ['SUCCESS', 'FFMPEG_FAILED'] }),
    byFilter('reads a file by movie', `movie=${host}[m];[in][m]overlay`, { isRepresentative: true }),
    byFilter('reads a file by movie with its name quoted', `movie='${host}'[m];[in][m]overlay`),
    byFilter('reads a file by movie with a named option', `movie=filename=${host}:f=rawvideo[m];[in][m]overlay`),
    byFilter('reads a file by movie with its scheme escaped twice', `movie=file\\\\\\\\:${host}[m];[in][m]overlay`),
    byFilter('reads a file by movie with its scheme escaped too little', `movie=file\\\\:${host}[m];[in][m]overlay`, {
      refuses: null,
    }),
    byFilter('reads a file by a named instance of movie', `movie@x=${host}[m];[in][m]overlay`),
    byFilter('reads a file by movie behind spaces', `  movie  =  ${host} [m]; [in][m] overlay`),
    byFilter('reads subtitles', `subtitles=${host}`),
    byFilter('reads subtitles by a named option', `subtitles=filename='${host}'`),
    byFilter('shows the fonts of a folder', `subtitles={{in_a}}:fontsdir=@SHELTER@`, {
      inputs: { in_a: { filename: 'a.srt', bytes: '1\n00:00:00,000 --> 00:00:01,000\nhello\n' } },
      refuses: '@SHELTER@',
      ends: ['SUCCESS'],
    }),
    byFilter('reads subtitles by ass', `ass=${host}`),
    byFilter('reads a table of colours', `lut3d=${host}`),
    byFilter('reads a table of colours of one dimension', `lut1d=file=${host}`),
    byFilter('reads curves', `curves=psfile=${host}`),
    byFilter('reads a logo', `removelogo=${host}`),
    byFilter('reads an object to find', `format=gray,find_rect=object=${host}`),
    byFilter('reads commands', `sendcmd=f=${host}`),
    byFilter('reads the motions of vidstab', `vidstabtransform=input=${host}`),
    byFilter('reads a shader', `libplacebo=custom_shader_path=${host}`),
    byFilter('reads an OpenCL program', `program_opencl=source=${host}:kernel=x`, { refuses: 'program_opencl' }),
    byAudioFilter('reads commands of audio', `asendcmd=filename=${host}`),
    byAudioFilter('reads a neural network', `arnndn=m=${host}`),
    byAudioFilter('reads a head-related transfer', `aformat=channel_layouts=5.1,sofalizer=sofa=${host}`),
    byAudioFilter('reads audio by amovie', `amovie=${host}:f=u8[m];[in][m]amix`),
    {
      name: 'reads by movie as an input of lavfi',
      command: `-f lavfi -i "movie=${host}:f=rawvideo" -f rawvideo {{out_a}}`,
      refuses: host,
      isRepresentative: true,
    },
    {
      name: 'reads by movie in a complex graph',
      command: `${color} -filter_complex "movie=${host}[m];[0:v][m]overlay" -f rawvideo {{out_a}}`,
      refuses: host,
    },
    {
      name: 'reads by movie in the second step of a chain',
      command: [`${color} -f rawvideo {{out_a}}`, `${color} -vf "movie=${host}[m];[in][m]overlay" -f null -`],
      refuses: host,
    },
  ],
};
