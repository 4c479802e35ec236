// What the grid shows of a file: of a hundred thousand, whole ones would fill the memory.
import type { File } from '@renderio/sdk';

export interface FileRow {
  readonly id: string;
  readonly filename: string;
  readonly status: File['status'];
  readonly type: File['file_type'];
  readonly url: string | null;
  readonly width: number | null;
  readonly height: number | null;
  readonly seconds: number | null;
  readonly megabytes: number | null;
  readonly createdAt: string;
}

export function fileRowOf(file: File): FileRow {
  return {
    id: file.file_id,
    filename: file.filename,
    status: file.status,
    type: file.file_type,
    url: file.storage_url,
    width: file.width,
    height: file.height,
    seconds: file.duration,
    megabytes: file.size_mbytes,
    createdAt: file.created_at,
  };
}
