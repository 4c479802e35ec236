-- What changed lately in an account, for its feed of events (services/follow-account.ts): when a file or delivery was
-- last another one to its owner, and when a command ended. What waits and runs is found by its state.
alter table files add column changed_at timestamptz not null default now();
alter table deliveries add column changed_at timestamptz not null default now();

create function note_change() returns trigger language plpgsql as $$
begin
  new.changed_at := clock_timestamp();
  return new;
end $$;

create trigger files_note_change before insert or update of status, deleted_at on files
  for each row execute function note_change();
create trigger deliveries_note_change before insert or update of status, ready_at on deliveries
  for each row execute function note_change();

create index files_by_change on files (account_id, changed_at);
create index deliveries_by_change on deliveries (account_id, changed_at);
create index commands_by_end on commands (account_id, completed_at) where completed_at is not null;
