// The pages of docs/ as the server shows them: all of them, with links that lead somewhere, and a search.
import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { failures } from '@renderio/contract';
import { assertRefused } from '../support/answers.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

const docsFolder = join(import.meta.dirname, '../../../../docs');
let server: TestServer;

before(async () => {
  server = await startTestServer({ RENDERIO_ROLE: 'api' });
});
after(async () => {
  await server.stop();
});

async function readPages(): Promise<Map<string, string>> {
  const files = (await readdir(docsFolder, { recursive: true })).filter((name) => name.endsWith('.md'));
  const paths = files.map((name) => `/docs/${name}`.replace(/(\/README)?\.md$/, ''));
  const texts = await Promise.all(
    [...paths, '/docs/api'].map(async (path): Promise<[string, string]> => {
      const response = await fetch(server.url + path);
      assert.equal(response.status, 200, path);
      return [path, (await response.text()).replace(/<script>.*?<\/script>/s, '')];
    }),
  );
  return new Map(texts);
}

test('every page of docs/ is shown, and every link in it leads to a page and a place that are there', async () => {
  const pages = await readPages();
  const dead: string[] = [];
  for (const [path, text] of pages) {
    for (const [, target = ''] of text.matchAll(/\b(?:href|src)="([^"]*)"/g)) {
      // The icon is the dashboard's, which is not built here.
      if (/^https?:|^\/icon\.svg$/.test(target)) continue;
      const [page = '', anchor] = target.split('#');
      const there = page === '' ? text : pages.get(page);
      const isFile = there === undefined && (await fetch(server.url + page, { method: 'HEAD' })).status === 200;
      if (!isFile && (there === undefined || (anchor !== undefined && !there.includes(` id="${anchor}"`)))) {
        dead.push(`${path}: ${target}`);
      }
    }
  }
  assert.deepEqual([...new Set(dead)], []);
});

test('from the index one can turn to every page, one after the other', async () => {
  const seen = ['/docs'];
  for (let path: string | undefined = '/docs'; path !== undefined; ) {
    const text = await (await fetch(server.url + path)).text();
    path = /<a rel="next" href="([^"]+)"/.exec(text)?.[1];
    if (path !== undefined) seen.push(path);
    assert.equal(new Set(seen).size, seen.length, `${path} came twice`);
  }
  const all = [...(await readPages()).keys()].filter((path) => path !== '/docs/api');
  assert.deepEqual(
    all.filter((path) => !seen.includes(path)),
    [],
  );
});

test('every way in which a command can fail has a place of its own, to which the dashboard leads', async () => {
  const text = await (await fetch(`${server.url}/docs/errors`)).text();
  const missing = Object.keys(failures).filter((code) => !text.includes(`<h3 id="${code.toLowerCase()}">`));
  assert.deepEqual(missing, []);
});

test('the index lists every page, so that the list of pages needs no "More"', async () => {
  const text = await (await fetch(`${server.url}/docs`)).text();
  const groups = [...text.matchAll(/<div class="group"><p class="title">([^<]*)/g)].map(([, title]) => title);
  assert.deepEqual([groups.includes('Using it'), groups.includes('More')], [true, false]);
});

test('a page may run its own script and style, and load pictures and texts from here alone', async () => {
  const { headers } = await fetch(`${server.url}/docs/webhooks`);
  const policy = headers.get('content-security-policy') ?? '';
  assert.match(
    policy,
    /^default-src 'none'; style-src 'sha256-[^ ]+; script-src 'sha256-[^ ]+; img-src 'self'; connect-src 'self'/,
  );
  assert.doesNotMatch(policy, /unsafe|https?:|\*/);
});

test('the search looks through every section of every page, and every endpoint', async () => {
  const entries = (await (await fetch(`${server.url}/docs/search.json`)).json()) as { href: string; text: string }[];
  const hrefs = entries.map(({ href }) => href);
  for (const href of ['/docs/webhooks', '/docs/webhooks#retries', '/docs/api#runFfmpegCommand']) {
    assert.ok(hrefs.includes(href), href);
  }
  assert.match(entries.find(({ href }) => href === '/docs/webhooks#retries')?.text ?? '', /410 ends the attempts/);
});

test('what is not there is a 404, also what lies beyond docs/', async () => {
  for (const path of [
    'nothing',
    'img/nothing.png',
    '../package.json',
    '..%2fpackage.json',
    '%2e%2e/README.md',
    'decisions',
  ]) {
    const response = await fetch(`${server.url}/docs/${path}`);
    const { status, headers } = response;
    const body: unknown = await response.json();
    assertRefused({ status, headers, body }, 'NOT_FOUND', path);
  }
});
