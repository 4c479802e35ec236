// What the composer's address says: what it begins with, and what it has started.

export interface ComposeSearch {
  /** A command to begin with, to run it again with changes. */
  readonly from?: string;
  /** A preset to begin with. */
  readonly preset?: string;
  /** The command that was started here and is shown below. */
  readonly run?: string;
  /** The command that was run before it, to be compared with. */
  readonly earlier?: string;
}

export function readComposeSearch(search: Readonly<Record<string, unknown>>): ComposeSearch {
  const { from, preset, run, earlier } = search;
  return {
    ...(typeof from === 'string' ? { from } : {}),
    ...(typeof preset === 'string' ? { preset } : {}),
    ...(typeof run === 'string' ? { run } : {}),
    ...(typeof earlier === 'string' ? { earlier } : {}),
  };
}
