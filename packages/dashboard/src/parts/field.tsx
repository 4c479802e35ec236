// A label, what one fills in, what it is for, and what is wrong with it, tied together for screen readers.
import { Field as BaseField } from '@base-ui/react/field';
import type { ComponentProps, ReactNode } from 'react';

const controlClass =
  'w-full rounded-md border border-edge/60 bg-surface px-2.5 text-base text-ink placeholder:leading-normal placeholder:text-quiet hover:border-edge disabled:opacity-60 aria-invalid:border-bad';

interface FieldProps {
  readonly label: string;
  /** Read out, not shown: where the place says it already. */
  readonly isLabelHidden?: boolean;
  readonly hint?: ReactNode;
  /** What is wrong and what to do; null while nothing is. */
  readonly error?: string | null;
  readonly className?: string;
}

interface Filled {
  /** What it holds now, at each change. */
  readonly onValue: (value: string) => void;
}

type Control<Tag extends 'input' | 'textarea' | 'select'> = Filled &
  Omit<ComponentProps<Tag>, keyof FieldProps | 'onChange'>;

function Field(props: FieldProps & { readonly children: ReactNode }): ReactNode {
  const { label, isLabelHidden = false, hint, error = null, className = '', children } = props;
  return (
    <BaseField.Root invalid={error !== null} className={`flex min-w-0 flex-col gap-1 ${className}`}>
      <BaseField.Label className={isLabelHidden ? 'sr-only' : 'text-sm font-medium'}>{label}</BaseField.Label>
      {children}
      {hint === undefined ? null : <BaseField.Description className="text-sm text-quiet">{hint}</BaseField.Description>}
      <BaseField.Error match={error !== null} className="text-sm text-bad">
        {error}
      </BaseField.Error>
    </BaseField.Root>
  );
}

export function TextField(props: FieldProps & Control<'input'>): ReactNode {
  const { label, isLabelHidden = false, hint, error = null, className = '', onValue, ...input } = props;
  return (
    <Field label={label} isLabelHidden={isLabelHidden} hint={hint} error={error} className={className}>
      <BaseField.Control
        render={
          <input
            {...input}
            onChange={(event) => {
              onValue(event.target.value);
            }}
          />
        }
        className={`${controlClass} h-8 pointer-coarse:h-10`}
      />
    </Field>
  );
}

export function TextArea(props: FieldProps & Control<'textarea'>): ReactNode {
  const { label, isLabelHidden = false, hint, error = null, className = '', onValue, ...area } = props;
  return (
    <Field label={label} isLabelHidden={isLabelHidden} hint={hint} error={error} className={className}>
      <BaseField.Control
        render={
          <textarea
            {...area}
            onChange={(event) => {
              onValue(event.target.value);
            }}
          />
        }
        className={`${controlClass} py-1.5`}
      />
    </Field>
  );
}

/** The browser's own: by keyboard, on a phone and for screen readers it is the best there is. */
export function SelectField(
  props: FieldProps &
    Control<'select'> & {
      readonly options: readonly { readonly value: string; readonly label: string }[];
    },
): ReactNode {
  const { label, isLabelHidden = false, hint, error = null, className = '', options, onValue, ...select } = props;
  return (
    <Field label={label} isLabelHidden={isLabelHidden} hint={hint} error={error} className={className}>
      <BaseField.Control
        render={
          <select
            {...select}
            onChange={(event) => {
              onValue(event.target.value);
            }}
          >
            {options.map((option) => (
              <option key={option.value} value={option.value}>
                {option.label}
              </option>
            ))}
          </select>
        }
        className={`${controlClass} h-8 pointer-coarse:h-10`}
      />
    </Field>
  );
}
