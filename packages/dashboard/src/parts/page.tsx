// The frame of a screen: its title, in the window too, and the actions that concern all of it.
import type { ReactNode } from 'react';

export function Page(props: {
  readonly title: string;
  /** Beside the title: a badge, an id. */
  readonly aside?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}): ReactNode {
  const { title, aside, actions, children } = props;
  return (
    <>
      <title>{`${title} · renderio`}</title>
      <header className="mb-5 flex flex-wrap items-center gap-x-3 gap-y-2">
        <h1 className="text-xl font-semibold tracking-tight">{title}</h1>
        {aside}
        {actions === undefined ? null : <div className="ml-auto flex flex-wrap gap-2">{actions}</div>}
      </header>
      {children}
    </>
  );
}

/** A part of a screen under a heading of its own. */
export function Section(props: {
  readonly title: string;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <section aria-label={props.title} className="mt-8">
      <div className="mb-2 flex min-h-8 flex-wrap items-center gap-2">
        <h2 className="text-lg font-semibold">{props.title}</h2>
        {props.actions === undefined ? null : <div className="ml-auto flex flex-wrap gap-2">{props.actions}</div>}
      </div>
      {props.children}
    </section>
  );
}
