// Names of files that come from outside, made fit to be stored and put into links.

const longestNameBytes = 255;

/** One path part of at most 255 bytes, without control characters, keeping the
 * extension when it is cut; `otherwise` where nothing is left. */
export function toFilename(sent: string, otherwise: string): string {
  const name = sent
    .toWellFormed()
    .replace(/^.*[/\\]/, '')
    .replace(/\p{Cc}/gu, '')
    .trim();
  if (name === '' || name === '.' || name === '..') return otherwise;
  if (Buffer.byteLength(name) <= longestNameBytes) return name;
  const extension = /\.[A-Za-z0-9]{1,16}$/.exec(name)?.[0] ?? '';
  let stem = name.slice(0, name.length - extension.length);
  while (Buffer.byteLength(stem + extension) > longestNameBytes)
    stem = stem
      .slice(0, -1)
      .toWellFormed()
      .replace(/\uFFFD$/, '');
  return stem + extension;
}
