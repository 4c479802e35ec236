// Whether a build of FFmpeg is older than the last release that is known to mend a serious fault in it.

const checkedOn = '2026-11-25';

/**
 * CVE-2026-8461: a crafted MagicYUV video writes past its buffer (https://ffmpeg.org/security.html). First release with
 * the fix, by branch; older branches have none that says so, and later ones were made with it.
 */
const mended: Readonly<Record<string, string>> = { '8.0': '8.0.3', '8.1': '8.1.2' };
const firstMendedMajor = 9;

/**
 * Debian mends under the old number: what counts is the package's whole version. The newest that were seen, by Debian
 * release (https://security-tracker.debian.org/tracker/source-package/ffmpeg).
 */
const debian: Readonly<Record<string, string>> = { 12: '5.1.9-0+deb12u1', 13: '7.1.5-0+deb13u1' };

const oldAfterDays = 30;

/** `version` as FFmpeg prints it. A sentence that says why and what to do; null when nothing speaks against it. */
export function judgeFfmpegRelease(version: string): string | null {
  const release = /\+deb(\d+)u\d+$/.exec(version)?.[1];
  if (release !== undefined) {
    const newest = debian[release];
    return newest !== undefined && isOlder(version, newest)
      ? `FFmpeg ${version} is older than Debian's ${newest} (as of ${checkedOn}), which mends faults that a hostile file can use: run \`npm run update\`, or update the host.`
      : null;
  }
  const match = /^n?(\d+)\.(\d+)/.exec(version);
  // A build from the sources' history has no place in the table.
  if (match === null || Number(match[1]) >= firstMendedMajor) return null;
  const branch = `${match[1]}.${match[2]}`;
  const fixed = mended[branch];
  if (fixed !== undefined && !isOlder(version, fixed)) return null;
  const remedy = fixed === undefined ? 'no release of its branch is known to mend it' : `${fixed} mends it`;
  return `FFmpeg ${version} may have CVE-2026-8461, by which a crafted video writes past its memory; ${remedy} (as of ${checkedOn}).`;
}

/** `madeAt` of the private root; security fixes come by making it afresh. */
export function judgeRootAge(madeAt: Date, now: Date): string | null {
  const days = Math.floor((now.getTime() - madeAt.getTime()) / 86_400_000);
  return days < oldAfterDays
    ? null
    : `FFmpeg and its libraries were taken from Debian ${days} days ago: run \`npm run update\` for the fixes since.`;
}

/** By their numbers, from left to right. */
function isOlder(version: string, than: string): boolean {
  const [one, other] = [version, than].map((text) => (text.match(/\d+/g) ?? []).map(Number));
  for (const [index, number] of (other ?? []).entries()) {
    const mine = one?.[index] ?? 0;
    if (mine !== number) return mine < number;
  }
  return false;
}
