// The workflow files of docs/n8n, imported into n8n and run by it.
import { statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { test } from 'node:test';
import { testWorkflows } from '../../test/no-code/workflow-suite.ts';
import { n8nBytes, startN8n } from './start-n8n.ts';

const { bavail, bsize } = await statfs(tmpdir());
if (bavail * bsize > n8nBytes) testWorkflows(startN8n);
else test('n8n runs the workflows', { skip: `n8n needs ${n8nBytes / 2 ** 30} GB in ${tmpdir()}` }, () => undefined);
