// Serves the built dashboard at `/`: its files as they were built, and its one page for every address within it.
import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** Answers what belongs to the dashboard, and says whether it did. */
export type AnswerAsDashboard = (request: FastifyRequest, reply: FastifyReply) => Promise<boolean>;

interface BuiltFile {
  readonly type: string;
  readonly cacheControl: string;
  /** Content coding → bytes; `identity` is always there. */
  readonly variants: ReadonlyMap<string, Buffer>;
}

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
};
/** Written beside a file by the build, best first. */
const codings = { br: '.br', gzip: '.gz' } as const;

/** What is not the dashboard's own, whatever its name: these answer in their own way also where they have nothing. */
const otherPaths = /^\/(api|docs)(\/|$)/;
const page = 'index.html';

/** `folder` is read when it is first asked for; where it is not built, nothing belongs to the dashboard. */
export function createDashboard(folder: string, publicUrl: string | null): AnswerAsDashboard {
  const policy = contentPolicy(publicUrl);
  let files: Promise<ReadonlyMap<string, BuiltFile>> | undefined;
  const read = async (): Promise<ReadonlyMap<string, BuiltFile>> => {
    files ??= readBuiltFiles(folder);
    const found = await files;
    // It may be built while the server runs.
    if (!found.has(page)) files = undefined;
    return found;
  };

  return async (request, reply) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return false;
    const path = request.url.replace(/\?.*$/s, '');
    if (otherPaths.test(path)) return false;
    const built = await read();
    const name = path.slice(1);
    // Only what asks for a page gets the page: a script that is gone must not be answered with HTML.
    const isPage = (request.headers.accept ?? '').includes('text/html') && extname(name) === '';
    const file = built.get(name === '' ? page : name) ?? (isPage ? built.get(page) : undefined);
    if (file === undefined) return false;
    const [coding, bytes] = choose(file, request.headers['accept-encoding'] ?? '');
    await reply
      .code(200)
      .type(file.type)
      .headers({
        'cache-control': file.cacheControl,
        'content-security-policy': policy,
        'cross-origin-opener-policy': 'same-origin',
        'referrer-policy': 'no-referrer',
        'x-content-type-options': 'nosniff',
        vary: 'accept-encoding',
        ...(coding === 'identity' ? {} : { 'content-encoding': coding }),
      })
      .send(bytes);
    return true;
  };
}

/** Everything comes from here; media also from where their links lead. Workers and sources from blobs are the player's. */
function contentPolicy(publicUrl: string | null): string {
  const here = ["'self'", ...(publicUrl === null ? [] : [new URL(publicUrl).origin])].join(' ');
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    `img-src ${here} data: blob:`,
    `media-src ${here} blob:`,
    `connect-src ${here}`,
    "font-src 'self'",
    "manifest-src 'self'",
    "worker-src 'self' blob:",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}

async function readBuiltFiles(folder: string): Promise<ReadonlyMap<string, BuiltFile>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const names = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'));
  const there = new Set(names);
  const files = new Map<string, BuiltFile>();
  for (const name of names) {
    const type = types[extname(name)];
    // Neither the compressed copies, which belong to their files, nor what a build keeps for itself.
    if (type === undefined || name.startsWith('.')) continue;
    const variants = new Map<string, Buffer>();
    for (const [coding, ending] of Object.entries(codings)) {
      if (there.has(name + ending)) variants.set(coding, await readFile(join(folder, name + ending)));
    }
    variants.set('identity', await readFile(join(folder, name)));
    // Vite puts the hash of what is in a file into its name, and those files into this folder.
    const cacheControl = name.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-cache';
    files.set(name, { type, cacheControl, variants });
  }
  return files;
}

function choose({ variants }: BuiltFile, acceptEncoding: string): [coding: string, bytes: Buffer] {
  const refused = /;\s*q=0(\.0*)?\s*$/;
  const accepted = new Set(
    acceptEncoding
      .split(',')
      .filter((part) => !refused.test(part))
      .map((part) => part.replace(/;.*$/s, '').trim().toLowerCase()),
  );
  for (const [coding, bytes] of variants) {
    if (coding === 'identity' || accepted.has(coding)) return [coding, bytes];
  }
  return ['identity', Buffer.alloc(0)];
}
