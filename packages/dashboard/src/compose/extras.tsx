// What may go along with a command: values of one's own, another webhook, and a limit of time.
import type { ReactNode } from 'react';
import { TextArea, TextField } from '../parts/field.tsx';
import type { DraftExtras } from './draft.ts';

export function Extras(props: {
  readonly extras: DraftExtras;
  readonly onChange: (change: Partial<DraftExtras>) => void;
}): ReactNode {
  const { extras, onChange } = props;
  const count = Object.values(extras).filter((value) => value !== '').length;
  return (
    <details className="mt-3">
      <summary className="w-fit text-sm text-quiet hover:text-ink">
        Metadata, webhook, time limit{count === 0 ? '' : ` (${count} given)`}
      </summary>
      <div className="mt-3 grid gap-4 md:grid-cols-3">
        <TextArea
          label="Metadata"
          hint="A line each, key=value; at most ten. Lists can be filtered by it."
          rows={3}
          className="[&_textarea]:font-mono [&_textarea]:text-sm"
          value={extras.metadata}
          onValue={(value) => {
            onChange({ metadata: value });
          }}
        />
        <TextField
          label="Webhook"
          type="url"
          placeholder="https://…"
          hint="Told when this command is done, in place of the account's."
          value={extras.webhookUrl}
          onValue={(value) => {
            onChange({ webhookUrl: value });
          }}
        />
        <TextField
          label="Time limit"
          inputMode="numeric"
          placeholder="seconds"
          hint="Seconds that FFmpeg may run."
          value={extras.maxSeconds}
          onValue={(value) => {
            onChange({ maxSeconds: value });
          }}
        />
      </div>
    </details>
  );
}
