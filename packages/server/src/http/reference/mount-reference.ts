// What the API tells about itself: OpenAPI for programs, a page for people, plain text for language models.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { mountGuides } from '../guides/mount-guides.ts';
import { type DocumentPage, renderLlmsFull, renderLlmsIndex } from './llms.ts';
import { apiDocument, once } from './operations.ts';
import { pagePolicy, renderPage } from './page.ts';
import { sendPublic } from './send-public.ts';

/** The repository's own pages. */
const docsFolder = join(import.meta.dirname, '../../../../../docs');

export function mountReference(app: FastifyInstance): void {
  const openApi = once(() => JSON.stringify(apiDocument()));
  const page = once(() => renderPage(apiDocument()));
  const index = once(() => renderLlmsIndex(apiDocument()));
  const full = once(async () => renderLlmsFull(apiDocument(), await readPages()));
  app.get('/openapi.json', (_request, reply) => sendPublic(reply, 'application/json', openApi()));
  app.get('/docs/api', (_request, reply) =>
    sendPublic(reply.header('content-security-policy', pagePolicy), 'text/html', page()),
  );
  app.get('/llms.txt', (_request, reply) => sendPublic(reply, 'text/plain', index()));
  app.get('/llms-full.txt', async (_request, reply) => sendPublic(reply, 'text/plain', await full()));
  mountGuides(app, docsFolder);
}

/** None where the program was installed without them. */
async function readPages(): Promise<DocumentPage[]> {
  const names = await readdir(docsFolder).catch(() => []);
  const pages = names.filter((name) => name.endsWith('.md') && name !== 'errors.md').sort();
  return await Promise.all(
    pages.map(async (name) => ({ title: name, text: await readFile(join(docsFolder, name), 'utf8') })),
  );
}
