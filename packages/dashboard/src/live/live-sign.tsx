// Says whether what is shown changes by itself, as it happens.
import type { ReactNode } from 'react';
import type { Liveness } from './follow-account.ts';
import { useLiveness } from './liveness.ts';

const signs: Record<Liveness, readonly [dot: string, word: string, title: string]> = {
  connecting: ['bg-edge', 'Connecting', 'The stream of changes is being opened.'],
  live: ['bg-good', 'Live', 'Changes are shown as they happen.'],
  broken: [
    'bg-warn animate-pulse',
    'Reconnecting',
    'The server cannot be reached; until then lists look again by themselves.',
  ],
  crowded: [
    'bg-warn',
    'Every few seconds',
    'This account has its 16 streams open, in other tabs or programs: lists look again by themselves.',
  ],
};

export function LiveSign(): ReactNode {
  const [dot, word, title] = signs[useLiveness()];
  return (
    <p role="status" title={title} className="flex items-center gap-2 text-xs text-quiet">
      <span className={`size-1.5 rounded-full ${dot}`} aria-hidden />
      {word}
    </p>
  );
}
