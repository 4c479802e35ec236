// What can be written at a place of a command: what the installed FFmpeg has, what a filter or encoder takes, and aliases.
import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete';
import { type Expected, expectAt, type PartName } from './expect-at.ts';

export interface Term {
  readonly name: string;
  readonly about: string;
}

/** An option of a filter or encoder; `values` are the constants that FFmpeg names for it. */
export interface PartOption extends Term {
  readonly values: readonly Term[];
}

/** Names of the installed FFmpeg; empty while they are not known. */
export interface Vocabulary {
  readonly options: readonly Term[];
  readonly encoders: readonly Term[];
  readonly filters: readonly Term[];
  readonly formats: readonly Term[];
  readonly pixelFormats: readonly Term[];
  /** Of this request, with what each stands for. */
  readonly aliases: readonly Term[];
  /** What a part takes; none where it is not known. */
  readonly optionsOf: (part: PartName) => Promise<readonly PartOption[]>;
}

export function createCompletionSource(vocabulary: () => Vocabulary) {
  return async (context: CompletionContext): Promise<CompletionResult | null> => {
    const before = context.state.doc.sliceString(Math.max(0, context.pos - 4000), context.pos);
    const start = context.pos - before.length;
    const expected = expectAt(before);
    if (expected === null) return null;
    const { kind, from } = expected;
    const isInPart = kind === 'arguments' || kind === 'constants';
    // Not pressed upon who only passes by; what a filter takes is what one looks up.
    if (from === before.length && !context.explicit && !isInPart) return null;
    const options = await completionsOf(expected, vocabulary());
    // Not known yet: to be asked for again at the next letter.
    if (context.aborted || options.length === 0) return null;
    return { from: start + from, options, ...(kind === 'aliases' ? {} : { validFor: /^[-\w:]*$/ }) };
  };
}

async function completionsOf(expected: Expected, vocabulary: Vocabulary): Promise<Completion[]> {
  switch (expected.kind) {
    case 'options': {
      const own = await Promise.all(
        expected.of.map(async (part) => {
          const section = { name: part.name, rank: 0 };
          return (await vocabulary.optionsOf(part)).map((option) => ({
            ...completionOf('keyword', option, '-'),
            section,
          }));
        }),
      );
      const first = new Set(own.flat().map(({ label }) => label));
      const others = vocabulary.options.map((term) => completionOf('keyword', term, '-'));
      return [...own.flat(), ...others.filter(({ label }) => !first.has(label))];
    }
    case 'arguments': {
      const options = await vocabulary.optionsOf(expected.of);
      return options
        .filter(({ name }) => !expected.given.includes(name))
        .map((option) => ({ ...completionOf('property', option), apply: `${option.name}=` }));
    }
    case 'constants': {
      const options = (await Promise.all(expected.of.map((part) => vocabulary.optionsOf(part)))).flat();
      const values = options.find(({ name }) => name === expected.option)?.values ?? [];
      return values.map((value) => completionOf('constant', value));
    }
    case 'aliases':
      return vocabulary.aliases.map(({ name, about }) => ({ label: `{{${name}}}`, detail: about, type: 'variable' }));
    default:
      return vocabulary[expected.kind].map((term) => completionOf(types[expected.kind], term));
  }
}

const types = { encoders: 'class', filters: 'function', formats: 'type', pixelFormats: 'enum' } as const;

function completionOf(type: string, { name, about }: Term, prefix = ''): Completion {
  return { label: prefix + name, detail: about, type };
}
