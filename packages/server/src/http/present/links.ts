// Makes absolute links for one answer: they depend on the host that was asked.
import type { MediaLinks } from '../../services/media-links.ts';

/** A fresh absolute link to a file or to a member of its package. */
export type LinkTo = (fileId: string, name: string) => string;

export function linksUnder(baseUrl: string, links: MediaLinks): LinkTo {
  return (fileId, name) => baseUrl + links.pathOf(fileId, name);
}
