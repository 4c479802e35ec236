// What can be written at a place of a command: options, encoders, formats and filters of the installed FFmpeg, and aliases.
import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete';

/** Names of the installed FFmpeg; empty while they are not known. */
export interface Vocabulary {
  readonly options: readonly Term[];
  readonly encoders: readonly Term[];
  readonly filters: readonly Term[];
  readonly formats: readonly Term[];
  readonly pixelFormats: readonly Term[];
  /** Of this request, with what each stands for. */
  readonly aliases: readonly Term[];
}

export interface Term {
  readonly name: string;
  readonly about: string;
}

export type TermKind = keyof Vocabulary;

/** What is expected where the cursor is, and where the word begins that it would take the place of. */
export function expectAt(before: string): { readonly kind: TermKind; readonly from: number } | null {
  const open = /(\{\{|<<)\s*(\w*)$/.exec(before);
  if (open) return { kind: 'aliases', from: open.index };
  const word = /\S*$/.exec(before)?.[0] ?? '';
  const from = before.length - word.length;
  if (word.startsWith('-')) return { kind: 'options', from };
  const option = /(?:^|\s)-([\w:]+)\s+(?:"[^"]*|'[^']*|\S*)$/.exec(before)?.[1] ?? '';
  if (/^(vf|af|filter|filter_complex|lavfi)(:|$)/.test(option)) {
    const filter = /(?:^|[\s"',;\]])(\w*)$/.exec(before);
    return filter ? { kind: 'filters', from: before.length - (filter[1] ?? '').length } : null;
  }
  if (/^(c|codec|vcodec|acodec|scodec)(:|$)/.test(option)) return { kind: 'encoders', from };
  if (option === 'f') return { kind: 'formats', from };
  if (/^pix_fmt(:|$)/.test(option)) return { kind: 'pixelFormats', from };
  return null;
}

const types: Record<TermKind, string> = {
  options: 'keyword',
  encoders: 'class',
  filters: 'function',
  formats: 'type',
  pixelFormats: 'enum',
  aliases: 'variable',
};

export function createCompletionSource(vocabulary: () => Vocabulary) {
  return (context: CompletionContext): CompletionResult | null => {
    const before = context.state.doc.sliceString(Math.max(0, context.pos - 4000), context.pos);
    const start = context.pos - before.length;
    const expected = expectAt(before);
    if (expected === null) return null;
    const { kind, from } = expected;
    const isEmpty = from === before.length;
    // Not pressed upon who only passes by.
    if (isEmpty && !context.explicit) return null;
    const terms = vocabulary()[kind];
    // Not known yet: to be asked for again at the next letter.
    if (terms.length === 0) return null;
    return {
      from: start + from,
      options: terms.map(
        ({ name, about }): Completion => ({
          label: kind === 'options' ? `-${name}` : kind === 'aliases' ? `{{${name}}}` : name,
          detail: about,
          type: types[kind],
        }),
      ),
      ...(kind === 'aliases' ? {} : { validFor: /^[-\w:]*$/ }),
    };
  };
}
