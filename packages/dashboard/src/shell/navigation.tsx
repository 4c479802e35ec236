// The screens that one can go to from anywhere: a row each, in the order of the side bar.
import {
  BookMarked,
  FolderOpen,
  Gauge,
  KeyRound,
  ListVideo,
  type LucideIcon,
  Server,
  Settings2,
  SquareTerminal,
  Webhook,
} from 'lucide-react';

export interface Destination {
  readonly to: '/' | '/compose' | '/commands' | '/files' | '/presets' | '/webhooks' | '/keys' | '/workers' | '/system';
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
  { to: '/', title: 'Overview', Icon: Gauge, words: 'home usage statistics running failures', isFirst: true },
  { to: '/compose', title: 'Compose', Icon: SquareTerminal, words: 'run new command editor upload', isFirst: true },
  { to: '/commands', title: 'Commands', Icon: ListVideo, words: 'list queue history log', isFirst: true },
  { to: '/files', title: 'Files', Icon: FolderOpen, words: 'upload media storage outputs', isFirst: true },
  { to: '/presets', title: 'Presets', Icon: BookMarked, words: 'templates saved commands', isFirst: false },
  {
    to: '/webhooks',
    title: 'Webhooks',
    Icon: Webhook,
    words: 'deliveries receiver secret test replay',
    isFirst: false,
  },
  { to: '/keys', title: 'Keys and limits', Icon: KeyRound, words: 'api key revoke quota', isFirst: false },
  { to: '/workers', title: 'Workers', Icon: Server, words: 'hosts capacity drain', isFirst: false, isAdmin: true },
  {
    to: '/system',
    title: 'System',
    Icon: Settings2,
    words: 'versions sandbox storage settings',
    isFirst: false,
    isAdmin: true,
  },
];
