// What filters do to the length of a stream, as far as lengths are judged by it.

const steadyVideo = `
  ass avgblur bilateral blackdetect boxblur bwdif chromahold chromakey chromashift colorbalance colorchannelmixer colorcontrast
  colorcorrect colorhold colorize colorkey colorlevels colormatrix colorspace colortemperature convolution copy crop cropdetect
  curves dblur deband deblock deflate delogo despill drawbox drawgrid drawtext edgedetect elbg eq erosion exposure fade
  fillborders format fps geq gblur gradfun hflip histeq hqdn3d hue huesaturation inflate lenscorrection limiter lumakey
  lut lut1d lut3d lutrgb lutyuv median monochrome negate nlmeans noise noformat normalize metadata null pad perspective pixelize
  pixscope prewitt pseudocolor removegrain removelogo rgbashift roberts rotate sab scale scroll setdar
  setfield setparams setrange setsar settb shear showinfo smartblur sobel spp subtitles swapuv tmix tonemap transpose
  unsharp vaguedenoiser vectorscope vflip vibrance vignette waveform yadif zscale`;

const steadyAudio = `
  acompressor acontrast acrusher adeclick adeclip aeval aemphasis aexciter afade afftdn afftfilt aformat agate
  alimiter allpass ametadata anlmdn anull aphaser apulsator aresample arnndn asetnsamples asettb ashowinfo asoftclip asubboost
  bandpass bandreject bass biquad channelmap chorus compand compensationdelay crossfeed crystalizer dcshift deesser
  dynaudnorm earwax equalizer extrastereo firequalizer flanger haas highpass highshelf loudnorm lowpass lowshelf mcompand
  pan silencedetect speechnorm stereotools stereowiden superequalizer treble tremolo vibrato volume volumedetect
  virtualbass`;

/** Video filters with more than one input, that give video alone. */
const videoJoiners = `
  overlay hstack vstack xstack blend alphamerge maskedmerge xfade paletteuse palettegen split select setpts
  trim loop tpad reverse zoompan minterpolate framerate tblend thumbnail tile fieldmatch decimate mpdecimate freezeframes
  scale2ref displace haldclut mix framestep interlace telecine pullup dejudder shuffleframes random untile signature
  vidstabdetect vidstabtransform deshake stereo3d v360 lut2 colormap feedback`;

const audioJoiners = `
  amix amerge join acrossfade atempo atrim asetpts asetrate aloop areverse asplit adelay apad aecho silenceremove
  sidechaincompress sidechaingate aselect channelsplit acrossover afir rubberband`;

function names(list: string): readonly string[] {
  return list.trim().split(/\s+/);
}

const steady = new Set([...names(steadyVideo), ...names(steadyAudio)]);
const media = new Map<string, 'video' | 'audio'>([
  ...[...names(steadyVideo), ...names(videoJoiners)].map((name) => [name, 'video'] as const),
  ...[...names(steadyAudio), ...names(audioJoiners)].map((name) => [name, 'audio'] as const),
]);

/** Sources that never end unless told how long to be. */
const sources = new Map<string, 'video' | 'audio'>([
  ...names(
    'allrgb allyuv color colorchart colorspectrum gradients haldclutsrc life mandelbrot nullsrc pal75bars pal100bars rgbtestsrc sierpinski smptebars smptehdbars testsrc testsrc2 yuvtestsrc zoneplate',
  ).map((name) => [name, 'video'] as const),
  ...names('aevalsrc anoisesrc anullsrc sine').map((name) => [name, 'audio'] as const),
]);

/** True when the filter's output is known to last as long as its only input does. */
export function keepsDuration(name: string): boolean {
  return steady.has(name);
}

/** The medium of a filter's outputs; null when it is not known here. */
export function mediumOfFilter(name: string): 'video' | 'audio' | null {
  return media.get(name) ?? sources.get(name) ?? null;
}

/** The medium of a source that is endless by default; null for every other filter. */
export function mediumOfSource(name: string): 'video' | 'audio' | null {
  return sources.get(name) ?? null;
}
