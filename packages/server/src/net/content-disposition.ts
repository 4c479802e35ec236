// Reads the file name out of a Content-Disposition header (RFC 6266), as far as it is needed to guess an extension.

/** The decoded `filename*`, else `filename`, cut to its last path part; null when there is none. */
export function contentDispositionFilename(header: string | null): string | null {
  if (header === null) return null;
  const name = extendedFilename(header) ?? plainFilename(header);
  const lastPart = name?.split(/[/\\]/).at(-1)?.trim();
  return lastPart === undefined || lastPart === '' ? null : lastPart;
}

function extendedFilename(header: string): string | null {
  const match = /;\s*filename\*\s*=\s*(utf-8|iso-8859-1)'[^']*'([^;\s]+)/i.exec(header);
  if (match?.[2] === undefined) return null;
  const bytes = match[2].replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString(match[1]?.toLowerCase() === 'utf-8' ? 'utf8' : 'latin1');
}

function plainFilename(header: string): string | null {
  const match = /;\s*filename\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s]+))/i.exec(header);
  return match?.[1]?.replace(/\\(.)/g, '$1') ?? match?.[2] ?? null;
}
