create table presets (
  id uuid primary key,
  account_id uuid not null references accounts,
  name text not null,
  description text,
  category text,
  command_type text not null check (command_type in ('FFMPEG_COMMAND', 'CHAINED_COMMAND', 'MULTIPLE_COMMAND')),
  -- Maps and lists as sent, in their order.
  ffmpeg_command text,
  ffmpeg_commands json,
  input_file_keys json not null,
  output_file_definitions json not null,
  metadata json,
  created_at timestamptz not null default date_trunc('milliseconds', clock_timestamp()),
  updated_at timestamptz not null default date_trunc('milliseconds', clock_timestamp()),
  check ((command_type = 'FFMPEG_COMMAND') = (ffmpeg_command is not null)),
  check ((command_type = 'FFMPEG_COMMAND') = (ffmpeg_commands is null))
);
create index presets_of_account on presets (account_id, id desc);
