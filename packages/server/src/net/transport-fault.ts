// Turns what sockets, TLS, the resolver and the HTTP parser throw into a sentence for the user.
import { errors } from 'undici';
import { ForbiddenAddressError } from './guarded-connector.ts';
import { TransferError } from './transfer-error.ts';

const permanent = { isRetryable: false };
const passing = { isRetryable: true };

const sentences: Record<string, { readonly says: string; readonly isRetryable: boolean }> = {
  ENOTFOUND: { says: 'its host name does not exist', ...permanent },
  EAI_AGAIN: { says: 'its host name could not be looked up just now', ...passing },
  ECONNREFUSED: { says: 'the host refused the connection', ...passing },
  ECONNRESET: { says: 'the host cut the connection', ...passing },
  EPIPE: { says: 'the host cut the connection', ...passing },
  EHOSTUNREACH: { says: 'there is no route to the host', ...passing },
  ENETUNREACH: { says: 'there is no route to the host', ...passing },
  ETIMEDOUT: { says: 'the connection timed out', ...passing },
  UND_ERR_CONNECT_TIMEOUT: { says: 'the host did not accept the connection in time', ...passing },
  UND_ERR_HEADERS_TIMEOUT: { says: 'the host did not answer in time', ...passing },
  UND_ERR_SOCKET: { says: 'the host cut the connection', ...passing },
  UND_ERR_HEADERS_OVERFLOW: { says: 'the headers of its answer are too large', ...permanent },
  CERT_HAS_EXPIRED: { says: 'its TLS certificate has expired', ...permanent },
  DEPTH_ZERO_SELF_SIGNED_CERT: { says: 'its TLS certificate is self-signed', ...permanent },
  SELF_SIGNED_CERT_IN_CHAIN: { says: 'its TLS certificate chain is self-signed', ...permanent },
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: { says: 'its TLS certificate chain is incomplete', ...permanent },
  ERR_TLS_CERT_ALTNAME_INVALID: { says: 'its TLS certificate is for another host', ...permanent },
};

/** The end of a sentence about a host that the policy refuses. */
export const forbiddenAddress =
  'its host is at a private or reserved address. ' +
  'Whoever runs this server can allow an address range with RENDERIO_ALLOW_CIDRS';

/** `says` is the end of a sentence, without its full stop. */
export function explainTransportFault(error: unknown): { readonly says: string; readonly isRetryable: boolean } {
  if (error instanceof ForbiddenAddressError) return { says: forbiddenAddress, ...permanent };
  const code = errorCode(error);
  const known = sentences[code];
  if (known !== undefined) return known;
  const isNoHttp = error instanceof errors.HTTPParserError;
  return { says: isNoHttp ? "the host's answer is not HTTP" : saysByCode(code), ...permanent };
}

/** @param shownUrl as `displayUrl` gives it */
export function describeTransportFault(error: unknown, shownUrl: string): TransferError {
  const { says, isRetryable } = explainTransportFault(error);
  if (error instanceof ForbiddenAddressError) {
    return new TransferError('INPUT_FORBIDDEN', `${shownUrl} is not fetched: ${says}.`, { cause: error });
  }
  const message = `${shownUrl} could not be fetched: ${says}.`;
  return new TransferError('INPUT_UNREACHABLE', message, { isRetryable, cause: error });
}

function saysByCode(code: string): string {
  if (/^(ERR_SSL|ERR_TLS|EPROTO|CERT_|UNABLE_TO_)/.test(code)) return `TLS failed (${code})`;
  return code === '' ? 'the connection failed' : `the connection failed (${code})`;
}

function errorCode(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string') {
    return error.code;
  }
  return '';
}
