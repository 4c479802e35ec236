// The SDK's table of how each endpoint is called: the contract's without its schemas, which callers need as types only.
import {
  adminEndpoints,
  adminPrefix,
  apiPrefix,
  type Endpoint,
  endpoints,
  sessionEndpoints,
  sessionPrefix,
} from '@renderio/contract';

function rowOf([name, { method, path, bodyKind, answerKind, takesIdempotencyKey }]: [string, Endpoint]): string {
  const parts = [
    `method: '${method}'`,
    `path: '${path}'`,
    ...(bodyKind === undefined ? [] : [`bodyKind: '${bodyKind}'`]),
    ...(answerKind === undefined ? [] : [`answerKind: '${answerKind}'`]),
    ...(takesIdempotencyKey === undefined ? [] : ['takesIdempotencyKey: true']),
  ];
  return `  ${name}: { ${parts.join(', ')} },\n`;
}

function tableOf(name: string, source: string, prefix: string, rows: Readonly<Record<string, Endpoint>>): string {
  const entries = Object.entries(rows).map(rowOf).join('');
  return `\nexport const ${name}Prefix = '${prefix}';\nexport const ${name}Requests: RequestsOf<typeof ${source}> = {\n${entries}};\n`;
}

export function requestTable(note: string): string {
  return `// How each endpoint is called, by its name. ${note.replaceAll('`', '')}
import type { adminEndpoints, endpoints, sessionEndpoints } from '@renderio/contract';
import type { RequestsOf } from './methods.ts';
${tableOf('api', 'endpoints', apiPrefix, endpoints)}${tableOf('admin', 'adminEndpoints', adminPrefix, adminEndpoints)}${tableOf('session', 'sessionEndpoints', sessionPrefix, sessionEndpoints)}`;
}
