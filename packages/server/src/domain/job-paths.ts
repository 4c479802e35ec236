// Where things lie in a job: the paths that are put in for aliases.

/** The job folder inside the sandbox, which is also the working directory. */
export const jobRoot = '/job';
/** Inputs have a folder of their own, so that no output can bear an input's name. */
export const inputsFolder = 'inputs';

/** Characters that neither filtergraphs, nor concat lists, nor tee strings, nor playlists read as their own. */
const plainName = /^[A-Za-z0-9][A-Za-z0-9._%+-]*$/;

/** Name of a staged input, relative to the job folder. `extension` is without its dot; null for none. */
export function inputName(alias: string, extension: string | null): string {
  return `${inputsFolder}/${alias}${extension === null ? '' : `.${extension}`}`;
}

/**
 * Name that an output has in the job folder. The declared name where it is plain, so that what FFmpeg derives from it
 * (segments of a playlist) is named as the caller expects; else the alias behind an underscore, which
 * no plain name begins with, and the declared extension.
 */
export function outputJobName(alias: string, filename: string): string {
  if (plainName.test(filename) && filename !== inputsFolder) return filename;
  const extension = /\.[A-Za-z0-9]{1,16}$/.exec(filename)?.[0] ?? '';
  const series = /%0?\dd/.exec(filename)?.[0];
  return series !== undefined && isSeriesName(filename) ? `_${alias}_${series}${extension}` : `_${alias}${extension}`;
}

/** Whether a name stands for a series of files: exactly one `%d`, `%Nd` or `%0Nd` with N ≤ 9, and no other `%`. */
export function isSeriesName(filename: string): boolean {
  return /^[^%]*%(0?[1-9])?d[^%]*$/.test(filename);
}

/** The names that a series name stands for, and the number in each. */
export function seriesPattern(seriesName: string): RegExp {
  const [before = '', after = ''] = seriesName.split(/%(?:0?[1-9])?d/);
  return new RegExp(`^${RegExp.escape(before)}(\\d{1,18})${RegExp.escape(after)}$`);
}

/** Whether a name stands for a playlist with the files it lists. */
export function isPlaylistName(filename: string): boolean {
  return /\.(m3u8|mpd)$/i.test(filename);
}
