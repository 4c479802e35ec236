// What an input value names: a URL to fetch, or a file of the caller's own.
import { isId } from './id.ts';

export type InputSource =
  | { readonly kind: 'url'; readonly url: string }
  | { readonly kind: 'file'; readonly fileId: string }
  /** One of our own links, recognised by its path alone; whether it is genuine only its token tells. */
  | { readonly kind: 'media_link'; readonly url: string }
  | { readonly kind: 'invalid'; readonly message: string };

const mediaPathPattern = /^\/api\/media\/[A-Za-z0-9_-]{40,80}\//;

export function readInputSource(value: string): InputSource {
  if (isId(value)) return { kind: 'file', fileId: value };
  const url = URL.parse(value);
  if (url === null) {
    return {
      kind: 'invalid',
      message:
        'is neither an http(s) URL nor the id of a file; write the whole URL, such as "https://example.com/video.mp4"',
    };
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    return {
      kind: 'invalid',
      message: `has the scheme "${url.protocol.slice(0, -1)}"; only http and https URLs can be fetched`,
    };
  }
  if (mediaPathPattern.test(url.pathname)) return { kind: 'media_link', url: value };
  return { kind: 'url', url: value };
}
