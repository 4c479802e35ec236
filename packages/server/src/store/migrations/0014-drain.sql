-- Since when a worker takes nothing more, at the operator's word; null while it does.
alter table workers add column drained_at timestamptz;
