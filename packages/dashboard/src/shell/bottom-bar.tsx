// The way to the screens on a phone: the first ones under the thumb, the others in a sheet.
import { Link } from '@tanstack/react-router';
import { Ellipsis } from 'lucide-react';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import type { Destination } from './navigation.tsx';

const tabClass =
  'flex min-w-0 flex-1 flex-col items-center justify-center gap-0.5 text-xs text-quiet -outline-offset-2 aria-[current=page]:text-accent';

const MoreSheet = lazy(() => import('./more-sheet.tsx').then((module) => ({ default: module.MoreSheet })));

export function BottomBar({ destinations }: { readonly destinations: readonly Destination[] }): ReactNode {
  const [isOpen, setOpen] = useState(false);
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
      <button
        type="button"
        aria-haspopup="dialog"
        className={tabClass}
        onClick={() => {
          setOpen(true);
        }}
      >
        <Ellipsis size={18} aria-hidden />
        More
      </button>
      {isOpen ? (
        <Suspense>
          <MoreSheet
            destinations={destinations.filter(({ isFirst }) => !isFirst)}
            onClose={() => {
              setOpen(false);
            }}
          />
        </Suspense>
      ) : null}
    </nav>
  );
}
