// A request in the words of other tools, ready to be copied: curl, TypeScript, Python, and a workflow of n8n.
import runAndWait from '../../../../docs/n8n/run-and-wait.json' with { type: 'json' };

/** Where a key would stand: no page may know one. */
const keyName = 'RENDERIO_API_KEY';

export interface ApiCall {
  /** Under `/api/v1`. */
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
}

export const codeLanguages = ['curl', 'TypeScript', 'Python', 'n8n'] as const;
export type CodeLanguage = (typeof codeLanguages)[number];

export function writeCode(language: CodeLanguage, call: ApiCall, baseUrl: string): string {
  switch (language) {
    case 'curl':
      return curl(call, baseUrl);
    case 'TypeScript':
      return typescript(call, baseUrl);
    case 'Python':
      return python(call, baseUrl);
    case 'n8n':
      return n8n(call, baseUrl);
  }
}

const url = (baseUrl: string, { path }: ApiCall): string => `${baseUrl}/api/v1${path}`;

function curl(call: ApiCall, baseUrl: string): string {
  // Within single quotes a shell leaves everything as it is but the quote itself.
  const body = JSON.stringify(call.body, null, 2).replaceAll("'", String.raw`'\''`);
  return [
    `curl --fail-with-body '${url(baseUrl, call)}?wait=60' \\`,
    `  --header "X-API-KEY: $${keyName}" \\`,
    `  --json '${body}'`,
  ].join('\n');
}

function typescript(call: ApiCall, baseUrl: string): string {
  const body = JSON.stringify(call.body, null, 2);
  const isPreset = call.path.startsWith('/presets/');
  const lines = [
    `import { createClient } from '@renderio/sdk';`,
    '',
    `const client = createClient({ baseUrl: ${JSON.stringify(baseUrl)}, apiKey: process.env.${keyName} });`,
  ];
  if (!isPreset) {
    return [...lines, `const command = await client.run(${body});`, `console.log(command.output_files);`].join('\n');
  }
  const presetId = call.path.split('/')[2] ?? '';
  return [
    ...lines,
    `const { command_id } = await client.executePreset({`,
    `  params: { presetId: ${JSON.stringify(presetId)} },`,
    `  body: ${body.replaceAll('\n', '\n  ')},`,
    `});`,
    `const command = await client.wait(command_id);`,
    `console.log(command.output_files);`,
  ].join('\n');
}

function python(call: ApiCall, baseUrl: string): string {
  return [
    'import json, os, urllib.request',
    '',
    `request = urllib.request.Request(`,
    `    ${JSON.stringify(`${url(baseUrl, call)}?wait=60`)},`,
    `    data=json.dumps(${pythonValue(call.body, 1)}).encode(),`,
    `    headers={"Content-Type": "application/json", "X-API-KEY": os.environ["${keyName}"]},`,
    `)`,
    `with urllib.request.urlopen(request) as answer:`,
    `    print(json.load(answer)["command"]["output_files"])`,
  ].join('\n');
}

/** JSON but for its three words. Python reads JSON's escapes in strings as JSON does. */
function pythonValue(value: unknown, depth: number): string {
  const indent = '    '.repeat(depth + 1);
  const end = '    '.repeat(depth);
  if (value === null) return 'None';
  if (value === true) return 'True';
  if (value === false) return 'False';
  if (Array.isArray(value))
    return `[${value.map((each) => `\n${indent}${pythonValue(each, depth + 1)},`).join('')}\n${end}]`;
  if (typeof value === 'object') {
    const entries = Object.entries(value);
    if (entries.length === 0) return '{}';
    const lines = entries.map(([key, each]) => `\n${indent}${JSON.stringify(key)}: ${pythonValue(each, depth + 1)},`);
    return `{${lines.join('')}\n${end}}`;
  }
  return JSON.stringify(value);
}

/** What n8n takes from the clipboard: the workflow of docs/n8n with this request in it. Its credential holds the key. */
function n8n(call: ApiCall, baseUrl: string): string {
  const nodes = runAndWait.nodes.map((node) => {
    switch (node.name) {
      case 'Settings':
        return assigning(node, [['base_url', 'string', baseUrl]]);
      case 'Run':
        return { ...node, parameters: { ...node.parameters, ...sending(call, node.parameters.url) } };
      case 'Result':
        return assigning(node, resultsOf(call));
      default:
        return node;
    }
  });
  return JSON.stringify({ nodes, connections: runAndWait.connections }, null, 2);
}

/** Without "=" at its beginning n8n takes the body as it stands: placeholders are no expressions. */
const sending = ({ path, body }: ApiCall, url = ''): object => ({
  url: url.replace('/run-ffmpeg-command', path),
  jsonBody: JSON.stringify(body, null, 2),
});

type Assignment = readonly [name: string, type: string, value: string];

const assigning = <Node extends { readonly parameters: object }>(node: Node, fields: readonly Assignment[]): Node => ({
  ...node,
  parameters: {
    ...node.parameters,
    assignments: { assignments: fields.map(([name, type, value]) => ({ id: name, name, type, value })) },
  },
});

/** The links by their aliases; a preset's are not known here. */
function resultsOf({ body }: ApiCall): readonly Assignment[] {
  const aliases = Object.keys(body['output_files'] ?? {});
  if (aliases.length === 0) return [['output_files', 'object', '={{ $json.output_files }}']];
  return aliases.map((alias) => [alias, 'string', `={{ $json.output_files.${alias}.storage_url }}`]);
}
