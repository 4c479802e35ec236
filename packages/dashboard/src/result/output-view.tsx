// What a command made: shown, compared with what it was made of or with what an earlier run made, its facts, and what was verified before it was handed out.
import type { Command, CommandOutput } from '@renderio/sdk';
import { CircleAlert, CircleCheck, Download, SquareSplitHorizontal, TriangleAlert } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Button, buttonClass } from '../parts/button.tsx';
import { CopyButton } from '../parts/copy-button.tsx';
import { SelectField } from '../parts/field.tsx';
import { StatusBadge } from '../parts/status-badge.tsx';
import { CompareView, canCompare } from './compare-view.tsx';
import { MediaFacts } from './media-facts.tsx';
import { MediaView } from './media-view.tsx';
import { type Comparable, useComparables } from './use-comparables.ts';

export function Outputs(props: {
  readonly command: Command;
  /** The run that this one changes or repeats, to be compared with. */
  readonly earlierId: string | null;
}): ReactNode {
  const comparables = useComparables(props.command, props.earlierId);
  return (
    <ul className="flex flex-col gap-4">
      {Object.entries(props.command.output_files).map(([alias, output]) => (
        <li key={alias}>
          <OutputView
            alias={alias}
            output={output}
            comparables={comparables.filter(({ medium }) => canCompare(medium, output))}
          />
        </li>
      ))}
    </ul>
  );
}

function OutputView(props: {
  readonly alias: string;
  readonly output: CommandOutput;
  readonly comparables: readonly Comparable[];
}): ReactNode {
  const { alias, output, comparables } = props;
  const { storage_url: url, filename, is_deleted: isDeleted, items = [] } = output;
  const [isComparing, setComparing] = useState(false);
  const [chosen, setChosen] = useState('');
  const other = comparables.find(({ key }) => key === chosen) ?? comparables[0];
  return (
    <article aria-label={filename} className="rounded-lg border border-line bg-surface p-4">
      <header className="mb-3 flex flex-wrap items-center gap-2">
        <h3 className="font-medium wrap-anywhere">{filename}</h3>
        <code className="font-mono text-xs text-quiet">{alias}</code>
        {isDeleted ? <span className="text-sm text-quiet">deleted</span> : <StatusBadge status={output.status} />}
        {url === null ? null : (
          <span className="ml-auto flex flex-wrap gap-1">
            {isComparing && comparables.length > 1 ? (
              <SelectField
                label="Compare with"
                isLabelHidden
                value={other?.key ?? ''}
                options={comparables.map(({ key, label }) => ({ value: key, label }))}
                onValue={setChosen}
              />
            ) : null}
            {other === undefined ? null : (
              <Button
                Icon={SquareSplitHorizontal}
                aria-pressed={isComparing}
                onClick={() => {
                  setComparing(!isComparing);
                }}
              >
                {isComparing ? 'Alone' : 'Compare'}
              </Button>
            )}
            <CopyButton text={url} label="Copy its link" />
            <a href={url} download={filename} className={buttonClass()}>
              <Download size={15} aria-hidden />
              Download
            </a>
          </span>
        )}
      </header>
      <div className="flex flex-wrap gap-x-8 gap-y-4">
        <div className="min-w-0 grow basis-80">
          {isComparing && other !== undefined ? (
            <CompareView key={other.key} before={other.medium} after={output} />
          ) : (
            <MediaView medium={output} />
          )}
        </div>
        <div className="flex basis-56 flex-col gap-4">
          <MediaFacts file={output} />
          <Checks checks={output.checks} />
        </div>
      </div>
      {items.length === 0 ? null : (
        <details className="mt-3">
          <summary className="text-sm">{items.length} files belong to it</summary>
          <ul className="mt-2 max-h-60 overflow-y-auto text-sm">
            {items.map((item) => (
              <li key={item.filename}>
                {item.storage_url === null ? (
                  item.filename
                ) : (
                  <a href={item.storage_url} className="text-accent hover:underline">
                    {item.filename}
                  </a>
                )}
              </li>
            ))}
          </ul>
        </details>
      )}
    </article>
  );
}

const verdicts = {
  pass: ['text-good', CircleCheck, 'Passed'],
  warn: ['text-warn', TriangleAlert, 'Looks odd'],
  fail: ['text-bad', CircleAlert, 'Failed'],
} as const;

function Checks({ checks }: Pick<CommandOutput, 'checks'>): ReactNode {
  return (
    <ul aria-label="What was verified" className="flex flex-col gap-1 text-sm">
      {checks.map(({ name, verdict, message }) => {
        const [colour, Icon, word] = verdicts[verdict];
        return (
          <li key={name} className="flex gap-1.5">
            <Icon size={15} className={`mt-0.5 shrink-0 ${colour}`} role="img" aria-label={word} />
            {message}
          </li>
        );
      })}
    </ul>
  );
}
