-- The secret before the last rotation, which signs as well until then, so that receivers can change in their own time.
alter table webhook_configs add column previous_secret text, add column previous_secret_until timestamptz;
