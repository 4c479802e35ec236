// All commands, newest first, narrowed down by a filter that is kept in the address, and current while one looks.
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { ListVideo, SearchX, SquareTerminal } from 'lucide-react';
import type { ReactNode } from 'react';
import { CommandFilters } from '../commands/command-filters.tsx';
import { CommandRows } from '../commands/command-list.tsx';
import { useCommandList } from '../commands/use-command-list.ts';
import { buttonClass } from '../parts/button.tsx';
import { EmptyState } from '../parts/empty-state.tsx';
import { Loading } from '../parts/loading.tsx';
import { Page } from '../parts/page.tsx';
import { Problem } from '../parts/problem.tsx';

export function Commands(): ReactNode {
  const filter = useSearch({ from: '/commands' });
  const navigate = useNavigate();
  const list = useCommandList(filter);
  const isFiltered = Object.keys(filter).length > 0;
  return (
    <Page
      title="Commands"
      actions={
        <Link to="/compose" className={buttonClass('primary')}>
          <SquareTerminal size={15} aria-hidden />
          Compose
        </Link>
      }
    >
      <CommandFilters
        filter={filter}
        onChange={(changed) => void navigate({ to: '/commands', search: changed, replace: true })}
      />
      <Problem error={list.error} />
      {list.isPending ? <Loading /> : null}
      {list.rows.length > 0 ? <CommandRows list={list} /> : null}
      {list.isPending || list.rows.length > 0 || list.error !== null ? null : isFiltered ? (
        <EmptyState Icon={SearchX} title="No command is like that">
          Widen the filter, or clear it to see all commands.
        </EmptyState>
      ) : (
        <EmptyState
          Icon={ListVideo}
          title="Nothing has run yet"
          action={
            <Link to="/compose" className={buttonClass('primary')}>
              Compose a command
            </Link>
          }
        >
          What you run here or send to the API appears in this list with its state, its log and its results.{' '}
          <a href="/docs/quickstart">The quickstart</a> shows the request.
        </EmptyState>
      )}
    </Page>
  );
}
