// Reads back all that a server keeps: every column of every table, every file of its data folder, what its programs are told.
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { Pool } from '../../src/store/database.ts';
import type { Written } from './scene.ts';

/** One piece a value: `table commands.request`. */
export async function readDatabase(database: Pool): Promise<Written[]> {
  const { rows: columns } = await database.query<{ table: string; name: string; type: string }>(
    `select table_name as "table", column_name as name, data_type as type
       from information_schema.columns where table_schema = 'public' order by 1, 2`,
  );
  const written: Written[] = [];
  for (const { table, name, type } of columns) {
    const value = type === 'bytea' ? name : `${name}::text`;
    const { rows } = await database.query<{ value: string | Buffer }>(
      `select ${value} as value from ${table} where ${name} is not null`,
    );
    for (const row of rows) {
      const text = typeof row.value === 'string' ? row.value : row.value.toString('latin1');
      written.push({ where: `table ${table}.${name}`, text });
    }
  }
  return written;
}

/** Every file beneath a folder but those of the database, which are read column by column: `file objects/…`. */
export async function readFiles(dataFolder: string): Promise<Written[]> {
  const entries = await readdir(dataFolder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const kept = paths.filter((path) => !relative(dataFolder, path).startsWith('postgres/cluster/'));
  return await Promise.all(
    kept.map(async (path) => ({ where: `file ${relative(dataFolder, path)}`, text: await readFile(path, 'latin1') })),
  );
}

/** Arguments and environment of all that runs under a process: `process ffmpeg environ`. */
export async function readProcesses(pid: number): Promise<Written[]> {
  const written: Written[] = [];
  const waiting = [pid];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const read = (file: string): Promise<string> => readFile(`/proc/${next}/${file}`, 'latin1').catch(() => '');
    const name = (await read('comm')).trim();
    for (const file of ['cmdline', 'environ']) {
      written.push({ where: `process ${next === pid ? 'of the server' : name} ${file}`, text: await read(file) });
    }
    for (const thread of await readdir(`/proc/${next}/task`).catch(() => [])) {
      const children = await read(`task/${thread}/children`);
      waiting.push(...children.split(' ').filter(Boolean).map(Number));
    }
  }
  return written;
}
