// Statements on presets that accounts have made.
import type { PresetCommandType } from '@renderio/contract';
import type { Metadata } from '../domain/command.ts';
import type { PresetContent, PresetRecord } from '../domain/preset.ts';
import type { Database } from './database.ts';

interface PresetRow {
  id: string;
  name: string;
  description: string | null;
  category: string | null;
  command_type: PresetCommandType;
  ffmpeg_command: string | null;
  ffmpeg_commands: string[] | null;
  input_file_keys: string[];
  output_file_definitions: Record<string, string>;
  metadata: Metadata | null;
  created_at: Date;
  updated_at: Date;
}

const contentColumns =
  'name, description, category, command_type, ffmpeg_command, ffmpeg_commands, input_file_keys, output_file_definitions, metadata';
const columns = `id, ${contentColumns}, created_at, updated_at`;

function toRecord(row: PresetRow): PresetRecord {
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    category: row.category,
    commandType: row.command_type,
    ffmpegCommand: row.ffmpeg_command,
    ffmpegCommands: row.ffmpeg_commands,
    inputFileKeys: row.input_file_keys,
    outputFileDefinitions: row.output_file_definitions,
    metadata: row.metadata,
    isSystem: false,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

/** In the order of `contentColumns`. */
function valuesOf(preset: PresetContent): (string | null)[] {
  return [
    preset.name,
    preset.description,
    preset.category,
    preset.commandType,
    preset.ffmpegCommand,
    preset.ffmpegCommands === null ? null : JSON.stringify(preset.ffmpegCommands),
    JSON.stringify(preset.inputFileKeys),
    JSON.stringify(preset.outputFileDefinitions),
    preset.metadata === null ? null : JSON.stringify(preset.metadata),
  ];
}

export async function insertPreset(
  database: Database,
  id: string,
  accountId: string,
  content: PresetContent,
): Promise<PresetRecord> {
  const { rows } = await database.query<PresetRow>(
    `insert into presets (id, account_id, ${contentColumns}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
     returning ${columns}`,
    [id, accountId, ...valuesOf(content)],
  );
  return oneOf(rows);
}

/** Null when the account has no such preset. `forUpdate` holds it until the transaction ends. */
export async function findPreset(
  database: Database,
  accountId: string,
  id: string,
  options: { readonly forUpdate?: boolean } = {},
): Promise<PresetRecord | null> {
  const { rows } = await database.query<PresetRow>(
    `select ${columns} from presets where account_id = $1 and id = $2${options.forUpdate === true ? ' for update' : ''}`,
    [accountId, id],
  );
  return rows[0] === undefined ? null : toRecord(rows[0]);
}

/** Which presets of an account; `cursor` is the id that the page begins after. */
export interface OwnPresetPage {
  readonly limit: number;
  readonly offset: number;
  readonly cursor: string | null;
  readonly category: string | null;
}

/** Newest first. */
export async function listPresets(database: Database, accountId: string, page: OwnPresetPage): Promise<PresetRecord[]> {
  const { rows } = await database.query<PresetRow>(
    `select ${columns} from presets
      where account_id = $1 and ($2::uuid is null or id < $2) and ($3::text is null or category = $3)
      order by id desc limit $4 offset $5`,
    [accountId, page.cursor, page.category, page.limit, page.offset],
  );
  return rows.map(toRecord);
}

export async function countPresets(
  database: Database,
  accountId: string,
  page: Pick<OwnPresetPage, 'cursor' | 'category'>,
): Promise<number> {
  const { rows } = await database.query<{ count: number }>(
    `select count(*)::int as count from presets
      where account_id = $1 and ($2::uuid is null or id < $2) and ($3::text is null or category = $3)`,
    [accountId, page.cursor, page.category],
  );
  return rows[0]?.count ?? 0;
}

/** The caller holds the row. */
export async function updatePreset(
  database: Database,
  accountId: string,
  id: string,
  content: PresetContent,
): Promise<PresetRecord> {
  const { rows } = await database.query<PresetRow>(
    `update presets
        set (${contentColumns}, updated_at) =
            ($3, $4, $5, $6, $7, $8, $9, $10, $11, greatest(date_trunc('milliseconds', clock_timestamp()), updated_at))
      where account_id = $1 and id = $2
      returning ${columns}`,
    [accountId, id, ...valuesOf(content)],
  );
  return oneOf(rows);
}

/** False when the account has no such preset. */
export async function deletePreset(database: Database, accountId: string, id: string): Promise<boolean> {
  const { rowCount } = await database.query('delete from presets where account_id = $1 and id = $2', [accountId, id]);
  return rowCount === 1;
}

function oneOf(rows: readonly PresetRow[]): PresetRecord {
  const [row] = rows;
  if (row === undefined) throw new Error('The statement returned no preset.');
  return toRecord(row);
}
