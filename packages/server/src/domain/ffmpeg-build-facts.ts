// What a build of FFmpeg can do, read off what it says of itself (`-encoders`, `-filters`, …, `-h full`); pure.

export interface NamedFact {
  readonly name: string;
  readonly description: string;
}

export interface FfmpegBuildFacts {
  /** Options for commands: FFmpeg's own, and those of encoders, muxers and demuxers, once each. */
  readonly options: readonly NamedFact[];
  readonly encoders: readonly (NamedFact & { readonly kind: 'video' | 'audio' | 'subtitle' })[];
  readonly filters: readonly NamedFact[];
  /** Those that can be written. */
  readonly formats: readonly NamedFact[];
  readonly pixelFormats: readonly string[];
}

/** What FFmpeg is asked, by what is read of the answer. */
export const helpQuestions = {
  options: ['-h', 'full'],
  encoders: ['-encoders'],
  filters: ['-filters'],
  formats: ['-muxers'],
  pixelFormats: ['-pix_fmts'],
} as const satisfies Record<keyof FfmpegBuildFacts, readonly string[]>;

/** Lines of another shape are left out: a build that prints differently is completed less, and nothing breaks. */
export function readBuildFacts(answers: Readonly<Record<keyof FfmpegBuildFacts, string>>): FfmpegBuildFacts {
  return {
    options: readOptions(answers.options),
    encoders: matches(answers.encoders, /^ ([VAS])[F.][S.][X.][B.][D.] ([^\s=]\S*)\s*(.*)$/).map(
      ([letter, name, text]) => ({
        name,
        kind: letter === 'V' ? 'video' : letter === 'A' ? 'audio' : 'subtitle',
        description: text,
      }),
    ),
    filters: matches(answers.filters, /^ [T.]?[S.][C.]? (\S+)\s+\S*->\S*\s+(.*)$/).map(named),
    formats: matches(answers.formats, /^ [D ]E[d ]? +(\S+)\s+(.*)$/).map(named),
    pixelFormats: matches(answers.pixelFormats, /^[I.][O.][H.][P.][B.] ([^\s=]\S*)\s/).map(([name]) => name),
  };
}

/** `-crf <float> E..V....... Select the quality (from -1 to 51)`; FFmpeg's own begin at the margin and have no flags. */
function readOptions(help: string): NamedFact[] {
  const own = matches(help, /^-(\w+)(?:\[:<stream_spec>\])?(?: <[^>]+>)? +(.*)$/).map(named);
  const others = matches(help, /^ {2}-(\w+) +<[^>]+> +(?:E\S|\.D)\S{9} ?(.*)$/).map(named);
  const all = new Map<string, NamedFact>();
  // Encoders share names and differ in ranges and defaults, which would be those of the first.
  for (const { name, description } of [...own, ...others]) {
    if (!all.has(name)) all.set(name, { name, description: description.replace(/ \((from|default) .*$/, '') });
  }
  return [...all.values()];
}

type Captured = readonly [first: string, second: string, third: string];

function matches(text: string, pattern: RegExp): Captured[] {
  return text.split('\n').flatMap((line): Captured[] => {
    const match = pattern.exec(line);
    return match === null ? [] : [[match[1] ?? '', match[2] ?? '', match[3] ?? '']];
  });
}

const named = ([name, description]: Captured): NamedFact => ({ name, description });
