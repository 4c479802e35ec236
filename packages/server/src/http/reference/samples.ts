// Each operation as one would call it: with curl, and with the SDK.
import { bodyOf, type PlacedOperation, successOf } from './operations.ts';

export function curlSample(operation: PlacedOperation): string {
  const { method, path, security } = operation;
  const body = bodyOf(operation);
  const isUpload = body?.type === 'multipart/form-data';
  const url = `"$RENDERIO_URL${path.replace(/\{(\w+)\}/g, (_braces, name: string) => `$${shellName(name)}`)}"`;
  const key = security === undefined ? 'X-API-KEY: $RENDERIO_API_KEY' : 'Authorization: Bearer $RENDERIO_ADMIN_TOKEN';
  const words = [
    `curl ${method === (body === null ? 'GET' : 'POST') ? '' : `-X ${method} `}${url}`,
    `-H "${key}"`,
    ...(isUpload ? ['-F file=@video.mp4'] : []),
    ...(body === null || isUpload
      ? []
      : ['-H "Content-Type: application/json"', `-d '${jsonText(body.example ?? {}).replaceAll("'", "'\\''")}'`]),
  ];
  return words.join(' \\\n  ');
}

const shellName = (name: string): string => name.replace(/[A-Z]/g, (char) => `_${char}`).toUpperCase();

export function sdkSample(operation: PlacedOperation): string {
  const { operationId, parameters = [], security } = operation;
  if (bodyOf(operation)?.type === 'multipart/form-data') {
    return "import { uploadPath } from '@renderio/sdk/node';\n\nconst { file_id } = await uploadPath(client, 'video.mp4');";
  }
  const params = parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name);
  const example = bodyOf(operation)?.example;
  const parts = [
    ...(params.length === 0 ? [] : [`params: { ${params.join(', ')} }`]),
    ...(bodyOf(operation) === null ? [] : [`body: ${literal(example ?? {}, '  ')}`]),
  ];
  const isShort = parts.every((part) => !part.includes('\n'));
  const inside = isShort ? `{ ${parts.join(', ')} }` : `{\n${parts.map((part) => `  ${part},`).join('\n')}\n}`;
  const call = `await ${security === undefined ? 'client' : 'admin'}.${operationId}(${parts.length === 0 ? '' : inside})`;
  if (successContentOf(operation) === 'text/event-stream') {
    return `for await (const { event, data } of ${call}) {\n  console.log(event, data);\n}`;
  }
  return `const ${variableOf(operation)} = ${call};`;
}

function variableOf(operation: PlacedOperation): string {
  const { schema } = successOf(operation);
  if (schema.$ref !== undefined) {
    const name = schema.$ref.slice(schema.$ref.lastIndexOf('/') + 1);
    return name.charAt(0).toLowerCase() + name.slice(1);
  }
  const names = Object.keys(schema.properties ?? {});
  return names.length === 0 ? 'answer' : `{ ${names[0] ?? ''} }`;
}

function successContentOf({ responses }: PlacedOperation): string | undefined {
  for (const answer of Object.values(responses)) {
    if ('content' in answer) return Object.keys(answer.content)[0];
  }
  return undefined;
}

/** An answer as it is shown: text as it stands, anything else as JSON. */
export const answerText = (value: unknown): string => (typeof value === 'string' ? value : jsonText(value));

const jsonText = (value: unknown): string => JSON.stringify(value, null, 2);

/** A value as TypeScript is written by hand. */
function literal(value: unknown, indent: string): string {
  if (typeof value === 'string') {
    const quoted = JSON.stringify(value);
    return value.includes("'") ? quoted : `'${quoted.slice(1, -1).replaceAll('\\"', '"')}'`;
  }
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const inner = `${indent}  `;
  const entries = Array.isArray(value)
    ? value.map((item: unknown) => literal(item, inner))
    : Object.entries(value).map(
        ([key, item]) => `${/^[A-Za-z_$][\w$]*$/.test(key) ? key : JSON.stringify(key)}: ${literal(item, inner)}`,
      );
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{ ', ' }'];
  const line = `${open}${entries.join(', ')}${close}`;
  if (entries.length === 0) return Array.isArray(value) ? '[]' : '{}';
  if (line.length + indent.length <= 72 && !line.includes('\n')) return line;
  return `${open.trim()}\n${entries.map((entry) => `${inner}${entry},\n`).join('')}${indent}${close.trim()}`;
}
