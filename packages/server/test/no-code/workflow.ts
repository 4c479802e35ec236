// A workflow file of n8n, as far as ours use it, and what a person does with one before running it.
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

export const workflowsFolder = join(import.meta.dirname, '../../../../docs/n8n');

export interface WorkflowNode {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly typeVersion: number;
  readonly position: readonly number[];
  readonly parameters: NodeParameters;
  readonly credentials?: Readonly<Record<string, { readonly name: string }>>;
}

/** Those of all kinds of nodes that occur. A text that begins with "=" is an expression. */
export interface NodeParameters {
  readonly path?: string;
  readonly httpMethod?: string;
  readonly url?: string;
  readonly method?: string;
  readonly queryParameters?: Pairs;
  readonly headerParameters?: Pairs;
  readonly bodyParameters?: {
    readonly parameters: readonly { readonly name: string; readonly inputDataFieldName: string }[];
  };
  readonly jsonBody?: string;
  readonly assignments?: { readonly assignments: Assignment[] };
  readonly jsonOutput?: string;
  readonly conditions?: Conditions;
  readonly rules?: { readonly values: readonly { readonly conditions: Conditions }[] };
  readonly fieldToSplitOut?: string;
  readonly fileSelector?: string;
  readonly destinationKey?: string;
  readonly value?: string;
  readonly encoding?: 'base64' | 'hex';
  readonly dataPropertyName?: string;
  readonly dedupeValue?: string;
  readonly errorMessage?: string;
  readonly responseBody?: string;
  readonly options?: {
    readonly responseCode?: number;
    readonly destinationFieldName?: string;
    readonly response?: { readonly response: { readonly responseFormat?: string } };
  };
}

interface Pairs {
  readonly parameters: { readonly name: string; value: string }[];
}

interface Assignment {
  readonly name: string;
  readonly type: string;
  value: unknown;
}

export interface Conditions {
  readonly conditions: readonly {
    readonly leftValue: string;
    readonly rightValue: unknown;
    readonly operator: { readonly type: string; readonly operation: string };
  }[];
}

export interface Workflow {
  readonly name: string;
  readonly nodes: WorkflowNode[];
  readonly connections: Record<string, { readonly main: { node: string; type: 'main'; index: number }[][] }>;
}

export async function readWorkflow(file: string): Promise<Workflow> {
  return JSON.parse(await readFile(join(workflowsFolder, file), 'utf8')) as Workflow;
}

export async function listWorkflows(): Promise<string[]> {
  return (await readdir(workflowsFolder)).sort();
}

export function nodeOf({ nodes }: Workflow, name: string): WorkflowNode {
  const node = nodes.find((one) => one.name === name);
  assert.ok(node !== undefined, `no node is called ${name}`);
  return node;
}

/** Of a workflow that begins with one: below n8n's own address. */
export function webhookPathOf({ nodes }: Workflow): string {
  const path = nodes.find(({ type }) => type === 'n8n-nodes-base.webhook')?.parameters.path;
  assert.ok(path !== undefined, 'it begins with a webhook');
  return `/webhook/${path}`;
}

/** What one writes into the node "Settings"; only what is there can be set. */
export function fillIn(workflow: Workflow, settings: Readonly<Record<string, unknown>>): Workflow {
  for (const [name, value] of Object.entries(settings)) {
    const assignment = nodeOf(workflow, 'Settings').parameters.assignments?.assignments.find(
      (one) => one.name === name,
    );
    assert.ok(assignment !== undefined, `Settings has no ${name}`);
    assignment.value = value;
  }
  return workflow;
}

/** A node of one's own behind another: it posts each item to `url`. */
export function append(workflow: Workflow, name: string, url: string): Workflow {
  workflow.nodes.push({
    id: 'next',
    name: 'Next step',
    type: 'n8n-nodes-base.httpRequest',
    typeVersion: 4.2,
    position: [2000, 0],
    parameters: {
      method: 'POST',
      url,
      ...{ sendBody: true, specifyBody: 'json' },
      jsonBody: '={{ JSON.stringify($json) }}',
      options: {},
    },
  });
  workflow.connections[name] = { main: [[{ node: 'Next step', type: 'main', index: 0 }]] };
  return workflow;
}
