// What a playlist (HLS, DASH) refers to, by its relative references only.

const longestReferenceList = 100_000;

function isRelativeFile(reference: string): boolean {
  return (
    reference !== '' &&
    !/^[A-Za-z][A-Za-z0-9+.-]*:/.test(reference) &&
    !reference.startsWith('/') &&
    !reference.includes('$') &&
    !/\p{Cc}/u.test(reference)
  );
}

function decode(reference: string): string {
  const path = reference.replace(/[?#].*$/s, '');
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** RFC 8216: lines that are no tags or comments, and the URI attribute of tags (keys, maps, renditions). */
function hlsReferences(text: string): string[] {
  return text.split(/\r?\n/).flatMap((line) => {
    if (!line.startsWith('#')) return [line.trim()];
    return [...line.matchAll(/[:,]URI="([^"]*)"/g)].map((match) => match[1] ?? '');
  });
}

/** ISO/IEC 23009-1: what BaseURL, SegmentURL and SegmentTemplate name; of templates only those without a number. */
function dashReferences(text: string): string[] {
  const attributes = [...text.matchAll(/\b(?:media|initialization|sourceURL)="([^"]*)"/g)];
  const elements = [...text.matchAll(/<BaseURL[^>]*>([^<]*)</g)];
  return [...attributes, ...elements].map((match) => (match[1] ?? '').trim());
}

/** Relative paths that a playlist names, each once, in order; what it names elsewhere (absolute, other hosts) is left out. */
export function playlistReferences(filename: string, text: string): string[] {
  const references = filename.toLowerCase().endsWith('.mpd') ? dashReferences(text) : hlsReferences(text);
  return [...new Set(references.filter(isRelativeFile).map(decode).filter(isRelativeFile))].slice(
    0,
    longestReferenceList,
  );
}

/** Patterns of the files that a DASH manifest's templates stand for: `$Number%05d$`, `$Time$`, `$RepresentationID$`. */
export function dashTemplatePatterns(text: string): RegExp[] {
  const templates = [...text.matchAll(/\b(?:media|initialization)="([^"]*\$[^"]*)"/g)].map((match) => match[1] ?? '');
  return [...new Set(templates)].map((template) => {
    const parts = template.split(/\$(?:Number|Time|Bandwidth|RepresentationID|SubNumber)?(?:%0?\d+d)?\$/);
    return new RegExp(`^${parts.map((part) => RegExp.escape(part)).join('[A-Za-z0-9_.-]+')}$`);
  });
}
