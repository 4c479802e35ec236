// Downloads from origins that answer whole, wrong, too much, too slowly or not at all.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rmdir, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, it } from 'node:test';
import { promisify } from 'node:util';
import { brotliCompressSync, constants, gzipSync, zstdCompressSync } from 'node:zlib';
import { failureOf, startOrigin, startRawOrigin, tryDownload } from './origin.ts';

const run = promisify(execFile);
const isRoot = process.geteuid?.() === 0;
const media = randomBytes(500_000);

describe('a download', () => {
  it('gives the bytes, their hash and what the origin says of them', async (t) => {
    const origin = await startOrigin(t, (_, response) => {
      response.writeHead(200, {
        'content-type': 'video/mp4',
        'content-length': media.length,
        'content-disposition': 'attachment; filename="clip.mp4"',
        etag: '"v1"',
      });
      response.end(media);
    });
    const counts: number[] = [];
    const { result, file } = await tryDownload(t, { url: `${origin.url}/x`, onBytes: (bytes) => counts.push(bytes) });
    assert.deepEqual(result, {
      ok: true,
      sizeBytes: media.length,
      sha256: createHash('sha256').update(media).digest('hex'),
      finalUrl: `${origin.url}/x`,
      contentType: 'video/mp4',
      contentDispositionFilename: 'clip.mp4',
      etag: '"v1"',
      lastModified: null,
    });
    assert.deepEqual(file, media);
    assert.equal(counts.at(-1), media.length);
    assert.equal(origin.requests[0]?.headers['accept-encoding'], 'identity');
  });

  it('takes chunked bodies and bodies that end with the connection', async (t) => {
    const chunked = await startOrigin(t, (_, response) => response.end(media));
    assert.deepEqual((await tryDownload(t, { url: chunked.url })).file, media);
    const raw = await startRawOrigin(t, (socket) =>
      socket.end(Buffer.concat([Buffer.from('HTTP/1.0 200 OK\r\n\r\n'), media])),
    );
    assert.deepEqual((await tryDownload(t, { url: raw })).file, media);
  });

  it('refuses to write over a file', async (t) => {
    const destination = path.join(tmpdir(), `download-${process.pid}-taken`);
    await writeFile(destination, 'mine', { flag: 'wx' });
    t.after(() => unlink(destination));
    await assert.rejects(tryDownload(t, { url: 'http://127.0.0.1:9999/', destination }), { code: 'EEXIST' });
  });

  it('says that the scratch disk is full', { skip: isRoot ? false : 'needs root to mount' }, async (t) => {
    const origin = await startOrigin(t, (_, response) => response.end(randomBytes(2_000_000)));
    const folder = await mkdtemp(path.join(tmpdir(), 'download-full-'));
    await run('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder]);
    try {
      const destination = path.join(folder, 'input');
      const { code, message } = failureOf(await tryDownload(t, { url: origin.url, destination }));
      assert.equal(code, 'STORAGE_FAILED');
      assert.match(message, /scratch disk is full/);
      assert.equal(origin.requests.length, 1);
      assert.deepEqual(await readdir(folder), []);
    } finally {
      await run('umount', [folder]);
      await rmdir(folder);
    }
  });
});

describe('a wrong answer', () => {
  it('of 4xx is final, and named', async (t) => {
    for (const [status, name] of [
      [400, 'Bad Request'],
      [401, 'Unauthorized'],
      [403, 'Forbidden'],
      [404, 'Not Found'],
      [410, 'Gone'],
    ] as const) {
      const origin = await startOrigin(t, (_, response) => response.writeHead(status).end('no'));
      const { code, message, isFileGone } = failureOf(await tryDownload(t, { url: `${origin.url}/a.mp4` }));
      assert.equal(code, 'INPUT_UNREACHABLE');
      assert.equal(message, `${origin.url}/a.mp4 could not be fetched: it answered ${status} ${name}.`);
      assert.ok(isFileGone);
      assert.equal(origin.requests.length, 1);
    }
  });

  it('of 5xx, 408, 425 or 429 is asked again, a few times', async (t) => {
    for (const status of [500, 502, 503, 504, 408, 425, 429]) {
      const dead = await startOrigin(t, (_, response) => response.writeHead(status).end());
      assert.match(failureOf(await tryDownload(t, { url: dead.url })).message, new RegExp(`answered ${status} `));
      assert.equal(dead.requests.length, 4);
    }
    const recovering = await startOrigin(t, (_, response) => {
      if (recovering.requests.length < 3) response.writeHead(503).end();
      else response.end(media);
    });
    assert.deepEqual((await tryDownload(t, { url: recovering.url })).file, media);
  });

  it('that asks to wait is waited for, within bounds', async (t) => {
    const start = performance.now();
    const patient = await startOrigin(t, (_, response) => {
      if (patient.requests.length === 1) response.writeHead(429, { 'retry-after': '1' }).end();
      else response.end(media);
    });
    assert.ok((await tryDownload(t, { url: patient.url })).result.ok);
    assert.ok(performance.now() - start >= 990);
    const slow = await startOrigin(t, (_, response) => response.writeHead(503, { 'retry-after': '3600' }).end());
    assert.equal(failureOf(await tryDownload(t, { url: slow.url })).code, 'INPUT_UNREACHABLE');
    assert.equal(slow.requests.length, 1);
  });

  it('of 204, or of 206 that nobody asked for, brings no file', async (t) => {
    for (const status of [204, 206]) {
      const origin = await startOrigin(t, (_, response) => response.writeHead(status).end());
      assert.equal(failureOf(await tryDownload(t, { url: origin.url })).code, 'INPUT_UNREACHABLE');
    }
  });

  it('that is not HTTP is named', async (t) => {
    const url = await startRawOrigin(t, (socket) => socket.end('SSH-2.0-OpenSSH_9.2\r\n'));
    const { code, message } = failureOf(await tryDownload(t, { url }));
    assert.equal(code, 'INPUT_UNREACHABLE');
    assert.match(message, /is not HTTP/);
  });

  it('with endless headers is cut off', async (t) => {
    const url = await startRawOrigin(t, (socket) => {
      socket.write('HTTP/1.1 200 OK\r\n');
      const more = (): void => {
        while (!socket.destroyed && socket.write(`x-filler: ${'x'.repeat(1000)}\r\n`));
      };
      socket.on('drain', more);
      more();
    });
    const { code, message } = failureOf(await tryDownload(t, { url }));
    assert.equal(code, 'INPUT_UNREACHABLE');
    assert.match(message, /headers of its answer are too large/);
  });

  it('of a refused connection is asked again and then named', async (t) => {
    const origin = await startRawOrigin(t, (socket) => socket.destroy());
    assert.match(failureOf(await tryDownload(t, { url: origin })).message, /the host cut the connection/);
    const { code, message } = failureOf(await tryDownload(t, { url: 'http://127.0.0.1:1024/' }));
    assert.equal(code, 'INPUT_UNREACHABLE');
    assert.match(message, /refused the connection/);
  });
});

describe('a limit', () => {
  it('is judged by the promised length before a byte is read', async (t) => {
    const origin = await startOrigin(t, (_, response) => {
      response.writeHead(200, { 'content-length': 1001 }).flushHeaders();
    });
    const { code, message, isFileGone } = failureOf(await tryDownload(t, { url: origin.url, maxBytes: 1000 }));
    assert.equal(code, 'INPUT_TOO_LARGE');
    assert.match(message, /limit of 1000 bytes/);
    assert.ok(isFileGone);
  });

  it('lets a file of exactly its size pass', async (t) => {
    const origin = await startOrigin(t, (_, response) => response.end(media));
    assert.ok((await tryDownload(t, { url: origin.url, maxBytes: media.length })).result.ok);
    assert.equal(
      failureOf(await tryDownload(t, { url: origin.url, maxBytes: media.length - 1 })).code,
      'INPUT_TOO_LARGE',
    );
  });

  it('ends an endless body', async (t) => {
    const origin = await startOrigin(t, (_, response) => {
      const more = (): void => {
        while (!response.destroyed && response.write(media));
      };
      response.on('drain', more);
      more();
    });
    const { code, isFileGone } = failureOf(await tryDownload(t, { url: origin.url, maxBytes: 3_000_000 }));
    assert.equal(code, 'INPUT_TOO_LARGE');
    assert.ok(isFileGone);
  });

  it('of time ends a body that drips fast enough not to stall', async (t) => {
    const origin = await startOrigin(t, (_, response) => {
      const timer = setInterval(() => response.write(Buffer.alloc(1000)), 10);
      response.on('close', () => {
        clearInterval(timer);
      });
    });
    const { code, message } = failureOf(await tryDownload(t, { url: origin.url, totalTimeoutMs: 300 }));
    assert.equal(code, 'INPUT_UNREACHABLE');
    assert.match(message, /within 0\.3 s/);
  });

  it('of speed ends a body that stalls or drips', async (t) => {
    for (const everyMs of [null, 20]) {
      const origin = await startOrigin(t, (_, response) => {
        response.writeHead(200, { 'content-length': media.length });
        response.write(media.subarray(0, 10));
        const timer = everyMs === null ? undefined : setInterval(() => response.write('x'), everyMs);
        response.on('close', () => {
          clearInterval(timer);
        });
      });
      const tried = await tryDownload(t, { url: origin.url, stallWindowMs: 150, options: { maxTries: 2 } });
      const { code, message, isFileGone } = failureOf(tried);
      assert.equal(code, 'INPUT_UNREACHABLE');
      assert.match(message, /it stalled, \d+ bytes in 0\.15 s/);
      assert.ok(isFileGone);
      assert.equal(origin.requests.length, 2);
    }
  });

  it('of time for the headers ends a silent origin', async (t) => {
    const origin = await startOrigin(t, () => undefined);
    const tried = await tryDownload(t, { url: origin.url, options: { headersTimeoutMs: 100, maxTries: 2 } });
    assert.match(failureOf(tried).message, /did not answer in time/);
  });

  it('of patience ends the tries at an origin that is silent each time', async (t) => {
    const origin = await startOrigin(t, () => undefined);
    // Each try fails after the time for its headers, which is longer than the patience.
    const options = { headersTimeoutMs: 300, maxTries: 3, patienceMs: 1 };
    assert.equal(failureOf(await tryDownload(t, { url: origin.url, options })).code, 'INPUT_UNREACHABLE');
    assert.equal(origin.requests.length, 1);
  });

  it('does not hold against an abort, which rejects with its reason and leaves nothing', async (t) => {
    const abort = new AbortController();
    const origin = await startOrigin(t, (_, response) => {
      response.write(media);
      abort.abort(new Error('cancelled on request'));
    });
    await assert.rejects(tryDownload(t, { url: origin.url, signal: abort.signal }), /cancelled on request/);
  });
});

describe('an encoding that nobody asked for', () => {
  it('is undone', async (t) => {
    const bodies = {
      gzip: gzipSync(media),
      br: brotliCompressSync(media, { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } }),
      zstd: zstdCompressSync(media),
      GZIP: gzipSync(media),
    };
    for (const [encoding, body] of Object.entries(bodies)) {
      const origin = await startOrigin(t, (_, response) => {
        response.writeHead(200, { 'content-encoding': encoding, 'content-length': body.length }).end(body);
      });
      assert.deepEqual((await tryDownload(t, { url: origin.url })).file, media, encoding);
    }
  });

  it('cannot blow up beyond the limit', async (t) => {
    const bomb = gzipSync(Buffer.alloc(50_000_000), { level: 1 });
    assert.ok(bomb.length < 500_000);
    const origin = await startOrigin(t, (_, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip', 'content-length': bomb.length }).end(bomb);
    });
    const { code, isFileGone } = failureOf(await tryDownload(t, { url: origin.url, maxBytes: 1_000_000 }));
    assert.equal(code, 'INPUT_TOO_LARGE');
    assert.ok(isFileGone);
  });

  it('that is not true, or not known, is named', async (t) => {
    for (const encoding of ['gzip', 'br', 'zstd', 'deflate', 'compress', 'gzip, gzip', 'constructor']) {
      const origin = await startOrigin(t, (_, response) =>
        response.writeHead(200, { 'content-encoding': encoding }).end('plain text'.repeat(1000)),
      );
      const { code, message } = failureOf(await tryDownload(t, { url: origin.url }));
      assert.equal(code, 'INPUT_UNREACHABLE', message);
      assert.match(message, /its body is not the|is not known/);
      assert.equal(origin.requests.length, 1);
    }
  });

  it('that is cut short is truncated', async (t) => {
    const body = gzipSync(media).subarray(0, -100);
    const origin = await startOrigin(t, (_, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(body),
    );
    assert.equal(failureOf(await tryDownload(t, { url: origin.url })).code, 'INPUT_TRUNCATED');
  });
});

describe('something else than media', () => {
  it('is named when it is a web page', async (t) => {
    const origin = await startOrigin(t, (request, response) => {
      if (request.url === '/video.mp4') response.writeHead(302, { location: '/login?token=secret' }).end();
      else
        response
          .writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
          .end('<!doctype html><title>Log in</title>');
    });
    assert.deepEqual(failureOf(await tryDownload(t, { url: `${origin.url}/video.mp4` })), {
      code: 'INPUT_UNREACHABLE',
      message: `A web page came where media was meant (status 200 OK, type text/html; charset=utf-8, from ${origin.url}/login?…).`,
      isFileGone: true,
    });
  });

  it('is not read to its end when it is an endless web page', async (t) => {
    const origin = await startOrigin(t, (_, response) => {
      response.writeHead(200, { 'content-type': 'video/mp4' });
      response.write(`\n <HTML><body>${'x'.repeat(1000)}`);
    });
    assert.match(failureOf(await tryDownload(t, { url: origin.url })).message, /A web page came/);
  });

  it('is refused with the reason when it is a playlist', async (t) => {
    const cases = [
      ['/live', 'application/vnd.apple.mpegurl', '#EXTM3U\n'],
      ['/live', 'text/plain', '#EXTM3U\n#EXT-X-VERSION:3\n'],
      ['/live.m3u8?sig=secret', 'application/octet-stream', 'x'],
      ['/manifest', 'application/xml', '<?xml version="1.0"?>\n<MPD xmlns="urn:mpeg:dash:schema:mpd:2011">'],
    ] as const;
    for (const [url, type, body] of cases) {
      const origin = await startOrigin(t, (_, response) => response.writeHead(200, { 'content-type': type }).end(body));
      const { code, message } = failureOf(await tryDownload(t, { url: origin.url + url }));
      assert.equal(code, 'INPUT_UNSUPPORTED', message);
      assert.match(message, /is a playlist/);
      assert.doesNotMatch(message, /secret/);
    }
  });
});
