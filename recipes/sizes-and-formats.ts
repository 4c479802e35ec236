// Recipes that make a video fit a place, a size or a player.
import type { Recipe } from './recipe.ts';

const group = 'Sizes and formats';

export const sizesAndFormats: readonly Recipe[] = [
  {
    slug: 'compress-for-the-web',
    title: 'Compress a video for the web',
    group,
    about:
      'A recording is too large to be watched in a browser without waiting. This makes it small at a quality that hardly anyone tells apart, and lets it start before it is loaded whole.',
    inputs: { in_video: 'clip' },
    outputs: { out_video: 'web.mp4' },
    command:
      '-i {{in_video}} -c:v libx264 -preset slow -crf 23 -pix_fmt yuv420p -c:a aac -b:a 128k -movflags +faststart {{out_video}}',
    notes: [
      '`-crf` is the quality: 18 is nearly lossless, 28 is small. A step of 6 halves or doubles the size.',
      '`-preset slow` searches longer for the same quality in fewer bytes; `medium` takes about half the time.',
      '`-pix_fmt yuv420p` is the one pixel format that every player shows.',
      '`-movflags +faststart` puts the index first, so that playing begins at once.',
    ],
    preset: 'H.264 MP4, up to 1080p',
    expect: { width: 1280, height: 720, seconds: 4, videoCodec: 'h264', audioCodec: 'aac' },
  },
  {
    slug: 'fit-a-file-size',
    title: 'Make a video fit a number of megabytes',
    group,
    about: 'A mail, a chat or a form takes 8 MB and no more. Two passes hit a size that one pass can only guess at.',
    inputs: { in_video: 'clip' },
    outputs: { out_video: 'small.mp4' },
    command: [
      '-i {{in_video}} -c:v libx264 -b:v 900k -pass 1 -an -f null /dev/null',
      '-i {{in_video}} -c:v libx264 -b:v 900k -pass 2 -pix_fmt yuv420p -c:a aac -b:a 96k -movflags +faststart {{out_video}}',
    ],
    notes: [
      'Bit rate = size ÷ length: 8 MB for 60 s are 8 × 8,000 ÷ 60 ≈ 1,066 kbit/s; take off the sound (96k) and 5 % for the container.',
      'The first pass only counts: it writes `ffmpeg2pass-0.log`, which the second step finds because steps of a chain share a folder.',
      'At very low rates make the picture smaller too (`-vf scale=-2:480` in both steps): a sharp small picture beats a blurred large one.',
    ],
    expect: { width: 1280, height: 720, seconds: 4, videoCodec: 'h264', audioCodec: 'aac' },
  },
  {
    slug: 'scale-to-720p',
    title: 'Scale to 720p, never up',
    group,
    about: 'Videos of every size come in, and none should leave larger than 720 lines, nor enlarged.',
    inputs: { in_video: 'phone' },
    outputs: { out_video: '720p.mp4' },
    command: `-i {{in_video}} -vf "scale=-2:'min(720,ih)'" -c:v libx264 -crf 21 -pix_fmt yuv420p -c:a copy {{out_video}}`,
    notes: [
      '`-2` keeps the shape and rounds the width to an even number, which H.264 needs.',
      'The quotes keep the comma in `min(720,ih)` from being read as the next filter.',
      '`-c:a copy` leaves the sound as it is.',
    ],
    preset: 'H.264 MP4, up to 720p',
    expect: { width: 406, height: 720, seconds: 3, videoCodec: 'h264', audioCodec: 'aac' },
  },
  {
    slug: 'change-the-container',
    title: 'Change MOV into MP4 without encoding',
    group,
    about:
      'The streams are fine, the box is the wrong one. Copying takes a second for an hour of video, and loses nothing.',
    inputs: { in_video: 'clip' },
    outputs: { out_video: 'clip.mp4' },
    command: '-i {{in_video}} -map 0:v -map 0:a? -c copy -movflags +faststart {{out_video}}',
    notes: [
      '`-c copy` takes the streams over as they are.',
      '`-map 0:a?` takes the sound if there is any; the question mark makes it no error when there is none.',
      'Works where the new container can hold the codecs: H.264 and AAC go nearly everywhere, ProRes does not go into MP4.',
    ],
    expect: { width: 1280, height: 720, seconds: 4, videoCodec: 'h264', audioCodec: 'aac' },
  },
  {
    slug: 'upright-with-blurred-sides',
    title: 'Make a wide video upright, with blurred bars',
    group,
    about:
      'Shorts, Reels and TikTok want 9:16. Nothing is cut off: the picture stands in front of a blurred copy of itself.',
    inputs: { in_video: 'clip' },
    outputs: { out_video: 'upright.mp4' },
    command:
      '-i {{in_video}} -filter_complex "[0:v]split[back][front];[back]scale=540:960:force_original_aspect_ratio=increase,crop=540:960,gblur=sigma=20[blurred];[front]scale=540:960:force_original_aspect_ratio=decrease[sharp];[blurred][sharp]overlay=(W-w)/2:(H-h)/2[out]" -map "[out]" -map 0:a? -c:v libx264 -crf 21 -pix_fmt yuv420p -c:a aac {{out_video}}',
    notes: [
      '`split` gives the picture twice; one copy fills the frame and is cut, the other fits into it.',
      'Blurring costs most of the time: blur a small copy and scale it up when videos are long.',
      'For 1080×1920 double all four sizes.',
    ],
    preset: '9:16 with blurred bars',
    expect: { width: 540, height: 960, seconds: 4, videoCodec: 'h264', audioCodec: 'aac' },
  },
  {
    slug: 'square',
    title: 'Cut a square from the middle',
    group,
    about: 'A feed shows squares; what matters is in the middle.',
    inputs: { in_video: 'clip' },
    outputs: { out_video: 'square.mp4' },
    command: `-i {{in_video}} -vf "crop='min(iw,ih)':'min(iw,ih)',scale=720:720" -c:v libx264 -crf 21 -pix_fmt yuv420p -c:a copy {{out_video}}`,
    notes: [
      '`crop` without a place cuts from the middle; add `:0:0` for the upper left corner.',
      'The same for 4:5: `crop=ih*4/5:ih`.',
    ],
    expect: { width: 720, height: 720, seconds: 4, videoCodec: 'h264', audioCodec: 'aac' },
  },
  {
    slug: 'hls-stream',
    title: 'Make an HLS stream with two qualities',
    group,
    about:
      'Players on slow lines change to a smaller picture by themselves. The result is a package: the playlist plays straight from its `storage_url`.',
    inputs: { in_video: 'clip' },
    outputs: { out_stream: 'master.m3u8' },
    command:
      '-i {{in_video}} -filter_complex "[0:v]split[a][b];[a]scale=-2:540[high];[b]scale=-2:270[low]" -map "[high]" -map 0:a -map "[low]" -map 0:a -c:v libx264 -preset veryfast -g 50 -keyint_min 50 -sc_threshold 0 -b:v:0 1500k -b:v:1 500k -c:a aac -f hls -hls_time 2 -hls_playlist_type vod -master_pl_name {{out_stream}} -var_stream_map "v:0,a:0,name:high v:1,a:1,name:low" -hls_segment_filename %v/segment_%03d.ts %v/index.m3u8',
    notes: ['Key frames every 50 frames, and nowhere else, so that both qualities are cut at the same moments.'],
    preset: 'HLS in four sizes',
    expect: { items: 4 },
  },
  {
    slug: 'av1',
    title: 'Encode AV1 for half the bytes',
    group,
    about:
      'Archives and sites with much traffic save a third to a half over H.264. Encoding takes longer, and very old devices cannot play it.',
    inputs: { in_video: 'clip' },
    outputs: { out_video: 'av1.mp4' },
    command:
      '-i {{in_video}} -c:v libsvtav1 -preset 8 -crf 35 -pix_fmt yuv420p10le -c:a libopus -b:a 96k -movflags +faststart {{out_video}}',
    notes: [
      '`-preset` goes from 0 (slowest) to 13; 8 is about as fast as `libx264 -preset slow`.',
      'Ten bits cost nothing and avoid bands in skies and shadows.',
    ],
    preset: 'AV1 MP4, up to 1080p',
    expect: { width: 1280, height: 720, seconds: 4, videoCodec: 'av1', audioCodec: 'opus' },
  },
];
