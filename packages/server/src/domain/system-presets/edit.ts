// Cutting, joining and mending.
import { evenSize, pictureAndSound, squarePixels, webSafe, x264 } from './fragments.ts';
import type { SystemPreset } from './system-preset.ts';

const video = { in_video: 'a video' };
const outputs = { out_video: 'video.mp4' };
const clean = `${squarePixels},${evenSize}`;

/** The sound of a clip, or a tenth of a second of silence, which `concat` lengthens: then every clip has some. */
function soundOrSilence(alias: string, file: string): string {
  return `-i {{${alias}}} -f lavfi -t 0.1 -i anullsrc=r=48000:cl=stereo -map 0:a:0? -map 1:a:0 -af aformat=sample_rates=48000:channel_layouts=stereo -c:a flac ${file}`;
}

/** The first clip gives the size; one frame of it is enough to tell it. */
const joined = [
  `[0:v:0]${clean},format=yuv420p,split=3[first][size1][size2]`,
  '[size1]trim=end_frame=1[ref1];[size2]trim=end_frame=1[ref2]',
  `[1:v:0]${clean},format=yuv420p,split[stretched][whole]`,
  '[stretched][ref1]scale=w=rw:h=rh,setsar=1,drawbox=c=black:t=fill[canvas]',
  '[whole][ref2]scale=w=rw:h=rh:force_original_aspect_ratio=decrease,setsar=1[fitted]',
  '[canvas][fitted]overlay=x=(W-w)/2:y=(H-h)/2[second]',
  '[first][2:a:0][second][3:a:0]concat=n=2:v=1:a=1[picture][joined];[joined]apad[sound]',
].join(';');

const watermarked = [
  `[0:v:0]${clean},format=yuv420p,split[base][size]`,
  '[size]trim=end_frame=1[ref]',
  "[1:v:0]format=rgba[image];[image][ref]scale=w='min(iw,rw*0.15)':h='ow*ih/iw'[logo]",
  '[base][logo]overlay=x=W-w-W*0.02:y=H-h-W*0.02[marked]',
].join(';');

export const editPresets: readonly SystemPreset[] = [
  {
    id: '5e7e0000-0000-8000-8000-000000000601',
    name: 'First 30 seconds',
    description:
      'Keeps the first 30 s, exact to the frame. For another part, make a preset of your own with -ss and -t.',
    category: 'edit',
    inputs: video,
    outputs,
    command: `-i {{in_video}} ${pictureAndSound} -t 30 -vf "${clean}" ${x264} ${webSafe} {{out_video}}`,
  },
  {
    id: '5e7e0000-0000-8000-8000-000000000602',
    name: 'Join two videos',
    description:
      'One after the other, in the size of the first; the second is fitted into it with black bars. Either may be without sound.',
    category: 'edit',
    inputs: { in_first: 'the video that comes first', in_second: 'the video that follows' },
    outputs,
    command: [
      soundOrSilence('in_first', 'first.mka'),
      soundOrSilence('in_second', 'second.mka'),
      `-i {{in_first}} -i {{in_second}} -i first.mka -i second.mka -filter_complex "${joined}" -map [picture] -map [sound] -shortest ${x264} ${webSafe} {{out_video}}`,
    ],
  },
  {
    id: '5e7e0000-0000-8000-8000-000000000603',
    name: 'Watermark',
    description: 'A logo in the lower right corner, 15 % of the width at most; its transparency counts.',
    category: 'edit',
    inputs: { ...video, in_logo: 'a picture, best a PNG with transparency' },
    outputs,
    command: `-i {{in_video}} -i {{in_logo}} -filter_complex "${watermarked}" -map [marked] -map 0:a? ${x264} ${webSafe} {{out_video}}`,
  },
  {
    id: '5e7e0000-0000-8000-8000-000000000604',
    name: 'Burn in subtitles',
    description: 'Draws the subtitles into the picture, where every player shows them.',
    category: 'edit',
    inputs: { ...video, in_subtitles: 'subtitles: SRT, WebVTT or ASS' },
    outputs,
    command: `-i {{in_video}} ${pictureAndSound} -vf "${clean},subtitles={{in_subtitles}}" ${x264} ${webSafe} {{out_video}}`,
  },
  {
    id: '5e7e0000-0000-8000-8000-000000000605',
    name: 'Add subtitles as a track',
    description: 'Puts the subtitles beside the picture, to be turned on in the player; nothing is encoded again.',
    category: 'edit',
    inputs: { ...video, in_subtitles: 'subtitles: SRT, WebVTT or ASS' },
    outputs,
    command: `-i {{in_video}} -i {{in_subtitles}} ${pictureAndSound} -map 1:s:0 -c copy -c:s mov_text -movflags +faststart {{out_video}}`,
  },
  {
    id: '5e7e0000-0000-8000-8000-000000000606',
    name: 'Twice as fast',
    description: 'Half the time, at 30 frames a second; voices keep their pitch.',
    category: 'edit',
    inputs: video,
    outputs,
    command: `-i {{in_video}} ${pictureAndSound} -vf "setpts=PTS/2,fps=30,${clean}" -af atempo=2 ${x264} ${webSafe} {{out_video}}`,
  },
  {
    id: '5e7e0000-0000-8000-8000-000000000607',
    name: 'Half as fast',
    description: 'Twice the time, at 30 frames a second; voices keep their pitch.',
    category: 'edit',
    inputs: video,
    outputs,
    command: `-i {{in_video}} ${pictureAndSound} -vf "setpts=2*PTS,fps=30,${clean}" -af atempo=0.5 ${x264} ${webSafe} {{out_video}}`,
  },
  {
    id: '5e7e0000-0000-8000-8000-000000000608',
    name: 'Stabilise',
    description:
      'Calms a shaky hand in two passes: the first follows the movement, the second takes it out and zooms just enough.',
    category: 'edit',
    inputs: video,
    outputs,
    command: [
      `-i {{in_video}} -map 0:v:0 -vf "${clean},vidstabdetect=shakiness=6:accuracy=15:result=transforms.trf" -f null -`,
      `-i {{in_video}} ${pictureAndSound} -vf "${clean},vidstabtransform=input=transforms.trf:smoothing=15:optzoom=1:interpol=bicubic,unsharp=5:5:0.4:3:3:0.2" ${x264} ${webSafe} {{out_video}}`,
    ],
  },
  {
    id: '5e7e0000-0000-8000-8000-000000000609',
    name: 'Deinterlace',
    description:
      'One smooth frame out of every field: 25 interlaced frames become 50. For what comes from tape or television.',
    category: 'edit',
    inputs: video,
    outputs,
    command: `-i {{in_video}} ${pictureAndSound} -vf "bwdif=mode=send_field:parity=auto:deint=all,${clean}" ${x264} ${webSafe} {{out_video}}`,
  },
  {
    id: '5e7e0000-0000-8000-8000-00000000060a',
    name: 'Turn right without encoding',
    description: 'Tells players to show the video turned by 90° clockwise; picture and sound are not touched.',
    category: 'edit',
    inputs: video,
    outputs,
    command: `-display_rotation:v:0 -90 -i {{in_video}} ${pictureAndSound} -c copy -movflags +faststart {{out_video}}`,
  },
  {
    id: '5e7e0000-0000-8000-8000-00000000060b',
    name: 'Remove the sound',
    description: 'The picture as it is, without sound; nothing is encoded again.',
    category: 'edit',
    inputs: video,
    outputs,
    command: '-i {{in_video}} -map 0:v:0 -c copy -movflags +faststart {{out_video}}',
  },
  {
    id: '5e7e0000-0000-8000-8000-00000000060c',
    name: 'Replace the sound',
    description:
      'Another sound under the picture, which is copied as it is and decides the length: the sound is cut, or silence follows.',
    category: 'edit',
    inputs: { ...video, in_audio: 'the new sound' },
    outputs,
    command: `-i {{in_video}} -i {{in_audio}} -map 0:v:0 -map 1:a:0 -c:v copy -af apad -shortest ${webSafe} {{out_video}}`,
  },
  {
    id: '5e7e0000-0000-8000-8000-00000000060d',
    name: 'Picture with sound',
    description:
      'A video that shows one picture as long as the sound lasts, such as a podcast with its cover; within 1920×1080.',
    category: 'edit',
    inputs: { in_image: 'a picture', in_audio: 'a sound' },
    outputs,
    // The sound's level meter, outside the picture, ends it: with -shortest alone it ran half a second on, once in some hundred times.
    command: `-loop 1 -framerate 10 -i {{in_image}} -i {{in_audio}} -filter_complex "[1:a:0]asplit[sound][level];[level]showvolume=r=10[end];[0:v:0]scale=w='min(iw,1920)':h='min(ih,1080)':force_original_aspect_ratio=decrease:force_divisible_by=2,setsar=1[picture];[picture][end]overlay=x=W:shortest=1[video]" -map [video] -map [sound] -tune stillimage ${x264} ${webSafe} {{out_video}}`,
  },
];
