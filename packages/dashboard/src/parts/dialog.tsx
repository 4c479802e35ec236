// What opens over a screen: a dialog to fill in, and the one question before something is destroyed.
import { AlertDialog } from '@base-ui/react/alert-dialog';
import { Dialog as BaseDialog } from '@base-ui/react/dialog';
import { type LucideIcon, Trash2, X } from 'lucide-react';
import { type ReactElement, type ReactNode, useState } from 'react';
import { Button, IconButton } from './button.tsx';
import { Problem } from './problem.tsx';

export const backdropClass =
  'fixed inset-0 z-40 bg-shade transition-opacity duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0';
const popupClass =
  'fixed left-1/2 z-50 max-h-[85dvh] w-[calc(100vw-2rem)] -translate-x-1/2 overflow-y-auto rounded-lg border border-line bg-surface p-5 shadow-raised outline-none transition-[opacity,scale] duration-150 data-ending-style:scale-98 data-ending-style:opacity-0 data-starting-style:scale-98 data-starting-style:opacity-0';

export function Dialog(props: {
  /** The button that opens it. */
  readonly trigger?: ReactElement;
  readonly isOpen?: boolean;
  readonly onOpenChange?: (isOpen: boolean) => void;
  readonly title: string;
  readonly description?: ReactNode;
  readonly isWide?: boolean;
  readonly children: ReactNode;
}): ReactNode {
  const { trigger, isOpen, onOpenChange, title, description, isWide = false, children } = props;
  return (
    <BaseDialog.Root {...(isOpen === undefined ? {} : { open: isOpen })} {...(onOpenChange && { onOpenChange })}>
      {trigger === undefined ? null : <BaseDialog.Trigger render={trigger} />}
      <BaseDialog.Portal>
        <BaseDialog.Backdrop className={backdropClass} />
        <BaseDialog.Popup className={`${popupClass} top-[7.5dvh] ${isWide ? 'max-w-3xl' : 'max-w-md'}`}>
          <div className="mb-3 flex items-start gap-2">
            <div className="min-w-0 flex-1">
              <BaseDialog.Title className="text-lg font-semibold">{title}</BaseDialog.Title>
              {description === undefined ? null : (
                <BaseDialog.Description className="text-quiet">{description}</BaseDialog.Description>
              )}
            </div>
            <BaseDialog.Close render={<IconButton label="Close" Icon={X} />} />
          </div>
          {children}
        </BaseDialog.Popup>
      </BaseDialog.Portal>
    </BaseDialog.Root>
  );
}

/** A button that asks once, and stays open to say so when its work fails. */
export function ConfirmButton(props: {
  readonly label: string;
  readonly Icon?: LucideIcon;
  /** A picture only, with the label for who cannot see it. */
  readonly isIcon?: boolean;
  readonly question: string;
  /** What is lost, and what stays. */
  readonly children: ReactNode;
  readonly onConfirm: () => Promise<unknown>;
}): ReactNode {
  const { label, Icon = Trash2, isIcon = false, question, children, onConfirm } = props;
  const [isOpen, setOpen] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<Error | null>(null);
  const confirm = async (): Promise<void> => {
    setBusy(true);
    setError(null);
    try {
      await onConfirm();
      setOpen(false);
    } catch (reason) {
      setError(reason instanceof Error ? reason : new Error(String(reason)));
    } finally {
      setBusy(false);
    }
  };
  return (
    <AlertDialog.Root open={isOpen} onOpenChange={setOpen}>
      <AlertDialog.Trigger
        render={
          isIcon ? (
            <IconButton label={label} Icon={Icon} />
          ) : (
            <Button kind="danger" Icon={Icon}>
              {label}
            </Button>
          )
        }
      />
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className={backdropClass} />
        <AlertDialog.Popup className={`${popupClass} top-[20dvh] max-w-sm`}>
          <AlertDialog.Title className="text-lg font-semibold">{question}</AlertDialog.Title>
          <AlertDialog.Description className="mt-1 text-quiet">{children}</AlertDialog.Description>
          <Problem error={error} />
          <div className="mt-5 flex justify-end gap-2">
            <AlertDialog.Close render={<Button>Keep</Button>} />
            <Button kind="danger" Icon={Icon} isBusy={isBusy} onClick={() => void confirm()}>
              {label}
            </Button>
          </div>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
