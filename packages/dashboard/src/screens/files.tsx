// Everything that is stored, to be looked at, linked to, added to and deleted.
import { useQueryClient } from '@tanstack/react-query';
import { FolderOpen, Upload } from 'lucide-react';
import { type ReactNode, useRef, useState } from 'react';
import { useUploads } from '../compose/use-uploads.ts';
import { FileDialog } from '../files/file-dialog.tsx';
import { FileGrid } from '../files/file-grid.tsx';
import type { FileRow } from '../files/file-row.ts';
import { UploadList } from '../files/upload-list.tsx';
import { useFileList } from '../files/use-file-list.ts';
import { newestKey, patchRow } from '../live/use-live-list.ts';
import { Button } from '../parts/button.tsx';
import { EmptyState } from '../parts/empty-state.tsx';
import { Loading } from '../parts/loading.tsx';
import { Page } from '../parts/page.tsx';
import { Problem } from '../parts/problem.tsx';
import { say } from '../parts/say.ts';

export function Files(): ReactNode {
  const queryClient = useQueryClient();
  const list = useFileList();
  const refresh = () => queryClient.invalidateQueries({ queryKey: newestKey('files') });
  const uploads = useUploads(() => void refresh());
  const [openId, setOpenId] = useState<string | null>(null);
  const open = list.rows.find(({ id }) => id === openId);
  return (
    <Page
      title="Files"
      actions={
        <UploadButton
          onFiles={(chosen) => {
            for (const file of chosen) uploads.start(file.name, file);
          }}
        />
      }
    >
      <Problem error={list.error} />
      <UploadList uploads={uploads} />
      {list.isPending ? <Loading /> : null}
      {!list.isPending && list.rows.length === 0 && list.error === null ? (
        <EmptyState Icon={FolderOpen} title="Nothing is stored yet">
          Upload a file here, or <a href="/docs/uploads">by the API</a>; what commands make is kept here too. A file
          goes into a command by its id.
        </EmptyState>
      ) : null}
      {list.rows.length > 0 ? <FileGrid list={list} onOpen={setOpenId} /> : null}
      {open === undefined ? null : (
        <FileDialog
          row={open}
          onClose={() => {
            setOpenId(null);
          }}
          onDeleted={() => {
            setOpenId(null);
            say('File deleted', open.filename);
            patchRow<FileRow>(queryClient, 'files', open.id, () => null);
            void refresh();
          }}
        />
      )}
    </Page>
  );
}

function UploadButton({ onFiles }: { readonly onFiles: (files: readonly File[]) => void }): ReactNode {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        onChange={(event) => {
          onFiles([...(event.target.files ?? [])]);
          event.target.value = '';
        }}
      />
      <Button kind="primary" Icon={Upload} onClick={() => input.current?.click()}>
        Upload files
      </Button>
    </>
  );
}
