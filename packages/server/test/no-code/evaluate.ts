// The expressions of n8n, as far as our workflows use them: JavaScript between double braces.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { createContext, runInContext } from 'node:vm';

export interface Item {
  readonly json: Readonly<Record<string, unknown>>;
  /** By name: bytes that travel beside the JSON. */
  readonly binary?: Readonly<
    Record<string, { readonly bytes: Buffer; readonly filename: string; readonly mimeType: string }>
  >;
}

export interface Scope {
  readonly item: Item;
  readonly executionId: string;
  readonly workflowId: string;
  /** What a node gave last. */
  readonly firstOf: (node: string) => Item;
}

/**
 * The text as it is, or what its expression says: a value of any type where it is nothing but one pair of braces, else
 * text. What comes to nothing is an error here, because it is one of ours.
 */
export function evaluate(text: string, scope: Scope): unknown {
  if (!text.startsWith('=')) return text;
  const parts = [...text.slice(1).matchAll(/\{\{(.*?)\}\}|[^{]+|\{/gs)].map(([all, code]) =>
    code === undefined ? all : run(code, scope),
  );
  if (parts.length === 1) return parts[0];
  return parts.map((part) => (typeof part === 'string' ? part : JSON.stringify(part))).join('');
}

function run(code: string, { item, executionId, workflowId, firstOf }: Scope): unknown {
  const context = createContext({
    $json: item.json,
    $: (node: string) => ({ first: () => firstOf(node) }),
    $execution: { id: executionId },
    $workflow: { id: workflowId },
    digest: (text: string, algorithm: string) => createHash(algorithm).update(text).digest('hex'),
  });
  // One of n8n's own methods of texts.
  runInContext('String.prototype.hash = function (algorithm) { return digest(this.toString(), algorithm); }', context);
  const value: unknown = runInContext(`(${code})`, context, { timeout: 1000 });
  assert.notEqual(value, undefined, `{{${code}}} comes to nothing`);
  return value;
}
