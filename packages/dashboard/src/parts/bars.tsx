// Figures of days as bars: thirty of them need no library, and follow the theme by themselves.
import { type ReactNode, useId } from 'react';

export interface Bar {
  readonly label: string;
  /** From the foot up; each with the class of its colour. */
  readonly parts: readonly { readonly value: number; readonly className: string }[];
  /** Said when pointed at, and read out. */
  readonly says: string;
}

const height = 120;
const barWidth = 12;
const gap = 4;

export function Bars({ title, bars }: { readonly title: string; readonly bars: readonly Bar[] }): ReactNode {
  const titleId = useId();
  const sums = bars.map(({ parts }) => parts.reduce((sum, { value }) => sum + value, 0));
  const most = Math.max(...sums, Number.MIN_VALUE);
  const width = Math.max(1, bars.length) * (barWidth + gap) - gap;
  return (
    <figure className="min-w-0 rounded-lg border border-line bg-surface p-4">
      <figcaption id={titleId} className="mb-3 text-sm text-quiet">
        {title}
      </figcaption>
      <div className="overflow-x-auto" tabIndex={0} role="region" aria-labelledby={titleId}>
        <svg viewBox={`0 0 ${width} ${height + 18}`} width={width} height={height + 18} role="list">
          {bars.map(({ label, parts, says }, index) => {
            let foot = height;
            return (
              <g key={label} role="listitem" aria-label={says}>
                <title>{says}</title>
                <rect
                  x={index * (barWidth + gap)}
                  y={0}
                  width={barWidth}
                  height={height}
                  className="fill-sunken"
                  rx={2}
                />
                {parts.map(({ value, className }) => {
                  const tall = (value / most) * height;
                  foot -= tall;
                  return (
                    <rect
                      key={className}
                      x={index * (barWidth + gap)}
                      y={foot}
                      width={barWidth}
                      height={tall}
                      rx={2}
                      className={className}
                    />
                  );
                })}
                <text
                  x={index * (barWidth + gap) + barWidth / 2}
                  y={height + 13}
                  textAnchor="middle"
                  className="fill-quiet text-[10px]"
                  aria-hidden
                >
                  {label}
                </text>
              </g>
            );
          })}
        </svg>
      </div>
    </figure>
  );
}
