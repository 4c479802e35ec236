// Attacks on HTTP itself: requests within requests, headers without end, bytes that are no request.
import type { BytesVector, Family } from '../vector.ts';

const post = 'POST /api/v1/run-ffmpeg-command HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n';
const smuggled = 'GET /api/v1/keys HTTP/1.1\r\nHost: x\r\n\r\n';

function sending(
  name: string,
  text: string,
  answers: readonly number[] = [400],
  isRepresentative = false,
): BytesVector {
  return {
    name,
    bytes: (key) => text.replaceAll('@KEY@', key),
    answers,
    ...(isRepresentative ? { isRepresentative: true } : {}),
  };
}

/** With a good key, so that a second request would be answered. */
const withKey = `${post}X-API-KEY: @KEY@\r\n`;

export const wireBytes: Family<BytesVector> = {
  name: 'bytes on the wire',
  vectors: [
    sending(
      'smuggles by a length and an encoding',
      `${withKey}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${smuggled}`,
      [400],
      true,
    ),
    sending(
      'smuggles by an encoding and a length',
      `${withKey}Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n5c\r\n${smuggled}\r\n0\r\n\r\n`,
    ),
    sending(
      'smuggles by two lengths',
      `${withKey}Content-Length: 0\r\nContent-Length: ${smuggled.length}\r\n\r\n${smuggled}`,
    ),
    sending('smuggles by a list of lengths', `${withKey}Content-Length: 0, ${smuggled.length}\r\n\r\n${smuggled}`),
    sending('smuggles by a length with a sign', `${withKey}Content-Length: +0\r\n\r\n${smuggled}`),
    sending('smuggles by a length in hexadecimal', `${withKey}Content-Length: 0x0\r\n\r\n${smuggled}`),
    sending(
      'smuggles by an encoding with a blank before its colon',
      `${withKey}Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n${smuggled}`,
    ),
    sending(
      'smuggles by an encoding that nobody knows',
      `${withKey}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n${smuggled}`,
    ),
    sending('smuggles by two encodings', `${withKey}Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n${smuggled}`),
    sending(
      'smuggles by an encoding on a second line',
      `${withKey}Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n${smuggled}`,
    ),
    sending('smuggles by bare line feeds', `${withKey.replaceAll('\r\n', '\n')}Content-Length: 0\n\n${smuggled}`),
    sending(
      'smuggles by a chunk’s size that overflows',
      `${withKey}Transfer-Encoding: chunked\r\n\r\nffffffffffffffff1\r\n${smuggled}`,
    ),
    sending('smuggles by a chunk’s size with a minus', `${withKey}Transfer-Encoding: chunked\r\n\r\n-1\r\n${smuggled}`),
    sending('hides a header behind a NUL', `GET /api/v1/keys HTTP/1.1\r\nHost: x\r\nX-A: a\0b\r\n\r\n`),
    sending(
      'hides a header behind a bare carriage return',
      `GET /api/v1/keys HTTP/1.1\r\nHost: x\r\nX-A: a\rX-API-KEY: @KEY@\r\n\r\n`,
    ),
    sending('folds a header', `GET /api/v1/keys HTTP/1.1\r\nHost: x\r\nX-A: a\r\n\tX-API-KEY: @KEY@\r\n\r\n`),
    sending('has a name with a blank', 'GET /api/v1/keys HTTP/1.1\r\nHost: x\r\nBad Header: 1\r\n\r\n'),
    sending('has no host', 'GET /api/v1/keys HTTP/1.1\r\n\r\n'),
    sending('has a length below zero', `${withKey}Content-Length: -1\r\n\r\n`),
    sending('has a length beyond all numbers', `${withKey}Content-Length: 99999999999999999999\r\n\r\n`),
    sending('has a version that is none', 'GET / HTTP/9.9\r\n\r\n'),
    sending('speaks TLS', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n'),
    sending('speaks HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'),
    sending('speaks SMTP', 'EHLO x\r\nMAIL FROM:<a@b>\r\n\r\n'),
    sending(
      'has a megabyte of headers',
      `GET / HTTP/1.1\r\nHost: x\r\n${`X-A: ${'a'.repeat(1000)}\r\n`.repeat(1000)}\r\n`,
      [400],
      true,
    ),
    sending('has ten thousand headers', `GET / HTTP/1.1\r\nHost: x\r\n${'A: b\r\n'.repeat(10_000)}\r\n`),
    sending('has a line of a megabyte', `GET /${'a'.repeat(1_000_000)} HTTP/1.1\r\nHost: x\r\n\r\n`),
    sending('has a method of a kilobyte', `${'A'.repeat(1000)} / HTTP/1.1\r\nHost: x\r\n\r\n`),
    sending('asks a proxy to connect', 'CONNECT 127.0.0.1:80 HTTP/1.1\r\nHost: x\r\n\r\n', []),
    sending(
      'asks for a whole URL of another host',
      'GET http://127.0.0.1/api/v1/keys HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
      [401],
    ),
    sending(
      'asks for its own request back',
      'TRACE /api/v1/keys HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-API-KEY: @KEY@\r\n\r\n',
      [405],
    ),
    sending(
      'asks for a path that climbs',
      'GET /../../etc/passwd HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
      [404],
    ),
    sending(
      'asks for a path that climbs, escaped',
      'GET /docs/%2e%2e/%2e%2e/%2e%2e/etc/passwd HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
      [404],
    ),
    sending(
      'asks for a path that climbs, escaped twice',
      'GET /docs/..%252f..%252fetc/passwd HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
      [404],
    ),
    sending(
      'asks for a path of half a byte',
      'GET /api/v1/commands/%f HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
    ),
    sending(
      'says who it is by its host',
      'GET /api/v1/keys HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: 127.0.0.1\r\nX-Forwarded-Host: evil\r\nConnection: close\r\n\r\n',
      [401],
    ),
    sending(
      'has its key twice',
      'GET /api/v1/keys HTTP/1.1\r\nHost: x\r\nX-API-KEY: x\r\nX-API-KEY: @KEY@\r\nConnection: close\r\n\r\n',
      [401],
    ),
    sending('has a good request behind a bad one', `GET\r\n\r\n${smuggled}`),
    sending(
      'upgrades to another protocol',
      'GET /api/v1/keys HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade, close\r\n\r\n',
      [401],
    ),
    sending(
      'expects what nobody gives',
      `${withKey}Expect: 200-nothing\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}`,
      [417],
    ),
  ],
};
