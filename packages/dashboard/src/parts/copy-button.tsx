// Puts a text on the clipboard and says so.
import { Check, Copy } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { Button, IconButton } from './button.tsx';

const thanksMs = 1500;

export function CopyButton(props: {
  readonly text: string;
  readonly label: string;
  /** With its label in sight. */
  readonly isWide?: boolean;
}): ReactNode {
  const { text, label, isWide = false } = props;
  const [isCopied, setCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return;
    const timer = setTimeout(() => {
      setCopied(false);
    }, thanksMs);
    return () => {
      clearTimeout(timer);
    };
  }, [isCopied]);
  const copy = (): void => {
    void copyText(text).then(setCopied);
  };
  const Icon = isCopied ? Check : Copy;
  return (
    <>
      {isWide ? (
        <Button onClick={copy} Icon={Icon}>
          {label}
        </Button>
      ) : (
        <IconButton label={label} Icon={Icon} onClick={copy} />
      )}
      <span role="status" className="sr-only">
        {isCopied ? 'Copied' : ''}
      </span>
    </>
  );
}

/** Browsers let only pages by https, or of this machine, write to the clipboard: from others one copies by hand. */
async function copyText(text: string): Promise<boolean> {
  if (!window.isSecureContext) {
    window.prompt('Copy it from here: without https the browser does not let this page do it.', text);
    return false;
  }
  return await navigator.clipboard.writeText(text).then(
    () => true,
    () => false,
  );
}
