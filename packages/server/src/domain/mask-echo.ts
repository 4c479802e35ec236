// Keeps what only a request held out of the record of its answer: a receiver may repeat what it was sent.

/** A shorter value is no secret, and would be found everywhere. */
const leastLength = 4;

/**
 * The answer with `***` for each user name, password and value of a query that the URL has, however it is written:
 * as it stands in the URL, decoded, encoded anew, inside of JSON, and as the header `Authorization` carries it.
 *
 * @param isCut whether the answer went on: then its end may be the beginning of such a value
 */
export function maskEcho(answer: string, requestUrl: string, isCut: boolean): string {
  const secrets = secretsOf(requestUrl);
  const masked = secrets.reduce((text, secret) => text.replaceAll(secret, '***'), answer);
  return isCut ? withoutBeginnings(masked, secrets) : masked;
}

/** Longest first, so that none is found within another that is masked as a whole. */
function secretsOf(requestUrl: string): string[] {
  const url = URL.parse(requestUrl);
  if (url === null) return [];
  const { username, password, search, searchParams } = url;
  const userInfo = [decoded(username), decoded(password)];
  const query = search.slice(1);
  const plain = [
    ...[username, password, ...userInfo],
    ...(username + password === '' ? [] : [Buffer.from(userInfo.join(':')).toString('base64')]),
    ...[query, decoded(query), ...query.split('&').map((pair) => pair.slice(pair.indexOf('=') + 1))],
    ...searchParams.values(),
  ];
  const written = plain.flatMap((text) => [text, encodeURIComponent(text), JSON.stringify(text).slice(1, -1)]);
  return [...new Set(written)]
    .filter((text) => text.length >= leastLength)
    .sort((one, other) => other.length - one.length);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function withoutBeginnings(text: string, secrets: readonly string[]): string {
  for (const secret of secrets) {
    for (let length = secret.length - 1; length >= leastLength; length -= 1) {
      if (text.endsWith(secret.slice(0, length))) return `${text.slice(0, -length)}***`;
    }
  }
  return text;
}
