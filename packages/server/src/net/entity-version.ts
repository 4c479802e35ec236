// Tells versions of a remote file apart, so that a resumed download never joins the bytes of two (RFC 9110, 13.1.5 and 14).

/** What an answer's headers say about which version of the file it carries; null is "not said". */
export interface EntityVersion {
  readonly etag: string | null;
  readonly lastModified: string | null;
  /** Of the whole file, as transferred. */
  readonly totalBytes: number | null;
  /** What `If-Range` may carry; null when nothing strong enough was given, and then no range may be asked for. */
  readonly rangeValidator: string | null;
}

interface VersionHeaders {
  readonly etag: string | null;
  readonly lastModified: string | null;
  readonly date: string | null;
  readonly totalBytes: number | null;
}

export function entityVersion({ etag, lastModified, date, totalBytes }: VersionHeaders): EntityVersion {
  const isStrongTag = etag !== null && /^"[^"]*"$/.test(etag);
  const isStrongDate = lastModified !== null && isOlderThan(lastModified, date, 1000);
  return {
    etag,
    lastModified,
    totalBytes,
    rangeValidator: isStrongTag ? etag : isStrongDate ? lastModified : null,
  };
}

/** A date names one version only if the file could not change again within the same second (RFC 9110, 8.8.2.2). */
function isOlderThan(lastModified: string, date: string | null, ms: number): boolean {
  return date !== null && Date.parse(date) - Date.parse(lastModified) >= ms;
}

/** True unless the two are known to differ. */
export function maySameVersion(a: EntityVersion, b: EntityVersion): boolean {
  if (a.totalBytes !== null && b.totalBytes !== null && a.totalBytes !== b.totalBytes) return false;
  if (a.etag !== null && b.etag !== null) return a.etag === b.etag;
  return a.lastModified === null || b.lastModified === null || a.lastModified === b.lastModified;
}

export interface ContentRange {
  readonly start: number;
  /** Inclusive. */
  readonly end: number;
  readonly totalBytes: number | null;
}

/** Null for anything but one satisfiable byte range. */
export function parseContentRange(header: string | null): ContentRange | null {
  const match = /^bytes (\d{1,15})-(\d{1,15})\/(\d{1,15}|\*)$/i.exec(header?.trim() ?? '');
  if (match === null) return null;
  const [, start, end, total] = match;
  const range = { start: Number(start), end: Number(end), totalBytes: total === '*' ? null : Number(total) };
  const isSound = range.start <= range.end && (range.totalBytes === null || range.end < range.totalBytes);
  return isSound ? range : null;
}
