// Keeps user names and passwords of URLs out of what is sent or shown.

/** The text as it is, unless it is a URL with user info: then that is `***`. */
export function maskUserInfo(text: string): string {
  const url = URL.parse(text);
  if (url === null || (url.username === '' && url.password === '')) return text;
  url.username = '***';
  url.password = '';
  return url.href;
}
