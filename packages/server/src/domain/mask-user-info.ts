// Keeps what opens a URL out of what is sent or shown.

/** The text as it is, unless it is a URL with user info: then that is `***`. */
export function maskUserInfo(text: string): string {
  const url = URL.parse(text);
  if (url === null || (url.username === '' && url.password === '')) return text;
  url.username = '***';
  url.password = '';
  return url.href;
}

/** For showing where something was sent: user info and query, which may be a signature, are `***`. */
export function maskUrl(text: string): string {
  const url = URL.parse(maskUserInfo(text));
  if (url === null) return text;
  if (url.search !== '') url.search = '***';
  return url.href;
}
