// Origins that are away, refuse, lie or break off, as inputs of commands: none may end in a success, and each is told by its alias.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type http from 'node:http';
import net from 'node:net';
import { after, before, test } from 'node:test';
import type { Command } from '@renderio/contract';
import { makeMedia } from '../support/media.ts';
import { type FileHost, startFileHost } from '../support/origin.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { assertFailure, type ExpectedFailure, isFalseSuccess } from './faults/fault.ts';

const maxInputBytes = 5_000_000;
const names = ['film.mp4', 'film.mkv', 'film.ts', 'film.avi', 'song.mp3', 'song.wav', 'song.flac', 'song.ogg'] as const;

let server: TestServer;
/** One that allows no private address. */
let strict: TestServer;
let host: FileHost;
const media = new Map<string, Buffer>();
let faults = 0;
let falseSuccesses = 0;

interface Row extends ExpectedFailure {
  readonly name: string;
  /** Gives the input's URL, or the id of a file. */
  readonly url: () => string | Promise<string>;
}

const page = '<!doctype html><html><head><title>Sign in</title></head><body>Please sign in.</body></html>';

/** Answers as told, whatever is asked for; each row has a name of its own on the host. */
function answer(
  name: string,
  respond: (response: http.ServerResponse, request: http.IncomingMessage) => void,
): () => string {
  return () =>
    host.answer(name, (request, response) => {
      respond(response, request);
    });
}

/** Promises the whole and sends 60 % of it. */
function breakOff(name: string, bytes: Buffer, headers: http.OutgoingHttpHeaders = {}): string {
  return host.answer(name, (_request, response) => {
    response.writeHead(200, { 'content-length': bytes.length, ...headers });
    response.write(bytes.subarray(0, Math.floor(bytes.length * 0.6)), () => response.socket?.destroySoon());
  });
}

const rows: readonly Row[] = [
  ...names.map(
    (name): Row => ({
      name: `${name} delivered short of the promised length`,
      url: () => breakOff(`short-${name}`, media.get(name) ?? Buffer.alloc(0)),
      status: 'INPUT_TRUNCATED',
      says: new RegExp(`short-${name.replace('.', '\\.')} broke off: \\d+ of \\d+ promised bytes came`),
    }),
  ),
  {
    name: 'a reset halfway, from an origin that knows no ranges',
    url: answer('reset.mp4', (response) => {
      const bytes = media.get('film.mp4') ?? Buffer.alloc(0);
      response.writeHead(200, { 'content-length': bytes.length, 'accept-ranges': 'none' });
      response.write(bytes.subarray(0, bytes.length / 2), () => response.socket?.resetAndDestroy());
    }),
    status: 'INPUT_TRUNCATED',
    says: /reset\.mp4 broke off: \d+ of \d+ promised bytes came/,
  },
  {
    name: 'an end without the last chunk, where no length is promised',
    url: answer('chunked.ts', (response) => {
      response.writeHead(200, { 'content-type': 'video/mp2t' });
      response.write(media.get('film.ts')?.subarray(0, 40_000), () => response.socket?.destroySoon());
    }),
    status: 'INPUT_TRUNCATED',
    says: /chunked\.ts broke off: \d+ bytes came/,
  },
  {
    name: 'a file that changes while it is read, again and again',
    url: () => {
      let version = 0;
      return host.answer('changing.mp4', (_request, response) => {
        version += 1;
        const bytes = Buffer.alloc(200_000, version);
        response.writeHead(200, { 'content-length': bytes.length, etag: `"v${version}"` });
        response.write(bytes.subarray(0, 100_000), () => response.socket?.destroySoon());
      });
    },
    status: 'INPUT_UNREACHABLE',
    says: /changing\.mp4 changed while it was read/,
  },
  {
    name: 'a web page instead of a film',
    url: answer('view', (response) => {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page);
    }),
    status: 'INPUT_UNREACHABLE',
    says: /web page came where media was meant \(status 200 OK, type text\/html; charset=utf-8, from http:\/\/127\.0\.0\.1:\d+\/view\)/,
  },
  {
    name: 'a web page labelled as a film',
    url: answer('labelled.mp4', (response) => {
      response.writeHead(200, { 'content-type': 'video/mp4' }).end(page);
    }),
    status: 'INPUT_UNREACHABLE',
    says: /web page/,
  },
  ...([401, 403, 404, 410, 500, 503] as const).map(
    (status): Row => ({
      name: `status ${status}`,
      url: answer(`status-${status}.mp4`, (response) => {
        response.writeHead(status).end('no');
      }),
      status: 'INPUT_UNREACHABLE',
      says: new RegExp(`status-${status}\\.mp4 could not be fetched: it answered ${status} [A-Z]`),
    }),
  ),
  {
    name: 'an origin that wants to be asked again in an hour',
    url: answer('later.mp4', (response) => {
      response.writeHead(429, { 'retry-after': '3600' }).end();
    }),
    status: 'INPUT_UNREACHABLE',
    says: /429 Too Many Requests/,
  },
  {
    name: 'a refused connection',
    url: async () => `http://127.0.0.1:${await closedPort()}/film.mp4`,
    status: 'INPUT_UNREACHABLE',
    says: /film\.mp4 could not be fetched: the host refused the connection/,
  },
  {
    name: 'a host name that does not exist',
    url: () => 'http://no-such-host.invalid/film.mp4',
    status: 'INPUT_UNREACHABLE',
    says: /no-such-host\.invalid.* host name/,
  },
  {
    name: 'TLS spoken to a port without it',
    url: () => host.serve('tls.mp4', media.get('film.mp4') ?? Buffer.alloc(0)).replace('http:', 'https:'),
    status: 'INPUT_UNREACHABLE',
    says: /could not be fetched: (TLS failed|the host cut|the connection failed)/,
  },
  {
    name: 'a redirect that leads to itself',
    url: answer('loop.mp4', (response) => {
      response.writeHead(302, { location: '/loop.mp4' }).end();
    }),
    status: 'INPUT_UNREACHABLE',
    says: /redirect/i,
  },
  {
    name: 'a redirect to a private address',
    url: answer('inward.mp4', (response) => {
      response.writeHead(302, { location: 'http://10.1.2.3/film.mp4' }).end();
    }),
    status: 'INPUT_FORBIDDEN',
    says: /10\.1\.2\.3.*private or reserved/,
  },
  {
    name: 'a redirect to a scheme that is not fetched',
    url: answer('scheme.mp4', (response) => {
      response.writeHead(302, { location: 'file:///etc/passwd' }).end();
    }),
    status: 'INPUT_FORBIDDEN',
    says: /scheme|http/,
  },
  {
    name: 'an HLS playlist of another host',
    url: answer('live.m3u8', (response) => {
      response.end('#EXTM3U\n#EXT-X-TARGETDURATION:6\n#EXTINF:6,\nseg0.ts\n');
    }),
    status: 'INPUT_UNSUPPORTED',
    says: /live\.m3u8 is a playlist.*Give a URL of the media itself/,
  },
  {
    name: 'a DASH manifest under another name',
    url: answer('manifest', (response) => {
      response.end('<?xml version="1.0"?>\n<MPD xmlns="urn:mpeg:dash:schema:mpd:2011"></MPD>');
    }),
    status: 'INPUT_UNSUPPORTED',
    says: /is a playlist/,
  },
  {
    name: 'no byte at all',
    url: answer('empty.mp4', (response) => {
      response.writeHead(200, { 'content-length': 0 }).end();
    }),
    status: 'FFMPEG_FAILED',
    says: /^Input \{\{in_film\}\} is empty: not one byte of it came\./,
  },
  {
    name: 'bytes that mean nothing',
    url: () => host.serve('garbage.mp4', randomBytes(50_000)),
    status: 'FFMPEG_FAILED',
    says: /Invalid data[^]*\{\{in_film\}\}/,
  },
  {
    name: 'more bytes than are taken, as promised',
    url: () => host.serve('large.mp4', Buffer.alloc(maxInputBytes + 1)),
    status: 'INPUT_TOO_LARGE',
    says: /large\.mp4 is larger than the limit of 5000000 bytes/,
  },
  {
    name: 'a body without an end',
    url: answer('endless.mp4', (response) => {
      response.writeHead(200);
      const more = (): void => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536)));
      };
      response.on('drain', more);
      more();
    }),
    status: 'INPUT_TOO_LARGE',
    says: /endless\.mp4 is larger than the limit/,
  },
  {
    name: 'a body that is not encoded as its header says',
    url: answer('encoded.mp4', (response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(media.get('film.mp4'));
    }),
    status: 'INPUT_UNREACHABLE',
    says: /not the gzip that its header says/,
  },
  {
    name: 'a file that has been deleted',
    url: async () => {
      const id = await server.upload('gone.mp4', media.get('film.mp4') ?? Buffer.alloc(0));
      assert.equal((await server.call('DELETE', `/files/${id}`)).status, 200);
      return id;
    },
    status: 'INPUT_DELETED',
    says: /deleted/,
  },
  {
    name: 'the id of no file',
    url: () => '01989f3e-7d2a-7cc3-98c4-dc0c0c07398f',
    status: 'INPUT_FORBIDDEN',
    says: /no such file|file/i,
  },
];

/** Refused by the server that allows no private address. */
const privateUrls = [
  'http://127.0.0.1:8081/film.mp4',
  'http://localhost:8081/film.mp4',
  'http://[::1]:8081/film.mp4',
  'http://10.0.0.1/film.mp4',
  'http://192.168.1.1/film.mp4',
  'http://169.254.169.254/latest/meta-data/',
  'http://2130706433/film.mp4',
  'http://[::ffff:127.0.0.1]/film.mp4',
] as const;

const ids: string[] = [];
const privateIds: string[] = [];

before(async () => {
  // Most of the time goes into waiting between tries, so many run at once.
  [server, strict, host] = await Promise.all([
    startTestServer({ RENDERIO_CONCURRENCY: '16', RENDERIO_MAX_INPUT_BYTES: String(maxInputBytes) }),
    startTestServer({ RENDERIO_ALLOW_CIDRS: '', RENDERIO_CONCURRENCY: '8' }),
    startFileHost(),
    make(),
  ]);
  for (const { url } of rows) ids.push(await submit(server, await url()));
  for (const url of privateUrls) privateIds.push(await submit(strict, url));
});
after(async () => {
  await Promise.all([server.stop(), strict.stop(), host.stop()]);
  console.log(`${faults} faults of origins, ${falseSuccesses} false SUCCESS`);
});

async function make(): Promise<void> {
  const encode = '-c:v libx264 -preset ultrafast -c:a aac';
  const made = await makeMedia(
    `-f lavfi -i testsrc2=s=160x120:r=25:d=3 -f lavfi -i sine=d=3
     ${encode} film.mp4 ${encode} film.mkv ${encode} film.ts film.avi -vn song.mp3 -vn song.wav -vn song.flac -vn song.ogg`,
    ...names,
  );
  names.forEach((name, index) => media.set(name, made[index] ?? Buffer.alloc(0)));
}

function submit(to: TestServer, input: string): Promise<string> {
  return to.submit({
    input_files: { in_film: input },
    output_files: { out_film: 'out.mkv' },
    ffmpeg_command: '-i {{in_film}} {{out_film}}',
  });
}

/** A port that nobody listens on, as of now. */
async function closedPort(): Promise<number> {
  const listener = net.createServer().listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const { port } = listener.address() as net.AddressInfo;
  listener.close();
  await once(listener, 'close');
  return port;
}

function assertFault(done: Command, expected: ExpectedFailure): void {
  faults += 1;
  if (isFalseSuccess(done)) falseSuccesses += 1;
  assertFailure(done, expected);
}

for (const [index, row] of rows.entries()) {
  test(`no success: ${row.name}`, async () => {
    assertFault(await server.finished(ids[index] ?? ''), row);
  });
}

for (const [index, url] of privateUrls.entries()) {
  test(`a private address is refused unless it is allowed: ${url}`, async () => {
    const expected: ExpectedFailure = {
      status: 'INPUT_FORBIDDEN',
      says: /^Input \{\{in_film\}\}: .*private or reserved address\. .*RENDERIO_ALLOW_CIDRS/,
    };
    assertFault(await strict.finished(privateIds[index] ?? ''), expected);
  });
}

test('of several inputs the one at fault is named', async () => {
  const done = await server.run({
    input_files: {
      in_a: host.serve('good.mp4', media.get('film.mp4') ?? Buffer.alloc(0)),
      in_b: host.serve('good.mp4', media.get('film.mp4') ?? Buffer.alloc(0)).replace('good', 'nothing'),
    },
    output_files: { out_film: 'out.mp4' },
    ffmpeg_command: '-i {{in_a}} -i {{in_b}} -map 0:v -map 1:a -c copy {{out_film}}',
  });
  assertFault(done, { status: 'INPUT_UNREACHABLE', says: /^Input \{\{in_b\}\}: .*nothing\.mp4.*404 Not Found/ });
});

test('afterwards a normal command succeeds on both servers', async () => {
  for (const each of [server, strict]) {
    const id = await each.upload('film.mp4', media.get('film.mp4') ?? Buffer.alloc(0));
    const done = await each.finished(await submit(each, id));
    assert.equal(done.status, 'SUCCESS', done.error_message ?? '');
  }
});
