// Buttons, and links that look like them: one primary a screen, dangerous ones in the colour of failure.
import { LoaderCircle, type LucideIcon } from 'lucide-react';
import type { ComponentProps, ReactNode } from 'react';

type ButtonKind = 'primary' | 'plain' | 'quiet' | 'danger';

const kinds: Record<ButtonKind, string> = {
  primary: 'border-transparent bg-ink text-canvas hover:opacity-85',
  plain: 'border-line bg-surface hover:bg-hover',
  quiet: 'border-transparent text-quiet hover:bg-hover hover:text-ink',
  danger: 'border-line bg-surface text-bad hover:bg-bad-soft',
};

/** For what is a link and looks like a button. */
export function buttonClass(kind: ButtonKind = 'plain'): string {
  return `inline-flex h-8 items-center justify-center gap-1.5 rounded-md border px-3 text-sm font-medium whitespace-nowrap select-none disabled:opacity-50 pointer-coarse:h-10 ${kinds[kind]}`;
}

export function Button(
  props: ComponentProps<'button'> & {
    readonly kind?: ButtonKind;
    readonly Icon?: LucideIcon;
    /** Its work is under way: it spins and cannot be pressed again. */
    readonly isBusy?: boolean;
  },
): ReactNode {
  const { kind = 'plain', Icon, isBusy = false, disabled, className = '', children, type = 'button', ...rest } = props;
  return (
    <button
      {...rest}
      type={type}
      disabled={disabled === true || isBusy}
      aria-busy={isBusy}
      className={`${buttonClass(kind)} ${className}`}
    >
      {isBusy ? (
        <LoaderCircle size={15} className="animate-spin" aria-hidden />
      ) : (
        Icon && <Icon size={15} aria-hidden />
      )}
      {children}
    </button>
  );
}

/** A square with a picture only; its label is read out and shown when hovered. */
export function IconButton(
  props: Omit<ComponentProps<'button'>, 'children'> & { readonly label: string; readonly Icon: LucideIcon },
): ReactNode {
  const { label, Icon, className = '', ...rest } = props;
  return (
    <button
      type="button"
      {...rest}
      aria-label={label}
      title={label}
      className={`inline-flex size-8 shrink-0 items-center justify-center rounded-md text-quiet hover:bg-hover hover:text-ink disabled:opacity-50 pointer-coarse:size-10 ${className}`}
    >
      <Icon size={16} aria-hidden />
    </button>
  );
}
