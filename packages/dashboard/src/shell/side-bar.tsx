// The way to every screen, on wide windows.
import { Link } from '@tanstack/react-router';
import { BookOpen, LogOut, Search } from 'lucide-react';
import type { ReactNode } from 'react';
import { LiveSign } from '../live/live-sign.tsx';
import { Problem } from '../parts/problem.tsx';
import type { Destination } from './navigation.tsx';
import { useSignOut } from './session.ts';
import { ThemeSwitch } from './theme-switch.tsx';
import { Wordmark } from './wordmark.tsx';

export const rowClass =
  'flex h-8 w-full items-center gap-2.5 rounded-md px-2 text-quiet hover:bg-hover hover:text-ink aria-[current=page]:bg-hover aria-[current=page]:font-medium aria-[current=page]:text-ink pointer-coarse:h-11';

export function SideBar(props: {
  readonly destinations: readonly Destination[];
  /** Whether an account is signed in, whose changes are told. */
  readonly isFollowing: boolean;
  readonly onFind: () => void;
}): ReactNode {
  return (
    <div className="sticky top-0 flex h-dvh flex-col gap-4 overflow-y-auto border-r border-line px-3 py-4 max-md:hidden">
      <div className="flex items-center justify-between px-2">
        <Wordmark />
        {props.isFollowing ? <LiveSign /> : null}
      </div>
      <button
        type="button"
        onClick={props.onFind}
        className="flex h-8 items-center gap-2 rounded-md border border-line bg-surface px-2 text-sm text-quiet hover:text-ink"
      >
        <Search size={14} aria-hidden />
        Find
        <kbd className="ml-auto font-mono text-xs">Ctrl K</kbd>
      </button>
      <nav aria-label="Screens" className="flex flex-col gap-0.5">
        {props.destinations.map(({ to, title, Icon }) => (
          <Link key={to} to={to} activeOptions={{ exact: to === '/' }} className={rowClass}>
            <Icon size={16} aria-hidden />
            {title}
          </Link>
        ))}
      </nav>
      <div className="mt-auto flex flex-col gap-0.5">
        <Belongings />
      </div>
    </div>
  );
}

/** What is not a screen: the documentation, the look, the way out. */
export function Belongings(): ReactNode {
  const signOut = useSignOut();
  return (
    <>
      <Problem error={signOut.error} />
      <a href="/docs" className={rowClass}>
        <BookOpen size={16} aria-hidden />
        Documentation
      </a>
      <button
        type="button"
        className={rowClass}
        disabled={signOut.isPending}
        onClick={() => {
          signOut.mutate();
        }}
      >
        <LogOut size={16} aria-hidden />
        Sign out
      </button>
      <div className="mt-2 px-2">
        <ThemeSwitch />
      </div>
    </>
  );
}
