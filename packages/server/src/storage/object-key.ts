// The one check of object keys, for every store: a key that gets past it cannot leave the store's folder.

const maxKeyLength = 1024;
const maxPartLength = 255;

/**
 * Splits a key, or a prefix of whole parts, into its parts: at least two (`runs/<run_id>`, `uploads/<file_id>`).
 * @throws RangeError when it is not made of `[A-Za-z0-9._-]` parts, or a part is `.` or `..`
 */
export function parseObjectKey(key: string): readonly string[] {
  const parts = key.split('/');
  if (key.length > maxKeyLength || parts.length < 2 || !parts.every(isKeyPart)) {
    throw new RangeError(`"${key.slice(0, 100)}" is no object key.`);
  }
  return parts;
}

function isKeyPart(part: string): boolean {
  return part.length <= maxPartLength && /^[A-Za-z0-9._-]+$/.test(part) && part !== '.' && part !== '..';
}
