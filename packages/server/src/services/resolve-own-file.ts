// Inputs that are files of ours: by id or by link, and only the caller's own.
import type { Failure, FailureCode } from '@renderio/contract';
import type { InputSource } from '../domain/input-source.ts';
import { findMediaToken, readMediaToken } from '../storage/signed-link.ts';
import type { Database } from '../store/database.ts';
import { findFile } from '../store/files.ts';

export type OwnFile =
  | {
      readonly ok: true;
      readonly fileId: string;
      readonly objectKey: string;
      readonly filename: string;
      readonly mimeType: string | null;
      readonly sizeBytes: number;
    }
  /** `isForeign`: a link that was not made here, so a URL like any other. */
  | { readonly ok: false; readonly isForeign: true }
  | { readonly ok: false; readonly isForeign: false; readonly failure: Failure };

export type ResolveOwnFile = (
  accountId: string,
  source: Extract<InputSource, { kind: 'file' | 'media_link' }>,
) => Promise<OwnFile>;

function refuse(code: FailureCode, message: string): OwnFile {
  return { ok: false, isForeign: false, failure: { code, message } };
}

const beforeAnyExpiry = new Date(0);

/** A link is good after its expiry too: its owner holds the key, and the link only names the file. */
export function createOwnFileResolver(databaseOf: (accountId: string) => Database, secret: Buffer): ResolveOwnFile {
  return async (accountId, source) => {
    let fileId: string;
    let member: string | null = null;
    if (source.kind === 'file') {
      fileId = source.fileId;
    } else {
      const token = readMediaToken(findMediaToken(source.url) ?? '', [secret], beforeAnyExpiry);
      if (!token.ok) return { ok: false, isForeign: true };
      fileId = token.fileId;
      member = memberOf(source.url);
    }
    const file = await findFile(databaseOf(accountId), accountId, fileId);
    if (file === null) {
      return refuse('INPUT_FORBIDDEN', 'There is no such file in this account.');
    }
    if (file.isDeleted) return refuse('INPUT_DELETED', `The file ${file.filename} has been deleted.`);
    if (file.objectKey === null) {
      return refuse(
        'INPUT_UNREACHABLE',
        `The file ${file.filename} is not stored${file.errorMessage === null ? ' yet' : `: ${file.errorMessage}`}.`,
      );
    }
    const item = member === file.filename ? undefined : file.items?.find(({ name }) => name === member);
    if (item !== undefined) {
      return {
        ok: true,
        fileId,
        objectKey: item.key,
        filename: item.name,
        mimeType: item.mimeType,
        sizeBytes: item.sizeBytes,
      };
    }
    return {
      ok: true,
      fileId,
      objectKey: file.objectKey,
      filename: file.filename,
      mimeType: file.media?.mimeType ?? null,
      sizeBytes: file.sizeBytes ?? 0,
    };
  };
}

/** What follows the token in a link; null when it is not well-formed, and so names no member. */
function memberOf(url: string): string | null {
  try {
    return decodeURIComponent(new URL(url).pathname.split('/').slice(4).join('/'));
  } catch {
    return null;
  }
}
