// API keys: their form, and what is stored of them.
import { hash } from 'node:crypto';

const keyPattern = /^ffsk_[0-9a-f]{64}$/;

export function isApiKey(text: string): boolean {
  return keyPattern.test(text);
}

/** `secret` is 32 random bytes. */
export function formatApiKey(secret: Uint8Array): string {
  return `ffsk_${Buffer.from(secret).toString('hex')}`;
}

/** The last four characters: enough to tell keys apart, too few to guess by. */
export function hintOf(key: string): string {
  return key.slice(-4);
}

/** SHA-256 of the key: all that is stored, since 32 random bytes need no slow hash. */
export function hashApiKey(key: string): Buffer {
  return hash('sha256', key, 'buffer');
}
