// Attacks by many connections that never come to their point, while an ordinary request must be served.
import type { Family, HoldVector } from '../vector.ts';

const key = 'X-API-KEY: @KEY@\r\n';

export const holds: Family<HoldVector> = {
  name: 'holds',
  vectors: [
    { name: 'says nothing on five hundred connections', connections: 500, bytes: '' },
    { name: 'sends half a line on five hundred connections', connections: 500, bytes: 'GET /api/v1/comm' },
    {
      name: 'never ends its headers on five hundred connections',
      connections: 500,
      bytes: `GET /api/v1/commands HTTP/1.1\r\nHost: x\r\n${key}X-A: `,
      isRepresentative: true,
    },
    {
      name: 'never ends its body on five hundred connections',
      connections: 500,
      bytes: `POST /api/v1/run-ffmpeg-command HTTP/1.1\r\nHost: x\r\n${key}Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{"in`,
    },
    {
      name: 'never ends a chunk on two hundred connections',
      connections: 200,
      bytes: `POST /api/v1/run-ffmpeg-command HTTP/1.1\r\nHost: x\r\n${key}Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n400\r\n{"in`,
    },
    {
      name: 'never ends its upload on one hundred connections',
      connections: 100,
      bytes: `POST /api/v1/files/upload HTTP/1.1\r\nHost: x\r\n${key}Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 100000\r\n\r\n--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nx`,
    },
    {
      name: 'never reads its answers on one hundred connections',
      connections: 100,
      bytes: `GET /openapi.json HTTP/1.1\r\nHost: x\r\n\r\n`.repeat(50),
    },
    {
      name: 'waits for a command that nobody sent on two hundred connections',
      connections: 200,
      bytes: `GET /api/v1/commands/0/events HTTP/1.1\r\nHost: x\r\n${key}\r\n`,
    },
  ],
};
