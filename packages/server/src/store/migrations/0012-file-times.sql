-- A file is made when its id is, which lists are ordered by: the row may be written later, after one of a later file.
create function time_of_id(uuid) returns timestamptz language sql immutable parallel safe
  return to_timestamp(('x' || left(replace($1::text, '-', ''), 12))::bit(48)::bigint / 1000.0);
