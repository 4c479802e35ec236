// Sends a file of this machine to the server and tells how far it is; a broken connection costs nothing.
import { client } from '../client.ts';

export interface Upload {
  readonly file: File;
  /** 0–1; null while it cannot be told. */
  readonly onProgress: (fraction: number | null) => void;
  readonly signal: AbortSignal;
}

/** The id of the file it became. */
export async function uploadFile({ file, onProgress, signal }: Upload): Promise<string> {
  onProgress(file.size === 0 ? null : 0);
  const { file_id: fileId } = await client.uploadResumably(file, {
    signal,
    onProgress: (sentBytes) => {
      onProgress(sentBytes / file.size);
    },
  });
  return fileId;
}
