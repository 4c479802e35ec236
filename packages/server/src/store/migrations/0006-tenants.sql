-- The second wall between accounts: a role that row-level security holds to the rows of one account (store/tenants.ts).
-- The first wall is the account in every statement. The tables' owner, who claims, reaps and administers, is not held.

create function current_account() returns uuid language sql stable parallel safe
  return nullif(current_setting('renderio.account', true), '')::uuid;

alter table runs add column account_id uuid references accounts;
update runs set account_id = item.account_id
  from (select id, account_id from commands union all select id, account_id from files
        union all select id, account_id from deliveries) item
 where item.id = runs.item_id;
alter table runs alter column account_id set not null;

-- Null in rows of before, which are gone after a day.
alter table kept_answers add column account_id uuid references accounts;

-- As a subquery the account is looked up once a statement, not once a row.
alter table accounts enable row level security;
create policy own on accounts using (id = (select current_account()));
alter table api_keys enable row level security;
create policy own on api_keys using (account_id = (select current_account()));
alter table commands enable row level security;
create policy own on commands using (account_id = (select current_account()));
alter table files enable row level security;
create policy own on files using (account_id = (select current_account()));
alter table runs enable row level security;
create policy own on runs using (account_id = (select current_account()));
alter table webhook_configs enable row level security;
create policy own on webhook_configs using (account_id = (select current_account()));
alter table deliveries enable row level security;
create policy own on deliveries using (account_id = (select current_account()));
alter table presets enable row level security;
create policy own on presets using (account_id = (select current_account()));
alter table rate_windows enable row level security;
create policy own on rate_windows using (account_id = (select current_account()));
alter table kept_answers enable row level security;
create policy own on kept_answers using (account_id = (select current_account()));
-- Those below have no account of their own: whoever sees the parent sees them.
alter table log_chunks enable row level security;
create policy own on log_chunks using (exists (select from runs where runs.id = run_id));
alter table delivery_attempts enable row level security;
create policy own on delivery_attempts using (exists (select from deliveries where deliveries.id = delivery_id));
