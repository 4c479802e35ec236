// A file as a multipart body: a form where the platform can send it again, hand-made parts where bytes come as a stream.

import { randomKey } from './random-key.ts';

export type UploadSource = Blob | Uint8Array | ReadableStream<Uint8Array> | AsyncIterable<Uint8Array>;

export interface UploadBody {
  readonly body: FormData | ReadableStream<Uint8Array>;
  readonly headers: Readonly<Record<string, string>>;
}

export function uploadBody(source: UploadSource, filename: string): UploadBody {
  if (source instanceof Blob || source instanceof Uint8Array) {
    const part = source as Blob | Uint8Array<ArrayBuffer>;
    const form = new FormData();
    form.set('file', part instanceof Blob ? part : new Blob([part]), filename);
    return { body: form, headers: {} };
  }
  const boundary = `renderio-${randomKey()}`;
  const parts = multipart(source, filename, boundary);
  return {
    body: new ReadableStream<Uint8Array>({
      async pull(controller) {
        const { done, value } = await parts.next();
        if (done === true) controller.close();
        else controller.enqueue(value);
      },
      async cancel() {
        await parts.return(undefined);
      },
    }),
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
  };
}

async function* multipart(
  source: ReadableStream<Uint8Array> | AsyncIterable<Uint8Array>,
  filename: string,
  boundary: string,
): AsyncGenerator<Uint8Array, undefined> {
  const utf8 = new TextEncoder();
  // RFC 7578 by way of WHATWG: what would end the quoted name is percent-encoded.
  const name = filename.replace(/["\r\n]/g, encodeURIComponent);
  yield utf8.encode(
    `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\nContent-Type: application/octet-stream\r\n\r\n`,
  );
  yield* Symbol.asyncIterator in source ? source : chunksOf(source);
  yield utf8.encode(`\r\n--${boundary}--\r\n`);
}

/** Not every browser can iterate over a stream yet. */
async function* chunksOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel();
  }
}
