// What a recipe is: a task, the command that does it, and why the command looks as it does.
import type { SampleName } from './samples.ts';

export interface Recipe {
  /** Name of its page and pictures. */
  readonly slug: string;
  /** The task, as one would search for it. */
  readonly title: string;
  readonly group:
    | 'Sizes and formats'
    | 'Cutting and joining'
    | 'Titles and overlays'
    | 'Looks'
    | 'Pictures'
    | 'Sound'
    | 'Looking into media';
  /** When one wants this, in a sentence or two. */
  readonly about: string;
  /** Alias → the sample that stands for the caller's own file. */
  readonly inputs: Readonly<Record<string, SampleName>>;
  /** Alias → file name. */
  readonly outputs: Readonly<Record<string, string>>;
  /** One command, or the steps of a chain. */
  readonly command: string | readonly string[];
  /** What its parts do, and what to change; Markdown, a point each. */
  readonly notes: readonly string[];
  /** The preset of the system that does the same. */
  readonly preset?: string;
  /** What its result must be, by ffprobe or by its text. */
  readonly expect: Expectation;
}

export interface Expectation {
  /** Of the first output. */
  readonly width?: number;
  readonly height?: number;
  readonly seconds?: number;
  readonly videoCodec?: string;
  readonly audioCodec?: string;
  /** How many files a series or package holds. */
  readonly items?: number;
  /** What a text must hold. */
  readonly text?: RegExp;
}
