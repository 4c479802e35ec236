// Making, reading, changing and deleting presets; those of the program can only be read.
import type { DetailEntry } from '@renderio/contract';
import { AppError } from '../domain/app-error.ts';
import { checkPreset } from '../domain/check-preset.ts';
import { isId, type MakeId } from '../domain/id.ts';
import { changePreset, type PresetChanges, type PresetContent, type PresetRecord } from '../domain/preset.ts';
import { findSystemPreset, systemPresets } from '../domain/system-presets/system-presets.ts';
import { type Database, inTransaction, type Pool } from '../store/database.ts';
import * as store from '../store/presets.ts';
import { checkCursor } from './check-cursor.ts';

function unknownPreset(id: string): AppError {
  return new AppError('NOT_FOUND', `There is no preset ${id.slice(0, 64)} in this account or among the system's.`);
}

/** Throws `VALIDATION_ERROR` with every fault. */
export async function createPreset(
  parts: { database: Database; makeId: MakeId },
  accountId: string,
  content: PresetContent,
): Promise<PresetRecord> {
  assertSound(content);
  return await store.insertPreset(parts.database, parts.makeId(), accountId, content);
}

/** Own or the system's. Throws `NOT_FOUND`. */
export async function getPreset(database: Database, accountId: string, id: string): Promise<PresetRecord> {
  const preset = findSystemPreset(id) ?? (isId(id) ? await store.findPreset(database, accountId, id) : null);
  if (preset === null) throw unknownPreset(id);
  return preset;
}

export interface PresetPage {
  readonly limit: number;
  readonly offset: number;
  readonly cursor?: string | undefined;
  readonly category?: string | undefined;
  readonly is_system?: boolean | undefined;
}

/** Own ones, newest first, then the system's in their order; `nextCursor` is null on the last page. */
export async function getPresets(
  database: Database,
  accountId: string,
  page: PresetPage,
): Promise<{ presets: PresetRecord[]; nextCursor: string | null }> {
  checkCursor(page.cursor);
  const { cursor = null, category = null } = page;
  const cursorIndex = systemPresets.findIndex(({ id }) => id === cursor);
  const wantsOwn = page.is_system !== true && cursorIndex === -1;
  const system = systemPresets
    .slice(cursorIndex + 1)
    .filter((preset) => page.is_system !== false && (category === null || preset.category === category));

  // One more than asked for tells whether there is another page.
  const wanted = page.limit + 1;
  const found = wantsOwn
    ? await store.listPresets(database, accountId, { limit: wanted, offset: page.offset, cursor, category })
    : [];
  if (found.length < wanted) {
    // An offset beyond the own ones says how many of the system's to skip.
    const own = wantsOwn && page.offset > 0 ? await store.countPresets(database, accountId, { cursor, category }) : 0;
    const skipped = Math.max(0, page.offset - own);
    found.push(...system.slice(skipped, skipped + wanted - found.length));
  }
  const presets = found.slice(0, page.limit);
  return { presets, nextCursor: found.length > presets.length ? (presets.at(-1)?.id ?? null) : null };
}

/** Throws `NOT_FOUND`, `FORBIDDEN` for the system's, and `VALIDATION_ERROR` where the whole would not be sound. */
export async function updatePreset(
  database: Pool,
  accountId: string,
  id: string,
  changes: PresetChanges,
): Promise<PresetRecord> {
  assertOwn(id);
  return await inTransaction(database, async (transaction) => {
    const preset = await store.findPreset(transaction, accountId, id, { forUpdate: true });
    if (preset === null) throw unknownPreset(id);
    const content = changePreset(preset, changes);
    assertSound(content);
    return await store.updatePreset(transaction, accountId, id, content);
  });
}

/** Throws `NOT_FOUND`, and `FORBIDDEN` for the system's. */
export async function deletePreset(database: Database, accountId: string, id: string): Promise<void> {
  assertOwn(id);
  if (!(await store.deletePreset(database, accountId, id))) throw unknownPreset(id);
}

/** Whether an id can be one of an account's own. */
function assertOwn(id: string): void {
  if (findSystemPreset(id) !== null) {
    throw new AppError(
      'FORBIDDEN',
      'A preset of the system cannot be changed or deleted; make one of your own from what it holds.',
    );
  }
  if (!isId(id)) throw unknownPreset(id);
}

function assertSound(content: PresetContent): void {
  const detail = checkPreset(content);
  if (detail.length > 0) throw refusal(detail);
}

/** Throws nothing itself: the answer to a body with these faults. */
export function refusal(detail: readonly DetailEntry[]): AppError {
  const first = detail[0]?.msg ?? 'The preset cannot be used.';
  const rest = detail.length - 1;
  return new AppError('VALIDATION_ERROR', rest > 0 ? `${first} (and ${rest} more, see detail)` : first, { detail });
}
