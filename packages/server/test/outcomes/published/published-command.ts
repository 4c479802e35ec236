// The form of a published command's row: what is sent, and what must be in the bytes that come back.
import type { FixtureName } from '../fixtures.ts';

export interface ExpectedOutput {
  /** Each stream's first words as ffprobe gives them, in order: `h264 320x240`, `aac 44100 2`. */
  readonly streams?: readonly string[];
  /** Within 0.15 s. */
  readonly seconds?: number;
  /** Of the first video stream; a pair is a range. */
  readonly frames?: number | readonly [number, number];
  readonly fileType?: 'video' | 'audio' | 'image' | 'subtitle' | 'text' | 'other';
  /** Files of a series or package: their number, or a range. */
  readonly items?: number | readonly [number, number];
  /** For outputs that are text. */
  readonly text?: RegExp;
  /** Throws when the bytes are wrong. */
  readonly bytes?: (bytes: Buffer) => void;
  /** The one check that is a warning; none may be otherwise. */
  readonly warns?: 'exists' | 'probes' | 'has_frames' | 'duration' | 'segments';
}

export interface PublishedCommand {
  /** What it is for, as its author would say. */
  readonly name: string;
  readonly inputs: Readonly<Record<string, FixtureName>>;
  readonly outputs: Readonly<Record<string, string>>;
  readonly command: string;
  /** By alias. */
  readonly expect: Readonly<Record<string, ExpectedOutput>>;
}
