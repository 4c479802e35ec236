// Secrets that are recognised wherever they turn up: each one made or met is kept here, and looked for in every notation.
import { randomBytes } from 'node:crypto';

/** What a secret is, in the words of the list of places where it may be. */
export type SecretKind =
  | 'API key'
  | 'wrong API key'
  | 'admin token'
  | 'wrong admin token'
  | 'session'
  | 'media link'
  | 'misplaced word'
  | 'webhook secret'
  | "URL's user info"
  | "URL's query"
  | 'database password'
  | 'installation secret';

export interface SecretBook {
  /** A new one of 48 characters: lower-case hex, so that no escaping changes it. */
  make(kind: SecretKind): string;
  /** One that was made elsewhere. */
  keep(kind: SecretKind, secret: string): void;
  /** An http URL on this base with user info and a signed query, all of it secret. */
  sign(url: string): string;
  /** The kinds of which a secret, or a large part of one, is in the text; bytes are taken as Latin-1. */
  findIn(text: string): SecretKind[];
}

/** So many characters of a secret in a row are a leak of it; every needle has as many. */
const tellingLength = 20;

export function createSecretBook(): SecretBook {
  const needles = new Map<string, SecretKind>();
  const book: SecretBook = {
    make(kind) {
      const secret = randomBytes(24).toString('hex');
      book.keep(kind, secret);
      return secret;
    },
    keep(kind, secret) {
      for (const needle of notationsOf(secret)) needles.set(needle, kind);
    },
    sign(text) {
      const url = new URL(text);
      url.username = book.make("URL's user info");
      url.password = book.make("URL's user info");
      url.searchParams.set('X-Amz-Signature', book.make("URL's query"));
      url.searchParams.set('token', book.make("URL's query"));
      return url.href;
    },
    findIn(text) {
      const kinds = new Set<SecretKind>();
      // Looked up at every place: thousands of needles in thousands of texts, one by one, take a quarter of a minute.
      for (let start = 0; start + tellingLength <= text.length; start += 1) {
        const kind = needles.get(text.slice(start, start + tellingLength));
        if (kind !== undefined) kinds.add(kind);
      }
      return [...kinds];
    },
  };
  return book;
}

/** Its beginning and its end as they stand, and as hex and base64 would have them, wherever in the bytes it begins. */
function notationsOf(secret: string): Set<string> {
  const bytes = Buffer.from(secret);
  const base64 = [0, 1, 2].map((shift) => {
    const text = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64url');
    // The first characters mix it with what stands before.
    return text.slice(Math.ceil((shift * 8) / 6)).slice(0, tellingLength);
  });
  const standard = base64.map((text) => text.replaceAll('-', '+').replaceAll('_', '/'));
  const hex = bytes.toString('hex').slice(0, tellingLength);
  return new Set([secret.slice(0, tellingLength), secret.slice(-tellingLength), hex, ...base64, ...standard]);
}
