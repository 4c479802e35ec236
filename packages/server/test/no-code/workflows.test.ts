// The workflow files of docs/n8n: their requests sent for real, and what a file that is handed to strangers must not hold.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { listenByReplay, replay } from './replay.ts';
import { listWorkflows, nodeOf, readWorkflow, webhookPathOf, workflowsFolder } from './workflow.ts';
import { testWorkflows } from './workflow-suite.ts';

testWorkflows(() =>
  Promise.resolve({
    execute: replay,
    listen: listenByReplay,
    [Symbol.asyncDispose]: () => Promise.resolve(),
  }),
);

test('submit-with-webhook.json names the address at which receive-a-webhook.json listens', async () => {
  const { parameters } = nodeOf(await readWorkflow('submit-with-webhook.json'), 'Settings');
  const url = parameters.assignments?.assignments.find(({ name }) => name === 'webhook_url')?.value;
  assert.equal(url, `http://localhost:5678${webhookPathOf(await readWorkflow('receive-a-webhook.json'))}`);
});

for (const file of await listWorkflows()) {
  test(`${file} has notes, no secret and one address, and all that it names is there`, async () => {
    const text = await readFile(join(workflowsFolder, file), 'utf8');
    const { nodes, connections } = await readWorkflow(file);
    assert.doesNotMatch(text, /ffsk_[0-9a-f]|whsec_[A-Za-z0-9+/]/);
    assert.equal([...text.matchAll(/localhost:8080/g)].length, file === 'receive-a-webhook.json' ? 0 : 1);
    assert.ok(nodes.some(({ type }) => type === 'n8n-nodes-base.stickyNote'));
    assert.equal(new Set(nodes.map(({ id }) => id)).size, nodes.length);
    const names = new Set(nodes.map(({ name }) => name));
    const named = [
      ...Object.entries(connections).flatMap(([from, { main }]) => [from, ...main.flat().map(({ node }) => node)]),
      ...[...text.matchAll(/\$\('([^']+)'\)/g)].map(([, name]) => name),
    ];
    assert.deepEqual(
      named.filter((name) => name === undefined || !names.has(name)),
      [],
    );
    const reached = new Set(named);
    const alone = nodes.filter(({ name, type }) => type !== 'n8n-nodes-base.stickyNote' && !reached.has(name));
    assert.deepEqual(alone, []);
    const page = await readFile(join(workflowsFolder, '../no-code.md'), 'utf8');
    assert.ok(page.includes(`(n8n/${file})`), 'docs/no-code.md links to it');
  });
}
