// The uploads that are under way, by the input they are for.
import { useCallback, useRef, useState } from 'react';
import { uploadFile } from './upload-file.ts';

export interface UploadState {
  readonly fraction: number | null;
  readonly error: Error | null;
}

export interface Uploads {
  readonly states: Readonly<Record<string, UploadState>>;
  readonly isUnderWay: boolean;
  start(alias: string, file: File): void;
  /** Ends it, or forgets that it failed. */
  end(alias: string): void;
}

export function useUploads(onStored: (alias: string, fileId: string) => void): Uploads {
  const [states, setStates] = useState<Readonly<Record<string, UploadState>>>({});
  const running = useRef(new Map<string, AbortController>());
  const forget = useCallback((alias: string) => {
    running.current.delete(alias);
    setStates((old) => Object.fromEntries(Object.entries(old).filter(([other]) => other !== alias)));
  }, []);

  const start = (alias: string, file: File): void => {
    const controller = new AbortController();
    running.current.set(alias, controller);
    const tell = (state: UploadState): void => {
      if (!controller.signal.aborted) setStates((old) => ({ ...old, [alias]: state }));
    };
    uploadFile({
      file,
      signal: controller.signal,
      onProgress: (fraction) => {
        tell({ fraction, error: null });
      },
    }).then(
      (fileId) => {
        if (controller.signal.aborted) return;
        forget(alias);
        onStored(alias, fileId);
      },
      (error: unknown) => {
        tell({ fraction: null, error: error instanceof Error ? error : new Error(String(error)) });
      },
    );
  };

  return {
    states,
    isUnderWay: Object.values(states).some(({ error }) => error === null),
    start,
    end: (alias) => {
      running.current.get(alias)?.abort();
      forget(alias);
    },
  };
}
