// Runs our workflows of n8n without n8n: reads their graph and expressions, and sends their requests for real.
import assert from 'node:assert/strict';
import { createHmac, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { evaluate, type Item, type Scope } from './evaluate.ts';
import { type Conditions, nodeOf, type Workflow, type WorkflowNode, webhookPathOf } from './workflow.ts';

/** By a credential's name. */
export interface Credentials {
  readonly headers: Readonly<Record<string, { readonly name: string; readonly value: string }>>;
  readonly secrets: Readonly<Record<string, string>>;
}

export interface Execution {
  /** By node: all that it gave, from all its outputs, in order. */
  readonly items: ReadonlyMap<string, readonly Item[]>;
  /** Of the node that ended it before its end. */
  readonly error: string | null;
}

interface Answer {
  readonly status: number;
  readonly text: string;
}

interface Run {
  readonly workflow: Workflow;
  readonly credentials: Credentials;
  readonly executionId: string;
  readonly latest: Map<string, Item>;
  /** Keys that an earlier execution saw. */
  readonly seen: Set<string>;
  readonly respond: (answer: Answer) => void;
}

export interface ListeningWorkflow extends AsyncDisposable {
  /** Of its webhook. */
  readonly url: string;
}

export async function replay(workflow: Workflow, credentials: Credentials): Promise<Execution> {
  const start = workflow.nodes.find(({ type }) => type === 'n8n-nodes-base.manualTrigger');
  assert.ok(start !== undefined, 'it begins with a manual trigger');
  const run = createRun(workflow, credentials, new Set(), () => assert.fail('nobody waits for an answer'));
  return await walk(run, start, [[{ json: {} }]]);
}

/** Listens for the workflow's webhook, and runs it for each request. */
export async function listenByReplay(workflow: Workflow, credentials: Credentials): Promise<ListeningWorkflow> {
  const seen = new Set<string>();
  const [webhook] = workflow.nodes.filter(({ type }) => type === 'n8n-nodes-base.webhook');
  assert.ok(webhook !== undefined, 'it begins with a webhook');
  const path = webhookPathOf(workflow);
  const server = createServer((request, response) => {
    void buffer(request).then(async (bytes) => {
      const isAsked = request.method === webhook.parameters.httpMethod && request.url === path;
      if (!isAsked) return response.writeHead(404).end();
      const run = createRun(workflow, credentials, seen, ({ status, text }) => response.writeHead(status).end(text));
      await walk(run, webhook, [[received(bytes, request.headers)]]);
      return response.writableEnded ? response : response.writeHead(500).end('The workflow did not answer.');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

const received = (bytes: Buffer, headers: IncomingHttpHeaders): Item => ({
  json: { headers, body: JSON.parse(bytes.toString()) as unknown },
  binary: { data: { bytes, filename: 'data', mimeType: 'application/json' } },
});

function createRun(
  workflow: Workflow,
  credentials: Credentials,
  seen: Set<string>,
  respond: (answer: Answer) => void,
): Run {
  return { workflow, credentials, executionId: randomUUID(), latest: new Map(), seen, respond };
}

/** From a node on, with what it has given at each of its outputs. */
async function walk(run: Run, first: WorkflowNode, given: readonly Item[][]): Promise<Execution> {
  const items = new Map<string, Item[]>();
  const waiting = [{ node: first, outputs: given }];
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const { node, outputs } = next;
    const all = outputs.flat();
    items.set(node.name, [...(items.get(node.name) ?? []), ...all]);
    if (all[0] !== undefined) run.latest.set(node.name, all[0]);
    for (const [index, output] of outputs.entries()) {
      if (output.length === 0) continue;
      for (const { node: name } of run.workflow.connections[node.name]?.main[index] ?? []) {
        const following = nodeOf(run.workflow, name);
        try {
          waiting.push({ node: following, outputs: await execute(run, following, output) });
        } catch (error) {
          if (!(error instanceof Stop)) throw error;
          return { items, error: error.message };
        }
      }
    }
  }
  return { items, error: null };
}

/** A node has ended the execution. */
class Stop extends Error {}

async function execute(run: Run, node: WorkflowNode, items: readonly Item[]): Promise<Item[][]> {
  const { parameters } = node;
  const scopes = items.map((item) => scopeOf(run, item));
  switch (node.type) {
    case 'n8n-nodes-base.set':
      return [scopes.map((scope) => assign(node, scope))];
    case 'n8n-nodes-base.httpRequest':
      return [await Promise.all(scopes.map((scope) => send(run, node, scope)))];
    case 'n8n-nodes-base.if':
      return part(scopes, ({ conditions }) => [conditions], node, true);
    case 'n8n-nodes-base.switch':
      return part(scopes, ({ rules }) => rules?.values.map(({ conditions }) => conditions) ?? [], node, false);
    case 'n8n-nodes-base.splitOut':
      return [items.flatMap((item) => splitOut(node, item))];
    case 'n8n-nodes-base.readWriteFile':
      return [await Promise.all(scopes.map((scope) => readFileItem(textOf(parameters.fileSelector, scope))))];
    case 'n8n-nodes-base.extractFromFile':
      return [
        items.map(({ binary }) => ({
          json: { [parameters.destinationKey ?? '']: binary?.['data']?.bytes.toString() },
        })),
      ];
    case 'n8n-nodes-base.crypto':
      return [scopes.map((scope) => sign(run, node, scope))];
    case 'n8n-nodes-base.removeDuplicates':
      return [
        scopes.filter((scope) => isFirst(run.seen, textOf(parameters.dedupeValue, scope))).map(({ item }) => item),
      ];
    case 'n8n-nodes-base.respondToWebhook':
      run.respond({ status: parameters.options?.responseCode ?? 200, text: parameters.responseBody ?? '' });
      return [[...items]];
    case 'n8n-nodes-base.stopAndError':
      throw new Stop(scopes[0] && textOf(parameters.errorMessage, scopes[0]));
    default:
      return assert.fail(`${node.name} is a ${node.type}, which is not replayed`);
  }
}

const scopeOf = ({ workflow, executionId, latest }: Run, item: Item): Scope => ({
  item,
  executionId,
  workflowId: workflow.name,
  firstOf: (name) => {
    const first = latest.get(name);
    assert.ok(first !== undefined, `${name} has not run`);
    return first;
  },
});

function textOf(text: string | undefined, scope: Scope): string {
  const value = evaluate(text ?? '', scope);
  assert.equal(typeof value, 'string', `${text} is no text`);
  return value as string;
}

function assign({ parameters }: WorkflowNode, scope: Scope): Item {
  const { assignments, jsonOutput } = parameters;
  if (jsonOutput !== undefined) return { json: evaluate(jsonOutput, scope) as Item['json'] };
  const entries = assignments?.assignments.map(({ name, type, value }): [string, unknown] => {
    const given = typeof value === 'string' ? evaluate(value, scope) : value;
    const read = type === 'array' && typeof given === 'string' ? (JSON.parse(given) as unknown) : given;
    const found = Array.isArray(read) ? 'array' : typeof read;
    assert.equal(found, type, `${name} is of another type`);
    return [name, read];
  });
  return { json: Object.fromEntries(entries ?? []) };
}

async function send({ credentials }: Run, node: WorkflowNode, scope: Scope): Promise<Item> {
  const { method = 'GET', url, queryParameters, headerParameters, bodyParameters, jsonBody, options } = node.parameters;
  const address = new URL(textOf(url, scope));
  for (const { name, value } of queryParameters?.parameters ?? []) {
    address.searchParams.set(name, textOf(value, scope));
  }
  const headers = new Headers();
  for (const { name, value } of headerParameters?.parameters ?? []) headers.set(name, textOf(value, scope));
  const credential = node.credentials?.['httpHeaderAuth'];
  if (credential !== undefined) {
    const header = credentials.headers[credential.name];
    assert.ok(header !== undefined, `there is no credential ${credential.name}`);
    headers.set(header.name, header.value);
  }
  if (jsonBody !== undefined) headers.set('content-type', 'application/json');
  const body =
    jsonBody === undefined
      ? bodyParameters && formOf(bodyParameters.parameters, scope.item)
      : // As n8n sends it: read and written again.
        JSON.stringify(JSON.parse(textOf(jsonBody, scope)));
  const response = await fetch(address, { method, headers, ...(body === undefined ? {} : { body }) });
  const bytes = Buffer.from(await response.arrayBuffer());
  if (!response.ok) throw new Stop(`${node.name}: ${response.status} ${bytes.toString()}`);
  if (options?.response?.response.responseFormat !== 'file') {
    return { json: bytes.length === 0 ? {} : (JSON.parse(bytes.toString()) as Item['json']) };
  }
  const mimeType = response.headers.get('content-type') ?? '';
  return { json: scope.item.json, binary: { data: { bytes, filename: basename(address.pathname), mimeType } } };
}

function formOf(fields: readonly { name: string; inputDataFieldName: string }[], { binary }: Item): FormData {
  const form = new FormData();
  for (const { name, inputDataFieldName } of fields) {
    const file = binary?.[inputDataFieldName];
    assert.ok(file !== undefined, `there is no binary data in ${inputDataFieldName}`);
    form.set(name, new Blob([new Uint8Array(file.bytes)], { type: file.mimeType }), file.filename);
  }
  return form;
}

/** To the output of the first that holds; else to the one behind them all, or nowhere. */
function part(
  scopes: readonly Scope[],
  casesOf: (parameters: WorkflowNode['parameters']) => readonly (Conditions | undefined)[],
  { parameters }: WorkflowNode,
  hasElse: boolean,
): Item[][] {
  const cases = casesOf(parameters);
  const outputs: Item[][] = [...cases, ...(hasElse ? [undefined] : [])].map(() => []);
  for (const scope of scopes) {
    const found = cases.findIndex((conditions) => conditions?.conditions.every((one) => holds(one, scope)));
    outputs[found === -1 ? cases.length : found]?.push(scope.item);
  }
  return outputs;
}

function holds({ leftValue, rightValue, operator }: Conditions['conditions'][number], scope: Scope): boolean {
  const left = evaluate(leftValue, scope);
  assert.equal(typeof left, operator.type, `${leftValue} is of another type`);
  switch (`${operator.type} ${operator.operation}`) {
    case 'boolean true':
      return left === true;
    case 'string equals':
      return left === rightValue;
    case 'number lte':
      return (left as number) <= (rightValue as number);
    default:
      return assert.fail(`${operator.operation} is not replayed`);
  }
}

function splitOut({ parameters }: WorkflowNode, { json }: Item): Item[] {
  const field = parameters.fieldToSplitOut ?? '';
  const values = json[field];
  assert.ok(Array.isArray(values), `${field} is no list`);
  return values.map((value) => ({ json: { [parameters.options?.destinationFieldName ?? field]: value as unknown } }));
}

async function readFileItem(path: string): Promise<Item> {
  const bytes = await readFile(path);
  return { json: {}, binary: { data: { bytes, filename: basename(path), mimeType: 'video/mp4' } } };
}

function sign({ credentials }: Run, { parameters, credentials: named }: WorkflowNode, scope: Scope): Item {
  const { value, dataPropertyName = 'data', encoding = 'hex' } = parameters;
  const secret = credentials.secrets[named?.['crypto']?.name ?? ''];
  assert.ok(secret !== undefined, 'the secret has no credential');
  const signature = createHmac('sha256', secret).update(textOf(value, scope)).digest(encoding);
  return { json: { ...scope.item.json, [dataPropertyName]: signature } };
}

function isFirst(seen: Set<string>, key: string): boolean {
  const isNew = !seen.has(key);
  seen.add(key);
  return isNew;
}
