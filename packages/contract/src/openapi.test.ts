// The OpenAPI document: valid by a public validator, complete, small, and with examples that fit their schemas.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { adminEndpoints } from './admin.ts';
import type { Endpoint } from './endpoint.ts';
import { endpoints } from './endpoints.ts';
import { exampleOf, webhookExample } from './examples.ts';
import type { JsonSchema } from './json-schema.ts';
import { openApiDocument } from './openapi.ts';
import { sessionEndpoints } from './session.ts';
import { webhookEvent } from './webhook-event.ts';

const document = openApiDocument();
const tables: Readonly<Record<string, Endpoint>> = { ...endpoints, ...adminEndpoints, ...sessionEndpoints };
const operations = Object.values(document.paths).flatMap((path) => Object.values(path));

test('the document is valid OpenAPI 3.1', async () => {
  const validator = new Validator();
  const { valid, errors } = await validator.validate(JSON.parse(JSON.stringify(document)) as Record<string, unknown>);
  assert.ok(valid, JSON.stringify(errors, null, 1));
  assert.equal(validator.version, '3.1');
});

test('every endpoint is in it once, in a section of its own kind', () => {
  assert.deepEqual(operations.map(({ operationId }) => operationId).sort(), Object.keys(tables).sort());
  for (const { operationId, tags } of operations)
    assert.notDeepEqual(tags, ['More'], `${operationId}: see sections.ts`);
});

test('every reference leads somewhere, and every named schema is used', () => {
  const text = JSON.stringify(document);
  const used = new Set(
    [...text.matchAll(/"\$ref":"#\/components\/(\w+)\/(\w+)"/g)].map(([, kind, name]) => `${kind ?? ''}/${name ?? ''}`),
  );
  const there = new Set(
    Object.entries(document.components).flatMap(([kind, named]) =>
      Object.keys(named as object).map((name) => `${kind}/${name}`),
    ),
  );
  assert.deepEqual(
    [...used].filter((name) => !there.has(name)),
    [],
  );
  assert.deepEqual(
    [...there].filter((name) => name.startsWith('schemas/') && !used.has(name)),
    [],
  );
});

test('every path parameter is described, and no other', () => {
  for (const [path, methods] of Object.entries(document.paths)) {
    const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    for (const { parameters = [], operationId } of Object.values(methods)) {
      const described = parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name);
      assert.deepEqual(described, inPath, operationId);
    }
  }
});

test('numbers in a query are described as numbers, with their bounds and defaults', () => {
  const list = operations.find(({ operationId }) => operationId === 'listCommands');
  const limit = list?.parameters?.find(({ name }) => name === 'limit');
  assert.deepEqual(limit?.schema, { type: 'integer', minimum: 1, maximum: 100, default: 50 });
  assert.equal(limit.required, false);
});

test('every request and answer has an example that fits its schema, by zod and by the document', () => {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  ajv.addSchema({ $id: 'openapi', components: document.components });
  const fits = (schema: JsonSchema, value: unknown, name: string): void => {
    const absolute = JSON.parse(
      JSON.stringify(schema).replaceAll('"#/components', '"openapi#/components'),
    ) as JsonSchema;
    assert.ok(ajv.validate(absolute, value), `${name}: ${ajv.errorsText()}`);
  };
  const missing: string[] = [];
  for (const operation of operations) {
    const name = operation.operationId;
    const row = tables[name];
    const { body, answer } = exampleOf(name);
    assert.ok(row !== undefined);
    const content = Object.values(operation.requestBody?.content ?? {})[0];
    if (row.body !== undefined && body === undefined) missing.push(`${name}: body`);
    if (row.body !== undefined && body !== undefined) {
      row.body.parse(body);
      fits(content?.schema ?? {}, body, name);
    }
    if (answer === undefined && row.answerKind !== 'events') missing.push(`${name}: answer`);
    if (answer !== undefined) {
      assert.deepEqual(row.answer.parse(answer), answer, `${name}: a field that is not in the contract`);
      const success = operation.responses[row.status];
      assert.ok(success !== undefined && 'content' in success);
      fits(Object.values(success.content ?? {})[0]?.schema ?? {}, answer, name);
    }
  }
  assert.deepEqual(missing, [], 'see examples.ts');
  webhookEvent.parse(webhookExample);
});

test('it stays small enough to be read in one go', () => {
  assert.ok(JSON.stringify(document).length < 150_000);
});
