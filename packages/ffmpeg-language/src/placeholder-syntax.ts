// How placeholders are written; the splitter and the finder must agree on it, so it stands here once.

/** The names that a placeholder, and a key of `input_files` or `output_files`, may have. */
export const aliasPattern = /^(in|out)_[A-Za-z0-9_]+$/;

/**
 * What stands between the marks of something meant as a placeholder. Braces are never FFmpeg's own in pairs
 * (drawtext writes `%{…}`), so anything between `{{` and `}}` counts. `<<…>>` may well be a text to draw, so
 * there only what begins like an alias counts.
 */
const inBraces = String.raw`\\?\{\\?\{(?<braced>[^{}\n]{0,200}?)\\?\}\\?\}`;
const inAngles = String.raw`<<(?<angled>[ \t]*(?:in|out)_[^<>\n]{0,200}?)>>`;
const lookalike = new RegExp(`${inBraces}|${inAngles}`, 'g');

/** Finds, in the text of a word, everything that is meant as a placeholder; group `braced` or `angled` is what stands inside. */
export function placeholderLookalikes(text: string): RegExpExecArray[] {
  // Most words have neither; looking costs a twentieth of trying the pattern at every place.
  if (!text.includes('{') && !text.includes('<')) return [];
  return [...text.matchAll(lookalike)];
}

/**
 * Outside of quotes a placeholder that holds blanks must still be one word, and one that no-code tools escaped
 * must not lose its shape. Quotes and backslashes inside are left to the ordinary rules.
 */
const barePattern = /\\?\{\\?\{[^{}'"\\\r\n]{0,200}\\?\}\\?\}|<<[ \t]*(?:in|out)_[^<>'"\\\r\n]{0,200}>>/y;

/** The placeholder, as it is written, that begins at `offset` of an unquoted stretch; null when none does. */
export function matchPlaceholderAt(text: string, offset: number): string | null {
  const char = text[offset];
  if (char !== '{' && char !== '<' && char !== '\\') return null;
  barePattern.lastIndex = offset;
  return barePattern.exec(text)?.[0] ?? null;
}
