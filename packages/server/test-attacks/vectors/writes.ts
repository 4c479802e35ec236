// Attacks that have FFmpeg write beside its outputs: by paths, by muxers that name files of their own, by logs and statistics.
import type { CommandVector, Family } from '../vector.ts';

const color = '-f lavfi -i testsrc2=s=64x64:d=0.2:r=10';
const tone = '-f lavfi -i sine=d=0.2';
const target = '@SHELTER@/written';

/** One that writes its declared output as well, so that the attack alone decides how it ends. */
function beside(name: string, words: string, more: Partial<CommandVector> = {}): CommandVector {
  return { name, command: `${tone} ${words} -f wav {{out_a}}`, refuses: target, ...more };
}

function byEncoder(name: string, words: string, more: Partial<CommandVector> = {}): CommandVector {
  return {
    name,
    command: `${color} ${words} {{out_a}}`,
    outputs: { out_a: 'out.mkv' },
    refuses: target,
    // Some encoders go on without their file.
    ends: ['FFMPEG_FAILED', 'SUCCESS'],
    ...more,
  };
}

function byFilter(name: string, graph: string): CommandVector {
  return {
    name,
    command: `${color} -vf "${graph}" -f rawvideo {{out_a}}`,
    refuses: target,
    ends: ['FFMPEG_FAILED', 'SUCCESS'],
  };
}

export const writes: Family<CommandVector> = {
  name: 'writes',
  vectors: [
    beside('writes a file by its path', `-f wav ${target}.wav`, { isRepresentative: true }),
    beside('writes by the file protocol', `-f wav file:${target}.wav`),
    beside('writes by climbing out of the job folder', `-f wav ../../../../../../..${target}.wav`, {
      isRepresentative: true,
    }),
    beside('writes by a link of /proc', `-f wav /proc/self/cwd/../../../..${target}.wav`),
    beside('overwrites a file of the host', '-f wav @HOST_FILE@', { refuses: '@HOST_FILE@' }),
    beside('writes into the data folder', '-f wav @DATA@/written.wav', { refuses: '@DATA@' }),
    beside('writes into FFmpeg’s root', '-f wav /usr/lib/written.wav', { refuses: '/usr/lib/written.wav' }),
    beside('writes over FFmpeg', '-f wav /usr/bin/ffmpeg', { refuses: '/usr/bin/ffmpeg' }),
    beside('writes to shared memory', '-f wav /dev/shm/written.wav', { refuses: '/dev/shm/written.wav' }),
    beside('writes to its own memory', '-f wav /proc/self/mem', { refuses: '/proc/self/mem' }),
    beside('writes to its own score of the memory killer', '-f wav /proc/self/oom_score_adj', {
      refuses: '/proc/self/oom_score_adj',
      ends: ['FFMPEG_FAILED', 'SUCCESS'],
    }),
    beside('writes to a setting of the kernel', '-f wav /proc/sys/kernel/core_pattern', {
      refuses: '/proc/sys/kernel/core_pattern',
    }),
    beside('writes behind an output of its own', '-f wav {{out_a}}/../../../..' + target, { refuses: '..' }),
    beside("writes to the server's status pipe", '-f wav pipe:4', {
      refuses: 'pipe:4',
      // By then it is a file that FFmpeg opened itself.
      ends: ['FFMPEG_FAILED', 'SUCCESS'],
    }),
    beside('writes to a descriptor by /proc', '-f wav /proc/self/fd/4', { refuses: '/proc/self/fd/4' }),
    beside('reports its progress to a file', `-progress ${target}.txt`, {
      ends: ['FFMPEG_FAILED', 'SUCCESS'],
      isRepresentative: true,
    }),
    beside('writes statistics of video', '-vstats', {
      command: `${color} -vstats_file ${target}.txt -c:v mpeg4 {{out_a}}`,
      outputs: { out_a: 'out.mkv' },
    }),
    byEncoder('writes statistics before encoding', `-c:v mpeg4 -stats_enc_pre ${target}.txt`),
    byEncoder('writes statistics after encoding', `-c:v mpeg4 -stats_enc_post ${target}.txt`),
    byEncoder('writes statistics of the muxer', `-c:v mpeg4 -stats_mux_pre ${target}.txt`),
    byEncoder('writes the log of a first pass', `-c:v mpeg4 -b:v 100k -pass 1 -passlogfile ${target}`),
    byEncoder("writes x264's statistics", `-c:v libx264 -b:v 100k -flags +pass1 -stats ${target}.log`, {
      isRepresentative: true,
    }),
    byEncoder("writes x264's statistics by its own parameters", `-c:v libx264 -x264-params pass=1:stats=${target}.log`),
    byEncoder("writes x264's statistics by its own options", `-c:v libx264 -x264opts pass=1:stats=${target}.log`),
    byEncoder("writes x264's reconstruction", `-c:v libx264 -x264-params dump-yuv=${target}.yuv`),
    byEncoder("writes x265's table", `-c:v libx265 -x265-params csv=${target}.csv:csv-log-level=2`),
    byEncoder("writes x265's statistics", `-c:v libx265 -x265-params pass=1:bitrate=100:stats=${target}.log`),
    byEncoder("writes x265's reconstruction", `-c:v libx265 -x265-params recon=${target}.yuv`),
    byEncoder("writes x265's analysis", `-c:v libx265 -x265-params analysis-save=${target}.dat`),
    byFilter('writes the metadata of frames', `signalstats,metadata=print:file=${target}.txt`),
    byFilter(
      'writes the metadata of frames to an escaped URL',
      `signalstats,metadata=print:file='file\\:${target}.txt'`,
    ),
    byFilter('writes a signature', `signature=filename=${target}.bin`),
    byFilter('writes the motions of vidstab', `vidstabdetect=result=${target}.trf`),
    byFilter('writes the motions of vmaf', `vmafmotion=stats_file=${target}.txt`),
    byFilter('writes the log of deshake', `deshake=filename=${target}.txt`),
    byFilter('writes comparisons', `split[a][b];[a][b]psnr=stats_file=${target}.txt`),
    byFilter('writes likenesses', `split[a][b];[a][b]ssim=f=${target}.txt`),
    {
      name: 'writes the metadata of audio frames',
      command: `${tone} -af astats=metadata=1,ametadata=print:file=${target}.txt -f wav {{out_a}}`,
      refuses: target,
      ends: ['FFMPEG_FAILED', 'SUCCESS'],
    },
    {
      name: 'writes by tee',
      command: `${tone} -map 0 -c:a pcm_s16le -f tee "[f=wav]{{out_a}}|[f=wav]${target}.wav"`,
      outputs: { out_a: 'out.wav' },
      refuses: target,
      ends: ['FFMPEG_FAILED', 'SUCCESS'],
      isRepresentative: true,
    },
    {
      name: 'writes by tee in the protocol',
      command: `${tone} -f wav "tee:{{out_a}}|${target}.wav"`,
      outputs: { out_a: 'out.wav' },
      refuses: target,
    },
    {
      name: 'writes segments',
      command: `${tone} -f segment -segment_time 0.1 -segment_list {{out_a}} ${target}%d.wav`,
      outputs: { out_a: 'list.txt' },
      refuses: target,
      ends: ['FFMPEG_FAILED', 'OUTPUT_MISSING'],
    },
    {
      name: 'writes the list of segments',
      command: `${tone} -f segment -segment_list ${target}.txt {{out_a}}`,
      outputs: { out_a: 'out%d.wav' },
      refuses: target,
    },
    {
      name: 'writes the segments of HLS',
      command: `${tone} -c:a aac -f hls -hls_segment_filename ${target}%d.ts {{out_a}}`,
      outputs: { out_a: 'out.m3u8' },
      refuses: target,
      ends: ['FFMPEG_FAILED', 'OUTPUT_MISSING', 'OUTPUT_INVALID'],
      isRepresentative: true,
    },
    {
      name: 'writes the main playlist of HLS',
      command: `${tone} -c:a aac -f hls -master_pl_name ../../../../../..${target}.m3u8 {{out_a}}`,
      outputs: { out_a: 'out.m3u8' },
      refuses: target,
      ends: ['FFMPEG_FAILED', 'SUCCESS'],
    },
    {
      name: 'writes the head of fragmented HLS',
      command: `${tone} -c:a aac -f hls -hls_segment_type fmp4 -hls_fmp4_init_filename ../../../../../..${target}.mp4 {{out_a}}`,
      outputs: { out_a: 'out.m3u8' },
      refuses: target,
      ends: ['FFMPEG_FAILED', 'OUTPUT_MISSING', 'OUTPUT_INVALID'],
    },
    {
      name: 'reads the keys of HLS',
      command: `${tone} -c:a aac -f hls -hls_key_info_file @HOST_FILE@ {{out_a}}`,
      outputs: { out_a: 'out.m3u8' },
      refuses: '@HOST_FILE@',
    },
    {
      name: 'writes the segments of DASH',
      command: `${tone} -c:a aac -f dash -init_seg_name ../../../../../..${target}-init.m4s -media_seg_name ../../../../../..${target}-$Number$.m4s {{out_a}}`,
      outputs: { out_a: 'out.mpd' },
      refuses: target,
      ends: ['FFMPEG_FAILED', 'OUTPUT_MISSING', 'OUTPUT_INVALID'],
    },
    {
      name: 'writes a folder of smooth streaming',
      command: `${color} -c:v libx264 -f smoothstreaming ${target} -f rawvideo {{out_a}}`,
      refuses: target,
    },
    {
      name: 'writes a description of a session',
      command: `${tone} -c:a aac -sdp_file ${target}.sdp -f rtp rtp://127.0.0.1:@UDP@ -f wav {{out_a}}`,
      refuses: target,
      ends: ['FFMPEG_FAILED', 'SUCCESS'],
    },
    {
      name: 'writes an attachment of its input',
      command: [
        `${tone} -f ffmetadata {{out_a}}`,
        `${tone} -attach {{out_a}} -metadata:s:t mimetype=text/plain -metadata:s:t filename=a.txt -f matroska a.mkv`,
        `-dump_attachment:t ${target}.txt -i a.mkv -f null -`,
      ],
      outputs: { out_a: 'out.txt' },
      refuses: target,
      ends: ['FFMPEG_FAILED', 'SUCCESS'],
    },
    {
      name: 'writes an attachment by the name that it bears',
      command: [
        `${tone} -f ffmetadata {{out_a}}`,
        `${tone} -attach {{out_a}} -metadata:s:t mimetype=text/plain -metadata:s:t filename=../../../../../..${target}.txt -f matroska a.mkv`,
        `-dump_attachment:t "" -i a.mkv -f null -`,
      ],
      outputs: { out_a: 'out.txt' },
      refuses: 'dump_attachment',
      ends: ['FFMPEG_FAILED', 'SUCCESS'],
    },
    {
      name: 'writes the headers of WebM chunks',
      command: `${color} -c:v libvpx -f webm_chunk -header ${target}.hdr -chunk_start_index 1 {{out_a}}`,
      outputs: { out_a: 'out%d.chk' },
      refuses: target,
      ends: ['FFMPEG_FAILED', 'OUTPUT_MISSING', 'OUTPUT_INVALID', 'SUCCESS'],
    },
    {
      name: 'overwrites its own input',
      command: `-i {{in_a}} -c copy -f wav {{in_a}} -f wav {{out_a}}`,
      inputs: { in_a: { filename: 'a.wav', bytes: 'RIFF\u0024\u0000\u0000\u0000WAVEfmt ' } },
    },
  ],
};
