// A list of any length that is kept current: its newest page is asked for again, the rest as it was read and as events
// have changed it since; pure.

export interface LiveRow {
  /** Lists are in its order, newest first: an id begins with its time. */
  readonly id: string;
}

export interface LivePage<Row extends LiveRow> {
  readonly rows: readonly Row[];
  readonly nextCursor: string | null;
}

/** What was asked for last stands for all that it reaches down to; below it, the pages as they were read. */
export function joinRows<Row extends LiveRow>(
  pages: readonly LivePage<Row>[],
  newest: LivePage<Row> | undefined,
): readonly Row[] {
  const loaded = pages.flatMap((page) => page.rows);
  const lowest = newest?.rows.at(-1);
  if (newest === undefined) return loaded;
  if (newest.nextCursor === null || lowest === undefined) return newest.rows;
  const below = loaded.findIndex(({ id }) => id < lowest.id);
  return below === -1 ? newest.rows : [...newest.rows, ...loaded.slice(below)];
}

/** Whether so many have come since the pages were read that nobody has seen those between. */
export function hasGap<Row extends LiveRow>(pages: readonly LivePage<Row>[], newest: LivePage<Row>): boolean {
  const first = pages[0]?.rows[0];
  const lowest = newest.rows.at(-1);
  return newest.nextCursor !== null && first !== undefined && lowest !== undefined && first.id < lowest.id;
}

/** The same page where the row is not in it. `change` gives null for a row that is gone. */
export function withRow<Row extends LiveRow>(
  page: LivePage<Row>,
  id: string,
  change: (row: Row) => Row | null,
): LivePage<Row> {
  const [first, last] = [page.rows[0], page.rows.at(-1)];
  // Of a thousand pages all but one are passed by at a glance.
  if (first === undefined || last === undefined || id > first.id || id < last.id) return page;
  const index = page.rows.findIndex((row) => row.id === id);
  const row = page.rows[index];
  if (row === undefined) return page;
  const changed = change(row);
  return {
    ...page,
    rows: changed === null ? page.rows.toSpliced(index, 1) : page.rows.with(index, changed),
  };
}
