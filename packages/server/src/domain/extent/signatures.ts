// By which first bytes a file's format is known.

export function startsWith(bytes: Iterable<number>): (head: Buffer) => boolean {
  const signature = Buffer.from([...bytes]);
  return (head) => head.subarray(0, signature.length).equals(signature);
}

export function isIsoMedia(head: Buffer): boolean {
  const firstBoxes = ['ftyp', 'styp', 'moov', 'mdat', 'free', 'skip', 'wide', 'pnot'];
  return head.length >= 8 && firstBoxes.includes(head.toString('latin1', 4, 8));
}
