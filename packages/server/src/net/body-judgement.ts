// Judges by its first bytes and labels whether what came is media, or a web page or playlist in its place.
import { mediaType } from './input-extension.ts';

/** As many first bytes as a judgement wants; fewer only when the body has fewer. */
export const headBytes = 512;

interface Body {
  readonly contentType: string | null;
  /** Lower case, of the URL's path; null for none. */
  readonly extension: string | null;
  readonly head: Buffer;
}

type BodyKind = 'media' | 'web_page' | 'playlist';

const playlistTypes = /^(application|audio)\/(vnd\.apple\.|x-)?mpegurl$|^application\/dash\+xml$/;
const playlistExtensions = new Set(['m3u8', 'mpd']);
const pageTypes = new Set(['text/html', 'application/xhtml+xml']);

// Subtitles, scripts for filters and the like: servers that know no better label them text/html.
const textExtensions = new Set('ass cube csv json lrc sbv smi srt ssa stl sub svg ttml txt vtt xml'.split(' '));

/** What counts is the body; the label decides only where the bytes leave it open. */
export function judgeBody({ contentType, extension, head }: Body): BodyKind {
  const type = mediaType(contentType ?? '');
  const text = leadingText(head);
  if (text !== null && /^<(!doctype html|html)[\s>]/i.test(text)) return 'web_page';
  if (text !== null && (text.startsWith('#EXTM3U') || /^(<\?xml[^>]*>\s*)?(<!--[^]*?-->\s*)*<MPD[\s>]/.test(text))) {
    return 'playlist';
  }
  if (playlistTypes.test(type) || (extension !== null && playlistExtensions.has(extension))) return 'playlist';
  const isTextByName = extension !== null && textExtensions.has(extension);
  return pageTypes.has(type) && text !== null && !isTextByName ? 'web_page' : 'media';
}

/** The head without byte order mark and leading blanks; null when it is binary. */
function leadingText(head: Buffer): string | null {
  const text = head.toString('latin1');
  if (/[\x00-\x08\x0e-\x1a\x1c-\x1f]/.test(text)) return null;
  return text.replace(/^\xef\xbb\xbf/, '').trimStart();
}
