// What is around every screen: the ways to the others, the look, the way out; and signing in where nobody is.
import { Outlet, useLocation } from '@tanstack/react-router';
import { Search } from 'lucide-react';
import { lazy, type ReactNode, Suspense, useEffect, useState } from 'react';
import { LiveSign } from '../live/live-sign.tsx';
import { useLiveAccount } from '../live/use-live-account.ts';
import { IconButton } from '../parts/button.tsx';
import { Loading } from '../parts/loading.tsx';
import { Problem } from '../parts/problem.tsx';
import { SignIn } from '../screens/sign-in.tsx';
import { BottomBar } from './bottom-bar.tsx';
import { destinations } from './navigation.tsx';
import { useSession } from './session.ts';
import { SideBar } from './side-bar.tsx';
import { Wordmark } from './wordmark.tsx';

const CommandPalette = lazy(() =>
  import('./command-palette.tsx').then((module) => ({ default: module.CommandPalette })),
);

const Toasts = lazy(() => import('../parts/toast.tsx').then((module) => ({ default: module.Toasts })));

export function Shell(): ReactNode {
  const session = useSession();
  const { pathname } = useLocation();
  const [isFinding, setFinding] = useState(false);
  useLiveAccount(session.data?.account?.account_id ?? null);
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      setFinding(true);
    };
    window.addEventListener('keydown', onKey);
    return () => {
      window.removeEventListener('keydown', onKey);
    };
  }, []);

  if (session.isError) {
    return (
      <main className="mx-auto max-w-md p-6">
        <Problem error={session.error} />
      </main>
    );
  }
  if (session.isPending) return <Loading />;
  const { account, admin } = session.data;
  if (account === null && admin === null) return <SignIn />;

  const open = destinations.filter(({ isAdmin }) => (isAdmin === true ? admin : account) !== null);
  const isAdminScreen = destinations.some(({ to, isAdmin }) => isAdmin === true && pathname.startsWith(to));
  const find = (): void => {
    setFinding(true);
  };
  return (
    <div className="md:grid md:grid-cols-[13rem_minmax(0,1fr)]">
      <a
        href="#content"
        className="fixed top-2 left-2 z-50 rounded-md bg-ink px-3 py-1.5 text-canvas not-focus:sr-only"
      >
        Skip to the content
      </a>
      <SideBar destinations={open} isFollowing={account !== null} onFind={find} />
      <header className="sticky top-0 z-10 flex h-12 items-center justify-between border-b border-line bg-canvas px-4 md:hidden">
        <Wordmark />
        <div className="flex items-center gap-3">
          {account === null ? null : <LiveSign />}
          <IconButton label="Find" Icon={Search} onClick={find} />
        </div>
      </header>
      <main id="content" tabIndex={-1} className="min-w-0 px-4 pt-5 pb-24 outline-none md:px-8 md:pt-6 md:pb-12">
        <div className="mx-auto max-w-6xl">{account === null && !isAdminScreen ? <SignIn isWithin /> : <Outlet />}</div>
      </main>
      <BottomBar destinations={open} />
      {isFinding ? (
        <Suspense>
          <CommandPalette
            destinations={open}
            onClose={() => {
              setFinding(false);
            }}
          />
        </Suspense>
      ) : null}
      <Suspense>
        <Toasts />
      </Suspense>
    </div>
  );
}
