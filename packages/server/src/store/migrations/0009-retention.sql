-- What is deleted after its time takes with it what is only about it; outputs stay as files of their own.
alter table files
  drop constraint files_command_id_fkey,
  add constraint files_command_id_fkey foreign key (command_id) references commands on delete set null;
alter table commands
  drop constraint commands_retry_of_fkey,
  add constraint commands_retry_of_fkey foreign key (retry_of) references commands on delete set null;
create index commands_by_retry_of on commands (retry_of) where retry_of is not null;
alter table deliveries
  drop constraint deliveries_command_id_fkey,
  add constraint deliveries_command_id_fkey foreign key (command_id) references commands on delete cascade;
alter table delivery_attempts
  drop constraint delivery_attempts_delivery_id_fkey,
  add constraint delivery_attempts_delivery_id_fkey foreign key (delivery_id) references deliveries on delete cascade;
