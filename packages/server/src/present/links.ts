// Absolute links of one answer: they depend on the host that was asked.

/** A fresh absolute link to a file or to a member of its package. */
export type LinkTo = (fileId: string, name: string) => string;

export function linksUnder(baseUrl: string, pathOf: LinkTo): LinkTo {
  return (fileId, name) => baseUrl + pathOf(fileId, name);
}
