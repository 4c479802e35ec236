// Answers on the bare socket, for what never comes to a route: bytes that Node cannot read as a request, and requests without end.
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { type ApiErrorCode, apiErrors, type ErrorBody } from '@renderio/contract';

export function answerClientError(error: NodeJS.ErrnoException, socket: Socket, requestId: string): void {
  // The client is gone.
  if (error.code === 'ECONNRESET') return;
  const isSlow = error.code === 'ERR_HTTP_REQUEST_TIMEOUT';
  answerOnSocket(socket, isSlow ? 'REQUEST_TIMEOUT' : 'INVALID_REQUEST', explain(error.code), requestId);
}

/** The last that is said on this connection. */
export function answerOnSocket(socket: Socket, code: ApiErrorCode, message: string, requestId: string): void {
  if (!socket.writable) return;
  const { status } = apiErrors[code];
  const body: ErrorBody = { error: code, message, request_id: requestId };
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
      return 'The headers of the request did not come to their end in time.';
    default:
      return 'This is not a well-formed HTTP request.';
  }
}
