// What every answer must be, by the contract: a success has exactly its schema's fields, a refusal exactly the error body's.
import assert from 'node:assert/strict';
import {
  type ApiErrorCode,
  apiErrors,
  type DetailEntry,
  type Endpoint,
  type EndpointName,
  type ErrorBody,
  endpoints,
  errorBody,
} from '@renderio/contract';
import type { z } from 'zod';
import type { Answer } from './server.ts';

type AnswerTo<Name extends EndpointName> = z.output<(typeof endpoints)[Name]['answer']>;

/** The body of a success, checked: no field is missing, of another type, or not in the contract. */
export function assertAnswer<Name extends EndpointName>(name: Name, answer: Answer): AnswerTo<Name> {
  const endpoint: Endpoint = endpoints[name];
  assert.equal(answer.status, endpoint.status, JSON.stringify(answer.body));
  assertRequestId(answer);
  const parsed = endpoint.answer.parse(answer.body);
  assert.deepEqual(parsed, answer.body, 'the answer has fields that are not in the contract');
  return parsed as AnswerTo<Name>;
}

/** The body of a refusal with this code, checked. */
export function assertRefused(answer: Answer, code: ApiErrorCode, context = ''): ErrorBody {
  const said = `${context} ${JSON.stringify(answer.body).slice(0, 1000)}`;
  assert.equal(answer.status, apiErrors[code].status, said);
  const body = errorBody.strict().parse(answer.body);
  assert.equal(body.error, code, said);
  assert.equal(body.request_id, assertRequestId(answer), said);
  assert.match(answer.headers.get('content-type') ?? '', /^application\/json\b/, said);
  assert.match(body.message, /^\S.{3,}/s, said);
  for (const { msg } of body.detail ?? []) assert.match(msg, /^\S.{3,}/s, said);
  return body;
}

/** `loc` of each fault as a path with dots, and its type, in alphabetical order. */
export function faultsOf({ detail = [] }: { readonly detail?: readonly DetailEntry[] | undefined }): string[] {
  return detail.map(({ loc, type }) => `${loc.join('.')} ${type}`).sort();
}

function assertRequestId({ headers }: Answer): string {
  const requestId = headers.get('x-request-id') ?? '';
  assert.match(requestId, /^[A-Za-z0-9._-]{1,64}$/);
  return requestId;
}
