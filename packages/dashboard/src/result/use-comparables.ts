// What a result can be laid beside: what an earlier run made, what it was made of, and what else its command made.
import type { Command } from '@renderio/sdk';
import { useQueries, useQuery } from '@tanstack/react-query';
import { client } from '../client.ts';
import { commandKey } from './command-query.ts';
import type { Medium } from './media-view.tsx';

export interface Comparable {
  readonly key: string;
  /** As it is offered: "in_video, the input". */
  readonly label: string;
  readonly medium: Medium;
}

/** An input that is a file of one's own: others are elsewhere, and the page's policy does not show them. */
const fileIdPattern = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** What one is most likely to want comes first. */
export function useComparables(command: Command, earlierId: string | null): readonly Comparable[] {
  const { command_id: commandId, original_request: request, output_files: outputs } = command;
  const inputs = Object.entries(request.input_files).filter(([, value]) => fileIdPattern.test(value));
  const files = useQueries({
    queries: inputs.map(([, fileId]) => ({
      queryKey: ['file', fileId],
      queryFn: ({ signal }: { readonly signal: AbortSignal }) => client.getFile({ params: { fileId }, signal }),
    })),
  });
  const earlier = useQuery({
    queryKey: commandKey(earlierId ?? ''),
    queryFn: ({ signal }) => client.getCommand({ params: { commandId: earlierId ?? '' }, signal }),
    enabled: earlierId !== null && earlierId !== commandId,
  });
  return [
    ...Object.entries(earlier.data?.output_files ?? {}).map(([alias, medium]) => ({
      key: `earlier ${alias}`,
      label: `${alias} of the run before`,
      medium,
    })),
    ...inputs.flatMap(([alias], index) => {
      const medium = files[index]?.data;
      return medium === undefined ? [] : [{ key: `input ${alias}`, label: `${alias}, the input`, medium }];
    }),
    ...Object.entries(outputs).map(([alias, medium]) => ({
      key: `output ${alias}`,
      label: `${alias}, also made`,
      medium,
    })),
  ];
}
