// Finding placeholders in words and putting paths in their place: after splitting, so that no path can split a word.
import { aliasPattern, placeholderLookalikes } from './placeholder-syntax.ts';
import type { Word } from './word.ts';

/** One placeholder, or something that was meant to be one. */
export interface Placeholder {
  /** What stands between the marks, without the blanks around it: `in_video`. */
  readonly alias: string;
  /** False when no key can have this name (`{{in video}}`, `{{video}}`). */
  readonly isWellFormed: boolean;
  /** As it stands in the word: `{{ in_video }}`. */
  readonly written: string;
  /** Which word (from 0), and where in `word.text`: UTF-16 units, `end` exclusive. */
  readonly wordIndex: number;
  readonly start: number;
  readonly end: number;
}

/** Every placeholder of `words`, in order. `{{a}}`, `<<a>>` and `\{\{a\}\}` are equal; blanks inside are tolerated. */
export function findPlaceholders(words: readonly Word[]): Placeholder[] {
  const found: Placeholder[] = [];
  for (const [wordIndex, word] of words.entries()) {
    for (const match of placeholderLookalikes(word.text)) {
      const alias = (match.groups?.['braced'] ?? match.groups?.['angled'] ?? '').trim();
      found.push({
        alias,
        isWellFormed: aliasPattern.test(alias),
        written: match[0],
        wordIndex,
        start: match.index,
        end: match.index + match[0].length,
      });
    }
  }
  return found;
}

/**
 * The final arguments: each well-formed placeholder replaced by `pathOf(alias)` as plain text, once (a path that
 * looks like a placeholder is not looked at again). As many strings as words, in order, whatever the paths hold.
 */
export function renderWords(words: readonly Word[], pathOf: (alias: string) => string): string[] {
  return words.map((word) => {
    let rendered = '';
    let copied = 0;
    for (const placeholder of findPlaceholders([word])) {
      if (!placeholder.isWellFormed) continue;
      rendered += word.text.slice(copied, placeholder.start) + pathOf(placeholder.alias);
      copied = placeholder.end;
    }
    return rendered + word.text.slice(copied);
  });
}

/**
 * The word's text with every character of its well-formed placeholders overwritten by NUL, which no command text can
 * hold: places stay as they are, and to whoever reads on each is an atom that means nothing.
 */
export function maskPlaceholders(word: Word): string {
  let masked = word.text;
  for (const { isWellFormed, start, end } of findPlaceholders([word])) {
    if (isWellFormed) masked = masked.slice(0, start) + '\0'.repeat(end - start) + masked.slice(end);
  }
  return masked;
}

/** A placeholder within the braces of another, such as `{{in_{{in_a}}}}`, as it is written; null when there is none. */
export function findNestedPlaceholder(word: Word): string | null {
  const nested = /\{\{[^{}\0]*\0[^{}]*\}\}/.exec(maskPlaceholders(word));
  return nested && word.text.slice(nested.index, nested.index + nested[0].length);
}
