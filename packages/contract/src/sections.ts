// How the endpoints are grouped for people: the order of the OpenAPI document, the reference and llms.txt.
import { adminEndpoints, adminPrefix } from './admin.ts';
import { commandEndpoints } from './commands.ts';
import type { Endpoint } from './endpoint.ts';
import { apiPrefix, endpoints } from './endpoints.ts';
import { eventEndpoints } from './events.ts';
import { ffmpegEndpoints } from './ffmpeg.ts';
import { fileEndpoints } from './files.ts';
import { keyEndpoints } from './keys.ts';
import { presetEndpoints } from './presets.ts';
import { sessionEndpoints, sessionPrefix } from './session.ts';
import { usageEndpoints } from './usage.ts';
import { webhookEndpoints } from './webhooks.ts';

export interface Section {
  readonly title: string;
  readonly about: string;
  readonly prefix: string;
  /** What a request carries; a session's cookie stands for what it was made with. */
  readonly credential: 'apiKey' | 'adminToken' | 'none';
  readonly endpoints: Readonly<Record<string, Endpoint>>;
}

const named: readonly Omit<Section, 'prefix' | 'credential'>[] = [
  {
    title: 'Commands',
    about:
      'Submit an ordinary FFmpeg command whose inputs and outputs are placeholders, and follow it until its results are stored. A submit answers at once; whatever fails later is told by `error_status` and `error_message`.',
    endpoints: commandEndpoints,
  },
  {
    title: 'Files',
    about:
      'Everything stored: uploads, files fetched from a URL, and the outputs of commands. `storage_url` can be read without a key, and taken as an input again.',
    endpoints: fileEndpoints,
  },
  {
    title: 'Presets',
    about: 'Commands kept under a name, to be executed on other inputs. Some come with the program.',
    endpoints: presetEndpoints,
  },
  {
    title: 'Webhooks',
    about:
      'Where an account is told that a command is done: one URL for all of its commands, the deliveries with what each attempt was answered, and a test.',
    endpoints: webhookEndpoints,
  },
  { title: 'Keys', about: "An account's own API keys.", endpoints: keyEndpoints },
  {
    title: 'Account',
    about: 'What an account may use, what it has used, what changes in it, and what the installed FFmpeg can do.',
    endpoints: { ...eventEndpoints, ...usageEndpoints, ...ffmpegEndpoints },
  },
];

/** Every row of the tables, in exactly one section; what nobody has put into one comes under "More". */
export function sectionsOfEndpoints(): readonly Section[] {
  const placed = new Set(named.flatMap((section) => Object.keys(section.endpoints)));
  const rest = Object.entries(endpoints).filter(([name]) => !placed.has(name));
  const groups = [...named, { title: 'More', about: '', endpoints: Object.fromEntries(rest) }];
  return [
    ...groups
      .map((group) => ({
        ...group,
        prefix: apiPrefix,
        credential: 'apiKey' as const,
        endpoints: Object.fromEntries(Object.entries(group.endpoints).filter(([name]) => name in endpoints)),
      }))
      .filter((group) => Object.keys(group.endpoints).length > 0),
    {
      title: 'Session',
      about:
        'For pages in a browser: an API key or the admin token is exchanged for a cookie. What changes something is taken with a cookie only from pages of this server.',
      prefix: sessionPrefix,
      credential: 'none',
      endpoints: sessionEndpoints,
    },
    {
      title: 'Administration',
      about: 'For the operator: accounts, their keys and limits, and the workers. Asked for with the admin token.',
      prefix: adminPrefix,
      credential: 'adminToken',
      endpoints: adminEndpoints,
    },
  ];
}
