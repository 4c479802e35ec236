// Cursors of lists: the id of the last entry of the page before.
import { AppError } from '../domain/app-error.ts';
import { isId } from '../domain/id.ts';

/** Throws `INVALID_REQUEST` for what cannot have been a `next_cursor`. */
export function checkCursor(cursor: string | undefined): void {
  if (cursor === undefined || isId(cursor)) return;
  const msg = 'The cursor is the next_cursor of an earlier page.';
  throw new AppError('INVALID_REQUEST', `cursor: ${msg}`, {
    detail: [{ loc: ['query', 'cursor'], msg, type: 'invalid_value' }],
  });
}
