// Server-sent events, however the network cuts them up.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readEvents } from './read-events.ts';

const text = [
  'event: status\ndata: {"a":"🎬"}\n\n',
  ': still here\n\n',
  'event: log\nid: 1.2\ndata: {"text":\ndata: "two lines"}\n\n',
  'data: 7\r\n\r\n',
  'event: cut off\ndata: 1',
].join('');
const expected = [
  { event: 'status', data: { a: '🎬' } },
  { event: 'log', id: '1.2', data: { text: 'two lines' } },
  { event: 'message', data: 7 },
];

function streamOf(chunks: Uint8Array[]): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(chunk);
      controller.close();
    },
  });
}

test('events are the same wherever the bytes are cut', async () => {
  const bytes = new TextEncoder().encode(text);
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(bytes.length)), async (cuts) => {
      const ends = [...new Set([...cuts, bytes.length])].sort((a, b) => a - b);
      const chunks = ends.map((end, index) => bytes.slice(ends[index - 1] ?? 0, end));
      const events: unknown[] = [];
      for await (const event of readEvents(streamOf(chunks))) events.push(event);
      assert.deepEqual(events, expected);
    }),
  );
});

test('leaving the loop closes the connection', async () => {
  const closed = Promise.withResolvers<undefined>();
  const stream = new ReadableStream<Uint8Array>({
    pull: (controller) => {
      controller.enqueue(new TextEncoder().encode('data: 1\n\n'));
    },
    cancel: () => {
      closed.resolve(undefined);
    },
  });
  for await (const { data } of readEvents(stream)) {
    assert.equal(data, 1);
    break;
  }
  await closed.promise;
});
