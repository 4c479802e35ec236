// The words that a command can be completed with: of the installed FFmpeg, and of this draft.
import { useMemo } from 'react';
import type { Vocabulary } from './complete.ts';
import type { Draft } from './draft.ts';

const nothing = { options: [], encoders: [], filters: [], formats: [], pixelFormats: [] } as const;

export function useVocabulary(draft: Draft): Vocabulary {
  return useMemo(
    () => ({
      ...nothing,
      aliases: [
        ...draft.inputs.map(({ alias, value, filename }) => ({ name: alias, about: filename ?? value })),
        ...draft.outputs.map(({ alias, filename }) => ({ name: alias, about: filename })),
      ],
    }),
    [draft.inputs, draft.outputs],
  );
}
