// Commands in the style that people publish and send from no-code tools, word for word as FFmpeg must get them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseCommandLine } from './parse-command-line.ts';
import { findPlaceholders } from './placeholders.ts';
import { splitWords } from './split-words.ts';

/** A command, and its words; in the second column words stand apart by ` ¦ `. */
const published: readonly (readonly [string, string])[] = [
  ['-i {{in_video}} {{out_video}}', '-i ¦ {{in_video}} ¦ {{out_video}}'],
  ['ffmpeg -i {{in_video}} -y {{out_video}}', '-i ¦ {{in_video}} ¦ -y ¦ {{out_video}}'],
  ['ffmpeg -y -i <<in_video>> <<out_video>>', '-y ¦ -i ¦ <<in_video>> ¦ <<out_video>>'],
  ['-i {{in_a}} {{out_a}} -y', '-i ¦ {{in_a}} ¦ {{out_a}} ¦ -y'],
  [String.raw`-i \{\{in_video\}\} -c copy \{\{out_video\}\}`, '-i ¦ {{in_video}} ¦ -c ¦ copy ¦ {{out_video}}'],
  ['-i {{ in_video }} -c copy {{ out_video }}', '-i ¦ {{ in_video }} ¦ -c ¦ copy ¦ {{ out_video }}'],
  ['-i "{{in_video}}" \'{{out_video}}\'', '-i ¦ {{in_video}} ¦ {{out_video}}'],
  [
    '-i {{in_1}} \\\n  -c:v libx264 \\\n  -crf 23 \\\n  {{out_1}}',
    '-i ¦ {{in_1}} ¦ -c:v ¦ libx264 ¦ -crf ¦ 23 ¦ {{out_1}}',
  ],
  ['-i {{in_1}} \\\r\n -c copy \\\r\n{{out_1}}\r\n', '-i ¦ {{in_1}} ¦ -c ¦ copy ¦ {{out_1}}'],
  ['-i {{in_1}}\n-vf scale=1280:-2\n{{out_1}}\n', '-i ¦ {{in_1}} ¦ -vf ¦ scale=1280:-2 ¦ {{out_1}}'],
  ['-i {{in_1}} {{out_1}} \\', '-i ¦ {{in_1}} ¦ {{out_1}}'],
  [
    '-i {{in_v}} -vf "scale=1080:1920:force_original_aspect_ratio=increase,crop=1080:1920" {{out_v}}',
    '-i ¦ {{in_v}} ¦ -vf ¦ scale=1080:1920:force_original_aspect_ratio=increase,crop=1080:1920 ¦ {{out_v}}',
  ],
  [
    '-i {{in_v}} -vf "scale=trunc(iw/2)*2:trunc(ih/2)*2,format=yuv420p" -movflags +faststart {{out_v}}',
    '-i ¦ {{in_v}} ¦ -vf ¦ scale=trunc(iw/2)*2:trunc(ih/2)*2,format=yuv420p ¦ -movflags ¦ +faststart ¦ {{out_v}}',
  ],
  [
    `-i {{in_v}} -vf "drawtext=text='Hello, World':fontsize=48:x=(w-text_w)/2:y=h-th-10" {{out_v}}`,
    `-i ¦ {{in_v}} ¦ -vf ¦ drawtext=text='Hello, World':fontsize=48:x=(w-text_w)/2:y=h-th-10 ¦ {{out_v}}`,
  ],
  [
    `-i {{in_v}} -vf drawtext="text='a: b'":fontsize=20 {{out_v}}`,
    `-i ¦ {{in_v}} ¦ -vf ¦ drawtext=text='a: b':fontsize=20 ¦ {{out_v}}`,
  ],
  [
    String.raw`-i {{in_v}} -vf "drawtext=text='It is 12\:30':x=10:enable='between(t,2,5)'" {{out_v}}`,
    String.raw`-i ¦ {{in_v}} ¦ -vf ¦ drawtext=text='It is 12\:30':x=10:enable='between(t,2,5)' ¦ {{out_v}}`,
  ],
  [
    String.raw`-i {{in_v}} -vf "drawtext=text='%{pts\:hms}':fontcolor=white" {{out_v}}`,
    String.raw`-i ¦ {{in_v}} ¦ -vf ¦ drawtext=text='%{pts\:hms}':fontcolor=white ¦ {{out_v}}`,
  ],
  [
    String.raw`-i {{in_v}} -vf "select=gt(scene\,0.4),scale=160:-1,tile=4x4" -frames:v 1 {{out_i}}`,
    String.raw`-i ¦ {{in_v}} ¦ -vf ¦ select=gt(scene\,0.4),scale=160:-1,tile=4x4 ¦ -frames:v ¦ 1 ¦ {{out_i}}`,
  ],
  [
    `-i {{in_v}} -vf select='gt(scene,0.3)',showinfo -f null -`,
    `-i ¦ {{in_v}} ¦ -vf ¦ select='gt(scene,0.3)',showinfo ¦ -f ¦ null ¦ -`,
  ],
  [
    `-i {{in_v}} -vf "select='gt(scene,0.3)',metadata=print:file=<<out_scenes>>" -an -f null -`,
    `-i ¦ {{in_v}} ¦ -vf ¦ select='gt(scene,0.3)',metadata=print:file=<<out_scenes>> ¦ -an ¦ -f ¦ null ¦ -`,
  ],
  [
    `-i {{in_v}} -filter:v fade='in:0:30',scale='min(720,iw)':-2 {{out_v}}`,
    `-i ¦ {{in_v}} ¦ -filter:v ¦ fade='in:0:30',scale='min(720,iw)':-2 ¦ {{out_v}}`,
  ],
  [
    `-i {{in_v}} -vf drawtext=text='a, b':x=1 -metadata title='a, b' {{out_v}}`,
    `-i ¦ {{in_v}} ¦ -vf ¦ drawtext=text='a, b':x=1 ¦ -metadata ¦ title=a, b ¦ {{out_v}}`,
  ],
  [`-i {{in_v}} -vf 'scale=640:360' {{out_v}}`, '-i ¦ {{in_v}} ¦ -vf ¦ scale=640:360 ¦ {{out_v}}'],
  [`-i {{in_v}} -vf 'scale=640:360','fps=30' {{out_v}}`, '-i ¦ {{in_v}} ¦ -vf ¦ scale=640:360,fps=30 ¦ {{out_v}}'],
  ['-i {{in_s}} -af pan="stereo|c0=c0|c1=c0" {{out_s}}', '-i ¦ {{in_s}} ¦ -af ¦ pan=stereo|c0=c0|c1=c0 ¦ {{out_s}}'],
  ['-i {{in_s}} -af "pan=mono|c0=.5*c0+.5*c1" {{out_s}}', '-i ¦ {{in_s}} ¦ -af ¦ pan=mono|c0=.5*c0+.5*c1 ¦ {{out_s}}'],
  [
    '-i {{in_s}} -af loudnorm=I=-16:TP=-1.5:LRA=11 -ar 48000 {{out_s}}',
    '-i ¦ {{in_s}} ¦ -af ¦ loudnorm=I=-16:TP=-1.5:LRA=11 ¦ -ar ¦ 48000 ¦ {{out_s}}',
  ],
  [
    '-i {{in_s}} -af "silenceremove=start_periods=1:start_silence=0.1:start_threshold=-50dB" {{out_s}}',
    '-i ¦ {{in_s}} ¦ -af ¦ silenceremove=start_periods=1:start_silence=0.1:start_threshold=-50dB ¦ {{out_s}}',
  ],
  ['-i concat:{{in_a}}|{{in_b}} -c copy {{out_v}}', '-i ¦ concat:{{in_a}}|{{in_b}} ¦ -c ¦ copy ¦ {{out_v}}'],
  [
    '-i "concat:{{in_a}}|{{in_b}}" -acodec copy {{out_s}}',
    '-i ¦ concat:{{in_a}}|{{in_b}} ¦ -acodec ¦ copy ¦ {{out_s}}',
  ],
  [
    '-f concat -safe 0 -i {{in_list}} -c copy {{out_v}}',
    '-f ¦ concat ¦ -safe ¦ 0 ¦ -i ¦ {{in_list}} ¦ -c ¦ copy ¦ {{out_v}}',
  ],
  [
    '-i {{in_a}} -i {{in_b}} -filter_complex "[0:v][0:a][1:v][1:a]concat=n=2:v=1:a=1[v][a]" -map "[v]" -map "[a]" {{out_v}}',
    '-i ¦ {{in_a}} ¦ -i ¦ {{in_b}} ¦ -filter_complex ¦ [0:v][0:a][1:v][1:a]concat=n=2:v=1:a=1[v][a] ¦ -map ¦ [v] ¦ -map ¦ [a] ¦ {{out_v}}',
  ],
  [
    '-i {{in_v}} -i {{in_logo}} -filter_complex overlay=main_w-overlay_w-10:10 -codec:a copy {{out_v}}',
    '-i ¦ {{in_v}} ¦ -i ¦ {{in_logo}} ¦ -filter_complex ¦ overlay=main_w-overlay_w-10:10 ¦ -codec:a ¦ copy ¦ {{out_v}}',
  ],
  [
    '-i {{in_v}} -i {{in_m}} -filter_complex "[1:a]volume=0.2[m];[0:a][m]amix=inputs=2:duration=first[a]" -map 0:v -map "[a]" -c:v copy -shortest {{out_v}}',
    '-i ¦ {{in_v}} ¦ -i ¦ {{in_m}} ¦ -filter_complex ¦ [1:a]volume=0.2[m];[0:a][m]amix=inputs=2:duration=first[a] ¦ -map ¦ 0:v ¦ -map ¦ [a] ¦ -c:v ¦ copy ¦ -shortest ¦ {{out_v}}',
  ],
  [
    '-i {{in_v}} -filter_complex [0:v]split=2[a][b];[a]crop=iw/2[l] -map [l] {{out_l}}',
    '-i ¦ {{in_v}} ¦ -filter_complex ¦ [0:v]split=2[a][b];[a]crop=iw/2[l] ¦ -map ¦ [l] ¦ {{out_l}}',
  ],
  [
    "-i {{in_a}} -i {{in_b}} -filter_complex '[0:v][1:v]xfade=transition=fade:duration=1:offset=4[v]' -map '[v]' {{out_v}}",
    '-i ¦ {{in_a}} ¦ -i ¦ {{in_b}} ¦ -filter_complex ¦ [0:v][1:v]xfade=transition=fade:duration=1:offset=4[v] ¦ -map ¦ [v] ¦ {{out_v}}',
  ],
  [
    '-i {{in_v}} -filter_complex "\n  [0:v]scale=640:-2[s];\n  [s]drawbox=w=10[o]\n" -map "[o]" {{out_v}}',
    '-i ¦ {{in_v}} ¦ -filter_complex ¦ \n  [0:v]scale=640:-2[s];\n  [s]drawbox=w=10[o]\n ¦ -map ¦ [o] ¦ {{out_v}}',
  ],
  [
    '-i {{in_v}} -filter_complex "fps=10,scale=320:-1:flags=lanczos,split[s0][s1];[s0]palettegen[p];[s1][p]paletteuse" -loop 0 {{out_gif}}',
    '-i ¦ {{in_v}} ¦ -filter_complex ¦ fps=10,scale=320:-1:flags=lanczos,split[s0][s1];[s0]palettegen[p];[s1][p]paletteuse ¦ -loop ¦ 0 ¦ {{out_gif}}',
  ],
  [
    '-i {{in_v}} -c:v libx264 -c:a aac -f hls -hls_time 6 -hls_playlist_type vod -hls_segment_filename seg_%03d.ts {{out_playlist}}',
    '-i ¦ {{in_v}} ¦ -c:v ¦ libx264 ¦ -c:a ¦ aac ¦ -f ¦ hls ¦ -hls_time ¦ 6 ¦ -hls_playlist_type ¦ vod ¦ -hls_segment_filename ¦ seg_%03d.ts ¦ {{out_playlist}}',
  ],
  [
    '-i {{in_v}} -map 0:v -map 0:a -b:v:0 800k -var_stream_map "v:0,a:0 v:1,a:1" -f hls {{out_hls}}',
    '-i ¦ {{in_v}} ¦ -map ¦ 0:v ¦ -map ¦ 0:a ¦ -b:v:0 ¦ 800k ¦ -var_stream_map ¦ v:0,a:0 v:1,a:1 ¦ -f ¦ hls ¦ {{out_hls}}',
  ],
  [
    '-i {{in_v}} -f dash -adaptation_sets "id=0,streams=v id=1,streams=a" {{out_mpd}}',
    '-i ¦ {{in_v}} ¦ -f ¦ dash ¦ -adaptation_sets ¦ id=0,streams=v id=1,streams=a ¦ {{out_mpd}}',
  ],
  [
    '-i {{in_v}} -c copy -map 0 -f segment -segment_time 60 -reset_timestamps 1 {{out_parts}}',
    '-i ¦ {{in_v}} ¦ -c ¦ copy ¦ -map ¦ 0 ¦ -f ¦ segment ¦ -segment_time ¦ 60 ¦ -reset_timestamps ¦ 1 ¦ {{out_parts}}',
  ],
  [
    '-i {{in_v}} -c:v libx264 -f tee -map 0 "{{out_a}}|[f=mpegts]{{out_b}}"',
    '-i ¦ {{in_v}} ¦ -c:v ¦ libx264 ¦ -f ¦ tee ¦ -map ¦ 0 ¦ {{out_a}}|[f=mpegts]{{out_b}}',
  ],
  [
    '-y -i {{in_v}} -c:v libx264 -b:v 2M -pass 1 -an -f null /dev/null',
    '-y ¦ -i ¦ {{in_v}} ¦ -c:v ¦ libx264 ¦ -b:v ¦ 2M ¦ -pass ¦ 1 ¦ -an ¦ -f ¦ null ¦ /dev/null',
  ],
  [
    '-i {{in_v}} -c:v libx264 -b:v 2M -pass 2 -c:a aac -b:a 128k {{out_v}}',
    '-i ¦ {{in_v}} ¦ -c:v ¦ libx264 ¦ -b:v ¦ 2M ¦ -pass ¦ 2 ¦ -c:a ¦ aac ¦ -b:a ¦ 128k ¦ {{out_v}}',
  ],
  ['-i {{in_v}} -af volumedetect -f null -', '-i ¦ {{in_v}} ¦ -af ¦ volumedetect ¦ -f ¦ null ¦ -'],
  [
    '-ss 00:01:00 -to 00:01:30 -i {{in_v}} -c copy -avoid_negative_ts make_zero {{out_v}}',
    '-ss ¦ 00:01:00 ¦ -to ¦ 00:01:30 ¦ -i ¦ {{in_v}} ¦ -c ¦ copy ¦ -avoid_negative_ts ¦ make_zero ¦ {{out_v}}',
  ],
  [
    '-ss 5 -i {{in_v}} -frames:v 1 -q:v 2 {{out_jpg}}',
    '-ss ¦ 5 ¦ -i ¦ {{in_v}} ¦ -frames:v ¦ 1 ¦ -q:v ¦ 2 ¦ {{out_jpg}}',
  ],
  ['-i {{in_v}} -vf fps=1/10 {{out_frames}}', '-i ¦ {{in_v}} ¦ -vf ¦ fps=1/10 ¦ {{out_frames}}'],
  [
    '-loop 1 -i {{in_img}} -i {{in_snd}} -c:v libx264 -tune stillimage -c:a aac -b:a 192k -pix_fmt yuv420p -shortest {{out_v}}',
    '-loop ¦ 1 ¦ -i ¦ {{in_img}} ¦ -i ¦ {{in_snd}} ¦ -c:v ¦ libx264 ¦ -tune ¦ stillimage ¦ -c:a ¦ aac ¦ -b:a ¦ 192k ¦ -pix_fmt ¦ yuv420p ¦ -shortest ¦ {{out_v}}',
  ],
  [
    '-stream_loop -1 -i {{in_v}} -t 30 -c copy {{out_v}}',
    '-stream_loop ¦ -1 ¦ -i ¦ {{in_v}} ¦ -t ¦ 30 ¦ -c ¦ copy ¦ {{out_v}}',
  ],
  [
    '-loop 1 -i {{in_img}} -vf "zoompan=z=\'min(zoom+0.0015,1.5)\':d=125:s=1280x720" -t 5 {{out_v}}',
    "-loop ¦ 1 ¦ -i ¦ {{in_img}} ¦ -vf ¦ zoompan=z='min(zoom+0.0015,1.5)':d=125:s=1280x720 ¦ -t ¦ 5 ¦ {{out_v}}",
  ],
  [
    `-i {{in_v}} -vf "subtitles={{in_subs}}:force_style='FontName=DejaVu Sans,FontSize=24,PrimaryColour=&H00FFFFFF&'" {{out_v}}`,
    `-i ¦ {{in_v}} ¦ -vf ¦ subtitles={{in_subs}}:force_style='FontName=DejaVu Sans,FontSize=24,PrimaryColour=&H00FFFFFF&' ¦ {{out_v}}`,
  ],
  [
    `-i {{in_v}} -vf subtitles={{in_subs}}:force_style='Fontsize=24,Outline=1' {{out_v}}`,
    `-i ¦ {{in_v}} ¦ -vf ¦ subtitles={{in_subs}}:force_style='Fontsize=24,Outline=1' ¦ {{out_v}}`,
  ],
  [
    '-i {{in_v}} -i {{in_srt}} -c copy -c:s mov_text -metadata:s:s:0 language=eng {{out_v}}',
    '-i ¦ {{in_v}} ¦ -i ¦ {{in_srt}} ¦ -c ¦ copy ¦ -c:s ¦ mov_text ¦ -metadata:s:s:0 ¦ language=eng ¦ {{out_v}}',
  ],
  [
    '-i {{in_s}} -metadata title="A & B; #1 (100%) ~ $5 `x` *" {{out_s}}',
    '-i ¦ {{in_s}} ¦ -metadata ¦ title=A & B; #1 (100%) ~ $5 `x` * ¦ {{out_s}}',
  ],
  [
    '-i {{in_s}} -metadata title=Don\\\'t -metadata artist="R\\"n\\"B" -metadata comment="\\$5" {{out_s}}',
    `-i ¦ {{in_s}} ¦ -metadata ¦ title=Don't ¦ -metadata ¦ artist=R"n"B ¦ -metadata ¦ comment=$5 ¦ {{out_s}}`,
  ],
  ['-i {{in_s}} -metadata title="" -vn {{out_s}}', '-i ¦ {{in_s}} ¦ -metadata ¦ title= ¦ -vn ¦ {{out_s}}'],
  ['-i {{in_s}} -map_metadata "" {{out_s}}', '-i ¦ {{in_s}} ¦ -map_metadata ¦  ¦ {{out_s}}'],
  [
    '-f lavfi -i testsrc2=size=640x360:rate=30:duration=5 -pix_fmt yuv420p {{out_v}}',
    '-f ¦ lavfi ¦ -i ¦ testsrc2=size=640x360:rate=30:duration=5 ¦ -pix_fmt ¦ yuv420p ¦ {{out_v}}',
  ],
  [
    `-f lavfi -i aevalsrc='if(gt(t,1),0,sin(2*PI*440*t))':d=2 {{out_s}}`,
    `-f ¦ lavfi ¦ -i ¦ aevalsrc='if(gt(t,1),0,sin(2*PI*440*t))':d=2 ¦ {{out_s}}`,
  ],
  [
    '-f lavfi -i color=c=black:s=1280x720 -i {{in_s}} -shortest {{out_v}}',
    '-f ¦ lavfi ¦ -i ¦ color=c=black:s=1280x720 ¦ -i ¦ {{in_s}} ¦ -shortest ¦ {{out_v}}',
  ],
  [
    '-i {{in_s}} -filter_complex "showwaves=s=1280x720:mode=line:colors=White|Gray" {{out_v}}',
    '-i ¦ {{in_s}} ¦ -filter_complex ¦ showwaves=s=1280x720:mode=line:colors=White|Gray ¦ {{out_v}}',
  ],
  [
    '-i {{in_v}} -vf setpts=0.5*PTS -af atempo=2.0 {{out_v}}',
    '-i ¦ {{in_v}} ¦ -vf ¦ setpts=0.5*PTS ¦ -af ¦ atempo=2.0 ¦ {{out_v}}',
  ],
  [
    `-i {{in_v}} -force_key_frames 'expr:gte(t,n_forced*2)' -x264-params "keyint=60:min-keyint=60" {{out_v}}`,
    '-i ¦ {{in_v}} ¦ -force_key_frames ¦ expr:gte(t,n_forced*2) ¦ -x264-params ¦ keyint=60:min-keyint=60 ¦ {{out_v}}',
  ],
  [
    '-hide_banner -loglevel error -i {{in_v}} -vsync vfr {{out_v}} -nostats',
    '-hide_banner ¦ -loglevel ¦ error ¦ -i ¦ {{in_v}} ¦ -vsync ¦ vfr ¦ {{out_v}} ¦ -nostats',
  ],
  ['-i {{in_v}} -map 0:a:0? -vn {{out_s}}', '-i ¦ {{in_v}} ¦ -map ¦ 0:a:0? ¦ -vn ¦ {{out_s}}'],
  [
    '-i {{in_v}} -vf vidstabdetect=shakiness=5:result=transforms.trf -f null -',
    '-i ¦ {{in_v}} ¦ -vf ¦ vidstabdetect=shakiness=5:result=transforms.trf ¦ -f ¦ null ¦ -',
  ],
  [
    '-i {{in_v}} -filter_complex "[0:v]split=3[a][b][c];[a]scale=-2:1080[x];[b]scale=-2:720[y];[c]scale=-2:480[z]" -map "[x]" {{out_1080}} -map "[y]" {{out_720}} -map "[z]" {{out_480}}',
    '-i ¦ {{in_v}} ¦ -filter_complex ¦ [0:v]split=3[a][b][c];[a]scale=-2:1080[x];[b]scale=-2:720[y];[c]scale=-2:480[z] ¦ -map ¦ [x] ¦ {{out_1080}} ¦ -map ¦ [y] ¦ {{out_720}} ¦ -map ¦ [z] ¦ {{out_480}}',
  ],
];

const outputsOf = (text: string): number => {
  if (text.includes('{{out_1080}}')) return 3;
  return 1;
};

for (const [text, expected] of published) {
  test(`as published: ${text.replaceAll(/\s+/g, ' ')}`, () => {
    const split = splitWords(text);
    assert.ok(split.ok);
    assert.deepEqual(
      split.words.map((word) => word.text),
      expected.split(' ¦ '),
    );
    const line = parseCommandLine(split.words);
    assert.deepEqual(line.problems, []);
    assert.equal(line.outputs.length, outputsOf(text));
    assert.deepEqual(line.trailing, []);
    assert.ok(findPlaceholders(split.words).every((placeholder) => placeholder.isWellFormed));
  });
}

test('there are enough of them to be worth the name', () => {
  assert.ok(published.length >= 60, `${published.length}`);
});
