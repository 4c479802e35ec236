// What a file can say of itself, whatever its format.

export interface Frame {
  readonly width: number;
  readonly height: number;
}

/** Null where the file does not say, or is of a format that is not read here. */
export interface Declared {
  /** The largest one: it costs most to decode. */
  readonly frame: Frame | null;
  readonly seconds: number | null;
}

export function largestFrame(frames: readonly (Frame | null)[]): Frame | null {
  const area = (frame: Frame | null): number => (frame === null ? 0 : frame.width * frame.height);
  return frames.reduce((largest, frame) => (area(frame) > area(largest) ? frame : largest), null);
}
