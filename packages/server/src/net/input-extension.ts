// Chooses the extension under which an input is staged: FFmpeg takes some formats by their name alone.

const extensionByType = new Map([
  ['application/json', 'json'],
  ['application/mp4', 'mp4'],
  ['application/mxf', 'mxf'],
  ['application/ogg', 'ogg'],
  ['application/x-subrip', 'srt'],
  ['audio/aac', 'aac'],
  ['audio/ac3', 'ac3'],
  ['audio/aiff', 'aiff'],
  ['audio/flac', 'flac'],
  ['audio/m4a', 'm4a'],
  ['audio/mp3', 'mp3'],
  ['audio/mp4', 'm4a'],
  ['audio/mpeg', 'mp3'],
  ['audio/ogg', 'ogg'],
  ['audio/opus', 'opus'],
  ['audio/wav', 'wav'],
  ['audio/wave', 'wav'],
  ['audio/webm', 'webm'],
  ['audio/x-aiff', 'aiff'],
  ['audio/x-flac', 'flac'],
  ['audio/x-m4a', 'm4a'],
  ['audio/x-wav', 'wav'],
  ['font/otf', 'otf'],
  ['font/ttf', 'ttf'],
  ['image/apng', 'apng'],
  ['image/avif', 'avif'],
  ['image/bmp', 'bmp'],
  ['image/gif', 'gif'],
  ['image/heic', 'heic'],
  ['image/jpeg', 'jpg'],
  ['image/jpg', 'jpg'],
  ['image/png', 'png'],
  ['image/svg+xml', 'svg'],
  ['image/tiff', 'tiff'],
  ['image/webp', 'webp'],
  ['text/plain', 'txt'],
  ['text/srt', 'srt'],
  ['text/vtt', 'vtt'],
  ['text/x-ass', 'ass'],
  ['text/x-ssa', 'ass'],
  ['video/3gpp', '3gp'],
  ['video/avi', 'avi'],
  ['video/matroska', 'mkv'],
  ['video/mp2t', 'ts'],
  ['video/mp4', 'mp4'],
  ['video/mpeg', 'mpg'],
  ['video/ogg', 'ogv'],
  ['video/quicktime', 'mov'],
  ['video/webm', 'webm'],
  ['video/x-flv', 'flv'],
  ['video/x-m4v', 'm4v'],
  ['video/x-matroska', 'mkv'],
  ['video/x-ms-wmv', 'wmv'],
  ['video/x-msvideo', 'avi'],
]);

interface InputOrigin {
  /** The URL that the caller gave, not where redirects led. */
  readonly url: string;
  readonly contentDispositionFilename?: string | null;
  readonly contentType?: string | null;
}

/** `[a-z0-9]{1,8}` without a dot, from the URL's path, else the header's file name, else the type; null for none. */
export function inputExtension({ url, contentDispositionFilename, contentType }: InputOrigin): string | null {
  return (
    extensionOf(lastPathPart(url)) ??
    extensionOf(contentDispositionFilename ?? '') ??
    extensionByType.get(mediaType(contentType ?? '')) ??
    null
  );
}

/** The type without parameters, in lower case. */
export function mediaType(contentType: string): string {
  return (contentType.split(';')[0] ?? '').trim().toLowerCase();
}

function lastPathPart(url: string): string {
  return URL.parse(url)?.pathname.split('/').at(-1) ?? '';
}

function extensionOf(name: string): string | null {
  return /[^.]\.([a-z0-9]{1,8})$/i.exec(name)?.[1]?.toLowerCase() ?? null;
}
