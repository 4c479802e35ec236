// Published commands that make packages (HLS, DASH, segments) and commands that make no media at all.
import type { PublishedCommand } from './published-command.ts';

const in_video = 'video.mp4';
const film = ['h264 320x240', 'aac'];

export const packageCommands: readonly PublishedCommand[] = [
  {
    name: 'HLS with named segments',
    inputs: { in_video },
    outputs: { out_playlist: 'index.m3u8' },
    command:
      '-i {{in_video}} -c:v libx264 -preset ultrafast -g 25 -c:a aac -f hls -hls_time 1 -hls_playlist_type vod -hls_segment_filename seg_%03d.ts {{out_playlist}}',
    expect: { out_playlist: { items: 2, streams: film, seconds: 2, text: /^#EXTM3U[^]*#EXT-X-ENDLIST\s*$/ } },
  },
  {
    name: 'HLS by copy, as the manual begins',
    inputs: { in_video },
    outputs: { out_playlist: 'stream.m3u8' },
    command: '-i {{in_video}} -codec: copy -start_number 0 -hls_time 1 -hls_list_size 0 -f hls {{out_playlist}}',
    expect: { out_playlist: { items: [1, 3], streams: film } },
  },
  {
    name: 'HLS with fragmented MP4 segments',
    inputs: { in_video },
    outputs: { out_playlist: 'fmp4.m3u8' },
    command:
      '-i {{in_video}} -c copy -f hls -hls_time 1 -hls_list_size 0 -hls_segment_type fmp4 -hls_fmp4_init_filename init.mp4 {{out_playlist}}',
    expect: { out_playlist: { items: [2, 4], streams: film } },
  },
  {
    name: 'HLS in one file with byte ranges',
    inputs: { in_video },
    outputs: { out_playlist: 'single.m3u8' },
    command: '-i {{in_video}} -c copy -f hls -hls_time 1 -hls_list_size 0 -hls_flags single_file {{out_playlist}}',
    expect: { out_playlist: { items: 1, streams: film, text: /#EXT-X-BYTERANGE/ } },
  },
  {
    name: 'HLS in two sizes under a master playlist',
    inputs: { in_video },
    outputs: { out_master: 'master.m3u8' },
    command:
      '-i {{in_video}} -filter_complex "[0:v]split=2[a][b];[b]scale=160:-2[c]" -map "[a]" -map 0:a -map "[c]" -map 0:a -c:v libx264 -preset ultrafast -c:a aac -f hls -hls_time 1 -hls_list_size 0 -var_stream_map "v:0,a:0 v:1,a:1" -master_pl_name {{out_master}} -hls_segment_filename v%v_%03d.ts v%v.m3u8',
    expect: { out_master: { items: [4, 8], text: /#EXT-X-STREAM-INF[^]*v1\.m3u8/ } },
  },
  {
    name: 'DASH',
    inputs: { in_video },
    outputs: { out_manifest: 'manifest.mpd' },
    command:
      '-i {{in_video}} -c copy -map 0 -seg_duration 1 -adaptation_sets "id=0,streams=v id=1,streams=a" -f dash {{out_manifest}}',
    expect: { out_manifest: { items: [4, 8], text: /<MPD/ } },
  },
  {
    name: 'a film in parts, as a series',
    inputs: { in_video },
    outputs: { out_parts: 'part_%03d.mp4' },
    command: '-i {{in_video}} -c copy -map 0 -f segment -segment_time 1 -reset_timestamps 1 {{out_parts}}',
    expect: { out_parts: { items: 2, fileType: 'video', streams: film } },
  },
  {
    name: 'a song in parts',
    inputs: { in_audio: 'song.mp3' },
    outputs: { out_parts: 'chunk%d.mp3' },
    command: '-i {{in_audio}} -f segment -segment_time 1 -c copy {{out_parts}}',
    expect: { out_parts: { items: [2, 3], fileType: 'audio' } },
  },
];

export const textCommands: readonly PublishedCommand[] = [
  {
    name: 'scene changes written by a filter alone',
    inputs: { in_video },
    outputs: { out_scenes: 'scenes.txt' },
    command: `-i <<in_video>> -vf "select='gt(scene,0)',metadata=print:file=<<out_scenes>>" -an -f null -`,
    expect: { out_scenes: { fileType: 'text', text: /lavfi\.scene_score=/ } },
  },
  {
    name: 'scene changes of which there are none',
    inputs: { in_video },
    outputs: { out_scenes: 'none.txt' },
    command: `-i {{in_video}} -vf select='gt(scene,2)',metadata=print:file={{out_scenes}} -f null /dev/null`,
    expect: { out_scenes: { fileType: 'text', text: /^$/ } },
  },
  {
    name: 'loudness over time written by a filter',
    inputs: { in_audio: 'song.mp3' },
    outputs: { out_log: 'ebur128.txt' },
    command: '-i {{in_audio}} -af "ebur128=metadata=1,ametadata=mode=print:file={{out_log}}" -f null -',
    expect: { out_log: { text: /lavfi\.r128\.M=/ } },
  },
  {
    name: 'silences written by a filter',
    inputs: { in_voice: 'voice.wav' },
    outputs: { out_log: 'silence.txt' },
    command: '-i {{in_voice}} -af silencedetect=noise=-30dB:d=0.2,ametadata=print:file={{out_log}} -f null -',
    expect: { out_log: { text: /lavfi\.silence_start=/ } },
  },
  {
    name: 'the metadata of a film',
    inputs: { in_video },
    outputs: { out_meta: 'meta.txt' },
    command: '-i {{in_video}} -f ffmetadata {{out_meta}}',
    expect: { out_meta: { fileType: 'text', text: /^;FFMETADATA1/ } },
  },
  {
    name: 'a checksum',
    inputs: { in_video },
    outputs: { out_md5: 'sum.md5' },
    command: '-i {{in_video}} -c copy -f md5 {{out_md5}}',
    expect: { out_md5: { text: /^MD5=[0-9a-f]{32}\s*$/ } },
  },
  {
    name: 'a checksum a frame',
    inputs: { in_video },
    outputs: { out_crc: 'frames.framecrc', out_sha: 'sha.txt' },
    command: '-i {{in_video}} -map 0:v -f framecrc {{out_crc}} -map 0:v -f hash -hash sha256 {{out_sha}}',
    expect: { out_crc: { text: /(?:\n0,.*){50}/ }, out_sha: { text: /^SHA256=[0-9a-f]{64}\s*$/ } },
  },
  {
    name: 'subtitles in other formats',
    inputs: { in_subs: 'subtitles.srt' },
    outputs: { out_vtt: 'subs.vtt', out_ass: 'subs.ass', out_srt: 'again.srt' },
    command: '-i {{in_subs}} {{out_vtt}} {{out_ass}} {{out_srt}}',
    expect: {
      out_vtt: { fileType: 'subtitle', text: /^WEBVTT[^]*Hello, world/ },
      out_ass: { fileType: 'subtitle', text: /^\[Script Info\]/ },
      out_srt: { fileType: 'subtitle', text: /^1\r?\n00:00:00,200 --> 00:00:00,900\r?\nHello, world/ },
    },
  },
  {
    name: 'quality figures of two films against each other',
    inputs: { in_a: 'video.mp4', in_b: 'other.mp4' },
    outputs: { out_log: 'ssim.log' },
    command: '-i {{in_a}} -i {{in_b}} -lavfi "[0:v][1:v]ssim=stats_file={{out_log}}" -f null -',
    expect: { out_log: { text: /^n:1 Y:/ } },
  },
  {
    name: 'progress written to a declared file',
    inputs: { in_video },
    outputs: { out_video: 'p.mp4', out_progress: 'progress.txt' },
    command: '-i {{in_video}} -preset ultrafast -progress {{out_progress}} {{out_video}}',
    expect: { out_video: { streams: film, seconds: 2 }, out_progress: { text: /progress=end/ } },
  },
  {
    name: 'a film beside an output that goes nowhere',
    inputs: { in_video },
    outputs: { out_thumb: 'thumb.png' },
    command: '-i {{in_video}} -af volumedetect -f null - -frames:v 1 {{out_thumb}}',
    expect: { out_thumb: { streams: ['png 320x240'] } },
  },
];
