// Whether commands can run although no input file is given.
import { type CommandLine, lastOption } from './parse-command-line.ts';
import { readFilters } from './parse-filtergraph.ts';
import { findPlaceholders } from './placeholders.ts';

/**
 * True when every input of every step is made by FFmpeg itself: `-f lavfi -i testsrc=d=5`, a `-filter_complex` of
 * sources without any `-i`, or a file that an earlier step has written.
 *
 * @param lines the steps in order
 */
export function needsNoInput(lines: readonly CommandLine[]): boolean {
  const written = new Set<string>();
  return lines.every((line) => {
    const isFed =
      line.inputs.length > 0
        ? line.inputs.every((input) => {
            const isGenerated = lastOption(input.options, 'f')?.value?.text === 'lavfi';
            return written.has(input.url.text) || (isGenerated && findPlaceholders([input.url]).length === 0);
          })
        : hasOnlySources(line);
    for (const output of line.outputs) written.add(output.url.text);
    return isFed;
  });
}

function hasOnlySources(line: CommandLine): boolean {
  const graphs = line.global.filter((option) => option.name === 'filter_complex' || option.name === 'lavfi');
  return (
    graphs.length > 0 &&
    graphs.every((graph) => {
      const filters = readFilters(graph.value?.text ?? '');
      return filters?.every((filter) => filter.inputs.every(({ name }) => !/^\d/.test(name))) ?? false;
    })
  );
}
