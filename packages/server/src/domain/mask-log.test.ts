// However a log is cut into chunks, its lines come out whole and masked.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createLogMasker } from './mask-log.ts';

function maskInPieces(bytes: Buffer, cuts: readonly number[]): Buffer {
  const out: Uint8Array[] = [];
  const masker = createLogMasker((chunk) => out.push(chunk));
  let at = 0;
  for (const cut of [...cuts].sort((one, other) => one - other)) {
    masker.write(bytes.subarray(at, cut));
    at = Math.max(at, cut);
  }
  masker.write(bytes.subarray(at));
  masker.end();
  return Buffer.concat(out);
}

test('a URL that is cut between two chunks is masked', () => {
  const log = Buffer.from("one\nOpening 'https://user:pass@host/a?sig=abc&b=c'\nça \xff\nhttps://user:pass@host");
  const masked = "one\nOpening 'https://***@host/a?sig=***&b=c'\nça \xff\nhttps://***@host";
  fc.assert(
    fc.property(fc.array(fc.nat(log.length), { maxLength: 8 }), (cuts) => {
      assert.equal(maskInPieces(log, cuts).toString(), masked);
    }),
  );
});

test('bytes without a newline do not pile up', () => {
  let handedOn = 0;
  const masker = createLogMasker((chunk) => (handedOn += chunk.length));
  for (let count = 0; count < 100; count += 1) masker.write(Buffer.alloc(10_000, 'a'));
  assert.ok(handedOn > 900_000);
});
