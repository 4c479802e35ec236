create table webhook_configs (
  account_id uuid primary key references accounts,
  url text not null,
  secret text,
  -- The last PUT: attempts that began before it do not count against what it set.
  set_at timestamptz not null default date_trunc('milliseconds', clock_timestamp()),
  -- Failed attempts since the last success, and when the first of them ended.
  consecutive_failures integer not null default 0,
  failing_since timestamptz,
  -- Set when it was disabled for failing: deliveries wait. Set by DELETE: there are none.
  disabled_at timestamptz,
  deleted_at timestamptz,
  check ((consecutive_failures = 0) = (failing_since is null))
);

-- The outbox and its queue: a row is written in the transaction that ends its command.
create table deliveries (
  -- Sent as `webhook-id`.
  id uuid primary key,
  account_id uuid not null references accounts,
  -- Null of a test ping.
  command_id uuid references commands,
  -- The command's own URL; null: the account's, read when it is sent.
  url text,
  -- Host and port that it goes to. With the account it is the lane that claiming is fair between.
  receiver text not null,
  -- The exact bytes that are sent and signed.
  body bytea not null,
  status text not null default 'PENDING' check (status in ('PENDING', 'HELD', 'DELIVERED', 'FAILED', 'CANCELLED')),
  error_message text,
  -- Failed attempts of the running schedule; a replay begins a new one.
  failures smallint not null default 0,
  created_at timestamptz not null default date_trunc('milliseconds', clock_timestamp()),
  ended_at timestamptz,
  -- Since when it waits for the disabled webhook; `ready_at` is then when it is given up.
  held_since timestamptz,
  queue_state text not null default 'ready' check (queue_state in ('ready', 'running', 'done')),
  ready_at timestamptz not null default clock_timestamp(),
  starts smallint not null default 0,
  check ((queue_state = 'done') = (status in ('DELIVERED', 'FAILED', 'CANCELLED'))),
  check ((queue_state = 'done') = (ended_at is not null)),
  check ((status = 'HELD') = (held_since is not null))
) with (fillfactor = 80);
create index deliveries_ready on deliveries (account_id, receiver, ready_at, id) where queue_state = 'ready';
create index deliveries_running on deliveries (account_id, receiver) where queue_state = 'running';
create index deliveries_of_account on deliveries (account_id, id desc);
create index deliveries_of_account_by_status on deliveries (account_id, status, id desc);
create index deliveries_of_command on deliveries (command_id) where command_id is not null;

create table delivery_attempts (
  run_id uuid primary key references runs,
  delivery_id uuid not null references deliveries,
  started_at timestamptz not null,
  url text,
  seconds double precision not null,
  status_code integer,
  response_body text,
  -- Null: it succeeded.
  error_message text
);
create index delivery_attempts_of_delivery on delivery_attempts (delivery_id, started_at);

alter table runs drop constraint runs_queue_check;
alter table runs add constraint runs_queue_check check (queue in ('commands', 'files', 'deliveries'));
