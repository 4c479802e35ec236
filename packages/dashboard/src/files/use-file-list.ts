// The files that are stored, as far down as one has scrolled.
import { client } from '../client.ts';
import type { LivePage } from '../live/live-list.ts';
import { type LiveList, useLiveList } from '../live/use-live-list.ts';
import { type FileRow, fileRowOf } from './file-row.ts';

const pageSize = 60;

export function useFileList(): LiveList<FileRow> {
  return useLiveList('files', null, readPage);
}

async function readPage(cursor: string | null, signal: AbortSignal): Promise<LivePage<FileRow>> {
  const { files, next_cursor: nextCursor } = await client.listFiles({
    query: { limit: pageSize, ...(cursor === null ? {} : { cursor }) },
    signal,
  });
  return { rows: files.map(fileRowOf), nextCursor };
}
