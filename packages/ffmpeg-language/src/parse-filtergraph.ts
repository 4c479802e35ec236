// Filtergraphs: which filters, with what arguments and labels, and where each stands. What they mean is for others.
//
// Follows libavfilter/graphparser.c.
import { readPairs } from './read-pairs.ts';
import { readToken, skipBlanks, type Token } from './read-token.ts';

/** One argument of a filter, both levels of quoting removed. */
export interface FilterArgument {
  /** Null for one that is given by its position. */
  readonly key: string | null;
  readonly value: string;
  /** Where it stands in the graph, key and value; `end` exclusive. */
  readonly start: number;
  readonly valueStart: number;
  readonly end: number;
}

/** One filter of a graph. */
export interface FilterCall {
  /** Without the instance name: `scale@big=2:2` → `scale`. */
  readonly name: string;
  /** Everything after `=`, one level of quoting and escaping removed; empty when there is nothing. */
  readonly text: string;
  readonly arguments: readonly FilterArgument[];
  /** Link labels before and after it, without brackets. */
  readonly inputs: readonly Label[];
  readonly outputs: readonly Label[];
  /** Which chain of the graph it stands in, from 0: chains are parted by `;`. */
  readonly chain: number;
  /** Where its name, instance included, stands in the graph. */
  readonly start: number;
  readonly nameEnd: number;
}

/** A link label, without brackets. */
export interface Label {
  readonly name: string;
  /** With the brackets. */
  readonly start: number;
  readonly end: number;
}

export interface Filtergraph {
  /** In order. Of a graph that breaks off, those before the break: FFmpeg 5 starts a filter before it reads the next. */
  readonly filters: readonly FilterCall[];
  /** Where FFmpeg would stop reading it; null for a graph that is whole. */
  readonly brokenAt: number | null;
}

/** The filters of a graph; null where FFmpeg would not read it as one either. */
export function readFilters(graph: string): readonly FilterCall[] | null {
  const { filters, brokenAt } = parseFiltergraph(graph);
  return brokenAt === null ? filters : null;
}

/** What the last of the arguments with one of these names says; undefined when none is there by name. */
export function namedArgument(filter: FilterCall, ...names: string[]): string | undefined {
  return filter.arguments.findLast(({ key }) => key !== null && names.includes(key))?.value;
}

/** Reads a graph. Total. */
export function parseFiltergraph(graph: string): Filtergraph {
  const filters: FilterCall[] = [];
  // `sws_flags=…;` may stand before everything else.
  const begin = skipBlanks(graph, 0);
  const flags = /sws_flags=[^;]*;/y;
  flags.lastIndex = begin;
  let at = skipBlanks(graph, begin + (flags.exec(graph)?.[0].length ?? 0));
  let chain = 0;
  for (;;) {
    const filter = readFilter(graph, at, chain);
    if (filter.call) filters.push(filter.call);
    if (filter.isBroken) return { filters, brokenAt: filter.end };
    at = filter.end;
    if (at >= graph.length) return { filters, brokenAt: null };
    if (graph[at] === ';') chain += 1;
    else if (graph[at] !== ',') return { filters, brokenAt: at };
    at = skipBlanks(graph, at + 1);
    // A graph may end in a separator, as texts put together by a program do.
    if (at >= graph.length) return { filters, brokenAt: null };
  }
}

function readFilter(
  graph: string,
  start: number,
  chain: number,
): { readonly call: FilterCall | null; readonly isBroken: boolean; readonly end: number } {
  const inputs = readLabels(graph, start);
  if (inputs.isBroken) return { call: null, isBroken: true, end: inputs.end };
  const name = readToken(graph, inputs.end, '=,;[');
  if (name.text === '') return { call: null, isBroken: true, end: name.end };
  const hasArguments = graph[name.end] === '=';
  const text = hasArguments ? readToken(graph, name.end + 1, '[],;') : null;
  const outputs = readLabels(graph, text?.end ?? name.end);
  const call: FilterCall = {
    name: name.text.replace(/@.*$/s, ''),
    text: text?.text ?? '',
    arguments: text ? readArguments(text) : [],
    inputs: inputs.labels,
    outputs: outputs.labels,
    chain,
    start: skipBlanks(graph, inputs.end),
    nameEnd: name.end,
  };
  return { call, isBroken: outputs.isBroken, end: outputs.end };
}

function readLabels(graph: string, start: number): { labels: Label[]; isBroken: boolean; end: number } {
  const labels: Label[] = [];
  let at = skipBlanks(graph, start);
  while (graph[at] === '[') {
    const label = readToken(graph, at + 1, ']');
    if (graph[label.end] !== ']' || label.text === '') return { labels, isBroken: true, end: at };
    labels.push({ name: label.text, start: at, end: label.end + 1 });
    at = skipBlanks(graph, label.end + 1);
  }
  return { labels, isBroken: false, end: at };
}

function readArguments({ text, places, end }: Token): FilterArgument[] {
  const placeOf = (at: number): number => places[at] ?? end;
  return readPairs(text).map((pair) => ({
    key: pair.key,
    value: pair.value,
    start: placeOf(pair.start),
    valueStart: placeOf(pair.valueStart),
    end: placeOf(pair.end),
  }));
}
