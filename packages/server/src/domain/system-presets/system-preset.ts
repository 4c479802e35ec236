// What a row of the library of presets says.

export type PresetCategory = 'delivery' | 'streaming' | 'social' | 'image' | 'audio' | 'edit';

export interface SystemPreset {
  /** Fixed for ever: callers keep it. A UUID of version 8 whose last digits are category and number. */
  readonly id: string;
  readonly name: string;
  /** For people who choose: what comes out, from what, and where the limits are. */
  readonly description: string;
  readonly category: PresetCategory;
  /** Alias → what is meant to be given, for the documentation. */
  readonly inputs: Readonly<Record<`in_${string}`, string>>;
  /** Alias → file name. */
  readonly outputs: Readonly<Record<`out_${string}`, string>>;
  /** Several are the steps of a chain. */
  readonly command: string | readonly string[];
}
