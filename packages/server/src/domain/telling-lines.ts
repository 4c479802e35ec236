// The few lines of a log that tell a user why FFmpeg failed, in the user's own names.
import type { LogDigest, LogLine } from './digest-log.ts';

const maxLines = 10;
const maxChars = 2000;
const maxLineChars = 400;

/**
 * The telling lines in the log's order: the first error (the cause of the rest, mostly) and the last ones, without the
 * generic consequences that follow every failure. `aliases` maps a path inside the sandbox to what the user called it
 * (`/job/inputs/in_a.mp4` → `{{in_a}}`). Empty when the log holds neither error nor warning.
 */
export function tellingLines(digest: LogDigest, aliases: ReadonlyMap<string, string> = new Map()): readonly string[] {
  const candidates = chooseLines(digest).map((line) => present(line, aliases));
  const unique = [...new Set(candidates)];
  const few = unique.length <= maxLines ? unique : [...unique.slice(0, 1), ...unique.slice(1 - maxLines)];
  return fitChars(few);
}

function chooseLines(digest: LogDigest): readonly LogLine[] {
  const causes = digest.errors.filter((line) => !isConsequence(line.text) && !isEmptyTalk(line.text));
  if (causes.length > 0) return causes;
  const errors = digest.errors.filter((line) => !isEmptyTalk(line.text));
  if (errors.length > 0) return errors;
  return digest.warnings.slice(-3);
}

/** What FFmpeg adds to every failure of its kind: true, but never the reason. */
const consequences: readonly RegExp[] = [
  /^Error opening (?:input|output) files: /,
  /^Error opening output file .*\.$/,
  /^Error parsing options for (?:input|output) file /,
  /^Error splitting the argument list: /,
  /^Error binding filtergraph inputs\/outputs: /,
  /^Error initializing filters$/,
  /^Error selecting an encoder$/,
  /^Error applying encoder options: /,
  /^Error sending frames to consumers: /,
  /^Error (?:muxing a packet|writing trailer|closing file)/,
  /^Could not open encoder before EOF$/,
  /^Task finished with error code: /,
  /^Terminating thread with return code /,
  /^Nothing was written into output file, because /,
];

function isConsequence(said: string): boolean {
  return consequences.some((pattern) => pattern.test(said));
}

function isEmptyTalk(said: string): boolean {
  return /^Conversion failed!$|^Error parsing a filter description around: *$/.test(said);
}

function present(line: LogLine, aliases: ReadonlyMap<string, string>): string {
  let said = line.text.trim();
  // Longer paths first: one may begin another.
  for (const [path, placeholder] of [...aliases].sort(([one], [other]) => other.length - one.length)) {
    said = said.replaceAll(path, placeholder);
  }
  const full = isWorthNaming(line.speaker) ? `[${line.speaker}] ${said}` : said;
  return full.length > maxLineChars ? `${full.slice(0, maxLineChars - 1)}…` : full;
}

/** `in#0`, `vost#0:0/libx264` and the like are FFmpeg's own bookkeeping; names of codecs, muxers and filters help. */
function isWorthNaming(speaker: string | null): speaker is string {
  return speaker !== null && !speaker.includes('#') && !/^AV[A-Z]/.test(speaker);
}

function fitChars(lines: readonly string[]): readonly string[] {
  const kept: string[] = [];
  let left = maxChars;
  // The first cause is kept; what does not fit is dropped from the middle, since the end is nearest to the failure.
  const [first, ...others] = lines;
  if (first === undefined) return kept;
  left -= first.length + 1;
  for (const line of others.reverse()) {
    if (line.length + 1 > left) break;
    left -= line.length + 1;
    kept.unshift(line);
  }
  return [first, ...kept];
}
