// Whether the outputs that one output of the format tee stands for stay inside the job.
//
// Follows libavformat/tee.c: `[option=value:option=value]name|[…]name`, one level of quoting around each.
import { readPairs } from '../read-pairs.ts';
import { readToken } from '../read-token.ts';
import { judgeName } from './judge-name.ts';
import { judgeOptionValue } from './judge-option.ts';
import { hiddenTee } from './option-policy.ts';
import { type Objection, objectTo, type Verdict } from './verdict.ts';

/** One objection at most to each output; spans are of `url`. */
export function judgeTee(url: string): Objection[] {
  const objections: Objection[] = [];
  for (let at = 0; at < url.length; ) {
    const output = readToken(url, at, '|');
    objections.push(...objectTo(judgeTeeOutput(output.text), at, output.end));
    at = output.end + 1;
  }
  return objections;
}

function judgeTeeOutput(text: string): Verdict | null {
  if (!text.startsWith('[')) return judgeName(text, 'write');
  const { options, name } = cutOptions(text);
  for (const { key, value } of options) {
    if (key === 'f' && value.toLowerCase() === 'tee') return hiddenTee;
    // A bitstream filter's streams stand behind a slash: bsfs/v=….
    const option = (key ?? '').replace(/\/.*$/s, '');
    const verdict = option === 'bsfs' || option === 'select' ? null : judgeOptionValue(option, value, 'write');
    if (verdict) return verdict;
  }
  return judgeName(name, 'write');
}

function cutOptions(text: string): { options: ReturnType<typeof readPairs>; name: string } {
  let at = 1;
  for (;;) {
    const option = readToken(text, at, ':]');
    at = option.end + 1;
    if (text[option.end] !== ':') break;
  }
  return { options: readPairs(text.slice(1, at - 1)), name: text.slice(at) };
}
