// Whether the value of an option that is no filtergraph stays inside the job. Placeholders are NUL characters here.
import { readPairs } from '../read-pairs.ts';
import { judgeFormat } from './judge-format.ts';
import { type FileUse, judgeName, judgeValue } from './judge-name.ts';
import {
  fileOptions,
  forbiddenOptions,
  formatOptions,
  hiddenTee,
  nestedOptions,
  textOptions,
} from './option-policy.ts';
import type { Verdict } from './verdict.ts';

/** Lists within lists: nothing needs more, and FFmpeg reads on as deep as they go. */
const deepest = 3;

/** @param use what the file is for that the option belongs to */
export function judgeOptionValue(name: string, value: string, use: FileUse, depth = 0): Verdict | null {
  const forbidden = forbiddenOptions.get(name);
  if (forbidden) return forbidden;
  if (textOptions.has(name)) return null;
  if (formatOptions.has(name)) {
    if (name !== 'f' && value.toLowerCase() === 'tee') return hiddenTee;
    return judgeFormat(value, use);
  }
  if (nestedOptions.has(name)) {
    if (depth === deepest) return hiddenTee;
    for (const pair of readPairs(value)) {
      const verdict = judgeOptionValue(pair.key ?? '', pair.value, use, depth + 1);
      if (verdict) return verdict;
    }
    return null;
  }
  if (name === 'dump_attachment' && value === '') return nameless;
  const file = fileOptions.get(name);
  return file === undefined ? judgeValue(value, use) : judgeName(value, file);
}

const nameless: Verdict = {
  type: 'forbidden_file',
  reason: 'writes wherever the input itself says',
  advice: 'Give it a name: -dump_attachment:t:0 {{out_attachment}}.',
};
