// Answers bytes that Node cannot read as a request: they never reach a route, so only the bare socket is there.
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { apiErrors, type ErrorBody } from '@renderio/contract';

const { status } = apiErrors.INVALID_REQUEST;

export function answerClientError(error: NodeJS.ErrnoException, socket: Socket, requestId: string): void {
  // The client is gone.
  if (error.code === 'ECONNRESET' || !socket.writable) return;
  const body: ErrorBody = { error: 'INVALID_REQUEST', message: explain(error.code), request_id: requestId };
  const text = JSON.stringify(body);
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(text)}`,
    `X-Request-Id: ${requestId}`,
    'Connection: close',
  ];
  socket.write(`${head.join('\r\n')}\r\n\r\n${text}`);
  socket.destroySoon();
}

function explain(code: string | undefined): string {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return 'The URL and headers are longer than 16 KiB.';
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return 'The request did not come to its end in time.';
    default:
      return 'This is not a well-formed HTTP request.';
  }
}
