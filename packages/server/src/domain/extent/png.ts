// Whether a PNG or APNG reaches its IEND chunk: W3C PNG §5.
import type { BoundedReader } from './bounded-reader.ts';
import type { Extent } from './extent.ts';

const container = 'png';
const whole: Extent = { kind: 'whole', container, because: 'Its closing IEND chunk is there.' };

export async function measurePng(file: BoundedReader): Promise<Extent> {
  const tail = await file.bytes(Math.max(8, file.sizeBytes - 12), 12);
  if (tail.toString('latin1', 4, 8) === 'IEND') return whole;
  let position = 8;
  for (;;) {
    const header = await file.bytes(position, 8);
    if (header.length < 8) return cut(`the file ends at byte ${file.sizeBytes} without the closing IEND chunk`);
    const type = header.toString('latin1', 4, 8);
    if (!/^[A-Za-z]{4}$/.test(type)) return { kind: 'unknown', because: 'Its chunks cannot be followed.' };
    const end = position + 12 + header.readUInt32BE();
    if (end > file.sizeBytes) {
      return cut(`its ${type} chunk reaches to byte ${end}, but the file ends at ${file.sizeBytes}`);
    }
    if (type === 'IEND') return whole;
    position = end;
  }
}

function cut(because: string): Extent {
  return { kind: 'cut', container, because: `The PNG is incomplete: ${because}.` };
}
