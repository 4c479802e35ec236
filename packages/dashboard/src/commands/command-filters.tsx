// Narrows the list down: by state, kind, age, text and metadata.
import { X } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { Button } from '../parts/button.tsx';
import { SelectField, TextField } from '../parts/field.tsx';
import { type CommandFilter, readCommandFilter, spans, statuses, types } from './command-filter.ts';

const typeNames: Record<(typeof types)[number], string> = {
  FFMPEG_COMMAND: 'Single commands',
  CHAINED_COMMAND: 'Chains',
  MULTIPLE_COMMAND: 'Of several at once',
};
/** As long as one types, nobody is asked. */
const restMs = 300;

export function CommandFilters(props: {
  readonly filter: CommandFilter;
  readonly onChange: (filter: CommandFilter) => void;
}): ReactNode {
  const { filter, onChange } = props;
  const set = (name: keyof CommandFilter, value: string): void => {
    onChange(readCommandFilter({ ...filter, [name]: value }));
  };
  return (
    <search className="mb-3 flex flex-wrap items-end gap-2 max-sm:grid max-sm:grid-cols-2">
      <RestingField
        label="Search"
        placeholder="Text of the command or its error"
        className="grow basis-56 max-sm:col-span-2"
        value={filter.text ?? ''}
        onRest={(value) => {
          set('text', value);
        }}
      />
      <SelectField
        label="State"
        value={filter.status ?? ''}
        onValue={(value) => {
          set('status', value);
        }}
        options={[
          { value: '', label: 'Any' },
          ...statuses.map((value) => ({ value, label: value.charAt(0) + value.slice(1).toLowerCase() })),
        ]}
      />
      <SelectField
        label="Kind"
        value={filter.type ?? ''}
        onValue={(value) => {
          set('type', value);
        }}
        options={[{ value: '', label: 'Any' }, ...types.map((value) => ({ value, label: typeNames[value] }))]}
      />
      <SelectField
        label="Created"
        value={filter.since ?? ''}
        onValue={(value) => {
          set('since', value);
        }}
        options={[
          { value: '', label: 'At any time' },
          ...Object.keys(spans).map((value) => ({ value, label: `In the last ${value}` })),
        ]}
      />
      <RestingField
        label="Metadata"
        placeholder="key=value"
        className="sm:w-36"
        value={filter.metadata ?? ''}
        onRest={(value) => {
          set('metadata', value);
        }}
      />
      {filter.error === undefined ? null : (
        <Button
          Icon={X}
          aria-label={`Failed with ${filter.error}: show all again`}
          className="font-mono"
          onClick={() => {
            set('error', '');
          }}
        >
          {filter.error}
        </Button>
      )}
      {Object.keys(filter).length === 0 ? null : (
        <Button
          kind="quiet"
          Icon={X}
          onClick={() => {
            onChange({});
          }}
        >
          Clear
        </Button>
      )}
    </search>
  );
}

function RestingField(props: {
  readonly label: string;
  readonly placeholder: string;
  readonly className: string;
  readonly value: string;
  readonly onRest: (value: string) => void;
}): ReactNode {
  const { value, onRest, ...field } = props;
  const [text, setText] = useState(value);
  useEffect(() => {
    setText(value);
  }, [value]);
  useEffect(() => {
    if (text === value) return;
    const timer = setTimeout(() => {
      onRest(text);
    }, restMs);
    return () => {
      clearTimeout(timer);
    };
  });
  return <TextField {...field} type="search" value={text} onValue={setText} />;
}
