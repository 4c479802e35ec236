// The media that recipes are tried on: made by FFmpeg's own sources, a few seconds long.

export interface Sample {
  /** As the caller's file is called in the pages. */
  readonly filename: string;
  /** Arguments that make it. */
  readonly make: string;
}

const pan = 'mandelbrot=s=1280x720:r=25:start_scale=0.6:end_scale=0.25:end_pts=100:maxiter=400';
const voice = 'aevalsrc=exprs=0.4*sin(2*PI*(180+40*sin(9*t))*t)*lt(mod(t\\,1)\\,0.7):s=48000';
const encode = '-c:v libx264 -preset ultrafast -crf 20 -pix_fmt yuv420p -c:a aac';

export const samples = {
  clip: { filename: 'clip.mov', make: `-f lavfi -i ${pan} -f lavfi -i ${voice} -t 4 ${encode} clip.mov` },
  second: {
    filename: 'second.mp4',
    make: `-f lavfi -i gradients=s=640x480:r=30:c0=0x1b4965:c1=0xffb703:c2=0xd62828:n=3:speed=0.02:seed=7 -f lavfi -i sine=f=330:r=44100 -t 3 ${encode} second.mp4`,
  },
  phone: {
    filename: 'phone.mp4',
    make: `-f lavfi -i gradients=s=720x1280:r=30:c0=0x264653:c1=0xe9c46a:n=2:speed=0.03:seed=3 -f lavfi -i ${voice} -t 3 ${encode} phone.mp4`,
  },
  shaky: {
    filename: 'shaky.mp4',
    make: `-f lavfi -i mandelbrot=s=960x540:r=25:maxiter=300:start_scale=0.5:end_scale=0.5 -vf crop=800:450:80+14*sin(n*1.3):45+12*cos(n*1.9) -t 3 ${encode} shaky.mp4`,
  },
  interlaced: {
    filename: 'tape.mpg',
    make: '-f lavfi -i testsrc2=s=720x576:r=50 -vf interlace,setfield=tff -t 2 -c:v mpeg2video -flags +ilme+ildct -b:v 6M tape.mpg',
  },
  scenes: {
    filename: 'scenes.mp4',
    make: `-f lavfi -i gradients=s=640x360:r=25:c0=0x003049:c1=0x669bbc:n=2:seed=1:d=1.5 -f lavfi -i gradients=s=640x360:r=25:c0=0xd62828:c1=0xfcbf49:n=2:seed=2:d=1.5 -f lavfi -i mandelbrot=s=640x360:r=25 -filter_complex [2:v]trim=duration=1.5[m];[0:v][1:v][m]concat=n=3 ${encode} scenes.mp4`,
  },
  speech: {
    filename: 'speech.wav',
    make: '-f lavfi -i aevalsrc=exprs=0.25*sin(2*PI*(150+50*sin(7*t))*t)*(lt(t\\,1.2)+between(t\\,3.2\\,4.6)):s=44100:d=6 speech.wav',
  },
  music: {
    filename: 'music.mp3',
    make: '-f lavfi -i aevalsrc=exprs=0.3*sin(2*PI*220*t)+0.2*sin(2*PI*277*t)+0.2*sin(2*PI*330*t):s=44100:d=6 -c:a libmp3lame music.mp3',
  },
  photo: {
    filename: 'photo.jpg',
    make: '-f lavfi -i mandelbrot=s=1600x1200:start_scale=0.02:start_x=-0.743643:start_y=-0.131825 -frames:v 1 -q:v 3 photo.jpg',
  },
  logo: {
    filename: 'logo.png',
    make: '-f lavfi -i color=0xffb703:s=240x80,format=rgba,drawtext=text=ACME:fontsize=56:fontcolor=0x003049:x=(w-tw)/2:y=(h-th)/2 -frames:v 1 logo.png',
  },
} as const satisfies Record<string, Sample>;

export type MadeSample = keyof typeof samples;

/** Written as they stand. */
export const texts = {
  subtitles: {
    filename: 'subtitles.srt',
    text: '1\n00:00:00,300 --> 00:00:02,000\nA line that is read aloud,\n\n2\n00:00:02,100 --> 00:00:03,900\nand one more.\n',
  },
} as const;

export type SampleName = MadeSample | keyof typeof texts;

export function filenameOf(name: SampleName): string {
  return name in texts ? texts[name as keyof typeof texts].filename : samples[name as MadeSample].filename;
}
