// Random bytes a few at a time: the kernel is asked once for many, and no byte is given twice.

const poolBytes = 4096;

/** For ids: 8 bytes cost a tenth of what asking for 8 does. */
export function createRandomPool(randomBytes: (size: number) => Uint8Array): (size: number) => Uint8Array {
  let pool = new Uint8Array(0);
  return (size) => {
    if (pool.length < size) pool = new Uint8Array(randomBytes(Math.max(size, poolBytes)));
    const taken = pool.subarray(0, size);
    pool = pool.subarray(size);
    return taken;
  };
}
