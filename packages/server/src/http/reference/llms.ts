// The API as plain text for language models: llms.txt (llmstxt.org) is the index, llms-full.txt all of it.
import { apiErrors, failures, type JsonSchema, type OpenApiDocument } from '@renderio/contract';
import {
  bodyOf,
  boundsOf,
  fieldsWithin,
  operationsOf,
  type PlacedOperation,
  refusalsOf,
  successOf,
  typeOf,
} from './operations.ts';
import { answerText, curlSample } from './samples.ts';

export interface DocumentPage {
  readonly title: string;
  readonly text: string;
}

const head = (document: OpenApiDocument): string =>
  `# renderio\n\n> FFmpeg as a service: send input URLs and an ordinary FFmpeg command over HTTP, get probed and stored results.\n\n${(document.info['description'] as string).split('\n\n').slice(1).join('\n\n')}\n`;

export function renderLlmsIndex(document: OpenApiDocument): string {
  const sections = document.tags.map(({ name, description }) => {
    const lines = operationsOf(document, name).map(
      ({ operationId, method, path, summary }) => `- [${method} ${path}](/docs/api#${operationId}): ${summary}`,
    );
    return `## ${name}\n\n${description}\n\n${lines.join('\n')}\n`;
  });
  const guides = [
    '- [For coding agents](/docs/agents.md): one page of rules, and the one request',
    '- [Skill](/docs/skill/SKILL.md): the same for agents that take skills',
    '- [MCP](/docs/mcp.md): the API as tools, at /api/mcp',
    '- [Recipes](/docs/recipes/README.md): by task, each with the request that does it',
    '- [What a command may name](/docs/policy.md): what is refused, and what to write instead',
    '- [Errors](/docs/errors.md): every code, what it means, what to do',
    '- [Webhooks](/docs/webhooks.md) and [receivers](/docs/receivers/README.md)',
  ];
  const files = [
    '- [Everything in one text](/llms-full.txt): every endpoint with its fields and an example',
    '- [Resumable uploads](/docs/uploads): large files by the tus protocol, at /api/v1/files/tus',
    '- [OpenAPI 3.1](/openapi.json): the same for programs',
    '- [Reference](/docs/api): the same for people',
  ];
  return `${head(document)}\n## Guides\n\n${guides.join('\n')}\n\n${sections.join('\n')}\n## Optional\n\n${files.join('\n')}\n`;
}

export function renderLlmsFull(document: OpenApiDocument, pages: readonly DocumentPage[]): string {
  const sections = document.tags.map(
    ({ name, description }) =>
      `## ${name}\n\n${description}\n\n${operationsOf(document, name).map(operationText).join('\n')}`,
  );
  const schemas = Object.entries(document.components.schemas).map(
    ([name, schema]) => `### ${name}\n\n${schemaText(schema)}\n`,
  );
  const errors = Object.entries(apiErrors).map(
    ([code, { status, meaning }]) => `- \`${code}\` (${status}): ${meaning}`,
  );
  const endings = Object.entries(failures).map(([code, { meaning }]) => `- \`${code}\`: ${meaning}`);
  return [
    head(document),
    ...sections,
    `## Objects\n\n${schemas.join('\n')}`,
    `## Error codes\n\n${errors.join('\n')}\n`,
    `## How a command can fail: \`error_status\`\n\n${endings.join('\n')}\n`,
    ...pages.map(({ text }) => text.replace(/^#/gm, '##')),
  ].join('\n');
}

function operationText(operation: PlacedOperation): string {
  const { method, path, summary, parameters = [] } = operation;
  const body = bodyOf(operation);
  const success = successOf(operation);
  const lines = [`### ${method} ${path}`, '', summary, ''];
  for (const { name, in: place, schema, required, description = '' } of parameters) {
    lines.push(fieldText(`${name} (${place})`, { ...schema, description }, required, ''));
  }
  if (parameters.length > 0) lines.push('');
  if (body !== null) lines.push(`Body (${body.type}):`, '', schemaText(body.schema), '');
  lines.push(`Answer ${success.status}:`, '', schemaText(success.schema), '');
  if (body?.example !== undefined) lines.push('```sh', curlSample(operation), '```', '');
  if (success.example !== undefined) lines.push('```', answerText(success.example), '```', '');
  lines.push(
    `Refusals: ${refusalsOf(operation)
      .map(({ status, code }) => `${status} ${code}`)
      .join(', ')}`,
    '',
  );
  return lines.join('\n');
}

const typeText = (schema: JsonSchema): string =>
  typeOf(schema)
    .map(({ text }) => text)
    .join('');

function schemaText(schema: JsonSchema, indent = ''): string {
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined && choices.some((choice) => fieldsWithin(choice) !== null)) {
    return choices.map((choice) => schemaText(choice, indent)).join('\n\nor\n\n');
  }
  if (schema.properties === undefined) {
    return `${indent}${typeText(schema)}${schema.description === undefined ? '' : `: ${schema.description}`}`;
  }
  return Object.entries(schema.properties)
    .map(([name, value]) => fieldText(name, value, schema.required?.includes(name) === true, indent))
    .join('\n');
}

function fieldText(name: string, schema: JsonSchema, isRequired: boolean, indent: string): string {
  const about = [schema.description ?? '', boundsOf(schema)].filter((text) => text !== '').join(' ');
  const within = fieldsWithin(schema);
  const line = `${indent}- \`${name}\`: ${typeText(schema)}${isRequired ? '' : ', optional'}${about === '' ? '' : `. ${about}`}`;
  return within === null ? line : `${line}\n${schemaText(within, `${indent}  `)}`;
}
