-- Resumable uploads that are under way (services/resumable-upload.ts). Once all its bytes are there, an upload gives way
-- to a row of `files` with its id.
create table partial_uploads (
  id uuid primary key,
  account_id uuid not null references accounts,
  filename text not null,
  -- The client's own words about it, since it is to be told them again.
  metadata text not null,
  size_bytes bigint not null check (size_bytes >= 0),
  -- Bytes that outlast a power cut; what lies beyond is dropped when writing goes on.
  offset_bytes bigint not null default 0 check (offset_bytes between 0 and size_bytes),
  expires_at timestamptz not null,
  -- The one request that may write, until when without saying so again, and whether another waits for it to stop.
  writer uuid,
  writer_until timestamptz,
  is_release_asked boolean not null default false
);
create index partial_uploads_of_account on partial_uploads (account_id);
create index partial_uploads_by_expiry on partial_uploads (expires_at);

alter table partial_uploads enable row level security;
create policy own on partial_uploads using (account_id = (select current_account()));

-- Room that uploads under way have been promised, whether or not their bytes have come: kept by the trigger below.
alter table accounts add column reserved_bytes bigint not null default 0;

create function count_reserved_bytes() returns trigger language plpgsql
  security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if tg_op = 'INSERT' then
    update accounts set reserved_bytes = reserved_bytes + new.size_bytes where id = new.account_id;
  else
    update accounts set reserved_bytes = reserved_bytes - old.size_bytes where id = old.account_id;
  end if;
  return null;
end $$;

create trigger partial_uploads_count_reserved_bytes
  after insert or delete on partial_uploads
  for each row execute function count_reserved_bytes();
