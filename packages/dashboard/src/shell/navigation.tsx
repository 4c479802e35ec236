// The screens that one can go to from anywhere: a row each, in the order of the side bar.
import { ListVideo, type LucideIcon, SquareTerminal } from 'lucide-react';

export interface Destination {
  readonly to: '/compose' | '/commands';
  readonly title: string;
  readonly Icon: LucideIcon;
  /** What one would type to find it, beside its title. */
  readonly words: string;
  /** Whether it stands in a phone's bottom bar; the others are behind "More". */
  readonly isFirst: boolean;
  /** Only for who signed in with the admin token. */
  readonly isAdmin?: true;
}

export const destinations: readonly Destination[] = [
  { to: '/compose', title: 'Compose', Icon: SquareTerminal, words: 'run new command editor upload', isFirst: true },
  { to: '/commands', title: 'Commands', Icon: ListVideo, words: 'list queue history log', isFirst: true },
];
