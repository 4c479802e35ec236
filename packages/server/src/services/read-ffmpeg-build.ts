// What the installed FFmpeg can do: asked of it by a process that works itself, else what a worker has left word of.
import { AppError } from '../domain/app-error.ts';
import type { Database } from '../store/database.ts';
import { type FfmpegBuildRow, findNewestFfmpegBuild } from '../store/ffmpeg-builds.ts';

export type AskOwnBuild = () => Promise<FfmpegBuildRow>;

/** `askOwn` is asked once, when somebody wants to know: a start is not slowed down by it. */
export function createFfmpegBuildReader(database: Database, askOwn: AskOwnBuild | null): () => Promise<FfmpegBuildRow> {
  let own: Promise<FfmpegBuildRow> | null = null;
  return async () => {
    if (askOwn !== null) {
      own ??= askOwn();
      // A failure is not remembered.
      own.catch(() => {
        own = null;
      });
      return await own;
    }
    const build = await findNewestFfmpegBuild(database);
    if (build === null) throw new AppError('UNAVAILABLE', 'No worker has started yet: start one, and ask again.');
    return build;
  };
}
