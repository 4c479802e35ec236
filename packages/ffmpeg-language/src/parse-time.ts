// FFmpeg's way of writing lengths of time and frame rates.

const clock =
  /^(?<sign>-?)(?:(?<hours>\d{1,4}):)?(?<minutes>[0-5]?\d):(?<seconds>[0-5]?\d)(?:\.(?<decimals>\d*))?(?<unit>ms|us|s)?$/;
const count = /^(?<sign>-?)\s*\+?(?<seconds>\d+)(?:\.(?<decimals>\d*))?(?<unit>ms|us|s)?$/;
const unitsPerSecond = new Map([
  ['s', 1],
  ['ms', 1_000],
  ['us', 1_000_000],
]);

/**
 * Seconds of a duration as `-t`, `-ss` and many filters take it: `62.5`, `00:01:02.5`, `1:02`, `500ms`, `-1`.
 * Null when FFmpeg would refuse it. Digits after the microsecond are dropped, as FFmpeg does.
 *
 * Source: ffmpeg-utils, "Time duration", and `av_parse_time` (libavutil/parseutils.c).
 */
export function parseTimeSeconds(text: string): number | null {
  const written = (clock.exec(text) ?? count.exec(text))?.groups;
  if (!written) return null;
  const perSecond = unitsPerSecond.get(written['unit'] ?? 's') ?? 1;
  const units =
    Number(written['hours'] ?? 0) * 3600 + Number(written['minutes'] ?? 0) * 60 + Number(written['seconds']);
  const decimals = (written['decimals'] ?? '').slice(0, 6).padEnd(6, '0');
  const microseconds = units * (1_000_000 / perSecond) + Math.trunc(Number(decimals) / perSecond);
  if (!Number.isSafeInteger(microseconds)) return null;
  return (written['sign'] === '-' && microseconds !== 0 ? -microseconds : microseconds) / 1_000_000;
}

/** Frames a second of `25`, `30000/1001`, `ntsc`; 0 for what cannot be read, so that nothing is built on it. Source: ffmpeg-utils, "Video rate". */
export function parseRate(text: string): number {
  const named = { ntsc: 29.97, pal: 25, film: 24, 'ntsc-film': 23.976 }[text];
  const written = /^(\d+(?:\.\d+)?)(?:\/(\d+(?:\.\d+)?))?$/.exec(text);
  return named ?? (written ? Number(written[1]) / Number(written[2] ?? 1) : 0);
}
