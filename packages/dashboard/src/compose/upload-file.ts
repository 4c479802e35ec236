// Sends a file of this machine to the server and tells how far it is.
import { client } from '../client.ts';

export interface Upload {
  readonly file: File;
  /** 0–1; null while it cannot be told. */
  readonly onProgress: (fraction: number | null) => void;
  readonly signal: AbortSignal;
}

/** The id of the file it became. */
export async function uploadFile({ file, onProgress, signal }: Upload): Promise<string> {
  onProgress(null);
  const { file_id: fileId } = await client.upload(file, { signal });
  return fileId;
}
