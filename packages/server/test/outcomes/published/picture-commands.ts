// Published commands that make pictures: thumbnails, contact sheets, series, moving pictures.
import type { PublishedCommand } from './published-command.ts';

const in_video = 'video.mp4';

/** The frames of an animated WebP, which ffprobe does not read. */
function webpFrames(count: readonly [number, number]): (bytes: Buffer) => void {
  return (bytes) => {
    const found = bytes.toString('latin1').split('ANMF').length - 1;
    if (found < count[0] || found > count[1]) throw new Error(`${found} frames`);
  };
}

/** A black picture of this size is a few hundred bytes of PNG: more must have been drawn on it. */
function isDrawnOn({ length }: Buffer): void {
  if (length < 900) throw new Error(`${length} bytes: nothing is drawn`);
}

export const pictureCommands: readonly PublishedCommand[] = [
  {
    name: 'a thumbnail at one second',
    inputs: { in_video },
    outputs: { out_thumb: 'thumb.jpg' },
    command: '-ss 00:00:01 -i {{in_video}} -vframes 1 -q:v 2 {{out_thumb}}',
    expect: { out_thumb: { streams: ['mjpeg 320x240'], frames: 1, fileType: 'image' } },
  },
  {
    name: 'the most telling frame',
    inputs: { in_video },
    outputs: { out_thumb: 'best.png' },
    command: '-i {{in_video}} -vf "thumbnail=25,scale=160:-1" -frames:v 1 {{out_thumb}}',
    expect: { out_thumb: { streams: ['png 160x120'], frames: 1, fileType: 'image' } },
  },
  {
    name: 'a still WebP',
    inputs: { in_video },
    outputs: { out_thumb: 'thumb.webp' },
    command: '-ss 1 -i {{in_video}} -frames:v 1 -c:v libwebp -quality 80 {{out_thumb}}',
    expect: { out_thumb: { streams: ['webp 320x240'], fileType: 'image' } },
  },
  {
    name: 'a contact sheet',
    inputs: { in_video },
    outputs: { out_sheet: 'sheet.jpg' },
    command: '-i {{in_video}} -vf "fps=4,scale=80:-1,tile=4x2" -frames:v 1 -update 1 {{out_sheet}}',
    expect: { out_sheet: { streams: ['mjpeg 320x120'], frames: 1 } },
  },
  {
    name: 'frames of changing scenes, with escaped commas',
    inputs: { in_video },
    outputs: { out_sheet: 'scenes.png' },
    command: String.raw`-i {{in_video}} -vf "select=not(mod(n\,10)),scale=80:-1,tile=5x1" -frames:v 1 {{out_sheet}}`,
    expect: { out_sheet: { streams: ['png 400x60'], frames: 1 } },
  },
  {
    name: 'a frame every half second as a series',
    inputs: { in_video },
    outputs: { out_frames: 'frame_%04d.png' },
    command: '-i {{in_video}} -vf fps=2 {{out_frames}}',
    expect: { out_frames: { items: 4, fileType: 'image', streams: ['png 320x240'] } },
  },
  {
    name: 'only the keyframes as a series',
    inputs: { in_video },
    outputs: { out_frames: 'key-%d.jpg' },
    command: '-skip_frame nokey -i {{in_video}} -vsync 0 -frame_pts true {{out_frames}}',
    expect: { out_frames: { items: 2, streams: ['mjpeg 320x240'] } },
  },
  {
    name: 'a series with its quotes and a start number',
    inputs: { in_video },
    outputs: { out_frames: 'shot%03d.jpg' },
    command: `-i {{in_video}} -vf "select='not(mod(n,20))'" -fps_mode vfr -start_number 0 -qscale:v 3 "{{out_frames}}"`,
    expect: { out_frames: { items: 3, streams: ['mjpeg 320x240'] } },
  },
  {
    name: 'a GIF with a palette of its own, in one graph',
    inputs: { in_video },
    outputs: { out_gif: 'fine.gif' },
    command:
      '-ss 0 -t 1 -i {{in_video}} -filter_complex "fps=10,scale=160:-1:flags=lanczos,split[s0][s1];[s0]palettegen=max_colors=64[p];[s1][p]paletteuse=dither=bayer" -loop 0 {{out_gif}}',
    expect: { out_gif: { streams: ['gif 160x120'], seconds: 1, frames: 10, fileType: 'image' } },
  },
  {
    name: 'a plain GIF',
    inputs: { in_video },
    outputs: { out_gif: 'plain.gif' },
    command: '-i {{in_video}} -vf "fps=5,scale=80:-1" {{out_gif}}',
    expect: { out_gif: { streams: ['gif 80x60'], seconds: 2, frames: 10 } },
  },
  {
    name: 'a palette alone',
    inputs: { in_video },
    outputs: { out_palette: 'palette.png' },
    command: '-i {{in_video}} -vf "fps=5,scale=80:-1,palettegen" {{out_palette}}',
    expect: { out_palette: { streams: ['png 16x16'], frames: 1 } },
  },
  {
    name: 'a GIF as a film for messengers',
    inputs: { in_gif: 'moving.gif' },
    outputs: { out_video: 'gif.mp4' },
    command:
      '-i {{in_gif}} -movflags faststart -pix_fmt yuv420p -vf "scale=trunc(iw/2)*2:trunc(ih/2)*2" -preset ultrafast {{out_video}}',
    expect: { out_video: { streams: ['h264 160x120 yuv420p'], seconds: 1 } },
  },
  {
    name: 'a GIF played three times',
    inputs: { in_gif: 'moving.gif' },
    outputs: { out_video: 'thrice.mp4' },
    command: '-stream_loop 2 -i {{in_gif}} -pix_fmt yuv420p -preset ultrafast {{out_video}}',
    expect: { out_video: { streams: ['h264 160x120'], seconds: 3 } },
  },
  {
    name: 'an animated PNG',
    inputs: { in_video },
    outputs: { out_apng: 'moving.apng' },
    command: '-t 1 -i {{in_video}} -vf "fps=5,scale=80:-1" -plays 0 {{out_apng}}',
    expect: { out_apng: { streams: ['apng 80x60'], frames: 5, fileType: 'image' } },
  },
  {
    name: 'an animated PNG under the ending .png',
    inputs: { in_video },
    outputs: { out_apng: 'moving.png' },
    command: '-t 1 -i {{in_video}} -vf "fps=5,scale=80:-1" -f apng -plays 0 {{out_apng}}',
    expect: { out_apng: { fileType: 'image' } },
  },
  {
    name: 'an animated WebP',
    inputs: { in_video },
    outputs: { out_webp: 'moving.webp' },
    command:
      '-t 1 -i {{in_video}} -vcodec libwebp -vf "fps=10,scale=80:-1" -lossless 0 -compression_level 3 -q:v 60 -loop 0 -preset picture -an -vsync 0 {{out_webp}}',
    expect: { out_webp: { fileType: 'image', bytes: webpFrames([9, 11]) } },
  },
  {
    name: 'an animated WebP by its own encoder',
    inputs: { in_gif: 'moving.gif' },
    outputs: { out_webp: 'gif.webp' },
    command: '-i {{in_gif}} -c:v libwebp_anim -loop 0 {{out_webp}}',
    expect: { out_webp: { fileType: 'image', bytes: webpFrames([4, 6]) } },
  },
  {
    name: 'an AVIF',
    inputs: { in_image: 'photo.jpg' },
    outputs: { out_avif: 'photo.avif' },
    command: '-i {{in_image}} -c:v libaom-av1 -still-picture 1 -cpu-used 8 -crf 40 {{out_avif}}',
    expect: { out_avif: { streams: ['av1 320x240'], fileType: 'image' } },
  },
  {
    name: 'one picture in several formats',
    inputs: { in_image: 'photo.jpg' },
    outputs: { out_png: 'p.png', out_bmp: 'p.bmp', out_tiff: 'p.tiff', out_jpg: 'p.JPG' },
    command: '-i {{in_image}} {{out_png}} {{out_bmp}} {{out_tiff}} -vf scale=100:-2 {{out_jpg}}',
    expect: {
      out_png: { streams: ['png 320x240'], fileType: 'image' },
      out_bmp: { streams: ['bmp 320x240'], fileType: 'image' },
      out_tiff: { streams: ['tiff 320x240'], fileType: 'image' },
      out_jpg: { streams: ['mjpeg 100x76'], fileType: 'image' },
    },
  },
  {
    name: 'a picture without its transparency',
    inputs: { in_logo: 'logo.png' },
    outputs: { out_image: 'flat.jpg' },
    command:
      '-i {{in_logo}} -filter_complex "color=white:s=64x48[c];[c][0:v]overlay=shortest=1,format=yuvj420p" -frames:v 1 {{out_image}}',
    expect: { out_image: { streams: ['mjpeg 64x48'], frames: 1 } },
  },
  {
    name: 'a social card: a picture, a box and a text',
    inputs: { in_image: 'photo.jpg' },
    outputs: { out_card: 'card.png' },
    command: String.raw`-i {{in_image}} -vf "drawbox=y=ih-60:h=60:color=black@0.6:t=fill,drawtext=text='10\:30 am\, Monday':fontcolor=white:fontsize=20:x=10:y=h-40" -frames:v 1 {{out_card}}`,
    expect: { out_card: { streams: ['png 320x240'], frames: 1 } },
  },
  {
    name: 'a title on black, in Cyrillic and without a font',
    inputs: {},
    outputs: { out_title: 'title.png' },
    command: `-f lavfi -i color=black:s=320x240 -vf "drawtext=text='Привет, мир':fontsize=40:fontcolor=white:x=10:y=100" -frames:v 1 {{out_title}}`,
    expect: { out_title: { streams: ['png 320x240'], bytes: isDrawnOn } },
  },
  {
    name: 'subtitles on black, in Han and without a font',
    inputs: { in_subs: 'subtitles.srt' },
    outputs: { out_title: 'subtitle.png' },
    command: '-f lavfi -i color=black:s=320x240:r=10:d=2 -vf "subtitles={{in_subs}}" -ss 1.4 -frames:v 1 {{out_title}}',
    expect: { out_title: { streams: ['png 320x240'], bytes: isDrawnOn } },
  },
  {
    name: 'the waveform of a song as a picture',
    inputs: { in_audio: 'song.mp3' },
    outputs: { out_wave: 'wave.png' },
    command: '-i {{in_audio}} -filter_complex "showwavespic=s=320x100:colors=#3366ff" -frames:v 1 {{out_wave}}',
    expect: { out_wave: { streams: ['png 320x100'], frames: 1 } },
  },
  {
    name: 'the spectrum of a song as a picture',
    inputs: { in_audio: 'song.mp3' },
    outputs: { out_spectrum: 'spectrum.png' },
    command: '-i {{in_audio}} -lavfi showspectrumpic=s=160x80:legend=0 {{out_spectrum}}',
    expect: { out_spectrum: { streams: ['png 160x80'], frames: 1 } },
  },
  {
    name: 'two pictures side by side',
    inputs: { in_a: 'photo.jpg', in_b: 'photo.jpg' },
    outputs: { out_image: 'both.png' },
    command: '-i {{in_a}} -i {{in_b}} -filter_complex hstack {{out_image}}',
    expect: { out_image: { streams: ['png 640x240'], frames: 1 } },
  },
];
