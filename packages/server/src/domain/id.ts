// Ids: UUID version 7 (RFC 9562 §5.7), so that they sort by the time they were made.

const maxSequence = 0xfff;

export type MakeId = () => string;

/**
 * Makes ids that strictly increase within one maker: the 12 bits after the time are a counter (RFC 9562 §6.2, method 1),
 * and the time runs ahead of the clock when a millisecond's 4,096 are used up or the clock steps back.
 */
export function createIdMaker(nowMs: () => number, randomBytes: (size: number) => Uint8Array): MakeId {
  let lastMs = 0;
  let sequence = 0;
  return () => {
    const ms = nowMs();
    if (ms > lastMs) {
      lastMs = ms;
      sequence = 0;
    } else if (++sequence > maxSequence) {
      lastMs += 1;
      sequence = 0;
    }
    const bytes = new Uint8Array(16);
    const view = new DataView(bytes.buffer);
    view.setUint16(0, Math.floor(lastMs / 2 ** 32));
    view.setUint32(2, lastMs % 2 ** 32);
    view.setUint16(6, 0x7000 | sequence);
    bytes.set(randomBytes(8), 8);
    bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
    const hex = Buffer.from(bytes).toString('hex');
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
  };
}

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Whether a text can be one of our ids; anything else is unknown without asking the database. */
export function isId(text: string): boolean {
  return uuidPattern.test(text);
}

/** The least id that can have been made at this time: ids from then on are not below it. */
export function firstIdAt(ms: number): string {
  const hex = ms.toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7000-8000-000000000000`;
}
