// The words that a command can be completed with: of the installed FFmpeg, and of this draft.
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { client } from '../client.ts';
import type { Term, Vocabulary } from './complete.ts';
import type { Draft } from './draft.ts';

interface Named {
  readonly name: string;
  readonly description: string;
}

export function useVocabulary({ inputs, outputs }: Draft): Vocabulary {
  // Without it aliases are completed all the same: what went wrong is no news to who writes a command.
  const { data: build } = useQuery({
    queryKey: ['ffmpeg'],
    queryFn: ({ signal }) => client.getFfmpegBuild({ signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  return useMemo(
    () => ({
      options: termsOf(build?.options),
      // `copy` is no encoder and stands where one would.
      encoders: [{ name: 'copy', about: 'The stream as it is' }, ...termsOf(build?.encoders)],
      filters: termsOf(build?.filters),
      formats: termsOf(build?.formats),
      pixelFormats: (build?.pixel_formats ?? []).map((name) => ({ name, about: '' })),
      aliases: [
        ...inputs.map(({ alias, value, filename }) => ({ name: alias, about: filename ?? value })),
        ...outputs.map(({ alias, filename }) => ({ name: alias, about: filename })),
      ],
    }),
    [build, inputs, outputs],
  );
}

function termsOf(named: readonly Named[] = []): Term[] {
  return named.map(({ name, description }) => ({ name, about: description }));
}
