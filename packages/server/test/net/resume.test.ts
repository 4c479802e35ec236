// Bodies that break off: resumed where it is safe, started over where it is not, never joined from two versions.
import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import type http from 'node:http';
import { describe, it } from 'node:test';
import { failureOf, startOrigin, tryDownload } from './origin.ts';

const media = randomBytes(3_000_000);
const other = randomBytes(3_000_000);

interface Served {
  readonly bytes: Buffer;
  readonly etag?: string | undefined;
  readonly lastModified?: string;
  /** Body bytes after which the connection is cut. */
  readonly cutAfter?: number;
  readonly ignoresRanges?: boolean;
}

/** With FIN, not reset, so that the bytes before it arrive; what undici still holds (at most 64 KiB) is lost all the same. */
function cut(response: http.ServerResponse, bytes: Buffer): void {
  response.write(bytes, () => response.socket?.destroySoon());
}

/** Serves `bytes` with Range and If-Range as RFC 9110 has it. */
function serve(request: http.IncomingMessage, response: http.ServerResponse, served: Served): void {
  const { bytes, etag, lastModified, cutAfter, ignoresRanges = false } = served;
  if (etag !== undefined) response.setHeader('etag', etag);
  if (lastModified !== undefined) response.setHeader('last-modified', lastModified);
  const ifRange = request.headers['if-range'];
  const isSame = ifRange !== undefined && (ifRange === etag || ifRange === lastModified);
  const start = isSame && !ignoresRanges ? Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0) : 0;
  const body = bytes.subarray(start);
  response.statusCode = start > 0 ? 206 : 200;
  if (start > 0) response.setHeader('content-range', `bytes ${start}-${bytes.length - 1}/${bytes.length}`);
  response.setHeader('content-length', body.length);
  if (cutAfter === undefined) response.end(body);
  else cut(response, body.subarray(0, cutAfter));
}

const ranges = (requests: readonly http.IncomingMessage[]): (string | undefined)[] =>
  requests.map(({ headers }) => headers.range);

describe('a body that breaks off', () => {
  it('is resumed by range, under its entity tag, as often as each try makes headway', async (t) => {
    const origin = await startOrigin(t, (request, response) => {
      const isLast = origin.requests.length > 2;
      serve(request, response, { bytes: media, etag: '"v1"', ...(isLast ? {} : { cutAfter: 1_400_000 }) });
    });
    const { result, file } = await tryDownload(t, { url: origin.url, options: { maxTries: 2 } });
    assert.ok(result.ok, JSON.stringify(result));
    assert.deepEqual(file, media);
    assert.equal(result.sha256, createHash('sha256').update(media).digest('hex'));
    assert.equal(origin.requests.length, 3);
    assert.match(ranges(origin.requests)[2] ?? '', /^bytes=\d+-$/);
    assert.equal(origin.requests[1]?.headers['if-range'], '"v1"');
  });

  it('is resumed under its date when it has no strong tag', async (t) => {
    const lastModified = 'Mon, 02 Nov 2026 10:00:00 GMT';
    for (const etag of [undefined, 'W/"v1"']) {
      const origin = await startOrigin(t, (request, response) => {
        const isFirst = origin.requests.length === 1;
        serve(request, response, { bytes: media, lastModified, etag, ...(isFirst ? { cutAfter: 1_000_000 } : {}) });
      });
      assert.deepEqual((await tryDownload(t, { url: origin.url })).file, media);
      assert.equal(origin.requests[1]?.headers['if-range'], lastModified);
    }
  });

  it('starts over when nothing tells its version', async (t) => {
    const origin = await startOrigin(t, (request, response) => {
      serve(request, response, { bytes: media, ...(origin.requests.length === 1 ? { cutAfter: 1000 } : {}) });
    });
    assert.deepEqual((await tryDownload(t, { url: origin.url })).file, media);
    assert.deepEqual(ranges(origin.requests), [undefined, undefined]);
  });

  it('starts over when the origin ignores ranges', async (t) => {
    const origin = await startOrigin(t, (request, response) => {
      const cutAfter = origin.requests.length < 3 ? { cutAfter: 1000 * origin.requests.length } : {};
      serve(request, response, { bytes: media, etag: '"v1"', ignoresRanges: true, ...cutAfter });
    });
    assert.deepEqual((await tryDownload(t, { url: origin.url })).file, media);
    assert.equal(origin.requests.length, 3);
  });

  it('that always breaks off is truncated, with both numbers in the sentence', async (t) => {
    const origin = await startOrigin(t, (request, response) => {
      serve(request, response, { bytes: media, cutAfter: media.length / 2, ignoresRanges: true });
    });
    const { code, message, isFileGone } = failureOf(await tryDownload(t, { url: `${origin.url}/a.mp4` }));
    assert.equal(code, 'INPUT_TRUNCATED');
    assert.match(message, /a\.mp4 broke off: 1[45]\d{5} of 3000000 promised bytes came/);
    assert.ok(isFileGone);
    assert.equal(origin.requests.length, 4);
  });

  it('without a promised length is truncated too', async (t) => {
    const origin = await startOrigin(t, (_, response) => {
      cut(response, media.subarray(0, 1000));
    });
    assert.equal(failureOf(await tryDownload(t, { url: origin.url })).code, 'INPUT_TRUNCATED');
  });

  it('is resumed after errors in between', async (t) => {
    const origin = await startOrigin(t, (request, response) => {
      const count = origin.requests.length;
      if (count === 2) response.writeHead(503).end();
      else if (count === 3) response.destroy();
      else serve(request, response, { bytes: media, etag: '"v1"', ...(count === 1 ? { cutAfter: 1_000_000 } : {}) });
    });
    assert.deepEqual((await tryDownload(t, { url: origin.url })).file, media);
    assert.match(ranges(origin.requests)[3] ?? '', /^bytes=[1-9]/);
  });

  it('is asked on when the origin answers with less than the rest', async (t) => {
    const origin = await startOrigin(t, (request, response) => {
      const start = Number(/\d+/.exec(request.headers.range ?? '')?.[0] ?? 0);
      if (start === 0) serve(request, response, { bytes: media, etag: '"v1"', cutAfter: 500_000 });
      else {
        const end = Math.min(start + 1_300_000, media.length);
        response.writeHead(206, {
          etag: '"v1"',
          'content-range': `bytes ${start}-${end - 1}/${media.length}`,
          'content-length': end - start,
        });
        response.end(media.subarray(start, end));
      }
    });
    assert.deepEqual((await tryDownload(t, { url: origin.url })).file, media);
    assert.ok(origin.requests.length >= 3);
    assert.ok(
      ranges(origin.requests)
        .slice(1)
        .every((range) => range !== undefined),
    );
  });
});

describe('a file that changes while it is read', () => {
  it('is read again from its start, once', async (t) => {
    const origin = await startOrigin(t, (request, response) => {
      if (origin.requests.length === 1) serve(request, response, { bytes: media, etag: '"v1"', cutAfter: 1_000_000 });
      else serve(request, response, { bytes: other, etag: '"v2"' });
    });
    const { result, file } = await tryDownload(t, { url: origin.url });
    assert.ok(result.ok);
    assert.equal(result.etag, '"v2"');
    assert.deepEqual(file, other);
  });

  it('twice is given up', async (t) => {
    const origin = await startOrigin(t, (request, response) => {
      const count = origin.requests.length;
      serve(request, response, { bytes: media, etag: `"v${count}"`, cutAfter: 1_000_000 });
    });
    const { code, message, isFileGone } = failureOf(await tryDownload(t, { url: `${origin.url}/a.mp4` }));
    assert.equal(code, 'INPUT_UNREACHABLE');
    assert.match(message, /a\.mp4 changed while it was read/);
    assert.ok(isFileGone);
    assert.equal(origin.requests.length, 3);
  });

  it('is never joined with its other version, even when the origin answers with a range of it', async (t) => {
    const wrong = {
      'another tag': { etag: '"v2"', range: (start: number) => `bytes ${start}-2999999/3000000` },
      'another total': { etag: '"v1"', range: (start: number) => `bytes ${start}-2999999/3000001` },
      'another start': { etag: '"v1"', range: (start: number) => `bytes ${start - 1}-2999999/3000000` },
      'no range': { etag: '"v1"', range: () => 'bytes */3000000' },
    };
    for (const [name, { etag, range }] of Object.entries(wrong)) {
      const origin = await startOrigin(t, (request, response) => {
        const start = Number(/\d+/.exec(request.headers.range ?? '')?.[0] ?? 0);
        if (origin.requests.length === 1) serve(request, response, { bytes: media, etag: '"v1"', cutAfter: 1_000_000 });
        else if (start > 0) {
          response.writeHead(206, { etag, 'content-range': range(start) });
          response.end(other.subarray(start));
        } else serve(request, response, { bytes: other, etag: '"v2"' });
      });
      const { file } = await tryDownload(t, { url: origin.url });
      assert.deepEqual(file, other, name);
      assert.equal(origin.requests.length, 3, name);
    }
  });

  it('to something shorter is read again', async (t) => {
    const short = other.subarray(0, 500);
    const origin = await startOrigin(t, (request, response) => {
      if (origin.requests.length === 1) serve(request, response, { bytes: media, etag: '"v1"', cutAfter: 1_000_000 });
      else if (request.headers.range !== undefined) response.writeHead(416, { 'content-range': 'bytes */500' }).end();
      else serve(request, response, { bytes: short, etag: '"v2"' });
    });
    assert.deepEqual((await tryDownload(t, { url: origin.url })).file, short);
  });
});
