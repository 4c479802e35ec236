// A state as a word and a dot: never by colour alone.
import type { ReactNode } from 'react';

type Tone = 'good' | 'bad' | 'warn' | 'accent' | 'quiet';

const tones: Record<Tone, string> = {
  good: 'bg-good-soft text-good',
  bad: 'bg-bad-soft text-bad',
  warn: 'bg-warn-soft text-warn',
  accent: 'bg-accent-soft text-accent',
  quiet: 'bg-sunken text-quiet',
};

function Badge({ tone, children }: { readonly tone: Tone; readonly children: ReactNode }): ReactNode {
  return (
    <span
      className={`inline-flex h-5 items-center gap-1.5 rounded-full px-2 text-xs font-medium whitespace-nowrap ${tones[tone]}`}
    >
      {children}
    </span>
  );
}

/** The wire's words for commands, files, deliveries and steps, and how they are shown. */
const statuses = {
  QUEUED: ['quiet', 'Queued'],
  PROCESSING: ['accent', 'Processing'],
  SUCCESS: ['good', 'Success'],
  FAILED: ['bad', 'Failed'],
  SKIPPED: ['quiet', 'Skipped'],
  STORED: ['good', 'Stored'],
  PENDING: ['accent', 'Pending'],
  HELD: ['warn', 'Held'],
  DELIVERED: ['good', 'Delivered'],
  CANCELLED: ['quiet', 'Cancelled'],
} as const satisfies Record<string, readonly [Tone, string]>;

export function StatusBadge({ status }: { readonly status: keyof typeof statuses }): ReactNode {
  const [tone, word] = statuses[status];
  const isMoving = status === 'PROCESSING' || status === 'PENDING';
  return (
    <Badge tone={tone}>
      <span className={`size-1.5 rounded-full bg-current ${isMoving ? 'animate-pulse' : ''}`} aria-hidden />
      {word}
    </Badge>
  );
}
