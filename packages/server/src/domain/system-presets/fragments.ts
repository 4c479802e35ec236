// Pieces that the commands of many presets share.

/** Makes pixels square, so that every later size is the size that people see. Passes on what is square already. */
export const squarePixels = "scale=w='iw*sar':h=ih,setsar=1";

/** Cuts off an odd last column or row, which 4:2:0 cannot hold. */
export const evenSize = "crop=w='trunc(iw/2)*2':h='trunc(ih/2)*2':x=0:y=0";

/** Within so many pixels, the long side along the picture's own long side; never larger than it was; even and square. */
export function fitWithin(long: number, short: number): string {
  return `${shrinkInto(long, short)},setsar=1`;
}

/** The same, but keeping the exact shape: where sides were rounded, by pixels that are a hair off square. */
export function shrinkInto(long: number, short: number): string {
  const width = `min(iw,if(gte(iw,ih),${long},${short}))`;
  const height = `min(ih,if(gte(iw,ih),${short},${long}))`;
  return `scale=w='${width}':h='${height}':force_original_aspect_ratio=decrease:force_divisible_by=2`;
}

/** The first picture, and every sound there is: an input without sound is no fault. */
export const pictureAndSound = '-map 0:v:0 -map 0:a?';

/** Stereo, which every player can, in an MP4 whose index comes first, so that playing starts at once. */
export const webSafe = '-c:a aac -b:a 160k -ac 2 -movflags +faststart';

/** H.264 that plays everywhere: 8 bits, 4:2:0. */
export const x264 = '-c:v libx264 -preset medium -crf 21 -pix_fmt yuv420p';
