// What the API tells about itself: OpenAPI for programs, a page for people, plain text for language models.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { type DocumentPage, renderLlmsFull, renderLlmsIndex } from './llms.ts';
import { apiDocument, once } from './operations.ts';
import { pagePolicy, renderPage } from './page.ts';

/** The repository's own pages. */
const docsFolder = join(import.meta.dirname, '../../../../../docs');

export function mountReference(app: FastifyInstance): void {
  const openApi = once(() => JSON.stringify(apiDocument()));
  const page = once(() => renderPage(apiDocument()));
  const index = once(() => renderLlmsIndex(apiDocument()));
  const full = once(async () => renderLlmsFull(apiDocument(), await readPages()));
  app.get('/openapi.json', (_request, reply) => send(reply, 'application/json', openApi()));
  app.get('/docs', (_request, reply) => send(reply.header('content-security-policy', pagePolicy), 'text/html', page()));
  app.get('/llms.txt', (_request, reply) => send(reply, 'text/plain', index()));
  app.get('/llms-full.txt', async (_request, reply) => send(reply, 'text/plain', await full()));
}

function send(reply: FastifyReply, type: string, body: string): FastifyReply {
  return reply
    .type(`${type}; charset=utf-8`)
    .headers({ 'cache-control': 'public, max-age=300', 'x-content-type-options': 'nosniff' })
    .send(body);
}

/** None where the program was installed without them. */
async function readPages(): Promise<DocumentPage[]> {
  const names = await readdir(docsFolder).catch(() => []);
  const pages = names.filter((name) => name.endsWith('.md') && name !== 'errors.md').sort();
  return await Promise.all(
    pages.map(async (name) => ({ title: name, text: await readFile(join(docsFolder, name), 'utf8') })),
  );
}
