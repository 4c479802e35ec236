// In place of a list that has nothing yet: what would stand here, and how to get there.
import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

export function EmptyState(props: {
  readonly Icon: LucideIcon;
  readonly title: string;
  /** What to do, with links. */
  readonly children: ReactNode;
  readonly action?: ReactNode;
}): ReactNode {
  const { Icon, title, children, action } = props;
  return (
    <div className="flex flex-col items-center gap-2 rounded-lg border border-dashed border-line px-6 py-14 text-center">
      <Icon size={28} strokeWidth={1.5} className="text-quiet" aria-hidden />
      <h2 className="mt-1 text-lg font-semibold">{title}</h2>
      <div className="max-w-md text-quiet [&_a]:text-accent [&_a]:underline">{children}</div>
      {action === undefined ? null : <div className="mt-3 flex gap-2">{action}</div>}
    </div>
  );
}
