// Picks a preset to begin with: the system's and one's own, found by any word, with what it runs in sight.
import type { Preset } from '@renderio/sdk';
import { useQuery } from '@tanstack/react-query';
import { BookMarked } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { TextField } from '../parts/field.tsx';
import { Loading } from '../parts/loading.tsx';
import { Problem } from '../parts/problem.tsx';
import { hasWords, listPresets, textOf } from '../presets/list-presets.ts';

export function PresetPicker({ onPick }: { readonly onPick: (preset: Preset) => void }): ReactNode {
  const [isOpen, setOpen] = useState(false);
  return (
    <Dialog
      title="Begin with a preset"
      description="Everything of it can be changed afterwards."
      isWide
      isOpen={isOpen}
      onOpenChange={setOpen}
      trigger={<Button Icon={BookMarked}>Presets</Button>}
    >
      <Choice
        onPick={(preset) => {
          setOpen(false);
          onPick(preset);
        }}
      />
    </Dialog>
  );
}

function Choice({ onPick }: { readonly onPick: (preset: Preset) => void }): ReactNode {
  const [wanted, setWanted] = useState('');
  const [chosenId, setChosenId] = useState<string | null>(null);
  const list = useQuery({ queryKey: ['presets'], queryFn: ({ signal }) => listPresets(signal) });
  const found = (list.data ?? []).filter((preset) => hasWords(preset, wanted));
  const chosen = found.find(({ preset_id: id }) => id === chosenId) ?? found[0];
  if (list.isPending) return <Loading />;
  return (
    <>
      <Problem error={list.error} />
      <TextField
        label="Find a preset"
        isLabelHidden
        type="search"
        placeholder="thumbnail, vertical, loudness, hls …"
        value={wanted}
        onValue={setWanted}
      />
      <div className="mt-3 grid gap-4 md:grid-cols-[17rem_minmax(0,1fr)]">
        <ul className="max-h-[50dvh] overflow-y-auto max-md:max-h-56" aria-label="Presets">
          {found.map((preset) => (
            <li key={preset.preset_id}>
              <button
                type="button"
                aria-pressed={preset === chosen}
                className="w-full rounded-md px-2 py-1.5 text-left -outline-offset-2 hover:bg-hover aria-pressed:bg-accent-soft"
                onClick={() => {
                  setChosenId(preset.preset_id);
                }}
                onDoubleClick={() => {
                  onPick(preset);
                }}
              >
                {preset.name}
                <span className="block text-xs text-quiet">
                  {preset.is_system ? (preset.category ?? 'system') : 'your own'}
                </span>
              </button>
            </li>
          ))}
        </ul>
        {chosen === undefined ? (
          <p className="text-quiet">No preset has these words.</p>
        ) : (
          <div className="flex min-w-0 flex-col gap-3">
            <p>{chosen.description}</p>
            <pre className="max-h-60 overflow-y-auto rounded-md bg-sunken p-3 font-mono text-sm whitespace-pre-wrap wrap-anywhere">
              {textOf(chosen)}
            </pre>
            <p className="text-sm text-quiet">
              Takes {chosen.input_file_keys.join(', ') || 'no input'}; gives{' '}
              {Object.values(chosen.output_file_definitions).join(', ')}
            </p>
            <Button
              kind="primary"
              className="self-start"
              onClick={() => {
                onPick(chosen);
              }}
            >
              Use it
            </Button>
          </div>
        )}
      </div>
    </>
  );
}
