// Options that newer FFmpegs dropped, and what says the same to them, so that published commands go on working.
//
// Which version dropped what was read from the option tables of 5.1.9, 7.1.5 and 9.0.2 and from the Changelog.

import type { Option } from './parse-arguments.ts';
import type { CommandLine } from './parse-command-line.ts';

/** What stands in for a removed option; texts are options and values, ready as words. */
export type Replacement =
  /** It only printed, or did nothing any more. */
  | { readonly kind: 'nothing' }
  /** Other words in the same place; `null` stands for the old value, placeholders and all. */
  | { readonly kind: 'words'; readonly words: readonly (string | null)[] }
  /** Words at the head of the options of every output. */
  | { readonly kind: 'each_output'; readonly words: readonly string[] }
  /** A filter in front of, or after, the other filters of that medium: of every output, or of the option's own. */
  | {
      readonly kind: 'filter';
      readonly medium: 'video' | 'audio';
      readonly filter: string;
      readonly position: 'first' | 'last';
      readonly outputs: 'every' | 'own';
    };

interface RemovedOption {
  /** The first major version that does not know it. */
  readonly removedIn: number;
  /** Null where nothing says quite the same: the option stays, and FFmpeg's message tells the user. */
  readonly replacement: (option: Option, siblings: readonly Option[], line: CommandLine) => Replacement | null;
}

const nothing = (): Replacement => ({ kind: 'nothing' });

const syncModes = new Map([
  ['-1', 'auto'],
  ['auto', 'auto'],
  ['0', 'passthrough'],
  ['passthrough', 'passthrough'],
  ['1', 'cfr'],
  ['cfr', 'cfr'],
  ['2', 'vfr'],
  ['vfr', 'vfr'],
]);

/** By bare name. */
export const removedOptions: ReadonlyMap<string, RemovedOption> = new Map<string, RemovedOption>([
  // `drop` has no equal: it threw timestamps away, which no other mode does.
  [
    'vsync',
    {
      removedIn: 9,
      replacement: ({ value }) => {
        const mode = syncModes.get(value?.text.toLowerCase() ?? '');
        return mode ? { kind: 'each_output', words: ['-fps_mode', mode] } : null;
      },
    },
  ],
  ['filter_script', { removedIn: 9, replacement: (option) => readFromFile('-/filter', option) }],
  ['filter_complex_script', { removedIn: 9, replacement: (option) => readFromFile('-/filter_complex', option) }],
  // Both did nothing from 7.0 on.
  ['qphist', { removedIn: 9, replacement: nothing }],
  ['adrift_threshold', { removedIn: 9, replacement: nothing }],
  ['psnr', { removedIn: 7, replacement: nothing }],
  ['map_channel', { removedIn: 7, replacement: mapChannels }],
  ['absf', { removedIn: 6, replacement: () => ({ kind: 'words', words: ['-bsf:a', null] }) }],
  ['vbsf', { removedIn: 6, replacement: () => ({ kind: 'words', words: ['-bsf:v', null] }) }],
  [
    'async',
    {
      removedIn: 6,
      replacement: ({ value }, _siblings, line) => {
        const rate = Number(value?.text);
        if (!Number.isInteger(rate) || usesComplexGraph(line)) return null;
        if (rate <= 0) return nothing();
        return audioFilter(`aresample=async=${rate}:first_pts=0`, 'first', 'every');
      },
    },
  ],
  [
    'vol',
    {
      removedIn: 6,
      replacement: ({ value }, _siblings, line) => {
        const volume = Number(value?.text);
        if (!Number.isInteger(volume) || usesComplexGraph(line)) return null;
        return volume === 256 ? nothing() : audioFilter(`volume=${volume / 256}`, 'first', 'every');
      },
    },
  ],
  [
    'deinterlace',
    {
      removedIn: 5,
      replacement: (_option, _siblings, line) =>
        usesComplexGraph(line)
          ? null
          : { kind: 'filter', medium: 'video', filter: 'yadif', position: 'first', outputs: 'every' },
    },
  ],
  ['intra', { removedIn: 5, replacement: () => ({ kind: 'each_output', words: ['-g', '1'] }) }],
]);

function readFromFile(name: string, { specifier }: Option): Replacement {
  return { kind: 'words', words: [specifier === null ? name : `${name}:${specifier}`, null] };
}

function audioFilter(filter: string, position: 'first' | 'last', outputs: 'every' | 'own'): Replacement {
  return { kind: 'filter', medium: 'audio', filter, position, outputs };
}

/** A complex graph may feed the very stream that a simple filter would be put on, which FFmpeg refuses. */
function usesComplexGraph(line: CommandLine): boolean {
  return line.global.some(({ name }) => name === 'filter_complex' || name === 'lavfi');
}

const channelLayouts = ['mono', 'stereo', '2.1', '4.0', '5.0', '5.1', '6.1', '7.1'];

/**
 * All `-map_channel` of an output are one `pan`: the n-th gives channel n. The first one stands for them all, the
 * others vanish. Only for one source stream and without the form that names an output stream.
 */
function mapChannels(option: Option, siblings: readonly Option[], line: CommandLine): Replacement | null {
  const maps = siblings.filter(({ name }) => name === 'map_channel');
  const sources = maps.map(({ value }) => /^(?:(\d+\.\d+)\.(\d+)\??|-1)$/.exec(value?.text ?? ''));
  const streams = new Set(sources.flatMap((source) => source?.[1] ?? []));
  const layout = channelLayouts[maps.length - 1];
  if (sources.includes(null) || streams.size !== 1 || !layout || usesComplexGraph(line)) return null;
  if (maps[0] !== option) return nothing();
  const channels = sources.flatMap((source, index) => (source?.[2] ? [`|c${index}=c${source[2]}`] : []));
  return audioFilter(`pan=${layout}${channels.join('')}`, 'last', 'own');
}
