// The OpenAPI 3.1 document of the whole API, made from the endpoint table.
import type { z } from 'zod';
import type { Endpoint } from './endpoint.ts';
import { errorBody } from './error-body.ts';
import { type ApiErrorCode, apiErrors } from './errors.ts';
import { type Example, exampleOf, webhookExample } from './examples.ts';
import { type JsonSchema, jsonSchemaOf, queryValueSchemaOf } from './json-schema.ts';
import { type Section, sectionsOfEndpoints } from './sections.ts';
import { sessionCookies } from './session.ts';
import { webhookEvent } from './webhook-event.ts';

export interface OpenApiDocument {
  readonly openapi: '3.1.0';
  readonly info: { readonly title: string; readonly version: string; readonly [more: string]: unknown };
  readonly tags: readonly { readonly name: string; readonly description: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly webhooks: Readonly<Record<string, { readonly post: Omit<Operation, 'operationId' | 'tags'> }>>;
  readonly components: {
    readonly schemas: Record<string, JsonSchema>;
    readonly headers: Record<string, unknown>;
    readonly responses: Record<string, Answer>;
    readonly [more: string]: unknown;
  };
  readonly [more: string]: unknown;
}

export interface Operation {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly summary: string;
  readonly description?: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly required: true; readonly content: Content };
  readonly responses: Readonly<Record<string, Answer | { readonly $ref: string }>>;
  readonly security?: readonly Record<string, readonly string[]>[];
}

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required: boolean;
  readonly description?: string;
  readonly schema: JsonSchema;
  readonly style?: 'form';
  readonly explode?: true;
}

type Content = Readonly<Record<string, { readonly schema: JsonSchema; readonly example?: unknown }>>;
interface Answer {
  readonly description: string;
  readonly headers?: Readonly<Record<string, unknown>>;
  readonly content?: Content;
}

const about = `FFmpeg as a service: send input URLs and an ordinary FFmpeg command, get probed and stored results.

Every request carries an API key, as \`X-API-KEY: ffsk_…\` or \`Authorization: Bearer ffsk_…\`. Bodies are JSON, except for the upload. Whatever is not a success is \`{"error", "message", "detail"?, "request_id"}\`; \`detail\` names every bad field at once.`;

/** Codes that every endpoint may answer. */
const everywhere: readonly ApiErrorCode[] = ['UNAUTHORIZED', 'RATE_LIMITED', 'INTERNAL_ERROR', 'UNAVAILABLE'];

/** Of the wire, not of the program. */
const apiVersion = '1.0.0';

export function openApiDocument(): OpenApiDocument {
  const schemas: Record<string, JsonSchema> = {};
  const paths: Record<string, Record<string, Operation>> = {};
  const sections = sectionsOfEndpoints();
  for (const section of sections) {
    for (const [name, endpoint] of Object.entries(section.endpoints)) {
      const path = section.prefix + endpoint.path.replace(/:(\w+)/g, '{$1}');
      const operations = (paths[path] ??= {});
      operations[endpoint.method.toLowerCase()] = operationOf(name, endpoint, section, schemas);
    }
  }
  const webhooks = { commandDone: { post: webhookOf(schemas) } };
  return {
    openapi: '3.1.0',
    info: {
      title: 'renderio',
      version: apiVersion,
      description: about,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    security: [{ apiKey: [] }, { bearer: [] }, { session: [] }],
    tags: sections.map(({ title, about }) => ({ name: title, description: about })),
    paths,
    webhooks,
    components: {
      securitySchemes: {
        apiKey: { type: 'apiKey', in: 'header', name: 'X-API-KEY', description: '`ffsk_` and 64 hex characters.' },
        bearer: { type: 'http', scheme: 'bearer', description: 'The same key.' },
        adminToken: { type: 'http', scheme: 'bearer', description: "The operator's token: RENDERIO_ADMIN_TOKEN." },
        session: { type: 'apiKey', in: 'cookie', name: sessionCookies.account, description: 'Set by `signIn`.' },
        adminSession: { type: 'apiKey', in: 'cookie', name: sessionCookies.admin, description: 'Set by `signIn`.' },
      },
      headers: { RequestId: { description: 'Of this request.', schema: { type: 'string' } } },
      responses: refusals(schemas),
      schemas: Object.fromEntries(Object.entries(schemas).sort(([a], [b]) => (a < b ? -1 : 1))),
    },
  };
}

function operationOf(
  name: string,
  endpoint: Endpoint,
  { title, credential }: Section,
  schemas: Record<string, JsonSchema>,
): Operation {
  const example = exampleOf(name);
  const parameters = parametersOf(endpoint);
  return {
    operationId: name,
    tags: [title],
    summary: endpoint.summary,
    ...(parameters.length === 0 ? {} : { parameters }),
    ...requestBodyOf(endpoint, example, schemas),
    responses: {
      [endpoint.status]: answerOf(endpoint, example, schemas),
      ...Object.fromEntries(
        errorCodesOf(endpoint).map((code) => [apiErrors[code].status, { $ref: `#/components/responses/${code}` }]),
      ),
    },
    ...securityOf(credential),
  };
}

function securityOf(credential: Section['credential']): Pick<Operation, 'security'> {
  switch (credential) {
    case 'apiKey':
      // The document's own.
      return {};
    case 'adminToken':
      return { security: [{ adminToken: [] }, { adminSession: [] }] };
    case 'none':
      return { security: [] };
  }
}

/** Every code that an endpoint may answer, in the order of their statuses. */
export function errorCodesOf({ errors, body, bodyKind, takesIdempotencyKey }: Endpoint): ApiErrorCode[] {
  const codes = new Set([
    ...errors,
    ...everywhere,
    ...(body === undefined ? [] : (['INVALID_REQUEST', 'REQUEST_TIMEOUT'] as const)),
    ...(bodyKind === 'multipart' ? (['REQUEST_TIMEOUT'] as const) : []),
    ...(takesIdempotencyKey === true ? (['CONFLICT', 'VALIDATION_ERROR'] as const) : []),
  ]);
  return (Object.keys(apiErrors) as ApiErrorCode[]).filter((code) => codes.has(code));
}

function parametersOf({ params, query, takesIdempotencyKey, answerKind }: Endpoint): Parameter[] {
  return [
    ...Object.keys(params?.shape ?? {}).map(
      (name): Parameter => ({ name, in: 'path', required: true, schema: { type: 'string' } }),
    ),
    ...Object.entries(query?.shape ?? {}).map(([name, schema]) => queryParameter(name, schema as z.ZodType)),
    ...(query?.def.catchall === undefined ? [] : [metadataFilter]),
    ...(takesIdempotencyKey === true ? [idempotencyKey] : []),
    ...(answerKind === 'events' ? [lastEventId] : []),
  ];
}

function queryParameter(name: string, schema: z.ZodType): Parameter {
  const { description, ...valueSchema } = queryValueSchemaOf(schema);
  const required = !schema.safeParse(undefined).success;
  return { name, in: 'query', required, ...(description === undefined ? {} : { description }), schema: valueSchema };
}

const metadataFilter: Parameter = {
  name: 'metadata.<key>',
  in: 'query',
  required: false,
  description: 'Only what has this value under this key of its metadata, compared as text: `metadata.order=7`.',
  style: 'form',
  explode: true,
  schema: { type: 'object', propertyNames: { pattern: '^metadata\\.' }, additionalProperties: { type: 'string' } },
};
const idempotencyKey: Parameter = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description:
    'Makes the request safe to repeat for 24 hours: the same key and body get the same answer, with `Idempotent-Replayed: true`.',
  schema: { type: 'string', minLength: 1, maxLength: 255 },
};
const lastEventId: Parameter = {
  name: 'Last-Event-ID',
  in: 'header',
  required: false,
  description: 'The last `id` that was received: the log goes on from there.',
  schema: { type: 'string' },
};

function requestBodyOf(
  { body, bodyKind }: Endpoint,
  example: Example,
  schemas: Record<string, JsonSchema>,
): Pick<Operation, 'requestBody'> {
  if (bodyKind === 'multipart') {
    const file = {
      type: 'string',
      contentMediaType: 'application/octet-stream',
      description: 'The file with its name.',
    };
    const schema: JsonSchema = { type: 'object', properties: { file }, required: ['file'] };
    return { requestBody: { required: true, content: { 'multipart/form-data': { schema } } } };
  }
  if (body === undefined) return {};
  const content = { schema: jsonSchemaOf(body, schemas), ...withExample(example.body) };
  return { requestBody: { required: true, content: { 'application/json': content } } };
}

function answerOf(endpoint: Endpoint, example: Example, schemas: Record<string, JsonSchema>): Answer {
  const headers = { 'X-Request-Id': { $ref: '#/components/headers/RequestId' } };
  const schema = jsonSchemaOf(endpoint.answer, schemas);
  switch (endpoint.answerKind) {
    case 'text':
      return { description: 'Text.', headers, content: { 'text/plain': { schema, ...withExample(example.answer) } } };
    case 'events':
      return {
        description: 'Server-sent events; the schema is that of one event, whose `data` is JSON.',
        headers,
        content: { 'text/event-stream': { schema } },
      };
    default:
      return {
        description: 'Success.',
        headers,
        content: { 'application/json': { schema, ...withExample(example.answer) } },
      };
  }
}

const withExample = (example: unknown): { example?: unknown } => (example === undefined ? {} : { example });

function refusals(schemas: Record<string, JsonSchema>): Record<string, Answer> {
  const error = jsonSchemaOf(errorBody, schemas);
  const retryAfter = { 'Retry-After': { description: 'Seconds to wait.', schema: { type: 'integer' } } };
  return Object.fromEntries(
    Object.entries(apiErrors).map(([code, { isRetryable, meaning }]) => [
      code,
      {
        description: meaning,
        ...(isRetryable ? { headers: retryAfter } : {}),
        content: {
          'application/json': {
            schema: { allOf: [error, { type: 'object', properties: { error: { const: code } } }] },
          },
        },
      },
    ]),
  );
}

function webhookOf(schemas: Record<string, JsonSchema>): Omit<Operation, 'operationId' | 'tags'> {
  const header = (name: string, description: string): Parameter => ({
    name,
    in: 'header',
    required: false,
    description,
    schema: { type: 'string' },
  });
  return {
    summary: 'A command reached SUCCESS or FAILED.',
    description:
      'Sent to the configured URL, or to `webhook_url` of the command. Anything but a 2xx within 15 seconds is tried again: 8 attempts over 27 hours.',
    parameters: [
      header('X-Webhook-Signature', 'With a secret: HMAC-SHA256 of the exact body, in lower-case hex.'),
      header('webhook-id', 'Standard Webhooks: the same over all attempts.'),
      header('webhook-timestamp', 'Standard Webhooks: when this attempt was sent, in seconds.'),
      header('webhook-signature', 'Standard Webhooks, with a secret: `v1,` and the base64 signature.'),
    ],
    requestBody: {
      required: true,
      content: { 'application/json': { schema: jsonSchemaOf(webhookEvent, schemas), example: webhookExample } },
    },
    responses: {
      '2XX': { description: 'Taken.' },
      '410': { description: 'Not wanted any more: no further attempt.' },
    },
  };
}
