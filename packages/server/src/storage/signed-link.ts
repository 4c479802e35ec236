// Media links: readable by URL alone, unguessable, signed with their expiry in the path.
import { createHmac, timingSafeEqual } from 'node:crypto';

// 16 bytes of file id, 5 of expiry (seconds), 18 of HMAC-SHA256: 39 bytes fill 52 base64url characters exactly, so that
// every token has one spelling only. A forger has one chance in 2^144 a try.
const idBytes = 16;
const expiryBytes = 5;
const macBytes = 18;
const payloadBytes = idBytes + expiryBytes;
const tokenPattern = /^[A-Za-z0-9_-]{52}$/;
const pathPattern = /\/api\/media\/([A-Za-z0-9_-]{52})\/[^/]+$/;

interface MediaLink {
  /** A UUID. */
  readonly fileId: string;
  /** Cut to whole seconds. */
  readonly expiresAt: Date;
}

/** @returns 52 URL-safe characters */
export function signMediaToken({ fileId, expiresAt, secret }: MediaLink & { readonly secret: Buffer }): string {
  const payload = Buffer.alloc(payloadBytes);
  uuidBytes(fileId).copy(payload);
  payload.writeUIntBE(Math.floor(expiresAt.getTime() / 1000), idBytes, expiryBytes);
  return Buffer.concat([payload, sign(payload, secret)]).toString('base64url');
}

export type MediaTokenReading =
  | ({ readonly ok: true } & MediaLink)
  | { readonly ok: false; readonly reason: 'malformed' | 'forged' }
  | ({ readonly ok: false; readonly reason: 'expired' } & MediaLink);

/** @param secrets newest first; links signed with an older one stay good */
export function readMediaToken(token: string, secrets: readonly Buffer[], now: Date): MediaTokenReading {
  if (!tokenPattern.test(token)) return { ok: false, reason: 'malformed' };
  const bytes = Buffer.from(token, 'base64url');
  const payload = bytes.subarray(0, payloadBytes);
  const mac = bytes.subarray(payloadBytes);
  if (!secrets.some((secret) => timingSafeEqual(mac, sign(payload, secret)))) return { ok: false, reason: 'forged' };
  const link = {
    fileId: uuidText(payload.subarray(0, idBytes)),
    expiresAt: new Date(payload.readUIntBE(idBytes, expiryBytes) * 1000),
  };
  return now < link.expiresAt ? { ok: true, ...link } : { ok: false, reason: 'expired', ...link };
}

/** `filename` is one path part, as the wire demands; lone surrogates in it are replaced. */
export function mediaPath(token: string, filename: string): string {
  return `/api/media/${token}/${encodeURIComponent(filename.toWellFormed())}`;
}

/**
 * The token of a URL that has the shape of a `storage_url`, whatever its host and whether or not it has expired; null
 * for any other. Whether it is one of ours only `readMediaToken` can tell: `forged` is somebody else's.
 */
export function findMediaToken(url: string): string | null {
  return pathPattern.exec(URL.parse(url)?.pathname ?? '')?.[1] ?? null;
}

function sign(payload: Buffer, secret: Buffer): Buffer {
  return createHmac('sha256', secret).update('renderio media link\0').update(payload).digest().subarray(0, macBytes);
}

function uuidBytes(uuid: string): Buffer {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(uuid)) throw new RangeError(`"${uuid}" is no UUID.`);
  return Buffer.from(uuid.replaceAll('-', ''), 'hex');
}

function uuidText(bytes: Buffer): string {
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
