// A table of rows that fit on a page; on a phone the columns that matter least give way.
import type { ReactNode } from 'react';

export interface Column<Row> {
  readonly title: string;
  readonly cell: (row: Row) => ReactNode;
  /** Figures stand at the right. */
  readonly isNumber?: boolean;
  /** Not shown where there is little room. */
  readonly isExtra?: boolean;
  /** Takes the room that the others leave, and is cut off where it ends. */
  readonly isWide?: boolean;
}

export function DataTable<Row>(props: {
  /** What the rows are, for screen readers. */
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
}): ReactNode {
  const { label, columns, rows, keyOf } = props;
  return (
    <div
      className="overflow-x-auto rounded-lg border border-line bg-surface"
      tabIndex={0}
      role="region"
      aria-label={label}
    >
      <table className="w-full text-left">
        <thead className="border-b border-line text-xs text-quiet">
          <tr>
            {columns.map((column) => (
              <th
                key={column.title}
                scope="col"
                className={`px-3 py-2 font-medium whitespace-nowrap ${classOf(column)}`}
              >
                {column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)} className="border-b border-line last:border-0 hover:bg-hover/50">
              {columns.map((column) => (
                <td key={column.title} className={`px-3 py-2 align-top ${classOf(column)}`}>
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function classOf<Row>({ isNumber = false, isExtra = false, isWide = false }: Column<Row>): string {
  return [isNumber && 'text-right whitespace-nowrap', isExtra && 'max-md:hidden', isWide && 'w-full max-w-0 truncate']
    .filter((name) => name !== false)
    .join(' ');
}
