// A file as the server knows it: an upload, a fetched file, or the output of a command.
import type { FailureCode, FileStatus, StoreType } from '@renderio/contract';
import type { Check } from './check.ts';
import { isSeriesName } from './job-paths.ts';
import type { MediaInfo } from './media-info.ts';

/** A member of a series or package, stored as an object of its own. */
export interface FileItemRecord {
  readonly name: string;
  readonly key: string;
  readonly sizeBytes: number;
  readonly mimeType: string | null;
}

export interface FileRecord {
  readonly id: string;
  readonly accountId: string;
  readonly commandId: string | null;
  /** The output's key in its command. */
  readonly alias: string | null;
  readonly storeType: StoreType;
  readonly status: FileStatus;
  readonly filename: string;
  readonly originalUrl: string | null;
  readonly objectKey: string | null;
  readonly sizeBytes: number | null;
  readonly media: MediaInfo | null;
  readonly items: readonly FileItemRecord[] | null;
  readonly checks: readonly Check[] | null;
  readonly errorCode: FailureCode | null;
  readonly errorMessage: string | null;
  readonly createdAt: Date;
  readonly isDeleted: boolean;
}

/** A stored output, to be recorded when its command ends. */
export interface NewOutput {
  readonly id: string;
  readonly accountId: string;
  readonly commandId: string;
  readonly alias: string;
  readonly filename: string;
  readonly objectKey: string;
  readonly sizeBytes: number;
  readonly media: MediaInfo;
  readonly items: readonly FileItemRecord[] | null;
  readonly checks: readonly Check[];
}

/** The name at the end of a file's link: its own, but a series of files is handed out as one archive. */
export function linkNameOf(file: Pick<FileRecord, 'filename' | 'items'>): string {
  return isSeries(file) ? `${file.filename.replace(/\.[^.]*$/, '')}.zip` : file.filename;
}

export function isSeries(file: Pick<FileRecord, 'filename' | 'items'>): boolean {
  return file.items !== null && isSeriesName(file.filename);
}

/** Where the bytes of an upload lie in storage. */
export function uploadKeyOf(fileId: string): string {
  return `uploads/${fileId}/content`;
}
