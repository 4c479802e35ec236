// What comes out: the files that the command writes, each with the name it is stored under.
import { Plus, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button, IconButton } from '../parts/button.tsx';
import { TextField } from '../parts/field.tsx';
import { Section } from '../parts/page.tsx';
import type { DraftOutput } from './draft.ts';
import { AliasField } from './inputs.tsx';

export function OutputFields(props: {
  readonly outputs: readonly DraftOutput[];
  readonly onAdd: () => void;
  readonly onRename: (alias: string, wanted: string) => void;
  readonly onChange: (alias: string, filename: string) => void;
  readonly onRemove: (alias: string) => void;
}): ReactNode {
  const { outputs, onAdd, onRename, onChange, onRemove } = props;
  return (
    <Section
      title="Outputs"
      actions={
        <Button Icon={Plus} kind="quiet" onClick={onAdd}>
          Add an output
        </Button>
      }
    >
      <div className="flex min-h-24 flex-col gap-2 rounded-lg border border-line p-2">
        {outputs.map(({ alias, filename }) => (
          <div key={alias} className="flex items-center gap-2">
            <AliasField alias={alias} label="Alias of the output" onRename={onRename} />
            <TextField
              label={`File name of ${alias}`}
              isLabelHidden
              className="grow"
              value={filename}
              onValue={(value) => {
                onChange(alias, value);
              }}
            />
            <IconButton
              label={`Remove ${alias}`}
              Icon={X}
              onClick={() => {
                onRemove(alias);
              }}
            />
          </div>
        ))}
        <p className="px-2 py-1 text-sm text-quiet">
          A name such as <code className="font-mono">frame_%04d.png</code> stands for a series; one that ends in{' '}
          <code className="font-mono">.m3u8</code> brings its segments along.
        </p>
      </div>
    </Section>
  );
}
