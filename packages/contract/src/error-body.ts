// The body of every answer that is not a success.
import { z } from 'zod';
import { type ApiErrorCode, apiErrors } from './errors.ts';

/** One fault of a request: where (`loc`, from the outside in), a sentence, and a stable machine word. */
export const detailEntry = z
  .object({
    loc: z
      .array(z.union([z.string(), z.number()]))
      .describe('Where, from the outside in: `body`, `query` or `path` first.'),
    msg: z.string().describe('A sentence.'),
    type: z.string().describe('A stable word for programs.'),
  })
  .meta({ id: 'DetailEntry' });
export type DetailEntry = z.infer<typeof detailEntry>;

export const errorBody = z
  .object({
    error: z.enum(Object.keys(apiErrors) as [ApiErrorCode, ...ApiErrorCode[]]),
    message: z.string().describe('A sentence for people.'),
    detail: z.array(detailEntry).optional().describe('One entry for each bad field, all at once.'),
    request_id: z.string().describe('Quote it when reporting a problem; also the header `X-Request-Id`.'),
  })
  .meta({ id: 'Error' });
export type ErrorBody = z.infer<typeof errorBody>;
