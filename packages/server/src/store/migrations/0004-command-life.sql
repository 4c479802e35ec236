alter table commands
  -- The command that this one repeats.
  add column retry_of uuid references commands,
  -- Siblings of one request for several commands.
  add column batch_id uuid,
  -- FFmpeg's log as an object; null until the run that ended the command has stored it.
  add column log_key text;

alter table runs
  add column cancel_requested boolean not null default false,
  -- { step, frame, fps, speed, out_time_seconds, eta_seconds } as the wire shows it.
  add column progress_detail jsonb;

-- FFmpeg's log while a command runs, for readers on other hosts; deleted when the whole log is stored.
create table log_chunks (
  run_id uuid not null references runs on delete cascade,
  number integer not null,
  text text not null,
  primary key (run_id, number)
);
create index runs_of_item on runs (item_id, started_at);
