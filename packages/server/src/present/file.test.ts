// The wire form of files: every record that can be, in the shape that the contract promises.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { commandOutput, file as fileSchema } from '@renderio/contract';
import fc from 'fast-check';
import type { FileRecord } from '../domain/file.ts';
import { presentFile, presentOutput } from './file.ts';

const linkTo = (fileId: string, name: string): string => `http://localhost/${fileId}/${encodeURIComponent(name)}`;

const size = fc.nat(2 ** 40);
const fact = fc.option(fc.nat(100_000));
const word = fc.option(fc.string());

const records: fc.Arbitrary<FileRecord> = fc.record({
  id: fc.uuid(),
  accountId: fc.uuid(),
  commandId: fc.option(fc.uuid()),
  alias: word,
  storeType: fc.constantFrom('OUTPUT', 'STORED_FILE', 'UPLOAD'),
  status: fc.constantFrom('PROCESSING', 'STORED', 'FAILED'),
  filename: fc.string(),
  originalUrl: fc.option(fc.webUrl()),
  objectKey: fc.option(fc.constant('uploads/x/content')),
  sizeBytes: fc.option(size),
  media: fc.option(
    fc.record({
      fileType: fc.constantFrom('video', 'audio', 'image', 'subtitle', 'text', 'other'),
      ...{ fileFormat: word, mimeType: word, codec: word, pixelFormat: word },
      ...{ durationSeconds: fact, width: fact, height: fact, frameRate: fact },
      ...{ bitrateVideoKb: fact, bitrateAudioKb: fact, sampleRate: fact, channels: fact },
    }),
  ),
  items: fc.option(fc.array(fc.record({ name: fc.string(), key: fc.string(), sizeBytes: size, mimeType: word }))),
  checks: fc.option(fc.constant([{ name: 'exists', verdict: 'pass', message: 'It is there.' }] as const)),
  errorCode: fc.option(fc.constantFrom('INPUT_UNREACHABLE', 'TIMEOUT')),
  errorMessage: word,
  createdAt: fc.date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true }),
  isDeleted: fc.boolean(),
});

test('every record has all fields of the contract and no others, null where it knows nothing', () => {
  fc.assert(
    fc.property(records, (record) => {
      const shown = presentFile(record, linkTo);
      assert.deepEqual(fileSchema.parse(shown), shown);
      const output = presentOutput(record, linkTo);
      assert.deepEqual(commandOutput.parse(output), output);
    }),
  );
});

test('only bytes that are there have links', () => {
  fc.assert(
    fc.property(records, (record) => {
      const hasLink = record.objectKey !== null && !record.isDeleted;
      const { storage_url, items = [] } = presentFile(record, linkTo);
      for (const url of [storage_url, ...items.map((item) => item.storage_url)]) assert.equal(url !== null, hasLink);
    }),
  );
});

test('a size is in units of 1,048,576 bytes, and no byte is rounded away', () => {
  fc.assert(
    fc.property(records, size, (record, sizeBytes) => {
      assert.equal((presentFile({ ...record, sizeBytes }, linkTo).size_mbytes ?? 0) * 1_048_576, sizeBytes);
    }),
  );
});
