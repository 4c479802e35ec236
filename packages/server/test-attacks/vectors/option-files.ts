// Attacks by options whose value FFmpeg takes from a file, and whose errors quote what the file holds.
import { type CommandVector, type Family, pretext, pretextInput } from '../vector.ts';

const host = '@HOST_FILE@';
const color = '-f lavfi -i color=s=64x64:d=0.1';

function option(name: string, words: string, more: Partial<CommandVector> = {}): CommandVector {
  return { name, command: `${color} ${words} -f rawvideo {{out_a}}`, refuses: host, ...more };
}

export const optionFiles: Family<CommandVector> = {
  name: 'option files',
  vectors: [
    option('takes its filters from a file', `-/filter:v ${host}`, {
      refuses: '-/filter:v',
      isRepresentative: true,
    }),
    option('takes its filters from a file by the short name', `-/vf ${host}`, { refuses: '-/vf' }),
    option('takes its filters from a script', `-filter_script:v ${host}`, {
      refuses: '-filter_script:v',
      isRepresentative: true,
    }),
    option('takes its filters from a script of no stream', `-filter_script ${host}`, { refuses: '-filter_script' }),
    option('takes its graph from a script', `-filter_complex_script ${host}`, { refuses: '-filter_complex_script' }),
    option('takes its graph from a file', `-/filter_complex ${host}`, { refuses: '-/filter_complex' }),
    option('takes a codec’s name from a file', `-/c:v ${host}`, { refuses: '-/c:v' }),
    option('takes a title from a file', `-/metadata ${host}`, {
      refuses: '-/metadata',
      ends: ['FFMPEG_FAILED', 'SUCCESS'],
    }),
    option('takes a mapping from a file', `-/map ${host}`, { refuses: '-/map' }),
    option('takes the time from a file', `-/t ${host}`, { refuses: '-/t' }),
    option('takes x264’s options from a preset file', `-c:v libx264 -fpre ${host}`, { refuses: '-fpre' }),
    option('takes x264’s options from a named preset', '-c:v libx264 -vpre ../../../../../../@SHELTER@/host-file', {
      refuses: '-vpre',
    }),
    option('takes the size of a picture from a file', `-/s ${host}`, { refuses: '-/s' }),
    option('takes x264’s table of quantisers from a file', `-c:v libx264 -x264-params cqmfile=${host}`, {
      ends: ['FFMPEG_FAILED', 'SUCCESS'],
    }),
    option('takes x265’s quantisers from a file', `-c:v libx265 -x265-params qpfile=${host}`, {
      ends: ['FFMPEG_FAILED', 'SUCCESS'],
    }),
    option('takes x265’s list of scaling from a file', `-c:v libx265 -x265-params scaling-list=${host}`, {
      ends: ['FFMPEG_FAILED', 'SUCCESS'],
    }),
    option('takes x265’s zones from a file', `-c:v libx265 -x265-params zonefile=${host}`, {
      ends: ['FFMPEG_FAILED', 'SUCCESS'],
    }),
    option('takes x265’s metadata of dynamic range from a file', `-c:v libx265 -x265-params dhdr10-info=${host}`, {
      ends: ['FFMPEG_FAILED', 'SUCCESS'],
    }),
    option('takes x264’s statistics from a file', `-c:v libx264 -b:v 100k -x264-params pass=2:stats=${host}`),
    option('takes statistics of a first pass from a file', `-c:v mpeg4 -b:v 100k -pass 2 -passlogfile ${host}`),
    option('takes SVT-AV1’s statistics from a file', `-c:v libsvtav1 -svtav1-params pass=2:stats=${host}`, {
      ends: ['FFMPEG_FAILED', 'SUCCESS'],
    }),
    option('takes the text of a filter from a file by a slash', `-vf drawtext=/text=${host}`),
    option('takes the option of a source from a file by a slash', `-vf "color=/c=${host}[c];[in][c]overlay"`),
    {
      name: 'takes the graph of lavfi from a file',
      inputs: pretext,
      command: `${pretextInput} -f lavfi -graph_file ${host} -i x -map 1 -f rawvideo {{out_a}}`,
      refuses: '-graph_file',
      isRepresentative: true,
    },
    {
      name: 'takes the graph of lavfi from an input, whose words are quoted',
      inputs: pretext,
      command: '-f lavfi -graph_file {{in_a}} -i x -f rawvideo {{out_a}}',
      refuses: 'graph_file',
    },
    {
      name: 'takes commands to filters from an input',
      inputs: { in_a: { filename: 'a.txt', bytes: '0 drawtext reinit textfile=@HOST_FILE@;\n' } },
      command: `${color} -vf "sendcmd=f={{in_a}},drawtext=text=a" -f rawvideo {{out_a}}`,
      refuses: 'sendcmd',
      ends: ['SUCCESS', 'FFMPEG_FAILED'],
    },
    {
      name: 'takes commands to filters from the graph',
      command: `${color} -vf "sendcmd=c='0.0 drawtext reinit textfile=@HOST_FILE@',drawtext=text=a" -f rawvideo {{out_a}}`,
      refuses: host,
      ends: ['SUCCESS', 'FFMPEG_FAILED'],
    },
    {
      name: 'takes the key of a server from a file',
      inputs: pretext,
      command: `${pretextInput} -key_file ${host} -cert_file ${host} -ca_file ${host} -i tls://127.0.0.1:@PORT@ -map 1 -f wav {{out_a}}`,
      refuses: host,
    },
  ],
};
