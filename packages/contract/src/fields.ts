// Field schemas that several resources share, with the sentences people read when one does not fit.
import { z } from 'zod';
import { requestLimits } from './request-limits.ts';

/** Aliases of inputs and outputs: `in_` or `out_`, then letters, digits and underscores. */
export const inputAlias = z.string().regex(/^in_[A-Za-z0-9_]+$/, {
  message: 'An input key is "in_" followed by letters, digits or underscores, such as "in_video".',
});
export const outputAlias = z.string().regex(/^out_[A-Za-z0-9_]+$/, {
  message: 'An output key is "out_" followed by letters, digits or underscores, such as "out_video".',
});

const utf8 = new TextEncoder();

/** Text that can be stored and handed to a program: well-formed Unicode without NUL. */
export const text = z
  .string()
  .refine((value) => !value.includes('\0'), 'Text holds no NUL character.')
  .refine((value) => value.isWellFormed(), 'Text is well-formed Unicode.');

function hasControlCharacter(text: string): boolean {
  return /\p{Cc}/u.test(text);
}

/** One line for people to read, such as a name. */
export const plainText = (lengthMessage: string, max: number) =>
  text
    .min(1, lengthMessage)
    .max(max, lengthMessage)
    .refine((value) => !hasControlCharacter(value), 'A name holds no control characters.');

/** One path part, 1–255 bytes of UTF-8. */
export const outputName = z
  .string()
  .min(1, 'An output needs a file name, such as "result.mp4".')
  .refine((name) => utf8.encode(name).length <= 255, 'A file name has at most 255 bytes.')
  .refine((name) => !name.includes('/') && name !== '.' && name !== '..', 'A file name is one path part, without "/".')
  .refine((name) => !hasControlCharacter(name), 'A file name holds no control characters.')
  .refine((name) => name.isWellFormed(), 'A file name is well-formed Unicode.');

/** Alias → where the input comes from: an http(s) URL, a `storage_url` or a `file_id` of the caller's own. */
export const inputFiles = z
  .record(inputAlias, text.min(1, 'An input needs a URL.').max(8192, 'An input URL has at most 8,192 characters.'))
  .refine(
    (files) => Object.keys(files).length <= requestLimits.inputs,
    `At most ${requestLimits.inputs} inputs a command.`,
  )
  .meta({
    id: 'InputFiles',
    description:
      'Alias → where the input comes from: an http(s) URL, a `storage_url` or a `file_id` of your own. `{}` for a command that needs none.',
  });

/** Alias → file name of the result. */
export const outputFiles = z
  .record(outputAlias, outputName)
  .refine((files) => Object.keys(files).length > 0, 'must be a non-empty object')
  .refine(
    (files) => Object.keys(files).length <= requestLimits.outputs,
    `At most ${requestLimits.outputs} outputs a command.`,
  )
  .refine(
    (files) => new Set(Object.values(files)).size === Object.keys(files).length,
    'Two outputs of one command must not have the same file name.',
  )
  .meta({
    id: 'OutputFiles',
    description: 'Alias → file name of the result. A name such as `frame_%04d.png` stands for a series.',
  });

/** At most 10 values of the caller's own, returned as sent. */
export const metadata = z
  .record(
    text.max(255, 'A metadata key has at most 255 characters.'),
    z.union([text.max(4096, 'A metadata value has at most 4,096 characters.'), z.number(), z.boolean()], {
      error: 'A metadata value is a string of at most 4,096 characters, a number or a boolean.',
    }),
  )
  .refine((map) => Object.keys(map).length <= 10, 'At most 10 metadata keys.')
  .meta({ id: 'Metadata', description: 'At most 10 values of your own, returned as sent.' });

export const commandText = text
  .min(1, 'The command is empty.')
  .refine((value) => utf8.encode(value).length <= requestLimits.commandTextBytes, 'A command has at most 32,768 bytes.')
  .meta({
    id: 'CommandText',
    description: 'An FFmpeg command line with placeholders: `{{alias}}` or `<<alias>>` for each input and output.',
  });

export const webhookUrl = z
  .url({ protocol: /^https?$/, message: 'A webhook URL is an absolute http or https URL.' })
  .max(8192, 'A webhook URL has at most 8,192 characters.')
  // The parser of URLs takes what neither a database nor a request can hold.
  .refine((value) => !value.includes('\0') && value.isWellFormed(), 'A webhook URL is well-formed text without NUL.')
  .describe("Told when this command is done, in place of the account's URL.");

/** A whole number in a query string. */
export const wholeNumber = (name: string, min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, `${name} is a whole number.`)
    .transform(Number)
    .pipe(z.int().min(min, `${name} is at least ${min}.`).max(max, `${name} is at most ${max}.`));

/** Paging of every list: newest first, `limit` 1–100 (50), `offset` from 0. */
export const paging = {
  limit: wholeNumber('limit', 1, 100).default(50).describe('Entries a page.'),
  offset: wholeNumber('offset', 0, 999_999_999).default(0).describe('Entries to leave out at the beginning.'),
};

/** Beside paging: `cursor` in place of `offset` (it neither repeats nor skips while rows come and go), and bounds of `created_at`. */
export const listFilters = {
  cursor: z
    .string()
    .max(64)
    .optional()
    .describe(
      '`next_cursor` of the page before, in place of `offset`: neither repeats nor skips while rows come and go.',
    ),
  created_after: z.iso
    .datetime({ offset: true, message: 'created_after is an ISO 8601 time.' })
    .optional()
    .describe('Only what is newer.'),
  created_before: z.iso
    .datetime({ offset: true, message: 'created_before is an ISO 8601 time.' })
    .optional()
    .describe('Only what is older.'),
};

/** ISO 8601, UTC, milliseconds. */
export const timestamp = z.iso.datetime({ precision: 3 });
export const seconds = z.number().nonnegative();
