alter table accounts
  -- Limits of this account's own, by their public names; the installation's default holds for what is not there.
  add column own_limits jsonb not null default '{}' check (jsonb_typeof(own_limits) = 'object'),
  -- Sum of `stored_bytes` over its files that are in storage, kept by the trigger below.
  add column stored_bytes bigint not null default 0;

update accounts
   set own_limits = jsonb_strip_nulls(jsonb_build_object(
         'submits_per_minute', submits_per_minute, 'requests_per_minute', requests_per_minute, 'queued_commands', queued_commands)),
       stored_bytes = (select coalesce(sum(files.stored_bytes), 0) from files
                        where account_id = accounts.id and object_key is not null and deleted_at is null);

alter table accounts
  drop column submits_per_minute,
  drop column requests_per_minute,
  drop column queued_commands;

-- Summing an account's files takes 1 ms for each 5,000 of them, at the end of every command. Whatever changes a row of
-- `files` changes the count in the same transaction, so the two cannot drift apart.
create function count_stored_bytes() returns trigger language plpgsql
  security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  before bigint := 0;
  after bigint := 0;
begin
  if tg_op <> 'INSERT' and old.object_key is not null and old.deleted_at is null then
    before := coalesce(old.stored_bytes, 0);
  end if;
  if tg_op <> 'DELETE' and new.object_key is not null and new.deleted_at is null then
    after := coalesce(new.stored_bytes, 0);
  end if;
  if after <> before then
    update accounts set stored_bytes = accounts.stored_bytes + (after - before)
     where id = coalesce(new.account_id, old.account_id);
  end if;
  return null;
end $$;

create trigger files_count_stored_bytes
  after insert or delete or update of object_key, size_bytes, items, deleted_at on files
  for each row execute function count_stored_bytes();

-- Claims walk the accounts that wait, and count what each has running.
drop index commands_ready;
create index commands_ready on commands (account_id, ready_at, id) where queue_state = 'ready';
create index commands_running on commands (account_id) where queue_state = 'running';
