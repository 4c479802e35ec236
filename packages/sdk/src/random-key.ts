// Random words that no two requests share.

/** 32 hex characters. Not `randomUUID`: browsers lack it on plain http, as in a home network. */
export function randomKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
