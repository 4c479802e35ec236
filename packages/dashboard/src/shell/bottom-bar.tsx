// The way to the screens on a phone: the first ones under the thumb, the others in a sheet.
import { Link } from '@tanstack/react-router';
import { Ellipsis } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Dialog } from '../parts/dialog.tsx';
import type { Destination } from './navigation.tsx';
import { Belongings, rowClass } from './side-bar.tsx';

const tabClass =
  'flex min-w-0 flex-1 flex-col items-center justify-center gap-0.5 text-xs text-quiet -outline-offset-2 aria-[current=page]:text-accent';

export function BottomBar({ destinations }: { readonly destinations: readonly Destination[] }): ReactNode {
  const [isOpen, setOpen] = useState(false);
  const rest = destinations.filter(({ isFirst }) => !isFirst);
  return (
    <nav
      aria-label="Screens, below"
      className="fixed inset-x-0 bottom-0 z-20 flex h-14 border-t border-line bg-canvas pb-[env(safe-area-inset-bottom)] md:hidden"
    >
      {destinations
        .filter(({ isFirst }) => isFirst)
        .map(({ to, title, Icon }) => (
          <Link key={to} to={to} activeOptions={{ exact: to === '/' }} className={tabClass}>
            <Icon size={18} aria-hidden />
            {title}
          </Link>
        ))}
      <Dialog
        title="More"
        isOpen={isOpen}
        onOpenChange={setOpen}
        trigger={
          <button type="button" className={tabClass}>
            <Ellipsis size={18} aria-hidden />
            More
          </button>
        }
      >
        {rest.map(({ to, title, Icon }) => (
          <Link
            key={to}
            to={to}
            className={rowClass}
            onClick={() => {
              setOpen(false);
            }}
          >
            <Icon size={16} aria-hidden />
            {title}
          </Link>
        ))}
        <Belongings />
      </Dialog>
    </nav>
  );
}
