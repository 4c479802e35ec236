// What a session's cookie holds: which credential it stands for and until when, signed, so that nothing is stored of it.
import { createHmac, timingSafeEqual } from 'node:crypto';

export type SessionKind = 'account' | 'admin';

export interface Session {
  /** 32 bytes that tell the credential without being it. */
  readonly subject: Buffer;
  /** Cut to whole seconds. */
  readonly expiresAt: Date;
}

// 32 bytes of subject, 5 of expiry (seconds), 32 of HMAC-SHA256: 69 bytes fill 92 base64url characters exactly, so that
// every token has one spelling only.
const subjectBytes = 32;
const payloadBytes = subjectBytes + 5;
const tokenPattern = /^[A-Za-z0-9_-]{92}$/;

export function signSession(kind: SessionKind, { subject, expiresAt }: Session, secret: Buffer): string {
  const payload = Buffer.alloc(payloadBytes);
  subject.copy(payload);
  payload.writeUIntBE(Math.floor(expiresAt.getTime() / 1000), subjectBytes, 5);
  return Buffer.concat([payload, mac(kind, payload, secret)]).toString('base64url');
}

/** Null for a token that is malformed, forged, of the other kind, or expired. */
export function readSession(kind: SessionKind, token: string, secret: Buffer, now: Date): Session | null {
  if (!tokenPattern.test(token)) return null;
  const bytes = Buffer.from(token, 'base64url');
  const payload = bytes.subarray(0, payloadBytes);
  if (!timingSafeEqual(bytes.subarray(payloadBytes), mac(kind, payload, secret))) return null;
  const expiresAt = new Date(payload.readUIntBE(subjectBytes, 5) * 1000);
  return now < expiresAt ? { subject: payload.subarray(0, subjectBytes), expiresAt } : null;
}

/** The subject of the admin token: keyed, since a token that an operator has thought up could be guessed from a bare hash. */
export function adminSubject(adminToken: string, secret: Buffer): Buffer {
  return createHmac('sha256', secret).update('renderio admin token\0').update(adminToken).digest();
}

function mac(kind: SessionKind, payload: Buffer, secret: Buffer): Buffer {
  return createHmac('sha256', secret).update(`renderio ${kind} session\0`).update(payload).digest();
}
