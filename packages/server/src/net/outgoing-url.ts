// Reads the URL of something to fetch, before any name is looked up: scheme, port, credentials, and how to show it.

export type OutgoingUrl =
  | {
      readonly ok: true;
      /** Without user info and fragment. */
      readonly url: URL;
      /** `Authorization` value made of the URL's user info; null when it has none. */
      readonly authorization: string | null;
    }
  | { readonly ok: false; readonly reason: string };

// The ports that browsers refuse (https://fetch.spec.whatwg.org/#port-blocking): services that are no web servers and
// can be talked into something by a request's text.
const badPorts = new Set([
  0, 1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104, 109, 110,
  111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514, 515, 526, 530, 531, 532,
  540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061,
  6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080,
]);

/** The WHATWG parser turns every notation of an address (octal, hex, one number, fullwidth digits) into the plain one. */
export function parseOutgoingUrl(text: string, base?: URL): OutgoingUrl {
  const url = URL.parse(text, base?.href);
  if (url === null) return { ok: false, reason: 'it is not a URL' };
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    return { ok: false, reason: `its scheme is "${url.protocol.slice(0, -1)}", and only http and https are fetched` };
  }
  if (url.port !== '' && badPorts.has(Number(url.port))) {
    return { ok: false, reason: `port ${url.port} belongs to a service that is no web server` };
  }
  const authorization = basicAuthorization(url);
  url.username = '';
  url.password = '';
  url.hash = '';
  return { ok: true, url, authorization };
}

function basicAuthorization(url: URL): string | null {
  if (url.username === '' && url.password === '') return null;
  const credentials = `${decodePercent(url.username)}:${decodePercent(url.password)}`;
  return `Basic ${Buffer.from(credentials, 'utf8').toString('base64')}`;
}

function decodePercent(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const maxShownLength = 300;

/** For messages: no user info, and `?…` in place of a query, which may be a signature. */
export function displayUrl(text: string | URL): string {
  const url = typeof text === 'string' ? URL.parse(text) : text;
  if (url === null) return 'the URL';
  const shown = `${url.protocol}//${url.host}${url.pathname}${url.search === '' ? '' : '?…'}`;
  return shown.length > maxShownLength ? `${shown.slice(0, maxShownLength)}…` : shown;
}
