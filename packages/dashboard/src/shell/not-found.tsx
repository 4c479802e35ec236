// An address that leads to no screen.
import { Link } from '@tanstack/react-router';
import { Unplug } from 'lucide-react';
import type { ReactNode } from 'react';
import { EmptyState } from '../parts/empty-state.tsx';
import { Page } from '../parts/page.tsx';

export function NotFound(): ReactNode {
  return (
    <Page title="There is nothing here">
      <EmptyState Icon={Unplug} title="No screen has this address">
        <p>
          It may have been mistyped, or belong to another version. <Link to="/">Go to the first screen</Link>, or press
          Ctrl K to find what you are after.
        </p>
      </EmptyState>
    </Page>
  );
}
