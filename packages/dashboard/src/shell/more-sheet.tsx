// What has no room in a phone's bottom bar: the other screens, the documentation, the look, the way out.
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Dialog } from '../parts/dialog.tsx';
import type { Destination } from './navigation.tsx';
import { Belongings, rowClass } from './side-bar.tsx';

export function MoreSheet(props: {
  readonly destinations: readonly Destination[];
  readonly onClose: () => void;
}): ReactNode {
  return (
    <Dialog
      title="More"
      isOpen
      onOpenChange={(isOpen) => {
        if (!isOpen) props.onClose();
      }}
    >
      {props.destinations.map(({ to, title, Icon }) => (
        <Link key={to} to={to} className={rowClass} onClick={props.onClose}>
          <Icon size={16} aria-hidden />
          {title}
        </Link>
      ))}
      <Belongings />
    </Dialog>
  );
}
