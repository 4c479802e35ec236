// Where a secret may be: the caller's own text given back to the caller, and what could not work without it. All else is a leak.
import type { SecretKind } from './secret-book.ts';

export interface Home {
  readonly where: RegExp;
  readonly holds: readonly SecretKind[];
  readonly because: string;
}

const wholeUrl = ["URL's user info", "URL's query"] as const;

export const homes: readonly Home[] = [
  {
    where: /^answer \w+ (commands\[\] |command )?original_request /,
    holds: wholeUrl,
    because: "the caller's own request, as it was sent",
  },
  {
    where: /^(webhook body data|answer getWebhookDelivery body)( original_request |$)/,
    holds: ["URL's query"],
    because: "the caller's own request, to the receiver that the caller named; user info is masked",
  },
  {
    where: /^answer validateCommand arguments\[\]\[\]$/,
    holds: wholeUrl,
    because: "the words of the caller's own command, which are what was asked for",
  },
  {
    where: /^answer \w+ (files\[\] )?original_file_url$/,
    holds: wholeUrl,
    because: 'a public field: the address as the caller sent it',
  },
  {
    where: /^answer (get|put)WebhookConfig url$/,
    holds: wholeUrl,
    because: "a public field: the account's own setting, to be read and sent back",
  },
  {
    where: /^answer \w+ detail\[\] loc\[\]$/,
    holds: wholeUrl,
    because: 'the place of a fault, by the name that the caller gave the field',
  },
  {
    where: /^(answer \w+ message|mcp \S+ error message)$/,
    holds: ['misplaced word'],
    because: 'what is not found is named to whoever asked for it',
  },
  {
    where: /^table partial_uploads\.metadata$/,
    holds: ['misplaced word'],
    because: "the client's own words about its upload, told to it again when it asks",
  },
  {
    where: /^answer (createAccount|createKey|createKeyOfAccount) api_key$/,
    holds: ['API key'],
    because: 'shown this once: it is what was asked for',
  },
  { where: /^answer signIn header set-cookie$/, holds: ['session'], because: 'what was asked for' },
  {
    where: /^(answer \w+ (files\[\] )?storage_url|mcp list_files .*)$/,
    holds: ['media link'],
    because: 'links are handed out to be used',
  },
  {
    where: /^webhook header authorization$/,
    holds: ["URL's user info"],
    because: "the receiver's own credentials, which the caller put into its URL",
  },
  {
    where: /^process of the server environ$/,
    holds: ['API key', 'admin token'],
    because: 'settings come in by the environment',
  },
  {
    where: /^table (commands\.request|commands\.webhook_url|files\.original_url)$/,
    holds: wholeUrl,
    because: 'what a worker fetches from and posts to',
  },
  { where: /^table deliveries\.url$/, holds: wholeUrl, because: "a command's own receiver, posted to" },
  {
    where: /^table deliveries\.body$/,
    holds: ["URL's query"],
    because: 'the bytes that are sent and signed, frozen when the command ended',
  },
  { where: /^table webhook_configs\.url$/, holds: wholeUrl, because: 'posted to' },
  { where: /^table webhook_configs\.(?:previous_)?secret$/, holds: ['webhook secret'], because: 'signs what is sent' },
  {
    where: /^table secrets\.value$/,
    holds: ['installation secret'],
    because: 'what all processes of an installation sign links and sessions with',
  },
  {
    where: /^file postgres\/password$/,
    holds: ['database password'],
    because: "the server's own, in a file that its user alone can read",
  },
];
