// Published commands that make films: encoders, sizes, overlays, text, cuts, joins.
import type { PublishedCommand } from './published-command.ts';

const in_video = 'video.mp4';
const film = ['h264 320x240', 'aac'];

export const videoCommands: readonly PublishedCommand[] = [
  {
    name: 'the plainest conversion',
    inputs: { in_video },
    outputs: { out_video: 'out.mp4' },
    command: '-i {{in_video}} {{out_video}}',
    expect: { out_video: { streams: film, seconds: 2, frames: 50, fileType: 'video' } },
  },
  {
    name: 'a leading ffmpeg and a trailing -y',
    inputs: { in_video },
    outputs: { out_video: 'out.mp4' },
    command: 'ffmpeg -i {{in_video}} -c:v libx264 -preset veryfast -crf 28 -c:a aac -b:a 96k {{out_video}} -y',
    expect: { out_video: { streams: film, seconds: 2, frames: 50 } },
  },
  {
    name: 'the other form of placeholders, with options of the server before the input',
    inputs: { in_video },
    outputs: { out_video: 'Out File (1).mp4' },
    command: 'ffmpeg -y -hide_banner -loglevel error -i <<in_video>> -c copy <<out_video>>',
    expect: { out_video: { streams: film, seconds: 2, frames: 50 } },
  },
  {
    name: 'placeholders as a no-code tool escapes them',
    inputs: { in_video },
    outputs: { out_video: 'copy.mov' },
    command: String.raw`-i \{\{in_video\}\} -c copy -movflags +faststart \{\{out_video\}\}`,
    expect: { out_video: { streams: film, seconds: 2 } },
  },
  {
    name: 'a shell script pasted with its line continuations',
    inputs: { in_video },
    outputs: { out_video: 'resized.mp4' },
    command:
      'ffmpeg \\\n  -i "{{ in_video }}" \\\n  -vf "scale=160:-2" \\\r\n  -c:v libx264 -preset ultrafast \\\n  -c:a copy \\\n  \'{{ out_video }}\'\n',
    expect: { out_video: { streams: ['h264 160x120', 'aac'], seconds: 2 } },
  },
  {
    name: 'newlines without continuations, as a text field sends them',
    inputs: { in_video },
    outputs: { out_video: 'small.mp4' },
    command: '-i {{in_video}}\n-vf scale=-2:120\n-preset ultrafast\n{{out_video}}\n',
    expect: { out_video: { streams: ['h264 160x120', 'aac'], seconds: 2 } },
  },
  {
    name: 'a vertical crop for social media',
    inputs: { in_video },
    outputs: { out_reel: 'reel.mp4' },
    command:
      '-i {{in_video}} -vf "scale=180:320:force_original_aspect_ratio=increase,crop=180:320,setsar=1" -c:v libx264 -preset superfast -r 30 -c:a aac -ar 44100 -movflags +faststart -pix_fmt yuv420p {{out_reel}}',
    expect: { out_reel: { streams: ['h264 180x320 yuv420p', 'aac 44100'], seconds: 2, frames: [59, 61] } },
  },
  {
    name: 'letterboxing over a blurred copy of itself',
    inputs: { in_video },
    outputs: { out_video: 'blurred.mp4' },
    command:
      '-i {{in_video}} -filter_complex "[0:v]scale=180:320,boxblur=10:2[bg];[0:v]scale=180:-2[fg];[bg][fg]overlay=(W-w)/2:(H-h)/2[v]" -map "[v]" -map 0:a? -c:v libx264 -preset ultrafast -c:a copy {{out_video}}',
    expect: { out_video: { streams: ['h264 180x320', 'aac'], seconds: 2, frames: 50 } },
  },
  {
    name: 'even sizes and padding to a square',
    inputs: { in_video },
    outputs: { out_video: 'square.mp4' },
    command: `-i {{in_video}} -vf 'scale=trunc(iw/4)*2:trunc(ih/4)*2','pad=max(iw\\,ih):ow:(ow-iw)/2:(oh-ih)/2:color=black' -preset ultrafast {{out_video}}`,
    expect: { out_video: { streams: ['h264 160x160', 'aac'], seconds: 2 } },
  },
  {
    name: 'single quotes in the middle of a word, with a comma inside',
    inputs: { in_video },
    outputs: { out_video: 'min.mp4' },
    command: `-i {{in_video}} -vf scale='min(200,iw)':-2 -c:v libx264 -preset ultrafast -an {{out_video}}`,
    expect: { out_video: { streams: ['h264 200x150'], seconds: 2 } },
  },
  {
    name: 'a logo in the corner',
    inputs: { in_video, in_logo: 'logo.png' },
    outputs: { out_video: 'branded.mp4' },
    command:
      '-i {{in_video}} -i {{in_logo}} -filter_complex "overlay=main_w-overlay_w-10:10" -preset ultrafast -codec:a copy {{out_video}}',
    expect: { out_video: { streams: film, seconds: 2, frames: 50 } },
  },
  {
    name: 'a fading watermark, scaled and half transparent, for a part of the time',
    inputs: { in_video, in_logo: 'logo.png' },
    outputs: { out_video: 'watermarked.mp4' },
    command: `-i {{in_video}} -loop 1 -i {{in_logo}} -filter_complex "[1:v]scale=32:-1,format=rgba,colorchannelmixer=aa=0.5,fade=in:st=0:d=1:alpha=1[wm];[0:v][wm]overlay=W-w-5:H-h-5:shortest=1:enable='between(t,0.5,1.5)'[v]" -map "[v]" -map 0:a -c:a copy -preset ultrafast {{out_video}}`,
    expect: { out_video: { streams: film, seconds: 2 } },
  },
  {
    name: 'drawtext without a font, with a comma, a colon and an exclamation mark',
    inputs: { in_video },
    outputs: { out_video: 'titled.mp4' },
    command: String.raw`-i {{in_video}} -vf "drawtext=text='Hello, World\: it works!':fontsize=24:fontcolor=white:box=1:boxcolor=black@0.5:boxborderw=5:x=(w-text_w)/2:y=h-th-10" -preset ultrafast -c:a copy {{out_video}}`,
    expect: { out_video: { streams: film, seconds: 2 } },
  },
  {
    name: 'double quotes around the value alone',
    inputs: { in_video },
    outputs: { out_video: 'quoted.mp4' },
    command: `-i {{in_video}} -vf drawtext="text='a, b':fontsize=20:x=10:y=10" -preset ultrafast {{out_video}}`,
    expect: { out_video: { streams: film, seconds: 2 } },
  },
  {
    name: 'a running clock and escaped commas',
    inputs: { in_video },
    outputs: { out_video: 'clock.mp4' },
    command: String.raw`-i {{in_video}} -vf "drawtext=text='%{pts\:hms}':fontcolor=yellow:enable=between(t\,0\,1)" -preset ultrafast -an {{out_video}}`,
    expect: { out_video: { streams: ['h264 320x240'], seconds: 2 } },
  },
  {
    name: 'text in Han and with an emoji, drawn by the fonts that are there',
    inputs: { in_video },
    outputs: { out_video: '你好 🎬.mp4' },
    command: `-i {{in_video}} -vf "drawtext=text='你好，世界 ☺':fontsize=28:fontcolor=white:x=10:y=10" -preset ultrafast -an {{out_video}}`,
    expect: { out_video: { streams: ['h264 320x240'], seconds: 2 } },
  },
  {
    name: 'text from a file, in a named font',
    inputs: { in_video, in_text: 'notes.txt' },
    outputs: { out_video: 'notes.mp4' },
    command:
      '-i {{in_video}} -vf "drawtext=textfile={{in_text}}:expansion=none:font=DejaVu Sans:fontsize=18:fontcolor=white" -preset ultrafast {{out_video}}',
    expect: { out_video: { streams: film, seconds: 2 } },
  },
  {
    name: 'subtitles burnt in without a named font',
    inputs: { in_video, in_subs: 'subtitles.srt' },
    outputs: { out_video: 'subtitled.mp4' },
    command: '-i {{in_video}} -vf subtitles={{in_subs}} -c:a copy -preset ultrafast {{out_video}}',
    expect: { out_video: { streams: film, seconds: 2, frames: 50 } },
  },
  {
    name: 'subtitles burnt in with a style of their own',
    inputs: { in_video, in_subs: 'subtitles.srt' },
    outputs: { out_video: 'styled.mp4' },
    command: `-i {{in_video}} -vf "subtitles={{in_subs}}:force_style='FontName=DejaVu Sans,FontSize=24,PrimaryColour=&H00FFFFFF&,Outline=1'" -c:a copy -preset ultrafast {{out_video}}`,
    expect: { out_video: { streams: film, seconds: 2 } },
  },
  {
    name: 'styled subtitles through libass',
    inputs: { in_video, in_subs: 'styled.ass' },
    outputs: { out_video: 'ass.mp4' },
    command: `-i {{in_video}} -vf ass='{{in_subs}}' -preset ultrafast {{out_video}}`,
    expect: { out_video: { streams: film, seconds: 2 } },
  },
  {
    name: 'subtitles as a stream of their own',
    inputs: { in_video, in_subs: 'subtitles.srt' },
    outputs: { out_video: 'soft.mp4' },
    command:
      '-i {{in_video}} -i {{in_subs}} -map 0 -map 1 -c copy -c:s mov_text -metadata:s:s:0 language=eng {{out_video}}',
    expect: { out_video: { streams: [...film, 'mov_text'], seconds: 2 } },
  },
  {
    name: 'subtitles in Matroska',
    inputs: { in_video, in_subs: 'subtitles.srt' },
    outputs: { out_video: 'soft.mkv' },
    command: '-i {{in_video}} -i {{in_subs}} -c copy -c:s srt {{out_video}}',
    expect: { out_video: { streams: [...film, 'subrip'], seconds: 2 } },
  },
  {
    name: 'H.265 with parameters of its own',
    inputs: { in_video },
    outputs: { out_video: 'hevc.mp4' },
    command:
      '-i {{in_video}} -c:v libx265 -preset ultrafast -crf 32 -x265-params "log-level=error:keyint=30" -tag:v hvc1 -c:a copy {{out_video}}',
    expect: { out_video: { streams: ['hevc 320x240', 'aac'], seconds: 2, frames: 50 } },
  },
  {
    name: 'VP9 and Opus in WebM',
    inputs: { in_video },
    outputs: { out_video: 'web.webm' },
    command:
      '-i {{in_video}} -c:v libvpx-vp9 -b:v 0 -crf 40 -deadline realtime -cpu-used 8 -row-mt 1 -c:a libopus -b:a 48k {{out_video}}',
    expect: { out_video: { streams: ['vp9 320x240', 'opus'], seconds: 2, frames: 50 } },
  },
  {
    name: 'VP8 and Vorbis in WebM',
    inputs: { in_video },
    outputs: { out_video: 'old.webm' },
    command: '-i {{in_video}} -c:v libvpx -b:v 300k -deadline realtime -cpu-used 8 -c:a libvorbis -q:a 3 {{out_video}}',
    expect: { out_video: { streams: ['vp8 320x240', 'vorbis'], seconds: 2 } },
  },
  {
    name: 'AV1 by SVT',
    inputs: { in_video },
    outputs: { out_video: 'svt.mkv' },
    command: '-i {{in_video}} -vf scale=160:-2 -c:v libsvtav1 -preset 12 -crf 50 -c:a copy {{out_video}}',
    expect: { out_video: { streams: ['av1 160x120', 'aac'], seconds: 2, frames: 50 } },
  },
  {
    name: 'AV1 by libaom',
    inputs: { in_video },
    outputs: { out_video: 'aom.mp4' },
    command:
      '-i {{in_video}} -t 0.4 -vf scale=64:48 -c:v libaom-av1 -usage realtime -cpu-used 8 -crf 50 -an {{out_video}}',
    expect: { out_video: { streams: ['av1 64x48'], seconds: 0.4, frames: 10 } },
  },
  {
    name: 'ProRes in a MOV for an editor',
    inputs: { in_video },
    outputs: { out_video: 'edit.mov' },
    command: '-i {{in_video}} -c:v prores_ks -profile:v 0 -c:a pcm_s16le {{out_video}}',
    expect: { out_video: { streams: ['prores 320x240 yuv422p10le', 'pcm_s16le'], seconds: 2 } },
  },
  {
    name: 'an archive copy in FFV1 and FLAC',
    inputs: { in_video },
    outputs: { out_video: 'archive.mkv' },
    command: '-i {{in_video}} -c:v ffv1 -level 3 -g 1 -slicecrc 1 -c:a flac {{out_video}}',
    expect: { out_video: { streams: ['ffv1 320x240', 'flac'], seconds: 2, frames: 50 } },
  },
  {
    name: 'MPEG-2 and MP2 for an old player',
    inputs: { in_video },
    outputs: { out_video: 'dvd.mpg' },
    command: '-i {{in_video}} -c:v mpeg2video -b:v 800k -c:a mp2 -b:a 128k -f mpeg {{out_video}}',
    expect: { out_video: { streams: ['mpeg2video 320x240', 'mp2'], frames: [49, 50] } },
  },
  {
    name: 'MPEG-4 and MP3 in AVI',
    inputs: { in_video },
    outputs: { out_video: 'old.avi' },
    command: '-i {{in_video}} -vcodec mpeg4 -q:v 5 -acodec libmp3lame {{out_video}}',
    expect: { out_video: { streams: ['mpeg4 320x240', 'mp3'], seconds: 2 } },
  },
  {
    name: 'Dolby sound in Matroska',
    inputs: { in_video },
    outputs: { out_video: 'dolby.mkv' },
    command: '-i {{in_video}} -map 0:v -map 0:a -map 0:a -c:v copy -c:a:0 ac3 -c:a:1 eac3 {{out_video}}',
    expect: { out_video: { streams: ['h264 320x240', 'ac3', 'eac3'], seconds: 2 } },
  },
  {
    name: 'a rewrap to FLV',
    inputs: { in_video },
    outputs: { out_video: 'stream.flv' },
    command: '-i {{in_video}} -c copy -f flv {{out_video}}',
    expect: { out_video: { streams: film, seconds: 2 } },
  },
  {
    name: 'a rewrap to a transport stream',
    inputs: { in_video },
    outputs: { out_video: 'part.ts' },
    command: '-i {{in_video}} -c copy -bsf:v h264_mp4toannexb -f mpegts {{out_video}}',
    expect: { out_video: { streams: film, seconds: 2 } },
  },
  {
    name: 'a fragmented MP4',
    inputs: { in_video },
    outputs: { out_video: 'frag.mp4' },
    command: '-i {{in_video}} -c copy -movflags frag_keyframe+empty_moov+default_base_moof {{out_video}}',
    expect: { out_video: { streams: film, seconds: 2 } },
  },
  {
    name: 'a bare H.264 stream',
    inputs: { in_video },
    outputs: { out_video: 'stream.h264' },
    command: '-i {{in_video}} -an -c:v copy {{out_video}}',
    expect: { out_video: { streams: ['h264 320x240'], frames: 50 } },
  },
  {
    name: 'a cut by input seeking, re-encoded',
    inputs: { in_video },
    outputs: { out_clip: 'clip.mp4' },
    command: '-ss 00:00:00.5 -t 1 -i {{in_video}} -preset ultrafast {{out_clip}}',
    expect: { out_clip: { streams: film, seconds: 1, frames: 25 } },
  },
  {
    name: 'a cut by copy',
    inputs: { in_video },
    outputs: { out_clip: 'clip.mp4' },
    command: '-ss 1 -to 2 -i {{in_video}} -c copy -avoid_negative_ts make_zero {{out_clip}}',
    expect: { out_clip: { streams: film, seconds: 1 } },
  },
  {
    name: 'a cut by output seeking and -to',
    inputs: { in_video },
    outputs: { out_clip: 'clip.mp4' },
    command: '-i {{in_video}} -ss 0.5 -to 1.5 -preset ultrafast {{out_clip}}',
    expect: { out_clip: { streams: film, seconds: 1 } },
  },
  {
    name: 'the last second',
    inputs: { in_video },
    outputs: { out_clip: 'tail.mp4' },
    command: '-sseof -1 -i {{in_video}} -preset ultrafast {{out_clip}}',
    expect: { out_clip: { streams: film, seconds: 1 } },
  },
  {
    name: 'a trim within the graph, sound and picture alike',
    inputs: { in_video },
    outputs: { out_clip: 'trim.mp4' },
    command:
      '-i {{in_video}} -filter_complex "[0:v]trim=0.4:1.4,setpts=PTS-STARTPTS[v];[0:a]atrim=0.4:1.4,asetpts=PTS-STARTPTS[a]" -map "[v]" -map "[a]" -preset ultrafast {{out_clip}}',
    expect: { out_clip: { streams: film, seconds: 1, frames: 25 } },
  },
  {
    name: 'twice as fast, with its sound',
    inputs: { in_video },
    outputs: { out_fast: 'fast.mp4' },
    command:
      '-i {{in_video}} -filter_complex "[0:v]setpts=0.5*PTS[v];[0:a]atempo=2.0[a]" -map [v] -map [a] -preset ultrafast {{out_fast}}',
    expect: { out_fast: { streams: film, seconds: 1 } },
  },
  {
    name: 'half as fast, interpolated',
    inputs: { in_video },
    outputs: { out_slow: 'slow.mp4' },
    command: `-i {{in_video}} -an -vf "scale=80:60,setpts=2*PTS,minterpolate=fps=25:mi_mode=mci:mc_mode=aobmc" -preset ultrafast {{out_slow}}`,
    expect: { out_slow: { streams: ['h264 80x60'], seconds: 4 } },
  },
  {
    name: 'backwards',
    inputs: { in_video },
    outputs: { out_video: 'reversed.mp4' },
    command: '-i {{in_video}} -vf reverse -af areverse -preset ultrafast {{out_video}}',
    expect: { out_video: { streams: film, seconds: 2 } },
  },
  {
    name: 'two films one after the other, by the concat filter',
    inputs: { in_a: 'video.mp4', in_b: 'other.mp4' },
    outputs: { out_video: 'joined.mp4' },
    command:
      '-i {{in_a}} -i {{in_b}} -filter_complex "[0:v][0:a][1:v][1:a]concat=n=2:v=1:a=1[v][a]" -map "[v]" -map "[a]" -preset ultrafast {{out_video}}',
    expect: { out_video: { streams: film, seconds: 4, frames: [99, 101] } },
  },
  {
    name: 'two transport streams one after the other, by the concat protocol',
    inputs: { in_a: 'first.ts', in_b: 'second.ts' },
    outputs: { out_video: 'joined.mp4' },
    command: '-i "concat:{{in_a}}|{{in_b}}" -c copy -bsf:a aac_adtstoasc {{out_video}}',
    expect: { out_video: { streams: film, seconds: 4 } },
  },
  {
    name: 'the same from an uploaded list of files',
    inputs: { in_list: 'list.txt', in_a: 'first.ts', in_b: 'second.ts' },
    outputs: { out_video: 'listed.mp4', out_thumb: 'thumb.jpg', out_other: 'other.jpg' },
    command:
      '-f concat -safe 0 -i {{in_list}} -i {{in_a}} -i {{in_b}} -map 0 -c copy {{out_video}} -map 1:v -frames:v 1 {{out_thumb}} -map 2:v -frames:v 1 {{out_other}}',
    expect: {
      out_video: { streams: film, seconds: 4 },
      out_thumb: { streams: ['mjpeg 320x240'] },
      out_other: { streams: ['mjpeg 320x240'] },
    },
  },
  {
    name: 'a cross-fade of picture and sound',
    inputs: { in_a: 'video.mp4', in_b: 'other.mp4' },
    outputs: { out_video: 'faded.mp4' },
    command: `-i {{in_a}} -i {{in_b}} -filter_complex '[0:v][1:v]xfade=transition=fade:duration=1:offset=1,format=yuv420p[v];[0:a][1:a]acrossfade=d=1[a]' -map '[v]' -map '[a]' -preset ultrafast {{out_video}}`,
    expect: { out_video: { streams: film, seconds: 3 } },
  },
  {
    name: 'side by side',
    inputs: { in_a: 'video.mp4', in_b: 'other.mp4' },
    outputs: { out_video: 'side.mp4' },
    command:
      '-i {{in_a}} -i {{in_b}} -filter_complex "[0:v][1:v]hstack=inputs=2[v];[0:a][1:a]amerge=inputs=2[a]" -map "[v]" -map "[a]" -ac 2 -preset ultrafast {{out_video}}',
    expect: { out_video: { streams: ['h264 640x240', 'aac 44100 2'], seconds: 2 } },
  },
  {
    name: 'a picture in the picture, of another length',
    inputs: { in_a: 'video.mp4', in_b: 'other.mp4' },
    outputs: { out_video: 'pip.mp4' },
    command:
      '-i {{in_a}} -ss 1 -i {{in_b}} -filter_complex "[1:v]scale=iw/4:ih/4[pip];[0:v][pip]overlay=W-w-10:H-h-10:eof_action=pass" -c:a copy -preset ultrafast {{out_video}}',
    expect: { out_video: { streams: film, seconds: 2 } },
  },
  {
    name: 'another sound in place of its own, until the shorter ends',
    inputs: { in_video, in_music: 'song.mp3' },
    outputs: { out_video: 'music.mp4' },
    command: '-i {{in_video}} -i {{in_music}} -map 0:v:0 -map 1:a:0 -c:v copy -c:a aac -shortest {{out_video}}',
    expect: { out_video: { streams: film, seconds: 2 } },
  },
  {
    name: 'quiet music under the voice',
    inputs: { in_video, in_music: 'song.mp3' },
    outputs: { out_video: 'mixed.mp4' },
    command:
      '-i {{in_video}} -stream_loop -1 -i {{in_music}} -filter_complex "[1:a]volume=0.2[m];[0:a][m]amix=inputs=2:duration=first:dropout_transition=0[a]" -map 0:v -map "[a]" -c:v copy -shortest {{out_video}}',
    expect: { out_video: { streams: film, seconds: 2 } },
  },
  {
    name: 'a film played again and again, ended by -t',
    inputs: { in_video },
    outputs: { out_video: 'loop.mp4' },
    command: '-stream_loop -1 -i {{in_video}} -t 5 -c copy {{out_video}}',
    expect: { out_video: { streams: film, seconds: 5 } },
  },
  {
    name: 'a picture and a song become a film, ended by -shortest',
    inputs: { in_image: 'photo.jpg', in_audio: 'song.mp3' },
    outputs: { out_video: 'cover.mp4' },
    command:
      '-loop 1 -i {{in_image}} -i {{in_audio}} -c:v libx264 -preset ultrafast -tune stillimage -c:a aac -b:a 128k -pix_fmt yuv420p -shortest {{out_video}}',
    // What was buffered when the song ended is still written.
    expect: { out_video: { streams: film } },
  },
  {
    name: 'a picture that zooms in slowly, ended by -t',
    inputs: { in_image: 'photo.jpg' },
    outputs: { out_video: 'zoom.mp4' },
    command: `-loop 1 -framerate 25 -i {{in_image}} -vf "zoompan=z='min(zoom+0.0015,1.5)':d=50:x='iw/2-(iw/zoom/2)':s=160x120" -t 2 -c:v libx264 -preset ultrafast -pix_fmt yuv420p {{out_video}}`,
    expect: { out_video: { streams: ['h264 160x120'], seconds: 2, frames: 50 } },
  },
  {
    name: 'a slide show of two pictures',
    inputs: { in_a: 'photo.jpg', in_b: 'hald.png' },
    outputs: { out_video: 'slides.mp4' },
    command:
      '-loop 1 -t 1 -i {{in_a}} -loop 1 -t 1 -i {{in_b}} -filter_complex "[0:v]scale=160:120,setsar=1[a];[1:v]scale=160:120,setsar=1[b];[a][b]concat=n=2:v=1:a=0,format=yuv420p[v]" -map "[v]" -r 25 -preset ultrafast {{out_video}}',
    expect: { out_video: { streams: ['h264 160x120'], seconds: 2 } },
  },
  {
    name: 'a film of nothing but sources',
    inputs: {},
    outputs: { out_video: 'test.mp4' },
    command:
      '-f lavfi -i testsrc=size=160x120:rate=10:duration=1 -f lavfi -i "sine=frequency=1000:duration=1" -c:v libx264 -preset ultrafast -c:a aac {{out_video}}',
    expect: { out_video: { streams: ['h264 160x120', 'aac'], seconds: 1, frames: 10 } },
  },
  {
    name: 'an endless colour behind a song',
    inputs: { in_audio: 'song.mp3' },
    outputs: { out_video: 'black.mp4' },
    command:
      '-f lavfi -i color=c=black:s=160x120:r=5 -i {{in_audio}} -c:v libx264 -preset ultrafast -c:a copy -shortest -fflags +shortest {{out_video}}',
    expect: { out_video: { streams: ['h264 160x120', 'mp3'] } },
  },
  {
    name: 'the waves of a song',
    inputs: { in_audio: 'song.mp3' },
    outputs: { out_video: 'waves.mp4' },
    command:
      '-i {{in_audio}} -filter_complex "[0:a]showwaves=s=320x120:mode=line:colors=White|Gray:rate=25,format=yuv420p[v]" -map "[v]" -map 0:a -c:v libx264 -preset ultrafast -c:a aac {{out_video}}',
    expect: { out_video: { streams: ['h264 320x120', 'aac'], seconds: 2 } },
  },
  {
    name: 'the spectrum of a song',
    inputs: { in_audio: 'song.mp3' },
    outputs: { out_video: 'spectrum.mp4' },
    command:
      '-i {{in_audio}} -filter_complex "[0:a]showspectrum=s=160x120:slide=scroll:color=magma,format=yuv420p" -c:v libx264 -preset ultrafast -map 0:a -c:a copy {{out_video}}',
    expect: { out_video: { seconds: 2 } },
  },
  {
    name: 'steady colours by a 3D look-up table',
    inputs: { in_video, in_lut: 'warm.cube' },
    outputs: { out_video: 'graded.mp4' },
    command: '-i {{in_video}} -vf lut3d={{in_lut}} -c:a copy -preset ultrafast {{out_video}}',
    expect: { out_video: { streams: film, seconds: 2 } },
  },
  {
    name: 'colours by a Hald picture',
    inputs: { in_video, in_hald: 'hald.png' },
    outputs: { out_video: 'hald.mp4' },
    command:
      '-i {{in_video}} -i {{in_hald}} -filter_complex "[0:v][1:v]haldclut,format=yuv420p[v]" -map "[v]" -map 0:a -c:a copy -preset ultrafast {{out_video}}',
    expect: { out_video: { streams: film, seconds: 2 } },
  },
  {
    name: 'scaling and colour space by zimg',
    inputs: { in_video },
    outputs: { out_video: 'zimg.mp4' },
    command:
      '-i {{in_video}} -vf "zscale=w=160:h=120:filter=lanczos:matrixin=170m:matrix=709:range=limited,format=yuv420p" -preset ultrafast -c:a copy {{out_video}}',
    expect: { out_video: { streams: ['h264 160x120', 'aac'], seconds: 2 } },
  },
  {
    name: 'noise removed, sharpened, brightened',
    inputs: { in_video },
    outputs: { out_video: 'better.mp4' },
    command:
      '-i {{in_video}} -vf "hqdn3d=4:3:6:4,unsharp=5:5:0.8,eq=brightness=0.06:saturation=1.3:contrast=1.1" -af "highpass=f=100,lowpass=f=8000" -preset ultrafast {{out_video}}',
    expect: { out_video: { streams: film, seconds: 2 } },
  },
  {
    name: 'fades in and out, picture and sound',
    inputs: { in_video },
    outputs: { out_video: 'fades.mp4' },
    command: `-i {{in_video}} -vf fade='in:0:10',fade=t=out:st=1.5:d=0.5 -af "afade=t=in:d=0.5,afade=t=out:st=1.5:d=0.5" -preset ultrafast {{out_video}}`,
    expect: { out_video: { streams: film, seconds: 2 } },
  },
  {
    name: 'turned by 90 degrees',
    inputs: { in_video },
    outputs: { out_video: 'turned.mp4' },
    command: '-i {{in_video}} -vf "transpose=1" -preset ultrafast -c:a copy {{out_video}}',
    expect: { out_video: { streams: ['h264 240x320', 'aac'], seconds: 2 } },
  },
  {
    name: 'one graph, three sizes, three files',
    inputs: { in_video },
    outputs: { out_240: 'v240.mp4', out_120: 'v120.mp4', out_60: 'v60.mp4' },
    command:
      '-i {{in_video}} -filter_complex "[0:v]split=3[a][b][c];[a]scale=-2:240[x];[b]scale=-2:120[y];[c]scale=-2:60[z]" -map "[x]" -map 0:a -preset ultrafast {{out_240}} -map "[y]" -map 0:a -preset ultrafast {{out_120}} -map "[z]" -map 0:a -preset ultrafast {{out_60}}',
    expect: {
      out_240: { streams: ['h264 320x240', 'aac'], seconds: 2 },
      out_120: { streams: ['h264 160x120', 'aac'], seconds: 2 },
      out_60: { streams: ['h264 80x60', 'aac'], seconds: 2 },
    },
  },
  {
    name: 'a film and its thumbnail in one command',
    inputs: { in_video },
    outputs: { out_video: 'small.mp4', out_thumb: 'thumb.jpg' },
    command: '-i {{in_video}} -vf scale=160:-2 -preset ultrafast {{out_video}} -ss 1 -frames:v 1 -q:v 2 {{out_thumb}}',
    expect: {
      out_video: { streams: ['h264 160x120', 'aac'], seconds: 2 },
      out_thumb: { streams: ['mjpeg 320x240'], fileType: 'image' },
    },
  },
  {
    name: 'the same encode twice by tee, with placeholders inside its string',
    inputs: { in_video },
    outputs: { out_a: 'a.mp4', out_b: 'b.ts' },
    command: '-i {{in_video}} -map 0 -c:v libx264 -preset ultrafast -c:a aac -f tee "{{out_a}}|[f=mpegts]{{out_b}}"',
    expect: { out_a: { streams: film, seconds: 2 }, out_b: { streams: film, seconds: 2 } },
  },
  {
    name: 'frame rates by -r and by the fps filter',
    inputs: { in_video },
    outputs: { out_15: 'r15.mp4', out_10: 'fps10.mp4' },
    command: '-i {{in_video}} -r 15 -preset ultrafast {{out_15}} -vf fps=10 -preset ultrafast {{out_10}}',
    expect: { out_15: { seconds: 2, frames: [29, 32] }, out_10: { seconds: 2, frames: [19, 21] } },
  },
  {
    name: '-vsync, which FFmpeg is giving up',
    inputs: { in_video },
    outputs: { out_video: 'vfr.mp4' },
    command: '-hide_banner -i {{in_video}} -vsync vfr -preset ultrafast {{out_video}} -nostats',
    expect: { out_video: { streams: film, seconds: 2 } },
  },
  {
    name: 'options that this FFmpeg no longer has',
    inputs: { in_video },
    outputs: { out_video: 'removed.mp4' },
    command: '-i {{in_video}} -async 1 -deinterlace -intra -qphist -preset ultrafast {{out_video}}',
    expect: { out_video: { streams: film, seconds: 2 } },
  },
  {
    name: 'mono from the left channel by -map_channel',
    inputs: { in_video },
    outputs: { out_video: 'left.mp4' },
    command: '-i {{in_video}} -map_channel 0.1.0 -c:v copy {{out_video}}',
    expect: { out_video: { streams: ['h264 320x240', 'aac 44100 1'], seconds: 2 } },
  },
  {
    name: 'metadata with every character that a shell would read',
    inputs: { in_video },
    outputs: { out_video: 'meta.mp4' },
    command:
      '-i {{in_video}} -c copy -metadata title="A & B; #1 (100%) ~ $5 `x` * | > out" -metadata comment=Don\\\'t {{out_video}}',
    expect: {
      out_video: {
        streams: film,
        seconds: 2,
        bytes(bytes) {
          for (const text of ['A & B; #1 (100%) ~ $5 `x` * | > out', "Don't"]) {
            if (!bytes.includes(text)) throw new Error(`${text} is not in it`);
          }
        },
      },
    },
  },
  {
    name: 'chapters from a metadata file',
    inputs: { in_video, in_meta: 'chapters.txt' },
    outputs: { out_video: 'chapters.mp4' },
    command: '-i {{in_video}} -i {{in_meta}} -map_metadata 1 -map_chapters 1 -c copy {{out_video}}',
    expect: { out_video: { seconds: 2 } },
  },
  {
    name: 'keyframes where a segmenter wants them',
    inputs: { in_video },
    outputs: { out_video: 'keyed.mp4' },
    command: `-i {{in_video}} -c:v libx264 -preset ultrafast -profile:v baseline -level 3.0 -force_key_frames 'expr:gte(t,n_forced*0.5)' -x264-params "scenecut=0:open_gop=0" -maxrate 500k -bufsize 1M -c:a copy {{out_video}}`,
    expect: { out_video: { streams: film, seconds: 2 } },
  },
  {
    name: 'the sound delayed against the picture',
    inputs: { in_video },
    outputs: { out_video: 'shifted.mp4' },
    command: '-i {{in_video}} -itsoffset 0.3 -i {{in_video}} -map 0:v -map 1:a -c copy {{out_video}}',
    expect: { out_video: { streams: film } },
  },
  {
    name: 'a shaky film looked at by vidstab',
    inputs: { in_video },
    outputs: { out_transforms: 'transforms.trf' },
    command: '-i {{in_video}} -vf vidstabdetect=shakiness=5:accuracy=15:result={{out_transforms}} -f null -',
    expect: { out_transforms: { fileType: 'text', text: /^VID\.STAB|^TRF/ } },
  },
  {
    name: 'deshaking in one pass',
    inputs: { in_video },
    outputs: { out_video: 'steady.mp4' },
    command: '-i {{in_video}} -vf deshake=rx=16:ry=16 -preset ultrafast -c:a copy {{out_video}}',
    expect: { out_video: { streams: film, seconds: 2 } },
  },
  {
    name: 'green-screen keying over a picture',
    inputs: { in_video, in_bg: 'photo.jpg' },
    outputs: { out_video: 'keyed.mp4' },
    command:
      '-loop 1 -i {{in_bg}} -i {{in_video}} -filter_complex "[1:v]chromakey=0x00FF00:0.1:0.2[fg];[0:v][fg]overlay=shortest=1,format=yuv420p[v]" -map "[v]" -map 1:a -c:a copy -preset ultrafast {{out_video}}',
    expect: { out_video: { streams: film, seconds: 2 } },
  },
];
