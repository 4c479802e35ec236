// Attacks on other accounts: each endpoint with each id of theirs, their links, keys, cursors; and on administration.
import { adminEndpoints, adminPrefix, apiPrefix, type Endpoint, endpoints } from '@renderio/contract';
import type { Family, RequestVector } from '../vector.ts';

const victimIds = ['COMMAND', 'FILE', 'OUTPUT', 'PRESET', 'KEY', 'DELIVERY', 'ACCOUNT'] as const;

/** A body that an endpoint takes, so that it is the id that decides. */
const bodies: Readonly<Record<string, unknown>> = {
  updatePreset: { name: 'taken over' },
  executePreset: { input_files: {} },
};

/** Every endpoint that takes an id, with every kind of id that the victim has. */
const byId = Object.entries(endpoints as Readonly<Record<string, Endpoint>>)
  .filter(([, { path }]) => path.includes(':'))
  .flatMap(([name, { method, path }]) =>
    victimIds.map(
      (id): RequestVector => ({
        name: `asks ${method} ${path} for the victim's ${id.toLowerCase()}`,
        method,
        path: apiPrefix + path.replace(/:\w+/, `@VICTIM_${id}@`),
        ...(name in bodies ? { body: bodies[name] } : {}),
        answers: ['NOT_FOUND'],
        ...(isRepresentative(name, id) ? { isRepresentative: true as const } : {}),
      }),
    ),
  );

function isRepresentative(name: string, id: string): boolean {
  return /^(getCommand COMMAND|getFile FILE|deletePreset PRESET|deleteKey KEY|readCommandLog COMMAND)$/.test(
    `${name} ${id}`,
  );
}

const { key, admin } = {
  key: (name: string, value: string, more: Partial<RequestVector> = {}): RequestVector => ({
    name,
    method: 'GET',
    path: '/api/v1/commands?limit=1',
    headers: { 'x-api-key': value },
    answers: ['UNAUTHORIZED'],
    ...more,
  }),
  admin: (name: string, headers: Readonly<Record<string, string>>): RequestVector[] =>
    Object.values(adminEndpoints as Readonly<Record<string, Endpoint>>).map(({ method, path }) => ({
      name: `asks ${method} ${adminPrefix}${path} ${name}`,
      method,
      path: adminPrefix + path.replace(/:\w+/, '@VICTIM_ACCOUNT@'),
      ...(method === 'GET' || method === 'DELETE' ? {} : { body: { name: 'evil' } }),
      headers,
      answers: ['UNAUTHORIZED'],
    })),
};

const run = (name: string, input: string, more: Partial<RequestVector> = {}): RequestVector => ({
  name,
  method: 'POST',
  path: '/api/v1/run-ffmpeg-command',
  body: {
    input_files: { in_a: input },
    output_files: { out_a: 'stolen.txt' },
    ffmpeg_command: '-f data -i {{in_a}} -map 0 -c copy -f data {{out_a}}',
  },
  answers: [200, 'INVALID_REQUEST', 'NOT_FOUND'],
  ...more,
});
const list = (name: string, path: string, answers: RequestVector['answers'] = [200]): RequestVector => ({
  name,
  method: 'GET',
  path: `/api/v1${path}`,
  answers,
  // Its own commands name the victim's files, which is the attacker's own text.
  never: ['@VICTIM_COMMAND@'],
});
const read = (name: string, path: string): RequestVector => ({
  name,
  method: 'GET',
  path: `/api/v1${path}`,
  answers: ['NOT_FOUND'],
});
const media = (name: string, path: string, more: Partial<RequestVector> = {}): RequestVector => ({
  name,
  method: 'GET',
  path: `/api/media/${path}`,
  answers: ['NOT_FOUND'],
  ...more,
});

export const tenancy: Family<RequestVector> = {
  name: 'tenancy',
  vectors: [
    ...byId,
    run("takes the victim's file by its id", '@VICTIM_FILE@', { isRepresentative: true }),
    run("takes the victim's output by its id", '@VICTIM_OUTPUT@'),
    run("takes the victim's file by its link", '@VICTIM_LINK@', { isRepresentative: true }),
    run("takes the victim's file by its token on another host", 'http://example.com/api/media/@VICTIM_TOKEN@/x.txt'),
    run(
      "takes the victim's file by its token on the canary's host",
      'http://127.0.0.1:@PORT@/api/media/@VICTIM_TOKEN@/x',
    ),
    {
      name: "stores the victim's file as its own",
      method: 'POST',
      path: '/api/v1/files/store-file',
      body: { file_url: '@VICTIM_LINK@' },
      answers: [200, 'VALIDATION_ERROR', 'NOT_FOUND'],
    },
    {
      name: "probes the victim's file by its id",
      method: 'POST',
      path: '/api/v1/probe',
      body: { input: '@VICTIM_FILE@' },
      answers: ['NOT_FOUND', 'VALIDATION_ERROR'],
    },
    {
      name: "probes the victim's file by its link",
      method: 'POST',
      path: '/api/v1/probe',
      body: { input: '@VICTIM_LINK@' },
      answers: ['NOT_FOUND', 'VALIDATION_ERROR'],
    },
    {
      name: "repeats the victim's request by its idempotency key",
      method: 'POST',
      path: '/api/v1/run-ffmpeg-command',
      body: {
        input_files: {},
        output_files: { out_a: 'a.wav' },
        ffmpeg_command: '-f lavfi -i sine=d=0.1 -f wav {{out_a}}',
      },
      headers: { 'idempotency-key': '@VICTIM_IDEMPOTENCY@' },
      answers: [200],
      never: ['@VICTIM_COMMAND@'],
    },
    list('lists all commands', '/commands?limit=100'),
    list('lists all files', '/files?limit=100'),
    list('lists all presets', '/presets?limit=100'),
    list('lists all keys', '/keys'),
    list('lists all deliveries', '/webhook-deliveries?limit=100'),
    list("lists the victim's deliveries by its command", '/webhook-deliveries?command_id=@VICTIM_COMMAND@'),
    list("lists the victim's files by its cursor", '/files?limit=100&cursor=@VICTIM_CURSOR@', [200, 'INVALID_REQUEST']),
    list('reads the usage', '/usage'),
    list('reads the webhook', '/webhook-config'),
    list('lists by an account in the query', '/commands?account_id=@VICTIM_ACCOUNT@'),
    list('lists by a condition that always holds', "/commands?status=' or '1'='1", ['INVALID_REQUEST']),
    list('lists by metadata that always holds', "/commands?metadata.note' is not null or 'a=b", [
      200,
      'INVALID_REQUEST',
    ]),
    list('lists by metadata with a statement', "/commands?metadata.x=';drop table commands;--"),
    list('lists by a cursor with a statement', "/commands?cursor=';select pg_sleep(9)--", ['INVALID_REQUEST']),
    list('lists from a negative place', '/commands?offset=-1', ['INVALID_REQUEST']),
    list('lists from beyond all numbers', '/commands?offset=99999999999999999999', ['INVALID_REQUEST']),
    list('lists more than there can be', '/commands?limit=1000000', ['INVALID_REQUEST']),
    list('lists with one field many times', '/commands?limit=1&limit=100', ['INVALID_REQUEST', 200]),
    list('lists with a field that is a map', '/commands?limit[$gt]=0', [200]),
    read("reads the victim's command behind a blank", '/commands/@VICTIM_COMMAND@%20'),
    read("reads the victim's command behind a NUL", '/commands/@VICTIM_COMMAND@%00'),
    read("reads the victim's command by climbing", '/files/..%2fcommands%2f@VICTIM_COMMAND@'),
    read('reads a command by a condition', "/commands/'%20or%20'1'='1"),
    read('reads a command by a brace of UUIDs', '/commands/{@VICTIM_COMMAND@}'),
    media('opens a link without a token', '/x'),
    media('opens a link with another token', `${'A'.repeat(52)}/x`),
    media('opens a link with one character less', '@VICTIM_TOKEN@x/x'),
    media('opens a link with its end made longer', '@VICTIM_TOKEN@AAAA/x'),
    media('climbs from a link to its neighbour', '@VICTIM_TOKEN@/..%2f..%2fcanary.txt', { answers: ['NOT_FOUND'] }),
    media('climbs from a link to the host', '@VICTIM_TOKEN@/..%2f..%2f..%2f..%2fetc%2fpasswd'),
    media('climbs from a link to the host by backslashes', '@VICTIM_TOKEN@/..%5c..%5cetc%5cpasswd'),
    media('names another file behind a link', '@VICTIM_TOKEN@/other.txt'),
    media('puts a NUL behind a link', '@VICTIM_TOKEN@/diary.txt%00.mp4'),
    key('has no key', ''),
    key('has half a key', 'ffsk_'),
    key('has a key of zeros', `ffsk_${'0'.repeat(64)}`, { isRepresentative: true }),
    key('has a key of capitals', `FFSK_${'A'.repeat(64)}`),
    key('has a key with a statement', "ffsk_' or '1'='1"),
    key('has a very long key', `ffsk_${'a'.repeat(10_000)}`),
    key('has the admin token as a key', '@ADMIN@', { isRepresentative: true }),
    key('has the admin token as a bearer', '', { headers: { 'x-api-key': '', authorization: 'Bearer @ADMIN@' } }),
    key('has a key of another scheme', '', { headers: { 'x-api-key': '', authorization: 'Basic YTpi' } }),
    key("has the id of the victim's key", '@VICTIM_KEY@'),
    ...admin('with an account’s key as a bearer', { authorization: 'Bearer @ATTACKER_KEY@' }),
    ...admin('with no token', { authorization: '' }),
    ...admin('with half a token', { authorization: 'Bearer canary-admin-token-' }),
  ],
};
