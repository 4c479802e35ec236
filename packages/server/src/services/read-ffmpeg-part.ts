// What one filter or encoder of the installed FFmpeg takes: asked of it when somebody wants to know, and kept.
import { AppError } from '../domain/app-error.ts';
import type { OptionFact, PartKind } from '../domain/ffmpeg-part-facts.ts';
import type { FfmpegBuildRow } from '../store/ffmpeg-builds.ts';

export type AskOwnPart = (kind: PartKind, name: string) => Promise<readonly OptionFact[]>;

export interface FfmpegPart {
  readonly name: string;
  readonly description: string;
  readonly options: readonly OptionFact[];
}

/** Throws `NOT_FOUND` for what the build has not, and `UNAVAILABLE` where this process has no FFmpeg to ask. */
export function createFfmpegPartReader(
  readBuild: () => Promise<FfmpegBuildRow>,
  askOwn: AskOwnPart | null,
): (kind: PartKind, name: string) => Promise<FfmpegPart> {
  /** At most one of each that the build has: names of no part never get here. */
  const known = new Map<string, Promise<readonly OptionFact[]>>();
  let line: Promise<unknown> = Promise.resolve();

  /** One after the other, however many are wanted at once: each is a start of FFmpeg. */
  function askOnce(ask: AskOwnPart, kind: PartKind, name: string): Promise<readonly OptionFact[]> {
    const key = `${kind} ${name}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const answer = line.then(() => ask(kind, name));
    line = answer.catch(() => undefined);
    known.set(key, answer);
    // A failure is not remembered.
    answer.catch(() => known.delete(key));
    return answer;
  }

  return async (kind, name) => {
    const { facts } = await readBuild();
    const part = (kind === 'filter' ? facts.filters : facts.encoders).find((each) => each.name === name);
    if (part === undefined) {
      throw new AppError(
        'NOT_FOUND',
        `The installed FFmpeg has no ${kind} named ${name.slice(0, 64)}; GET /ffmpeg lists them.`,
      );
    }
    if (askOwn === null) {
      throw new AppError(
        'UNAVAILABLE',
        `This server process has no FFmpeg of its own to ask (role api): ffmpeg -h ${kind}=${name} tells it where one is installed.`,
      );
    }
    return { name, description: part.description, options: await askOnce(askOwn, kind, name) };
  };
}
