// Masks what opens a URL in FFmpeg's log, line by line while it streams by.
import { maskCredentials } from '@renderio/ffmpeg-language';

/** A line that is longer is handed on in pieces; FFmpeg's own are of 1,024 bytes at most. */
const longestLineBytes = 65_536;
const newline = 0x0a;

/** Hands on whole lines, with all their other bytes as they came. Call `end` once, for what came after the last newline. */
export function createLogMasker(handOn: (chunk: Uint8Array) => void): {
  write(chunk: Uint8Array): void;
  end(): void;
} {
  let rest: Uint8Array = Buffer.alloc(0);
  const mask = (bytes: Uint8Array): void => {
    if (bytes.length === 0) return;
    // Latin-1 gives every byte back as it was.
    const text = Buffer.from(bytes).toString('latin1');
    const masked = maskCredentials(text);
    handOn(masked === text ? bytes : Buffer.from(masked, 'latin1'));
  };
  return {
    write(chunk) {
      const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      const lastEnd = bytes.lastIndexOf(newline) + 1;
      const upTo = bytes.length - lastEnd > longestLineBytes ? bytes.length : lastEnd;
      mask(bytes.subarray(0, upTo));
      rest = Buffer.from(bytes.subarray(upTo));
    },
    end() {
      mask(rest);
      rest = Buffer.alloc(0);
    },
  };
}
