// Whether a filtergraph reaches out of the job. Placeholders are NUL characters here.
import { type FilterArgument, type FilterCall, parseFiltergraph } from '../parse-filtergraph.ts';
import { readPairs } from '../read-pairs.ts';
import { readRuntimeCommands } from '../read-runtime-commands.ts';
import { argumentAt, argumentKind, forbiddenArgument, forbiddenFilters } from './filter-policy.ts';
import { judgeFormat } from './judge-format.ts';
import { judgeName, judgeValue } from './judge-name.ts';
import { optionFromFile } from './option-policy.ts';
import { type Objection, objectTo, type Verdict } from './verdict.ts';

/** Everything that is refused, in order; spans are of the graph. A graph that breaks off is judged up to there. */
export function judgeFiltergraph(graph: string): Objection[] {
  return parseFiltergraph(graph).filters.flatMap(judgeFilter);
}

function judgeFilter(filter: FilterCall): Objection[] {
  const forbidden = forbiddenFilters.get(filter.name);
  if (forbidden) return objectTo(forbidden, filter.start, filter.nameEnd);
  return filter.arguments.flatMap((argument, position) =>
    objectTo(judgeArgument(filter.name, argument, position), argument.start, argument.end),
  );
}

function judgeArgument(
  filter: string,
  { key, value }: Pick<FilterArgument, 'key' | 'value'>,
  position: number,
): Verdict | null {
  if (key?.startsWith('/')) return judgeArgumentFromFile(filter, key.slice(1), value);
  const name = key ?? argumentAt(filter, position);
  if (name === null) return judgeValue(value, 'read');
  const forbidden = forbiddenArgument(filter, name);
  if (forbidden) return forbidden;
  if (isRuntimeCommands(filter, name)) return judgeRuntimeCommands(value);
  if (isSender(filter) && (name === 'filename' || name === 'f')) return commandsFromFile;
  if (isMovie(filter) && (name === 'f' || name === 'format_name')) return judgeMovieFormat(value);
  const kind = argumentKind(filter, name);
  if (kind === 'text') return null;
  return kind === null ? judgeValue(value, 'read') : judgeName(value, kind);
}

/** `/text=file`: the argument is read from the file, and so cannot be judged; texts need not be. */
function judgeArgumentFromFile(filter: string, name: string, value: string): Verdict | null {
  const isUnsafe =
    forbiddenArgument(filter, name) !== null ||
    isSender(filter) ||
    isMovie(filter) ||
    ['read', 'write'].includes(argumentKind(filter, name) ?? '');
  return isUnsafe ? optionFromFile : judgeName(value, 'read');
}

function isMovie(filter: string): boolean {
  return filter === 'movie' || filter === 'amovie';
}

/** A lavfi input within a graph would hide a graph from the judgement, and gives nothing that the graph itself cannot. */
function judgeMovieFormat(format: string): Verdict | null {
  if (format.toLowerCase() !== 'lavfi') return judgeFormat(format, 'read');
  return {
    type: 'forbidden_option',
    reason: 'hides a filtergraph within a filter',
    advice: 'Write its sources straight into the filtergraph.',
  };
}

function isRuntimeCommands(filter: string, name: string): boolean {
  return isSender(filter) && (name === 'commands' || name === 'c');
}

function isSender(filter: string): boolean {
  return filter === 'sendcmd' || filter === 'asendcmd';
}

const commandsFromFile: Verdict = {
  type: 'forbidden_option',
  reason: 'has sendcmd take its commands from a file, which cannot be judged before it runs',
  advice: 'Write them into the graph: sendcmd=commands=….',
};

/** What `sendcmd` tells filters while they run: new values of their arguments, which may be files as well. */
function judgeRuntimeCommands(text: string): Verdict | null {
  for (const { target, command, value } of readRuntimeCommands(text)) {
    const filter = target.replace(/@.*$/s, '');
    // drawtext's `reinit` takes a list of arguments.
    const given = command === 'reinit' ? readPairs(value) : [{ key: command, value }];
    for (const [position, argument] of given.entries()) {
      const verdict = judgeArgument(filter, argument, position);
      if (verdict) return verdict;
    }
  }
  return null;
}
