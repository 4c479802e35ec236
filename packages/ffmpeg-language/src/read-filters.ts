// A first reading of filtergraphs: which filters, with what arguments and labels. What they mean is for others.
//
// Follows libavfilter/graphparser.c and `av_get_token` of libavutil/avstring.c.

/** One filter of a graph. */
export interface FilterCall {
  /** Without the instance name: `scale@big=2:2` → `scale`. */
  readonly name: string;
  /** Everything after `=`, one level of quoting and escaping removed; empty when there is nothing. */
  readonly text: string;
  /** Link labels before and after it, without brackets. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Which chain of the graph it stands in, from 0: chains are parted by `;`. */
  readonly chain: number;
}

/** The filters of a graph in order, or null when FFmpeg would not read it as a graph either. */
export function readFilters(graph: string): FilterCall[] | null {
  const filters: FilterCall[] = [];
  // `sws_flags=…;` may stand before everything else.
  let at = /^\s*sws_flags=[^;]*;/.exec(graph)?.[0].length ?? 0;
  let chain = 0;
  const skipBlanks = (): void => {
    while (/\s/.test(graph.charAt(at))) at += 1;
  };
  const readLabels = (): string[] | null => {
    const labels: string[] = [];
    skipBlanks();
    while (graph[at] === '[') {
      const label = readToken(graph, at + 1, ']');
      if (graph[label.end] !== ']' || label.text === '') return null;
      labels.push(label.text);
      at = label.end + 1;
      skipBlanks();
    }
    return labels;
  };

  for (;;) {
    const inputs = readLabels();
    const name = readToken(graph, at, '=,;[');
    if (inputs === null || name.text === '') return null;
    at = name.end;
    let text = '';
    if (graph[at] === '=') {
      const value = readToken(graph, at + 1, '[],;');
      text = value.text;
      at = value.end;
    }
    const outputs = readLabels();
    if (outputs === null) return null;
    filters.push({ name: name.text.replace(/@.*$/s, ''), text, inputs, outputs, chain });
    if (at >= graph.length) return filters;
    if (graph[at] === ';') chain += 1;
    else if (graph[at] !== ',') return null;
    at += 1;
    skipBlanks();
    // A graph may end in a separator, as texts put together by a program do.
    if (at >= graph.length) return filters;
  }
}

/** The options of a filter by name; positional ones are left out. Values have their second level of quoting removed. */
export function readFilterOptions(text: string): Map<string, string> {
  const options = new Map<string, string>();
  let at = 0;
  while (at < text.length) {
    const value = readToken(text, at, ':');
    const raw = text.slice(at, value.end);
    const named = /^\s*([A-Za-z0-9_]+)\s*=/.exec(raw);
    if (named?.[1]) options.set(named[1], readToken(raw, named[0].length, '').text);
    at = value.end + 1;
  }
  return options;
}

/** Reads up to one of `ends`, as `av_get_token` does: backslash takes the next character, quotes all up to the next quote. */
function readToken(text: string, start: number, ends: string): { text: string; end: number } {
  let at = start;
  while (/\s/.test(text.charAt(at))) at += 1;
  let token = '';
  let kept = 0;
  while (at < text.length && !ends.includes(text.charAt(at))) {
    const char = text.charAt(at);
    at += 1;
    if (char === '\\' && at < text.length) {
      token += text.charAt(at);
      at += 1;
      kept = token.length;
    } else if (char === "'") {
      const close = text.indexOf("'", at);
      const end = close < 0 ? text.length : close;
      token += text.slice(at, end);
      at = close < 0 ? end : end + 1;
      kept = token.length;
    } else {
      token += char;
    }
  }
  return { text: token.slice(0, kept) + token.slice(kept).trimEnd(), end: at };
}
