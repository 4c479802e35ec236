// The final arguments of one FFmpeg run: paths in place of placeholders, and bare names where FFmpeg wants names.
import { renderWords, type Word } from '@renderio/ffmpeg-language';

/**
 * Options whose value the muxer puts behind the folder of its output by itself: a whole path there would be doubled
 * (hlsenc.c, dashenc.c).
 */
const optionsOfNames = new Set(['-master_pl_name', '-hls_fmp4_init_filename', '-init_seg_name', '-media_seg_name']);

/** As many strings as words, in order. */
export function renderArguments(words: readonly Word[], pathOf: (alias: string) => string): string[] {
  const nameOf = (alias: string): string => pathOf(alias).replace(/^.*\//, '');
  return words.flatMap((word, index) =>
    renderWords([word], optionsOfNames.has(words[index - 1]?.text ?? '') ? nameOf : pathOf),
  );
}
