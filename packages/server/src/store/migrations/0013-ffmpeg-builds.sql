-- What the workers' builds of FFmpeg can do: told by processes that have none themselves.
create table ffmpeg_builds (
  version text primary key,
  facts jsonb not null,
  -- When a worker with this build started last.
  seen_at timestamptz not null default now()
);
