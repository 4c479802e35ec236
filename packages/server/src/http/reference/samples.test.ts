// Samples are what people paste: they must be what a shell and a compiler read as meant.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PlacedOperation } from './operations.ts';
import { curlSample, sdkSample } from './samples.ts';

function operation(part: Partial<PlacedOperation>, body?: unknown): PlacedOperation {
  return {
    operationId: 'doThing',
    tags: [],
    summary: '',
    method: body === undefined ? 'GET' : 'POST',
    path: '/api/v1/things',
    responses: {
      200: { description: '', content: { 'application/json': { schema: { properties: { thing_id: {} } } } } },
    },
    ...(body === undefined
      ? {}
      : { requestBody: { required: true, content: { 'application/json': { schema: {}, example: body } } } }),
    ...part,
  };
}

test('curl names the method only where it is not the usual one', () => {
  assert.equal(curlSample(operation({})), 'curl "$RENDERIO_URL/api/v1/things" \\\n  -H "X-API-KEY: $RENDERIO_API_KEY"');
  assert.match(curlSample(operation({}, {})), /^curl "\$/);
  assert.match(curlSample(operation({ method: 'DELETE' })), /^curl -X DELETE "/);
  assert.match(curlSample(operation({ method: 'PUT' }, {})), /^curl -X PUT "/);
});

test('parameters of the path become shell variables and shorthand properties', () => {
  const one = operation({
    path: '/api/v1/things/{thingId}',
    parameters: [{ name: 'thingId', in: 'path', required: true, schema: {} }],
  });
  assert.match(curlSample(one), /things\/\$THING_ID"/);
  assert.equal(sdkSample(one), 'const { thing_id } = await client.doThing({ params: { thingId } });');
});

test('a quote in a body ends neither the word of the shell nor the string of the program', () => {
  const body = { command: "-vf select='gt(scene,0.3)' \\" };
  assert.ok(curlSample(operation({}, body)).includes(String.raw`-vf select='\''gt(scene,0.3)'\'' \\"`));
  assert.equal(
    sdkSample(operation({}, body)),
    `const { thing_id } = await client.doThing({ body: { command: "-vf select='gt(scene,0.3)' \\\\" } });`,
  );
});

test('an operation of the operator asks for the admin token', () => {
  const one = operation({ security: [{ adminToken: [] }] });
  assert.match(curlSample(one), /Authorization: Bearer \$RENDERIO_ADMIN_TOKEN/);
  assert.match(sdkSample(one), /await admin\.doThing\(\)/);
});
