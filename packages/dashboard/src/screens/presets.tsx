// Commands kept under a name: one's own, which can be changed, and those that come with the program.
import type { Preset } from '@renderio/sdk';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { BookMarked, PencilLine, Play, Plus, SearchX } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { client } from '../client.ts';
import { Button, buttonClass } from '../parts/button.tsx';
import { CopyButton } from '../parts/copy-button.tsx';
import { ConfirmButton } from '../parts/dialog.tsx';
import { EmptyState } from '../parts/empty-state.tsx';
import { TextField } from '../parts/field.tsx';
import { Loading } from '../parts/loading.tsx';
import { Page, Section } from '../parts/page.tsx';
import { Problem } from '../parts/problem.tsx';
import { say } from '../parts/say.ts';
import { hasWords, listPresets, textOf } from '../presets/list-presets.ts';
import { PresetDialog } from '../presets/preset-dialog.tsx';

export function Presets(): ReactNode {
  const [typed, setTyped] = useState('');
  const [edited, setEdited] = useState<Preset | 'new' | null>(null);
  const list = useQuery({ queryKey: ['presets'], queryFn: ({ signal }) => listPresets(signal) });
  const found = (list.data ?? []).filter((preset) => hasWords(preset, typed));
  const own = found.filter(({ is_system: isSystem }) => !isSystem);
  const categories = Map.groupBy(
    found.filter(({ is_system: isSystem }) => isSystem),
    ({ category }) => category ?? 'other',
  );
  return (
    <Page
      title="Presets"
      actions={
        <>
          <TextField
            label="Find a preset"
            isLabelHidden
            type="search"
            placeholder="thumbnail, vertical, hls …"
            value={typed}
            onValue={setTyped}
          />
          <Button
            kind="primary"
            Icon={Plus}
            onClick={() => {
              setEdited('new');
            }}
          >
            New preset
          </Button>
        </>
      }
    >
      <Problem error={list.error} />
      {list.isPending ? <Loading /> : null}
      {list.isSuccess && found.length === 0 ? (
        <EmptyState Icon={SearchX} title="No preset has these words">
          Try fewer of them, or write a command of your own.
        </EmptyState>
      ) : null}
      {list.isSuccess && typed === '' && own.length === 0 ? (
        <EmptyState Icon={BookMarked} title="No preset of your own yet">
          Compose a command and save it as a preset, or take one from below and change it.
        </EmptyState>
      ) : null}
      {own.length === 0 ? null : <PresetList title="Your own" presets={own} onEdit={setEdited} />}
      {[...categories].map(([category, presets]) => (
        <PresetList key={category} title={category.charAt(0).toUpperCase() + category.slice(1)} presets={presets} />
      ))}
      {edited === null ? null : (
        <PresetDialog
          preset={edited === 'new' ? null : edited}
          onClose={() => {
            setEdited(null);
          }}
        />
      )}
    </Page>
  );
}

function PresetList(props: {
  readonly title: string;
  readonly presets: readonly Preset[];
  /** Only of one's own. */
  readonly onEdit?: (preset: Preset) => void;
}): ReactNode {
  return (
    <Section title={props.title}>
      <ul className="rounded-lg border border-line bg-surface">
        {props.presets.map((preset) => (
          <li key={preset.preset_id} className="border-b border-line last:border-0">
            <PresetRow preset={preset} {...(props.onEdit && { onEdit: props.onEdit })} />
          </li>
        ))}
      </ul>
    </Section>
  );
}

function PresetRow({
  preset,
  onEdit,
}: {
  readonly preset: Preset;
  readonly onEdit?: (preset: Preset) => void;
}): ReactNode {
  const queryClient = useQueryClient();
  const { preset_id: presetId, name, description, input_file_keys: inputs, output_file_definitions: outputs } = preset;
  return (
    <details className="group">
      <summary className="flex flex-wrap items-center gap-x-3 gap-y-1 px-3 py-2.5 -outline-offset-2 hover:bg-hover/60">
        <span className="font-medium">{name}</span>
        <span className="min-w-0 grow basis-60 truncate text-sm text-quiet group-open:whitespace-normal">
          {description}
        </span>
      </summary>
      <div className="flex flex-col gap-3 px-3 pb-3">
        <pre className="max-h-60 overflow-y-auto rounded-md bg-sunken p-3 font-mono text-sm whitespace-pre-wrap wrap-anywhere">
          {textOf(preset)}
        </pre>
        <p className="text-sm text-quiet">
          Takes {inputs.join(', ') || 'no input'}; makes {Object.values(outputs).join(', ')}
        </p>
        <div className="flex flex-wrap items-center gap-2">
          <Link to="/compose" search={{ preset: presetId }} className={buttonClass('primary')}>
            <Play size={15} aria-hidden />
            Try it
          </Link>
          {onEdit === undefined ? null : (
            <Button
              Icon={PencilLine}
              onClick={() => {
                onEdit(preset);
              }}
            >
              Change
            </Button>
          )}
          <span className="flex items-center gap-1 text-sm text-quiet">
            <code className="font-mono max-sm:hidden">{presetId}</code>
            <CopyButton text={presetId} label="Copy the preset's id" />
          </span>
          {onEdit === undefined ? null : (
            <span className="ml-auto">
              <ConfirmButton
                label="Delete"
                question={`Delete ${name}?`}
                onConfirm={async () => {
                  await client.deletePreset({ params: { presetId } });
                  say('Preset deleted', name);
                  await queryClient.invalidateQueries({ queryKey: ['presets'] });
                }}
              >
                Commands that it has made stay. What executes it by its id is refused from now on.
              </ConfirmButton>
            </span>
          )}
        </div>
      </div>
    </details>
  );
}
