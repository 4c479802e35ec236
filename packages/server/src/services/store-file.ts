// Fetching a URL into storage: recorded and queued here, fetched by a worker.
import { AppError } from '../domain/app-error.ts';
import { toFilename } from '../domain/filename.ts';
import type { MakeId } from '../domain/id.ts';
import type { Wake } from '../queue/wake.ts';
import type { Database } from '../store/database.ts';
import { insertStoredFile } from '../store/files.ts';
import { answerAlways, type Once } from './answer-once.ts';
import type { Account } from './authenticate.ts';
import { findStorageRoom } from './storage-room.ts';

const longestUrl = 8192;

/**
 * Returns the file's id, of a request sent again that of before. Throws `VALIDATION_ERROR` for what is no http(s) URL,
 * at `field` of the body, and `PAYLOAD_TOO_LARGE` when the account's storage is full.
 */
export async function storeFile(
  parts: { database: Database; wake: Wake; makeId: MakeId },
  account: Account,
  fileUrl: string,
  { once = answerAlways, field = 'file_url' }: { readonly once?: Once | undefined; readonly field?: string } = {},
): Promise<string> {
  const fault = faultOf(fileUrl);
  if (fault !== null) {
    const msg = `${field} ${fault}`;
    throw new AppError('VALIDATION_ERROR', msg, { detail: [{ loc: ['body', field], msg, type: 'invalid_url' }] });
  }
  await findStorageRoom(parts.database, account);
  const id = parts.makeId();
  const file = { id, accountId: account.accountId, url: fileUrl, filename: filenameOf(fileUrl) };
  const answer = await once.run(id, (claim) => insertStoredFile(parts.database, file, claim));
  parts.wake('files');
  return answer;
}

function faultOf(text: string): string | null {
  const url = URL.parse(text);
  if (url === null) return 'is not a URL: write the whole address, such as "https://example.com/video.mp4".';
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    return `has the scheme "${url.protocol.slice(0, -1)}"; only http and https URLs can be fetched.`;
  }
  if (text.length > longestUrl) return `has more than ${longestUrl} characters.`;
  return text.includes('\0') || !text.isWellFormed() ? 'is not well-formed text.' : null;
}

/** The last part of the path, until the origin has named the file better. */
function filenameOf(text: string): string {
  const last = new URL(text).pathname.split('/').at(-1) ?? '';
  let name = last;
  try {
    name = decodeURIComponent(last);
  } catch {
    // Not percent-encoded: as it stands.
  }
  return toFilename(name, 'file');
}
