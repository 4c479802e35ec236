// One file: shown, with its media facts, its link, and the way to delete it.
import { useQuery } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import type { ReactNode } from 'react';
import { client } from '../client.ts';
import { buttonClass } from '../parts/button.tsx';
import { CopyButton } from '../parts/copy-button.tsx';
import { ConfirmButton, Dialog } from '../parts/dialog.tsx';
import { Loading } from '../parts/loading.tsx';
import { Problem } from '../parts/problem.tsx';
import { Time } from '../parts/time.tsx';
import { MediaFacts } from '../result/media-facts.tsx';
import { MediaView } from '../result/media-view.tsx';
import type { FileRow } from './file-row.ts';

const kinds = { OUTPUT: 'made by a command', STORED_FILE: 'fetched', UPLOAD: 'uploaded' } as const;

export function FileDialog(props: {
  readonly row: FileRow;
  readonly onClose: () => void;
  readonly onDeleted: () => void;
}): ReactNode {
  const { id: fileId, filename, createdAt } = props.row;
  // Read anew: links of the list may have expired since.
  const query = useQuery({
    queryKey: ['file', fileId],
    queryFn: ({ signal }) => client.getFile({ params: { fileId }, signal }),
  });
  const file = query.data;
  return (
    <Dialog
      title={filename}
      description={
        <>
          {file === undefined ? '' : kinds[file.rendi_store_type]} <Time at={createdAt} />
        </>
      }
      isWide
      isOpen
      onOpenChange={(isOpen) => {
        if (!isOpen) props.onClose();
      }}
    >
      <Problem error={query.error} />
      {file === undefined ? (
        query.isPending && <Loading />
      ) : (
        <>
          {file.error_message === null ? null : (
            <p className="mb-3 text-bad">{`${file.error_status ?? ''}: ${file.error_message}`}</p>
          )}
          <MediaView medium={file} />
          <div className="mt-4">
            <MediaFacts file={file} />
          </div>
          {file.original_file_url === null ? null : (
            <p className="mt-2 text-sm wrap-anywhere text-quiet">From {file.original_file_url}</p>
          )}
        </>
      )}
      <p className="mt-4 flex flex-wrap items-center gap-1 text-sm">
        <span className="text-quiet">Id</span> <code className="font-mono wrap-anywhere">{fileId}</code>
        <CopyButton text={fileId} label="Copy the file's id" />
      </p>
      <div className="mt-4 flex flex-wrap gap-2">
        {file?.storage_url == null ? null : (
          <>
            <a href={file.storage_url} download={filename} className={buttonClass()}>
              <Download size={15} aria-hidden />
              Download
            </a>
            <CopyButton text={file.storage_url} label="Copy its link" isWide />
          </>
        )}
        <span className="ml-auto">
          <ConfirmButton
            label="Delete"
            question={`Delete ${filename}?`}
            onConfirm={async () => {
              await client.deleteFile({ params: { fileId } });
              props.onDeleted();
            }}
          >
            Its bytes are gone for good, and links to it end. The record of it stays.
          </ConfirmButton>
        </span>
      </div>
    </Dialog>
  );
}
