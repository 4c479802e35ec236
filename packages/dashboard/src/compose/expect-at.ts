// What is expected at a place of a command, read off the text before it; pure.

/** A filter or an encoder, whose options FFmpeg tells one by one. */
export interface PartName {
  readonly kind: 'filter' | 'encoder';
  readonly name: string;
}

export type Expected = {
  /** Where the word begins that a completion takes the place of. */
  readonly from: number;
} & (
  | { readonly kind: 'aliases' }
  | { readonly kind: 'filters' | 'encoders' | 'formats' | 'pixelFormats' }
  /** `-…`; those of the encoders that have been named come first. */
  | { readonly kind: 'options'; readonly of: readonly PartName[] }
  /** `scale=…`; `given` have been written already. */
  | { readonly kind: 'arguments'; readonly of: PartName; readonly given: readonly string[] }
  /** The value of an option, which may have constants. */
  | { readonly kind: 'constants'; readonly of: readonly PartName[]; readonly option: string }
);

export function expectAt(before: string): Expected | null {
  const open = /(\{\{|<<)\s*(\w*)$/.exec(before);
  if (open) return { kind: 'aliases', from: open.index };
  const word = /\S*$/.exec(before)?.[0] ?? '';
  const from = before.length - word.length;
  if (word.startsWith('-')) return { kind: 'options', from, of: encodersIn(before) };
  const [, option = '', value = ''] = /(?:^|\s)-([\w:-]+)\s+("[^"]*|'[^']*|\S*)$/.exec(before) ?? [];
  if (/^(vf|af|filter|filter_complex|lavfi)(:|$)/.test(option)) return expectInGraph(value, before.length);
  if (/^(c|codec|vcodec|acodec|scodec)(:|$)/.test(option)) return { kind: 'encoders', from };
  if (option === 'f') return { kind: 'formats', from };
  if (/^pix_fmt(:|$)/.test(option)) return { kind: 'pixelFormats', from };
  const encoders = encodersIn(before);
  if (option === '' || encoders.length === 0) return null;
  return { ...constants(value, before.length), of: encoders, option: option.replace(/:.*$/, '') };
}

/** What the command encodes with, as far as it has been written. */
function encodersIn(before: string): PartName[] {
  const named = before.matchAll(/(?:^|\s)-(?:(?:c|codec)(?::\S+)?|[vas]codec)\s+(\w[\w-]*)(?=\s)/g);
  return [...new Set([...named].map(([, name = '']) => name))].map((name) => ({ kind: 'encoder', name }));
}

/** `value` is a filtergraph up to the cursor at `end`, with the quote that it began with. */
function expectInGraph(value: string, end: number): Expected | null {
  const call = lastCall(value);
  if (call === null) return null;
  const [name = '', ...args] = call;
  if (args.length === 0) return /^\w*$/.test(name) ? { kind: 'filters', from: end - name.length } : null;
  const of: PartName = { kind: 'filter', name: name.replace(/@.*$/, '') };
  const given = args.slice(0, -1).flatMap((arg) => /^(\w+)=/.exec(arg)?.[1] ?? []);
  const last = args.at(-1) ?? '';
  const [isNamed, option = '', text = ''] = /^(\w+)=(.*)$/s.exec(last) ?? [];
  if (isNamed !== undefined) return { ...constants(text, end), of: [of], option };
  return /^\w*$/.test(last) ? { kind: 'arguments', from: end - last.length, of, given } : null;
}

/** Flags are joined by `+`, lists by `|`: what stands behind the last of them is completed. */
function constants(value: string, end: number): { readonly kind: 'constants'; readonly from: number } {
  return { kind: 'constants', from: end - (/[\w-]*$/.exec(value)?.[0] ?? '').length };
}

/** The name of the filter that is being written, and its arguments so far; null within a label or a quoted value. */
function lastCall(value: string): string[] | null {
  const outer = /^["']/.exec(value)?.[0] ?? '';
  let parts: string[] = [''];
  let isQuoted = false;
  let isLabel = false;
  for (let index = outer.length; index < value.length; index += 1) {
    const letter = value.charAt(index);
    if (letter === "'" && outer !== "'") isQuoted = !isQuoted;
    const isPlain = !isQuoted && !isLabel;
    if (isPlain && (letter === ',' || letter === ';')) parts = [''];
    else if (isPlain && letter === '[') isLabel = true;
    else if (isLabel && letter === ']') {
      isLabel = false;
      parts = [''];
    } else if (isPlain && (letter === ':' || (letter === '=' && parts.length === 1))) parts.push('');
    else {
      // What is escaped parts nothing.
      const length = letter === '\\' ? 2 : 1;
      parts.push((parts.pop() ?? '') + value.slice(index, index + length));
      index += length - 1;
    }
  }
  return isQuoted || isLabel ? null : parts.map((part) => part.trimStart());
}
