alter table accounts
  -- While it is set the account's keys are refused; what is queued goes on.
  add column suspended_at timestamptz,
  -- Limits of this account's own; null where the installation's default holds.
  add column submits_per_minute integer check (submits_per_minute > 0),
  add column requests_per_minute integer check (requests_per_minute > 0),
  add column queued_commands integer check (queued_commands > 0);

-- The last four characters of the key, for people to tell keys apart; null for keys made before this column.
alter table api_keys add column hint text check (char_length(hint) = 4);
create index api_keys_of_account on api_keys (account_id, id desc);

-- What has been handed out of each account's running minute. Unlogged: a grant waits for no disk; after a crash of the
-- database the minutes begin anew.
create unlogged table rate_windows (
  account_id uuid not null references accounts,
  kind text not null check (kind in ('submits', 'requests')),
  started_at timestamptz not null,
  taken integer not null,
  -- The last grant, for the statement that made it to return.
  granted integer not null,
  primary key (account_id, kind)
) with (fillfactor = 50);

-- Answers to requests with an Idempotency-Key, written in the transaction of what was asked for.
create table kept_answers (
  -- SHA-256 of account, path and key.
  scope bytea primary key check (octet_length(scope) = 32),
  -- SHA-256 of the request's body.
  body_hash bytea not null check (octet_length(body_hash) = 32),
  answer jsonb not null,
  created_at timestamptz not null default clock_timestamp()
);
create index kept_answers_by_age on kept_answers (created_at);

create function bytes_of_items(items jsonb) returns bigint language sql immutable parallel safe
  return (select coalesce(sum((item ->> 'sizeBytes')::bigint), 0)::bigint from jsonb_array_elements(items) item);

-- What a file takes in storage, with the members of its series or package.
alter table files add column stored_bytes bigint generated always as (size_bytes + bytes_of_items(items)) stored;
create index files_stored_of_account on files (account_id) include (stored_bytes)
  where object_key is not null and deleted_at is null;

-- Every submit would lock the account's row to check it, and an account's submits would meet there: a fifth of an insert's
-- processor time by `npm run bench -- submit`. Accounts are never deleted, and only one that exists can submit.
alter table commands drop constraint commands_account_id_fkey;
