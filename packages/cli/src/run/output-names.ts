// Which names stand for several files, as the API has it.

export function isSeriesName(filename: string): boolean {
  return /^[^%]*%(?:0?[1-9])?d[^%]*$/.test(filename);
}

/** A playlist, which comes with what it lists. */
export function isPackageName(filename: string): boolean {
  return /\.(?:m3u8|mpd)$/i.test(filename);
}
