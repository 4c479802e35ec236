// Statements on what the workers' builds of FFmpeg can do.
import type { FfmpegBuildFacts } from '../domain/ffmpeg-build-facts.ts';
import type { Database } from './database.ts';

export interface FfmpegBuildRow {
  readonly version: string;
  readonly facts: FfmpegBuildFacts;
}

export async function saveFfmpegBuild(database: Database, { version, facts }: FfmpegBuildRow): Promise<void> {
  await database.query(
    `insert into ffmpeg_builds (version, facts) values ($1, $2)
     on conflict (version) do update set facts = excluded.facts, seen_at = now()`,
    [version, JSON.stringify(facts)],
  );
}

/** Of the worker that started last. */
export async function findNewestFfmpegBuild(database: Database): Promise<FfmpegBuildRow | null> {
  const { rows } = await database.query<FfmpegBuildRow>(
    'select version, facts from ffmpeg_builds order by seen_at desc limit 1',
  );
  return rows[0] ?? null;
}
