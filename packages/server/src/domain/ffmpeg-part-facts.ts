// What one filter or encoder of FFmpeg takes, read off what it says of itself (`-h filter=scale`); pure.
import type { NamedFact } from './ffmpeg-build-facts.ts';

export const partKinds = ['filter', 'encoder'] as const;
export type PartKind = (typeof partKinds)[number];

export interface OptionFact extends NamedFact {
  /** FFmpeg's own word: `int`, `boolean`, `flags`, `color`, …; of a list, that of its members. */
  readonly type: string;
  /** The constants it names; empty where there are none. */
  readonly values: readonly NamedFact[];
}

/** `   w   <string>   ..FV.....T. Output video width`; of encoders with a dash, of lists in brackets. */
const optionLine = /^ {2,3}-?([\w-]+) +\[?<([^>]+)> *\]? *([A-Z.]{11})(?: (.*))?$/;
/** `     lanczos   512   E..V....... Lanczos`; flags have no number. */
const valueLine = /^ {5}(\S+)(?: +[-+.\w]+)? +[A-Z.]{11}(?: (.*))?$/;
const timelineLine = /^This filter has support for timeline/;

/**
 * In FFmpeg's order, once each. What a part brings along for others (a scaler's library, a decoder's side) is left out,
 * and so are lines of another shape: a build that prints differently is completed less, and nothing breaks.
 */
export function readPartOptions(kind: PartKind, help: string): OptionFact[] {
  const options = new Map<string, OptionFact & { readonly values: NamedFact[] }>();
  let values: NamedFact[] | null = null;
  for (const line of help.split('\n')) {
    const [isOption, name = '', type = '', flags = '', description = ''] = optionLine.exec(line) ?? [];
    if (isOption !== undefined) {
      const isOwn = kind === 'filter' ? flags[2] === 'F' : flags[0] === 'E';
      values = isOwn && !options.has(name) ? [] : null;
      if (values !== null) options.set(name, { name, type, description: description.trim(), values });
      continue;
    }
    const [isValue, value = '', about = ''] = valueLine.exec(line) ?? [];
    if (isValue !== undefined) values?.push({ name: value, description: about.trim() });
    else if (timelineLine.test(line)) options.set('enable', timelineOption);
  }
  return [...options.values()];
}

const timelineOption = {
  name: 'enable',
  type: 'string',
  description: 'an expression; the filter works where it is not 0, such as between(t,1,3)',
  values: [],
};
