// The guides under /docs: pages, what their search looks through, and the files beside them.
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { AppError } from '../../domain/app-error.ts';
import { apiDocument, once } from '../reference/operations.ts';
import { sendPublic } from '../reference/send-public.ts';
import { guidePolicy, renderGuidePage } from './guide-page.ts';
import { readGuides } from './read-guides.ts';
import { searchEntries } from './search-entries.ts';

/** What lies beside the pages and may be asked for; code is shown, not run. */
const fileTypes: Readonly<Record<string, string>> = {
  '.gif': 'image/gif',
  '.jpg': 'image/jpeg',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.json': 'application/json',
  ...Object.fromEntries(['.go', '.md', '.php', '.py', '.ts', '.yaml'].map((extension) => [extension, 'text/plain'])),
};

export function mountGuides(app: FastifyInstance, folder: string): void {
  const guides = once(() => readGuides(folder));
  const search = once(async () => JSON.stringify(searchEntries(await guides(), apiDocument())));
  app.get('/docs/search.json', async (_request, reply) => sendPublic(reply, 'application/json', await search()));
  const answer = async (asked: string, reply: FastifyReply): Promise<FastifyReply> => {
    const { byPath, groups, order } = await guides();
    const guide = byPath.get(join('/docs', asked).replace(/\/$/, ''));
    if (guide !== undefined) {
      const page = renderGuidePage(guide, groups, order);
      return sendPublic(reply.header('content-security-policy', guidePolicy), 'text/html', page);
    }
    const file = await readBeside(folder, asked);
    if (file === null) throw new AppError('NOT_FOUND', 'There is no such page: /docs lists all.');
    return sendPublic(reply, file.type, file.bytes);
  };
  app.get('/docs', (_request, reply) => answer('', reply));
  app.get<{ Params: { '*': string } }>('/docs/*', (request, reply) => answer(request.params['*'], reply));
}

/** Null for what is not there, or not to be asked for. */
async function readBeside(folder: string, name: string): Promise<{ type: string; bytes: Buffer } | null> {
  const type = fileTypes[extname(name)];
  if (type === undefined || !/^[\w-]+(\/[\w-]+)*\.\w+$/.test(name)) return null;
  const bytes = await readFile(join(folder, name)).catch(() => null);
  return bytes && { type, bytes };
}
