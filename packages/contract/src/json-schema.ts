// The contract's schemas as JSON Schema 2020-12, which is what OpenAPI 3.1 takes.
import { z } from 'zod';

/** As much of a JSON Schema as this program writes and reads. */
export interface JsonSchema {
  $ref?: string;
  type?: string | readonly string[];
  description?: string;
  enum?: readonly unknown[];
  const?: unknown;
  default?: unknown;
  format?: string;
  pattern?: string;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  properties?: Record<string, JsonSchema>;
  required?: readonly string[];
  items?: JsonSchema;
  propertyNames?: JsonSchema;
  additionalProperties?: JsonSchema | boolean;
  anyOf?: readonly JsonSchema[];
  oneOf?: readonly JsonSchema[];
  allOf?: readonly JsonSchema[];
  contentMediaType?: string;
}

const definitions = '#/components/schemas/';

/** A schema's JSON form; those with an `id` are put into `components` and referred to. */
export function jsonSchemaOf(schema: z.ZodType, components: Record<string, JsonSchema>): JsonSchema {
  const { $defs, ...root } = convert(schema, 'input');
  Object.assign(components, $defs);
  return root;
}

/** A value in a query string: described by what comes out of it, as everything in a query is text. */
export function queryValueSchemaOf(schema: z.ZodType): JsonSchema {
  const parsed = convert(schema, 'output');
  return parsed.type === undefined ? convert(schema, 'input') : parsed;
}

type Converted = JsonSchema & { $defs?: Record<string, JsonSchema> };

/** `input` is what is sent, in both directions: answers are written as they are, not parsed. */
function convert(schema: z.ZodType, io: 'input' | 'output'): Converted {
  const converted = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    override: ({ jsonSchema }) => {
      tidy(jsonSchema as Converted);
    },
  });
  delete converted.$schema;
  return JSON.parse(JSON.stringify(converted).replaceAll('"$ref":"#/$defs/', `"$ref":"${definitions}`)) as Converted;
}

function tidy(schema: Converted): void {
  // The format says it; the pattern is 300 characters long.
  if (schema.format === 'date-time' || schema.format === 'date') delete schema.pattern;
  // Bounds that only say "a number that JavaScript holds exactly".
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum;
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum;
}
