// Keeps the draft of this tab, so that looking at another screen or loading the page again loses nothing.
import { type Draft, firstDraft } from './draft.ts';

const key = 'renderio.draft';

export function readDraft(): Draft {
  const kept = sessionStorage.getItem(key);
  if (kept === null) return firstDraft;
  try {
    // Only this page of this version writes it, or one whose draft is shaped alike.
    const draft = JSON.parse(kept) as Partial<Draft>;
    return Array.isArray(draft.texts) && draft.texts.length > 0 ? { ...firstDraft, ...draft } : firstDraft;
  } catch {
    return firstDraft;
  }
}

export function keepDraft(draft: Draft): void {
  sessionStorage.setItem(key, JSON.stringify(draft));
}
