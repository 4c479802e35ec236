// Schema faults as people and programs read them in `detail`.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runFfmpegCommandBody } from '@renderio/contract';
import fc from 'fast-check';
import { z } from 'zod';
import { AppError } from '../domain/app-error.ts';
import { parseWith } from './validate.ts';

function refusalOf(schema: z.ZodType, value: unknown): AppError {
  try {
    parseWith(schema, 'body', value, 'INVALID_REQUEST');
  } catch (error) {
    assert.ok(error instanceof AppError);
    return error;
  }
  assert.fail('nothing was refused');
}

const entriesOf = ({ detail = [] }: AppError): string[] =>
  detail.map(({ loc, msg, type }) => `${loc.join('.')}: ${msg} (${type})`);

test('what fits is given back as parsed', () => {
  const schema = z.object({ a: z.string().transform(Number) });
  assert.deepEqual(parseWith(schema, 'query', { a: '1', b: 2 }, 'INVALID_REQUEST'), { a: 1 });
});

test('the message is the first fault with its place, and counts the rest', () => {
  const schema = z.object({ a: z.string(), b: z.object({ c: z.array(z.number('is a number')) }) });
  assert.equal(refusalOf(schema, { a: 'x', b: { c: [1, 'x'] } }).message, 'b.c.1: is a number');
  assert.equal(refusalOf(schema, {}).message, 'a: Field required (and 1 more, see detail)');
  assert.equal(refusalOf(z.string('is text'), 1).message, 'is text');
});

test('only what is not there at all is missing', () => {
  const schema = z.object({ a: z.string('is text') });
  assert.deepEqual(entriesOf(refusalOf(schema, {})), ['body.a: Field required (missing)']);
  assert.deepEqual(entriesOf(refusalOf(schema, { a: undefined })), ['body.a: Field required (missing)']);
  assert.deepEqual(entriesOf(refusalOf(schema, { a: null })), ['body.a: is text (invalid_type)']);
  // An inherited field was not sent.
  assert.deepEqual(entriesOf(refusalOf(z.object({ toString: z.string() }), {})), [
    'body.toString: Field required (missing)',
  ]);
});

test('a field is named once, with its first fault', () => {
  const schema = z.object({
    a: z
      .string('is text')
      .min(1, 'is not empty')
      .refine(() => false, 'is refused'),
  });
  assert.deepEqual(entriesOf(refusalOf(schema, { a: [] })), ['body.a: is text (invalid_type)']);
  assert.deepEqual(entriesOf(refusalOf(schema, { a: '' })), ['body.a: is not empty (too_small)']);
});

test('a key that is refused is named with its own sentence', () => {
  const schema = z.record(z.string().regex(/^a/, 'begins with a'), z.number());
  assert.deepEqual(entriesOf(refusalOf(schema, { a: 1, b: 2 })), ['body.b: begins with a (invalid_key)']);
});

test('of several kinds of object, the faults of the nearest are named', () => {
  const one = z.object({ name: z.string(), size: z.number('is a number') });
  const list = z.object({ name: z.string(), sizes: z.array(z.number()), unit: z.string() });
  const schema = z.object({ item: z.union([list, one]) });
  assert.deepEqual(entriesOf(refusalOf(schema, { item: { name: 'a', size: 'big' } })), [
    'body.item.size: is a number (invalid_type)',
  ]);
  assert.deepEqual(entriesOf(refusalOf(schema, { item: { name: 'a', sizes: [], unit: 1 } })).length, 1);
  assert.deepEqual(entriesOf(refusalOf(z.union([z.string(), z.number()], { error: 'is text or a number' }), null)), [
    'body: is text or a number (invalid_union)',
  ]);
});

test('whatever is sent as a body is parsed or refused with places that are in it', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const error = refusalOf(runFfmpegCommandBody, value);
      const places = (error.detail ?? []).map(({ loc }) => JSON.stringify(loc));
      assert.ok(places.length > 0);
      assert.equal(new Set(places).size, places.length);
      for (const { loc, msg, type } of error.detail ?? []) {
        assert.equal(loc[0], 'body');
        assert.ok(msg.length > 3 && type.length > 3);
      }
    }),
  );
});
