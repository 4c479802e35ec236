// What the server says of a draft before it is run: its objections, and the words it would really give to FFmpeg.
import type { Client } from '@renderio/sdk';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { client } from '../client.ts';
import type { DraftRequest } from './draft.ts';

export type Verdict = Awaited<ReturnType<Client['validateCommand']>>;

/** As long as one types, nobody is asked. */
const restMs = 350;

export function useVerdict(request: DraftRequest): {
  readonly verdict: Verdict | undefined;
  readonly error: Error | null;
} {
  const wanted = JSON.stringify(request);
  const [asked, setAsked] = useState(wanted);
  useEffect(() => {
    const timer = setTimeout(() => {
      setAsked(wanted);
    }, restMs);
    return () => {
      clearTimeout(timer);
    };
  }, [wanted]);
  const query = useQuery({
    queryKey: ['verdict', asked],
    queryFn: ({ signal }) => client.validateCommand({ body: bodyOf(JSON.parse(asked) as DraftRequest), signal }),
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return { verdict: query.data, error: query.error };
}

function bodyOf({ ffmpeg_command: command, ffmpeg_commands: commands, ...files }: DraftRequest) {
  return commands === undefined ? { ...files, ffmpeg_command: command ?? '' } : { ...files, ffmpeg_commands: commands };
}
