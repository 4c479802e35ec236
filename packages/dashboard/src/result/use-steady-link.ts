// Every answer has fresh links to the same bytes: what is shown keeps its first, or a film would begin anew at each.
import { useState } from 'react';

/** The link that this file was first seen with; another once it is another file, or is deleted. */
export function useSteadyLink(fileId: string, url: string | null): string | null {
  const [kept, setKept] = useState({ fileId, url });
  if (kept.fileId === fileId && (kept.url === null) === (url === null)) return kept.url;
  setKept({ fileId, url });
  return url;
}
