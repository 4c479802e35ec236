// Attacks in well-formed requests with bodies that are too much, too deep, or mean something else.
import type { Family, RequestVector } from '../vector.ts';

const command = '/api/v1/run-ffmpeg-command';
const good =
  '"input_files":{},"output_files":{"out_a":"a.wav"},"ffmpeg_command":"-f lavfi -i sine=d=0.1 -f wav {{out_a}}"';

function posting(name: string, body: string, more: Partial<RequestVector> = {}): RequestVector {
  return { name, method: 'POST', path: command, body, answers: ['INVALID_REQUEST'], ...more };
}

const part = (headers: string, bytes: string): string => `--b\r\n${headers}\r\n\r\n${bytes}\r\n`;
const filePart = (filename: string, bytes = 'x'): string =>
  part(`Content-Disposition: form-data; name="file"; filename="${filename}"`, bytes);

function uploading(name: string, body: string, more: Partial<RequestVector> = {}): RequestVector {
  return {
    name,
    method: 'POST',
    path: '/api/v1/files/upload',
    headers: { 'content-type': 'multipart/form-data; boundary=b' },
    body,
    answers: ['VALIDATION_ERROR'],
    ...more,
  };
}

export const bodies: Family<RequestVector> = {
  name: 'bodies',
  vectors: [
    posting('nests lists half a million deep', '['.repeat(500_000)),
    posting('nests lists half a million deep and closes them', '['.repeat(400_000) + ']'.repeat(400_000), {
      isRepresentative: true,
    }),
    posting('nests maps a hundred thousand deep', '{"a":'.repeat(100_000)),
    posting('nests maps in its metadata', `{${good},"metadata":{"a":${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}}}`),
    posting('is larger than it may be', `{${good},"metadata":{"a":"${'x'.repeat(1_100_000)}"}}`, {
      answers: ['PAYLOAD_TOO_LARGE'],
      isRepresentative: true,
    }),
    posting('is just as large as it may be', `{${good},"x":"${'x'.repeat(1_000_000)}"}`, {
      answers: [200, 'INVALID_REQUEST'],
    }),
    posting(
      'has a hundred thousand keys',
      `{${good},"metadata":{${Array.from({ length: 60_000 }, (_, n) => `"k${n}":1`).join()}}}`,
    ),
    posting(
      'has a hundred thousand inputs',
      `{"input_files":{${Array.from({ length: 40_000 }, (_, n) => `"in_${n}":"x"`).join()}},"output_files":{"out_a":"a"},"ffmpeg_command":"x"}`,
    ),
    posting('has a key of half a megabyte', `{${good},"metadata":{"${'k'.repeat(500_000)}":1}}`),
    posting('has numbers beyond all numbers', `{${good},"max_command_run_seconds":1e999999}`),
    posting('has a number of a hundred thousand digits', `{${good},"max_command_run_seconds":${'9'.repeat(100_000)}}`),
    posting('sets a prototype', `{${good},"__proto__":{"isAdmin":true}}`, { isRepresentative: true }),
    posting('sets a prototype in its metadata', `{${good},"metadata":{"__proto__":{"isAdmin":true}}}`),
    posting('sets a constructor’s prototype', `{${good},"constructor":{"prototype":{"isAdmin":true}}}`),
    posting('sets a prototype by an escaped name', `{${good},"\\u005f_proto__":{"isAdmin":true}}`),
    posting('has each key twice', `{${good},${good}}`, { answers: [200] }),
    posting('is a list', '[]'),
    posting('is null', 'null'),
    posting('is a number', '1'),
    posting('is JSON with comments', `{${good}/* x */}`),
    posting('is JSON behind a mark of byte order', `\ufeff{${good}}`, { answers: [200, 'INVALID_REQUEST'] }),
    posting('is JSON behind JSON', `{${good}}{${good}}`),
    posting('is XML with an entity', '<!DOCTYPE x [<!ENTITY y SYSTEM "file://@HOST_FILE@">]><x>&y;</x>', {
      headers: { 'content-type': 'application/xml' },
    }),
    posting('is a form', 'ffmpeg_command=x', { headers: { 'content-type': 'application/x-www-form-urlencoded' } }),
    posting('says that it is another type', `{${good}}`, { headers: { 'content-type': 'text/plain' } }),
    posting('says that it is compressed', `{${good}}`, {
      headers: { 'content-encoding': 'gzip' },
      answers: [200, 'INVALID_REQUEST'],
    }),
    posting(
      'has an alias of a prototype',
      '{"input_files":{"__proto__":"http://a/"},"output_files":{"out_a":"a"},"ffmpeg_command":"x"}',
    ),
    posting('has types instead of texts', '{"input_files":[],"output_files":"a","ffmpeg_command":{"toString":"x"}}'),
    posting('queues eleven commands at once', `{"commands":[${Array(11).fill(`{${good}}`).join()}]}`, {
      path: '/api/v1/run-multiple-ffmpeg-commands',
    }),
    posting('has a webhook of a script', `{${good},"webhook_url":"javascript:alert(1)"}`),
    posting('has a webhook of a file', `{${good},"webhook_url":"file://@HOST_FILE@"}`),
    posting('has a webhook with a line in it', `{${good},"webhook_url":"@ORIGIN@/a\\r\\nX-Injected: 1"}`, {
      answers: [200, 'INVALID_REQUEST'],
    }),
    posting('has lines in its metadata', `{${good},"metadata":{"a\\r\\nX-Injected: 1":"b\\r\\n\\r\\nevil"}}`, {
      answers: [200],
    }),
    posting('runs for longer than it may', `{${good},"max_command_run_seconds":999999999}`),
    posting('runs for less than no time', `{${good},"max_command_run_seconds":-1}`),
    posting('has a very long idempotency key', `{${good}}`, { headers: { 'idempotency-key': 'x'.repeat(8000) } }),
    uploading('has no boundary', 'x', { headers: { 'content-type': 'multipart/form-data' } }),
    uploading('has a boundary of ten thousand letters', 'x', {
      headers: { 'content-type': `multipart/form-data; boundary=${'b'.repeat(10_000)}` },
    }),
    uploading('never begins', 'x'.repeat(100_000)),
    uploading('never ends', filePart('a.txt')),
    uploading('has no file', `${part('Content-Disposition: form-data; name="a"', 'x')}--b--\r\n`),
    uploading(
      'has its file in another field',
      `${part('Content-Disposition: form-data; name="__proto__"; filename="a"', 'x')}--b--\r\n`,
    ),
    uploading('has two files', `${filePart('a.txt')}${filePart('b.txt')}--b--\r\n`),
    uploading(
      'has ten thousand fields',
      `${part('Content-Disposition: form-data; name="a"', 'x').repeat(10_000)}--b--\r\n`,
      {
        isRepresentative: true,
      },
    ),
    uploading(
      'has a part with a hundred thousand bytes of headers',
      `${part(`X: ${'x'.repeat(100_000)}`, 'x')}--b--\r\n`,
    ),
    uploading(
      'has a field of a megabyte before its file',
      `${part('Content-Disposition: form-data; name="a"', 'x'.repeat(1_000_000))}${filePart('a.txt')}--b--\r\n`,
      {
        answers: [200, 'VALIDATION_ERROR'],
      },
    ),
    uploading('climbs by its file’s name', `${filePart('../../../../@SHELTER@/x')}--b--\r\n`, {
      answers: [200],
      never: ['../'],
    }),
    uploading('climbs by its file’s name with backslashes', `${filePart('..\\\\..\\\\x')}--b--\r\n`, {
      answers: [200],
    }),
    uploading('names its file with a NUL', `${filePart('a\u0000.mp4')}--b--\r\n`, {
      answers: [200, 'VALIDATION_ERROR'],
    }),
    uploading('names its file with a header', `${filePart('a%0d%0aSet-Cookie: x=1')}--b--\r\n`, { answers: [200] }),
    uploading('names its file by ten thousand letters', `${filePart('a'.repeat(10_000))}--b--\r\n`, { answers: [200] }),
    uploading(
      'names its file in two ways',
      `${part('Content-Disposition: form-data; name="file"; filename="a.mp4"; filename*=UTF-8\'\'..%2f..%2fx.html', 'x')}--b--\r\n`,
      { answers: [200] },
    ),
    uploading(
      'gives its file no name',
      `${part('Content-Disposition: form-data; name="file"; filename=""', 'x')}--b--\r\n`,
      { answers: [200, 'VALIDATION_ERROR'] },
    ),
    uploading(
      'is a web page that says it is a video',
      `${part('Content-Disposition: form-data; name="file"; filename="a.mp4"\r\nContent-Type: text/html', '<script>alert(1)</script>')}--b--\r\n`,
      { answers: [200] },
    ),
  ],
};
