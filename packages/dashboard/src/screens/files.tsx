// Everything that is stored, to be looked at, linked to, added to and deleted.
import type { File as StoredFile } from '@renderio/sdk';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import {
  Download,
  FileAudio,
  FileText,
  FileVideo,
  FolderOpen,
  Image,
  type LucideIcon,
  Package,
  Upload,
} from 'lucide-react';
import { type ReactNode, useRef, useState } from 'react';
import { client } from '../client.ts';
import { useUploads } from '../compose/use-uploads.ts';
import { Button, buttonClass } from '../parts/button.tsx';
import { CopyButton } from '../parts/copy-button.tsx';
import { ConfirmButton, Dialog } from '../parts/dialog.tsx';
import { EmptyState } from '../parts/empty-state.tsx';
import { formatMbytes, formatPercent, formatSeconds } from '../parts/format.ts';
import { Loading } from '../parts/loading.tsx';
import { Page } from '../parts/page.tsx';
import { Problem } from '../parts/problem.tsx';
import { StatusBadge } from '../parts/status-badge.tsx';
import { Time } from '../parts/time.tsx';
import { say } from '../parts/toast.tsx';
import { MediaFacts } from '../result/media-facts.tsx';
import { MediaView } from '../result/media-view.tsx';

const pageSize = 48;
const refreshMs = 5_000;

export function Files(): ReactNode {
  const queryClient = useQueryClient();
  const list = useInfiniteQuery({
    queryKey: ['files'],
    queryFn: ({ pageParam, signal }) =>
      client.listFiles({ query: { limit: pageSize, ...(pageParam === null ? {} : { cursor: pageParam }) }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    // Links are fresh in each answer: read again only while something is being looked at by the server.
    refetchInterval: ({ state }) =>
      state.data?.pages.some(({ files }) => files.some(({ status }) => status === 'PROCESSING')) === true
        ? refreshMs
        : false,
  });
  const refresh = () => queryClient.invalidateQueries({ queryKey: ['files'] });
  const uploads = useUploads(() => void refresh());
  const files = list.data?.pages.flatMap((page) => page.files) ?? [];
  const [openId, setOpenId] = useState<string | null>(null);
  const open = files.find(({ file_id: id }) => id === openId);
  return (
    <Page
      title="Files"
      actions={
        <UploadButton
          onFiles={(chosen) =>
            chosen.map((file) => {
              uploads.start(file.name, file);
            })
          }
        />
      }
    >
      <Problem error={list.error} />
      <ul aria-label="Uploads" className="flex flex-col gap-2 not-empty:mb-4">
        {Object.entries(uploads.states).map(([name, { fraction, error }]) => (
          <li key={name} className="rounded-lg border border-line bg-surface px-3 py-2">
            <div className="flex items-center gap-3">
              <span className="min-w-0 grow truncate">{name}</span>
              <span className="text-sm text-quiet">{fraction === null ? '' : formatPercent(fraction)}</span>
              <Button
                kind="quiet"
                onClick={() => {
                  uploads.end(name);
                }}
              >
                {error === null ? 'Stop' : 'Dismiss'}
              </Button>
            </div>
            {error === null ? (
              <progress
                className="h-1 w-full appearance-none overflow-hidden rounded-full bg-line [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-line [&::-webkit-progress-value]:bg-accent"
                aria-label={`Upload of ${name}`}
                {...(fraction === null ? {} : { value: fraction })}
              />
            ) : null}
            <Problem error={error} />
          </li>
        ))}
      </ul>
      {list.isPending ? <Loading /> : null}
      {list.isSuccess && files.length === 0 ? (
        <EmptyState Icon={FolderOpen} title="Nothing is stored yet">
          Upload a file here, or <a href="/docs/uploads">by the API</a>; what commands make is kept here too. A file
          goes into a command by its id.
        </EmptyState>
      ) : null}
      <ul aria-label="Files" className="grid grid-cols-2 gap-3 sm:grid-cols-3 lg:grid-cols-4">
        {files.map((file) => (
          <li key={file.file_id} className="min-w-0">
            <button
              type="button"
              className="flex w-full flex-col overflow-hidden rounded-lg border border-line bg-surface text-left hover:border-edge"
              onClick={() => {
                setOpenId(file.file_id);
              }}
            >
              <Thumbnail file={file} />
              <span className="w-full truncate px-3 pt-2 font-medium">{file.filename}</span>
              <span className="flex w-full items-center gap-2 px-3 pb-2 text-sm text-quiet">
                <span className="truncate">{factOf(file)}</span>
                <span className="ml-auto">
                  {file.status === 'STORED' ? <Time at={file.created_at} /> : <StatusBadge status={file.status} />}
                </span>
              </span>
            </button>
          </li>
        ))}
      </ul>
      {list.hasNextPage ? (
        <div className="mt-4 flex justify-center">
          <Button isBusy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            Show more
          </Button>
        </div>
      ) : null}
      {open === undefined ? null : (
        <FileDialog
          file={open}
          onClose={() => {
            setOpenId(null);
          }}
          onDeleted={async () => {
            setOpenId(null);
            say('File deleted', open.filename);
            await refresh();
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

const pictures: Record<NonNullable<StoredFile['file_type']>, LucideIcon> = {
  video: FileVideo,
  audio: FileAudio,
  image: Image,
  subtitle: FileText,
  text: FileText,
  other: Package,
};

/** The browser makes them of the files themselves: of a video only what stands before its first frames is fetched. */
function Thumbnail({ file }: { readonly file: StoredFile }): ReactNode {
  const { storage_url: url, file_type: type, filename } = file;
  const Icon = pictures[type ?? 'other'];
  const isSeries = filename.includes('%');
  const frameClass = 'aspect-video w-full bg-sunken object-contain';
  if (url !== null && type === 'image' && !isSeries)
    return <img src={url} alt="" loading="lazy" className={frameClass} />;
  if (url !== null && type === 'video' && !filename.endsWith('.m3u8')) {
    return (
      <video
        src={`${url}#t=0.1`}
        preload="metadata"
        muted
        playsInline
        tabIndex={-1}
        aria-hidden
        className={frameClass}
      />
    );
  }
  return (
    <span className={`grid place-items-center ${frameClass}`}>
      <Icon size={28} strokeWidth={1.25} className="text-quiet" aria-hidden />
    </span>
  );
}

function factOf(file: StoredFile): string {
  const facts = [
    file.width === null ? null : `${file.width} × ${file.height ?? ''}`,
    file.duration === null ? null : formatSeconds(file.duration),
    file.size_mbytes === null ? null : formatMbytes(file.size_mbytes),
  ];
  return facts.find((fact) => fact !== null) ?? '';
}

const kinds = { OUTPUT: 'made by a command', STORED_FILE: 'fetched', UPLOAD: 'uploaded' } as const;

function FileDialog(props: {
  readonly file: StoredFile;
  readonly onClose: () => void;
  readonly onDeleted: () => Promise<void>;
}): ReactNode {
  const { file, onClose, onDeleted } = props;
  const { file_id: fileId, filename, storage_url: url, error_message: fault, original_file_url: origin } = file;
  return (
    <Dialog
      title={filename}
      description={
        <>
          {kinds[file.rendi_store_type]} <Time at={file.created_at} />
        </>
      }
      isWide
      isOpen
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
    >
      {fault === null ? null : <p className="mb-3 text-bad">{`${file.error_status ?? ''}: ${fault}`}</p>}
      <MediaView medium={file} />
      <div className="mt-4">
        <MediaFacts file={file} />
      </div>
      <p className="mt-4 flex flex-wrap items-center gap-1 text-sm">
        <span className="text-quiet">Id</span> <code className="font-mono wrap-anywhere">{fileId}</code>
        <CopyButton text={fileId} label="Copy the file's id" />
      </p>
      {origin === null ? null : <p className="text-sm wrap-anywhere text-quiet">From {origin}</p>}
      <div className="mt-4 flex flex-wrap gap-2">
        {url === null ? null : (
          <>
            <a href={url} download={filename} className={buttonClass()}>
              <Download size={15} aria-hidden />
              Download
            </a>
            <CopyButton text={url} label="Copy its link" isWide />
          </>
        )}
        <span className="ml-auto">
          <ConfirmButton
            label="Delete"
            question={`Delete ${filename}?`}
            onConfirm={async () => {
              await client.deleteFile({ params: { fileId } });
              await onDeleted();
            }}
          >
            Its bytes are gone for good, and links to it end. The record of it stays.
          </ConfirmButton>
        </span>
      </div>
    </Dialog>
  );
}
