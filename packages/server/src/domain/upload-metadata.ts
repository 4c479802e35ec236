// What a tus client says about a file: `Upload-Metadata`, pairs of a key and a value in base64.

const pairPattern = /^([\x21-\x2b\x2d-\x7e]+)(?: ([A-Za-z0-9+/]*={0,2}))?$/;

/** Key → value, of a key that is sent twice the first; null when the header is not of this form. */
export function parseUploadMetadata(header: string): ReadonlyMap<string, string> | null {
  const values = new Map<string, string>();
  if (header.trim() === '') return values;
  for (const pair of header.split(',')) {
    const match = pairPattern.exec(pair.trim());
    const [, key, encoded = ''] = match ?? [];
    if (key === undefined) return null;
    if (!values.has(key)) values.set(key, Buffer.from(encoded, 'base64').toString('utf8'));
  }
  return values;
}
