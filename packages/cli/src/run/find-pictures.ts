// The pictures that a pattern stands for, as FFmpeg's image2 demuxer finds them.
//
// Follows `find_image_range` and the glob of libavformat/img2dec.c.
import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { CliError } from '../cli-error.ts';
import type { Source } from './plan-run.ts';

/** How far up FFmpeg looks for the first number, `start_number_range`. */
const startRange = 5;
/** Formats whose pictures can stand one behind the other in one file. */
const joinable = /\.(?:png|jpe?g|bmp|webp|ppm|pgm|pam|qoi)$/i;

/** In the order in which FFmpeg reads them. */
export async function findPictures(source: Source & { readonly kind: 'pictures' }): Promise<string[]> {
  const { path, isGlob, startNumber } = source;
  const pattern = basename(path);
  if (!joinable.test(pattern)) {
    throw new CliError('USAGE', `${pattern}: only PNG, JPEG, BMP, WebP, PPM and QOI pictures can be sent as a series.`);
  }
  const folder = dirname(path);
  const names = await readdir(folder).catch(() => {
    throw new CliError('LOCAL_FILE', `${folder}: No such folder.`);
  });
  const found = isGlob ? matchGlob(names, pattern) : matchNumbers(names, pattern, startNumber);
  if (found.length === 0) throw new CliError('LOCAL_FILE', `${pattern}: No picture has such a name in ${folder}.`);
  return found.map((name) => join(folder, name));
}

function matchNumbers(names: readonly string[], pattern: string, startNumber: number | null): string[] {
  const present = new Set(names);
  const nameOf = (number: number): string =>
    pattern.replace(/%(0?)([1-9]?)d/, (_all, zero: string, width: string) =>
      String(number).padStart(Number(width || 0), zero === '' ? ' ' : '0'),
    );
  const first = startNumber ?? 0;
  const starts = Array.from({ length: startRange }, (_none, index) => first + index);
  const start = starts.find((number) => present.has(nameOf(number)));
  const found: string[] = [];
  if (start === undefined) return found;
  for (let number = start; present.has(nameOf(number)); number += 1) found.push(nameOf(number));
  return found;
}

function matchGlob(names: readonly string[], pattern: string): string[] {
  const expression = pattern
    .replaceAll(/[.+^${}()|\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  const matcher = new RegExp(`^${expression}$`, 's');
  // Names that begin with a dot are not meant by `*`.
  return names.filter((name) => matcher.test(name) && (pattern.startsWith('.') || !name.startsWith('.'))).sort();
}
