// What goes in: URLs, and files that are dropped, pasted or picked, each under the alias that the command names it by.
import { FileUp, Link2, X } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { Button, IconButton } from '../parts/button.tsx';
import { TextField } from '../parts/field.tsx';
import { formatPercent } from '../parts/format.ts';
import { Section } from '../parts/page.tsx';
import { Problem } from '../parts/problem.tsx';
import type { DraftInput } from './draft.ts';
import type { Uploads } from './use-uploads.ts';

export function Inputs(props: {
  readonly inputs: readonly DraftInput[];
  readonly uploads: Uploads;
  readonly onFiles: (files: readonly File[]) => void;
  readonly onAdd: (url: string) => void;
  readonly onRename: (alias: string, wanted: string) => void;
  readonly onChange: (alias: string, value: string) => void;
  readonly onRemove: (alias: string) => void;
}): ReactNode {
  const { inputs, uploads, onFiles, onAdd, onRename, onChange, onRemove } = props;
  const picker = useRef<HTMLInputElement>(null);
  const [isOver, setOver] = useState(false);
  usePaste(onFiles, onAdd);
  return (
    <Section
      title="Inputs"
      actions={
        <>
          <Button
            Icon={Link2}
            kind="quiet"
            onClick={() => {
              onAdd('');
            }}
          >
            Add a URL
          </Button>
          <Button
            Icon={FileUp}
            kind="quiet"
            onClick={() => {
              picker.current?.click();
            }}
          >
            Upload files
          </Button>
          <input
            ref={picker}
            type="file"
            multiple
            hidden
            aria-label="Files to upload"
            onChange={({ currentTarget }) => {
              onFiles([...(currentTarget.files ?? [])]);
              currentTarget.value = '';
            }}
          />
        </>
      }
    >
      <div
        className={`flex min-h-24 flex-col gap-2 rounded-lg border border-dashed p-2 ${isOver ? 'border-accent bg-accent-soft' : 'border-line'}`}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => {
          setOver(false);
        }}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          const files = [...event.dataTransfer.files];
          if (files.length > 0) onFiles(files);
          else onAdd(event.dataTransfer.getData('text/uri-list') || event.dataTransfer.getData('text/plain'));
        }}
      >
        {inputs.map((input) => (
          <InputRow
            key={input.alias}
            input={input}
            uploads={uploads}
            onRename={onRename}
            onChange={onChange}
            onRemove={onRemove}
          />
        ))}
        <p className="m-auto px-2 py-1 text-center text-sm text-balance text-quiet">
          {inputs.length === 0
            ? 'Drop files here, or paste a URL. None is needed for what FFmpeg makes itself (lavfi).'
            : 'Drop or paste more'}
        </p>
      </div>
    </Section>
  );
}

function InputRow(props: {
  readonly input: DraftInput;
  readonly uploads: Uploads;
  readonly onRename: (alias: string, wanted: string) => void;
  readonly onChange: (alias: string, value: string) => void;
  readonly onRemove: (alias: string) => void;
}): ReactNode {
  const { input, uploads, onRename, onChange, onRemove } = props;
  const { alias, value, filename } = input;
  const upload = uploads.states[alias];
  return (
    <div>
      <div className="flex items-center gap-2">
        <AliasField alias={alias} label="Alias of the input" onRename={onRename} />
        {filename === undefined ? (
          <TextField
            label={`Where ${alias} comes from`}
            isLabelHidden
            className="grow"
            inputMode="url"
            placeholder="https://… or a file's id"
            value={value}
            onValue={(value) => {
              onChange(alias, value);
            }}
          />
        ) : (
          <span className="min-w-0 grow truncate" title={filename}>
            {filename}
          </span>
        )}
        {upload?.error === null ? (
          <span className="flex items-center gap-2 text-sm whitespace-nowrap text-quiet">
            <progress
              className="h-1.5 w-20 accent-accent"
              aria-label={`Uploading ${filename ?? alias}`}
              {...(upload.fraction === null ? {} : { value: upload.fraction })}
            />
            {upload.fraction === null ? '' : formatPercent(upload.fraction)}
          </span>
        ) : null}
        <IconButton
          label={`Remove ${alias}`}
          Icon={X}
          onClick={() => {
            onRemove(alias);
          }}
        />
      </div>
      <Problem error={upload?.error ?? null} />
    </div>
  );
}

/** Takes effect when one leaves it, so that a name half typed renames nothing. */
export function AliasField(props: {
  readonly alias: string;
  readonly label: string;
  readonly onRename: (alias: string, wanted: string) => void;
}): ReactNode {
  const { alias, label, onRename } = props;
  const [text, setText] = useState(alias);
  const rename = (): void => {
    const wanted = text.trim();
    if (wanted === '') setText(alias);
    else if (wanted !== alias) onRename(alias, wanted);
  };
  return (
    <TextField
      label={label}
      isLabelHidden
      className="w-32 shrink-0 [&_input]:font-mono [&_input]:text-sm"
      value={text}
      onValue={setText}
      onBlur={rename}
      onKeyDown={(event) => {
        if (event.key === 'Enter') rename();
      }}
    />
  );
}

/** What is pasted anywhere but into a field. */
function usePaste(onFiles: (files: readonly File[]) => void, onAdd: (url: string) => void): void {
  const latest = useRef({ onFiles, onAdd });
  useEffect(() => {
    latest.current = { onFiles, onAdd };
  });
  useEffect(() => {
    const onPaste = (event: ClipboardEvent): void => {
      const { clipboardData: data } = event;
      const [target] = event.composedPath();
      const isField =
        target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
      if (data === null || isField) return;
      const text = data.getData('text/plain').trim();
      if (data.files.length > 0) latest.current.onFiles([...data.files]);
      else if (/^https?:\/\/\S+$/.test(text)) latest.current.onAdd(text);
      else return;
      event.preventDefault();
    };
    window.addEventListener('paste', onPaste);
    return () => {
      window.removeEventListener('paste', onPaste);
    };
  }, []);
}
