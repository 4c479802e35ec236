// The words that a command can be completed with: of the installed FFmpeg, and of this draft.
import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { client, hastyClient } from '../client.ts';
import type { PartOption, Term, Vocabulary } from './complete.ts';
import type { Draft } from './draft.ts';
import type { PartName } from './expect-at.ts';

interface Named {
  readonly name: string;
  readonly description: string;
}

export function useVocabulary({ inputs, outputs }: Draft): Vocabulary {
  const queryClient = useQueryClient();
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
      optionsOf: async (part) => {
        const known = part.kind === 'filter' ? build?.filters : build?.encoders;
        const isKnown = known?.some(({ name }) => name === part.name) === true;
        return isKnown ? await readPart(queryClient, part) : [];
      },
    }),
    [build, inputs, outputs, queryClient],
  );
}

function termsOf(named: readonly Named[] = []): Term[] {
  return named.map(({ name, description }) => ({ name, about: description }));
}

/** Read once; where the server has no FFmpeg to ask, its arguments are not completed. */
async function readPart(queryClient: QueryClient, { kind, name }: PartName): Promise<readonly PartOption[]> {
  const params = { name };
  const part = await queryClient
    .query({
      queryKey: ['ffmpeg', kind, name],
      queryFn: () =>
        kind === 'filter' ? hastyClient.getFfmpegFilter({ params }) : hastyClient.getFfmpegEncoder({ params }),
      staleTime: Number.POSITIVE_INFINITY,
      gcTime: Number.POSITIVE_INFINITY,
    })
    .catch(() => null);
  return (part?.options ?? []).map(({ values, ...option }) => ({
    name: option.name,
    about: option.description,
    values: termsOf(values),
  }));
}
