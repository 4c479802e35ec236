// The OpenAPI document as people read it: operations in order, with a name for every type.
import { type JsonSchema, type OpenApiDocument, type Operation, openApiDocument } from '@renderio/contract';

/** Made once, when somebody first asks: it takes 0.1 s. */
export const apiDocument: () => OpenApiDocument = once(openApiDocument);

export function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

export interface PlacedOperation extends Operation {
  readonly method: string;
  readonly path: string;
}

export function operationsOf(document: OpenApiDocument, tag: string): PlacedOperation[] {
  return Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.entries(operations)
      .filter(([, operation]) => operation.tags.includes(tag))
      .map(([method, operation]) => ({ method: method.toUpperCase(), path, ...operation })),
  );
}

/** The one success of an operation, with its status. */
export function successOf({ responses }: Operation): { status: string; schema: JsonSchema; example: unknown } {
  for (const [status, answer] of Object.entries(responses)) {
    if ('content' in answer) {
      const { schema = {}, example } = Object.values(answer.content)[0] ?? {};
      return { status, schema, example };
    }
  }
  return { status: '200', schema: {}, example: undefined };
}

/** The codes that an operation may answer, each under its status. */
export function refusalsOf({ responses }: Operation): { status: string; code: string }[] {
  return Object.entries(responses).flatMap(([status, answer]) =>
    '$ref' in answer ? [{ status, code: nameOfRef(answer.$ref) }] : [],
  );
}

export function bodyOf({
  requestBody,
}: Pick<Operation, 'requestBody'>): { type: string; schema: JsonSchema; example: unknown } | null {
  const [type, content] = Object.entries(requestBody?.content ?? {})[0] ?? [];
  return type === undefined || content === undefined
    ? null
    : { type, schema: content.schema, example: content.example };
}

const nameOfRef = (ref: string): string => ref.slice(ref.lastIndexOf('/') + 1);

/** A piece of a type's name; `ref` is the named schema that it stands for. */
export interface TypePart {
  readonly text: string;
  readonly ref?: string;
}

/** A type as one would say it: `string | null`, `map of Output`, `list of Check`. */
export function typeOf(schema: JsonSchema): TypePart[] {
  if (schema.$ref !== undefined) return [{ text: nameOfRef(schema.$ref), ref: nameOfRef(schema.$ref) }];
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) {
    return choices.flatMap((choice, index) => [...(index > 0 ? [{ text: ' | ' }] : []), ...typeOf(choice)]);
  }
  if (schema.const !== undefined) return [{ text: JSON.stringify(schema.const) }];
  if (schema.enum !== undefined) return [{ text: schema.enum.map((value) => JSON.stringify(value)).join(' | ') }];
  if (schema.type === 'array') return [{ text: 'list of ' }, ...typeOf(schema.items ?? {})];
  if (schema.type === 'object' && schema.properties === undefined && typeof schema.additionalProperties === 'object') {
    return [{ text: 'map of ' }, ...typeOf(schema.additionalProperties)];
  }
  const name = [schema.type ?? 'any'].flat().join(' | ');
  return [{ text: schema.format === undefined ? name : `${name} (${schema.format})` }];
}

/** The object whose fields are worth listing under a field: its own, or that of its items, values or choices. */
export function fieldsWithin(schema: JsonSchema): JsonSchema | null {
  if (schema.$ref !== undefined) return null;
  if (schema.properties !== undefined) return schema;
  const { items, additionalProperties, anyOf } = schema;
  const inner = [items, typeof additionalProperties === 'object' ? additionalProperties : undefined, ...(anyOf ?? [])];
  for (const each of inner) {
    const found = each === undefined ? null : fieldsWithin(each);
    if (found !== null) return found;
  }
  return null;
}

/** Bounds and default in words; empty when there are none. */
export function boundsOf(schema: JsonSchema): string {
  const { minimum, maximum, minLength, maxLength, minItems, maxItems, pattern } = schema;
  const said = [
    range(minimum, maximum, ''),
    range(minLength, maxLength, ' characters'),
    range(minItems, maxItems, ' entries'),
    pattern === undefined ? '' : `matches ${pattern}`,
    schema.propertyNames?.pattern === undefined ? '' : `keys match ${schema.propertyNames.pattern}`,
    schema.default === undefined ? '' : `default ${JSON.stringify(schema.default)}`,
  ];
  return said.filter((text) => text !== '').join(', ');
}

function range(least: number | undefined, most: number | undefined, unit: string): string {
  if (least === undefined && most === undefined) return '';
  if (least === undefined) return `at most ${number(most ?? 0)}${unit}`;
  if (most === undefined && least === 1 && unit !== '') return 'not empty';
  if (most === undefined) return `at least ${number(least)}${unit}`;
  return `${number(least)}–${number(most)}${unit}`;
}

const number = (value: number): string => value.toLocaleString('en');
