// What is wrong with a draft, while it is being written: the objections the server would make, each at its place.
import { type CommandProblem, markCommand, readCommands } from '@renderio/ffmpeg-language';
import type { DraftRequest } from './draft.ts';

export interface Objection {
  /** Of which text (from 0); null when it is about an input or output. */
  readonly text: number | null;
  /** In UTF-16 units, `to` exclusive; the whole text where no place is known. */
  readonly from: number;
  readonly to: number;
  readonly message: string;
  /** An alias that the command names and the request lacks: it can be added. */
  readonly lacking: string | null;
}

export function judge(request: DraftRequest): Objection[] {
  const texts = request.ffmpeg_commands ?? [request.ffmpeg_command ?? ''];
  const { problems } = readCommands({
    inputKeys: Object.keys(request.input_files),
    outputKeys: Object.keys(request.output_files),
    outputNames: request.output_files,
    texts,
  });
  return problems.flatMap((problem) => place(problem, texts));
}

const wellFormed = /^(in|out)_[A-Za-z0-9_]+$/;

function place(problem: CommandProblem, texts: readonly string[]): Objection[] {
  const [side, which] = problem.path;
  const { message } = problem;
  if (side !== 'texts') return [{ text: null, from: 0, to: 0, message, lacking: null }];
  const text = texts[which] ?? '';
  if (problem.type === 'unknown_placeholder' || problem.type === 'malformed_placeholder') {
    // Said once a placeholder, however often it is written.
    const places = markCommand(text).filter(
      ({ kind, start, end }) => kind === 'placeholder' && message.startsWith(text.slice(start, end)),
    );
    return places.map(({ name, start, end }) => ({
      text: which,
      from: start,
      to: end,
      message,
      lacking: problem.type === 'unknown_placeholder' && wellFormed.test(name) ? name : null,
    }));
  }
  const from = problem.offset ?? 0;
  const to = problem.end ?? (problem.offset === undefined ? text.length : wordEnd(text, from));
  return [{ text: which, from, to: Math.max(to, Math.min(from + 1, text.length)), message, lacking: null }];
}

function wordEnd(text: string, from: number): number {
  const length = text.slice(from).search(/\s/);
  return length === -1 ? text.length : from + length;
}
