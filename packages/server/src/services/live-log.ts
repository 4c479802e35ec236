// FFmpeg's log on its way to readers elsewhere: gathered, and written at a bounded rate and to a bounded length.

export interface LiveLog {
  write(chunk: Uint8Array): void;
  /** Writes what is still gathered and waits for it. */
  end(): Promise<void>;
}

const intervalMs = 500;
/** As much as is kept of a log in the end; the whole log then has its tail too. */
const mostBytes = 1_048_576;

/** `insert` gets chunks numbered from 1; one that cannot be written is dropped: the stored log has it. */
export function createLiveLog(insert: (number: number, text: string) => Promise<void>): LiveLog {
  const decoder = new TextDecoder();
  let gathered = '';
  let number = 0;
  let writtenBytes = 0;
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> = Promise.resolve();

  const flush = (): void => {
    timer = undefined;
    // NUL is the one character that PostgreSQL's text cannot hold.
    const text = gathered.replaceAll('\0', '');
    gathered = '';
    if (text === '') return;
    number += 1;
    const mine = number;
    writing = writing.then(() => insert(mine, text)).catch(() => undefined);
  };
  return {
    write(chunk) {
      if (writtenBytes >= mostBytes) return;
      writtenBytes += chunk.length;
      gathered += decoder.decode(chunk, { stream: true });
      timer ??= setTimeout(flush, intervalMs);
    },
    async end() {
      clearTimeout(timer);
      flush();
      await writing;
    },
  };
}
