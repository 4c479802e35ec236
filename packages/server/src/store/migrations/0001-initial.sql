create table accounts (
  id uuid primary key,
  name text not null,
  created_at timestamptz not null default clock_timestamp()
);

-- A key itself is never stored: only its SHA-256.
create table api_keys (
  id uuid primary key,
  account_id uuid not null references accounts,
  name text not null,
  hash bytea not null unique check (octet_length(hash) = 32),
  created_at timestamptz not null default clock_timestamp(),
  expires_at timestamptz,
  revoked_at timestamptz,
  last_used_at timestamptz
);

-- Secrets that every process of an installation shares, such as the one that signs media links.
create table secrets (
  name text primary key,
  value bytea not null,
  created_at timestamptz not null default clock_timestamp()
);

create table workers (
  id uuid primary key,
  host text not null,
  pid integer not null,
  -- The scratch folder's own id: a worker that holds the folder knows that its earlier holders are dead.
  scratch_id uuid not null,
  capacity integer not null,
  programs jsonb not null,
  started_at timestamptz not null default clock_timestamp(),
  seen_at timestamptz not null default clock_timestamp(),
  stopped_at timestamptz
);

-- The row is the queue entry. It is written at submit, at claim and at finish; what changes often lives in `runs`.
create table commands (
  id uuid primary key,
  account_id uuid not null references accounts,
  type text not null,
  -- As sent, in the order of its keys.
  request json not null,
  metadata jsonb,
  webhook_url text,
  max_run_seconds integer not null,
  status text not null default 'QUEUED' check (status in ('QUEUED', 'PROCESSING', 'SUCCESS', 'FAILED')),
  queue_state text not null default 'ready' check (queue_state in ('ready', 'running', 'done')),
  -- Since when it waits, and from when it may be claimed: they differ while a lost command waits before its next start.
  queued_at timestamptz not null,
  ready_at timestamptz not null,
  starts smallint not null default 0,
  created_at timestamptz not null,
  started_at timestamptz,
  completed_at timestamptz,
  ffmpeg_seconds double precision,
  timeline jsonb not null,
  error_code text,
  error_message text,
  check ((status = 'FAILED') = (error_code is not null)),
  check ((status in ('SUCCESS', 'FAILED')) = (queue_state = 'done')),
  check ((queue_state = 'done') = (completed_at is not null))
);
create index commands_ready on commands (ready_at, id) where queue_state = 'ready';
create index commands_of_account on commands (account_id, id desc);
create index commands_of_account_by_status on commands (account_id, status, id desc);

create table files (
  id uuid primary key,
  account_id uuid not null references accounts,
  command_id uuid references commands,
  -- The output's key in its command.
  alias text,
  store_type text not null check (store_type in ('OUTPUT', 'STORED_FILE', 'UPLOAD')),
  status text not null check (status in ('PROCESSING', 'STORED', 'FAILED')),
  filename text not null,
  original_url text,
  object_key text,
  size_bytes bigint,
  media jsonb,
  -- Members of a series or of a playlist's package: [{ name, key, sizeBytes }].
  items jsonb,
  checks jsonb,
  error_code text,
  error_message text,
  created_at timestamptz not null default clock_timestamp(),
  deleted_at timestamptz,
  -- What a worker still has to do with it; outputs come finished.
  queue_state text not null check (queue_state in ('ready', 'running', 'done')),
  ready_at timestamptz not null default clock_timestamp(),
  starts smallint not null default 0
);
create index files_ready on files (ready_at, id) where queue_state = 'ready';
create index files_of_account on files (account_id, id desc) where deleted_at is null;
create index files_of_command on files (command_id) where command_id is not null;

-- One row an attempt. Its id is the fencing token: only the run that is still open may end its item.
create table runs (
  id uuid primary key default gen_random_uuid(),
  queue text not null check (queue in ('commands', 'files')),
  item_id uuid not null,
  attempt smallint not null,
  worker_id uuid not null references workers,
  started_at timestamptz not null default clock_timestamp(),
  lease_until timestamptz not null,
  phase text,
  progress real,
  ended_at timestamptz,
  end_kind text check (end_kind in ('succeeded', 'failed', 'lost', 'handed_back')),
  -- Objects stored under this run's own keys by a run that did not finish still have to be deleted.
  needs_sweep boolean not null default false
) with (fillfactor = 60);
create unique index runs_open_item on runs (item_id) where ended_at is null;
create index runs_open_lease on runs (lease_until) where ended_at is null;
create index runs_open_worker on runs (worker_id) where ended_at is null;
create index runs_to_sweep on runs (id) where needs_sweep;

-- ISO 8601 in UTC with milliseconds, as the wire has it.
create function iso(timestamptz) returns text language sql stable parallel safe
  return to_char($1 at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"');
