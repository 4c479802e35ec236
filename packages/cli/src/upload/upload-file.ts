// A file of this machine on its way up: a large one goes on where it was, after a break and in a later start.
import { openAsBlob } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { type Client, RenderioError } from '@renderio/sdk';
import { CliError } from '../cli-error.ts';
import { formatBytes } from '../format.ts';
import type { Environment } from '../settings.ts';
import type { StatusLine } from '../status-line.ts';
import type { Terminal } from '../terminal.ts';
import { openUploadNote } from './upload-note.ts';

export interface UploadSetting {
  readonly client: Client;
  readonly terminal: Terminal;
  readonly status: StatusLine;
  readonly env: Environment;
  /** Ctrl-C. */
  readonly signal: AbortSignal;
}

export interface UploadedFile {
  readonly fileId: string;
  /** Whether it was there already, and may be in use. */
  readonly wasThere: boolean;
  /** Has the next upload of the file begin anew, where it would be only named again. */
  readonly forget: () => void;
}

/** Up to here one request carries it, and little is lost when that breaks. */
const resumableFromBytes = 1024 ** 2;
/** The server may be started again meanwhile, or the machine carried to another network. */
const patienceMs = 600_000;

export async function uploadFile(path: string, setting: UploadSetting): Promise<UploadedFile> {
  const { client, signal } = setting;
  const { size } = await stat(path);
  const filename = basename(path);
  const file = await openAsBlob(path);
  try {
    if (size >= resumableFromBytes) return await uploadLarge(file, path, setting);
    announce(setting, filename, size);
    const { file_id: fileId } = await client.upload(file, { filename, signal });
    return { fileId, wasThere: false, forget: () => undefined };
  } catch (error) {
    if (error instanceof DOMException && error.name === 'NotReadableError') {
      throw new CliError('LOCAL_FILE', `${filename} was changed while it was uploaded.`, { cause: error });
    }
    throw error;
  }
}

export function announce({ terminal, status }: UploadSetting, what: string, sizeBytes: number | null): void {
  const size = sizeBytes === null ? '' : ` (${formatBytes(sizeBytes)})`;
  if (terminal.canDraw) status.say(`uploading ${what}${size}`);
  else terminal.note(`Uploading ${what}${size}`);
}

async function uploadLarge(file: Blob, path: string, setting: UploadSetting): Promise<UploadedFile> {
  const { client, terminal, status, env, signal } = setting;
  const filename = basename(path);
  const note = openUploadNote(env, path);
  let sentBytes = 0;
  /** Whether the next byte follows those of an attempt before. */
  let isGoingOn = note.uploadId !== undefined;
  if (note.uploadId === undefined) announce(setting, filename, file.size);
  const say = (text: string): void => {
    status.clear();
    terminal.note(text);
  };
  const place = (bytes: number): string => `${formatBytes(bytes)} of ${formatBytes(file.size)}`;
  try {
    const { file_id: fileId } = await client.uploadResumably(file, {
      filename,
      signal,
      patienceMs,
      isLeftOnAbort: true,
      ...(note.uploadId === undefined ? {} : { uploadId: note.uploadId }),
      onBegin: (uploadId) => {
        note.keep(uploadId);
        if (isGoingOn) announce(setting, filename, file.size);
        isGoingOn = false;
      },
      onProgress: (bytes) => {
        sentBytes = bytes;
        if (isGoingOn) say(`Going on with ${filename} at ${place(bytes)}.`);
        isGoingOn = false;
        status.showTransfer(filename, bytes, file.size);
      },
      onFault: ({ message }) => {
        if (!isGoingOn) say(`The upload broke off at ${place(sentBytes)}: ${message} Trying again.`);
        isGoingOn = true;
      },
    });
    if (isGoingOn) say(`${filename} is on the server already.`);
    return { fileId, wasThere: isGoingOn, forget: note.forget };
  } catch (error) {
    if (!signal.aborted && !(error instanceof RenderioError && error.isRetryable)) throw error;
    status.clear();
    if (sentBytes > 0) {
      terminal.note(`${place(sentBytes)} of ${filename} are kept for a day: the same command goes on from there.`);
    }
    throw error;
  }
}
