// Ctrl K: go to any screen, or straight to a command by its id, without the mouse.
import { Autocomplete } from '@base-ui/react/autocomplete';
import { Dialog } from '@base-ui/react/dialog';
import { useNavigate } from '@tanstack/react-router';
import { BookOpen, CornerDownLeft, ListVideo, type LucideIcon, Search } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { backdropClass } from '../parts/dialog.tsx';
import type { Destination } from './navigation.tsx';

interface Entry {
  readonly value: string;
  readonly label: string;
  readonly words: string;
  readonly Icon: LucideIcon;
  readonly go: () => void;
}

const commandId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export function CommandPalette(props: {
  readonly destinations: readonly Destination[];
  readonly onClose: () => void;
}): ReactNode {
  const { destinations, onClose } = props;
  const navigate = useNavigate();
  const [text, setText] = useState('');
  const wanted = text.trim();
  const entries: readonly Entry[] = [
    ...(commandId.test(wanted)
      ? [
          {
            value: 'command',
            label: `Open command ${wanted}`,
            words: wanted,
            Icon: ListVideo,
            go: () => void navigate({ to: '/commands/$commandId', params: { commandId: wanted } }),
          },
        ]
      : []),
    ...destinations.map(({ to, title, words, Icon }) => ({
      value: to,
      label: title,
      words,
      Icon,
      go: () => void navigate({ to }),
    })),
    {
      value: 'docs',
      label: 'Documentation',
      words: 'help guide api reference recipes',
      Icon: BookOpen,
      go: () => {
        window.location.assign('/docs');
      },
    },
  ];
  return (
    <Dialog.Root
      open
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
    >
      <Dialog.Portal>
        <Dialog.Backdrop className={backdropClass} />
        <Dialog.Popup
          aria-label="Find"
          className="fixed top-[12dvh] left-1/2 z-50 w-[calc(100vw-2rem)] max-w-lg -translate-x-1/2 overflow-hidden rounded-lg border border-line bg-surface shadow-raised outline-none"
        >
          <Autocomplete.Root
            inline
            open
            items={entries}
            autoHighlight="always"
            value={text}
            onValueChange={setText}
            itemToStringValue={(entry: Entry) => `${entry.label} ${entry.words}`}
          >
            <div className="flex items-center gap-2 border-b border-line px-3">
              <Search size={16} className="text-quiet" aria-hidden />
              <Autocomplete.Input
                aria-label="A screen, or a command's id"
                placeholder="A screen, or a command's id"
                className="h-11 w-full bg-transparent outline-none placeholder:text-quiet"
              />
            </div>
            <Autocomplete.Empty className="px-3 not-empty:py-6 text-quiet">Nothing is called that.</Autocomplete.Empty>
            <Autocomplete.List className="max-h-[50dvh] overflow-y-auto not-empty:p-1.5">
              {(entry: Entry) => (
                <Autocomplete.Item
                  key={entry.value}
                  value={entry}
                  onClick={() => {
                    onClose();
                    entry.go();
                  }}
                  className="group flex h-9 cursor-pointer items-center gap-2.5 rounded-md px-2 data-highlighted:bg-hover"
                >
                  <entry.Icon size={16} className="text-quiet" aria-hidden />
                  <span className="truncate">{entry.label}</span>
                  <CornerDownLeft
                    size={14}
                    className="ml-auto text-quiet opacity-0 group-data-highlighted:opacity-100"
                    aria-hidden
                  />
                </Autocomplete.Item>
              )}
            </Autocomplete.List>
          </Autocomplete.Root>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
