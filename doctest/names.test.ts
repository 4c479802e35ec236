// What pages name is there: files, rooms, tables, scripts, settings, endpoints, and the places that their links lead to.
import assert from 'node:assert/strict';
import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { openApiDocument } from '@renderio/contract';
import importMap from '../dependency-cruiser.config.js';
import { settings } from '../packages/server/src/config.ts';
import { renderGuide } from '../packages/server/src/http/guides/render-guide.ts';

const repository = join(import.meta.dirname, '..');
const read = (file: string): string => readFileSync(join(repository, file), 'utf8');
const pages = globSync(['*.md', 'docs/**/*.md', 'packages/*/*.md'], {
  cwd: repository,
  exclude: (name) => name.includes('node_modules'),
});
const architecture = read('ARCHITECTURE.md');
const packages = readdirSync(join(repository, 'packages')).sort();

/** The rows of the table below a heading, each as its cells. */
function rowsBelow(heading: string): string[][] {
  const [, section = ''] = architecture.split(`\n## ${heading}\n`);
  const lines =
    section
      .split('\n## ')[0]
      ?.split('\n')
      .filter((line) => line.startsWith('|')) ?? [];
  return lines.slice(2).map((line) => line.split('|').slice(1, -1));
}

const namesIn = (cell = ''): string[] => [...cell.matchAll(/`([\w.-]+)`/g)].map(([, name = '']) => name);

test('every link between files leads to a file and a heading that are there', () => {
  const anchors = (file: string): string[] => renderGuide(file, read(file)).sections.map(({ anchor }) => anchor);
  const dead = pages.flatMap((page) => {
    const text = read(page).replace(/^```.*?^```/gms, '');
    return [...text.matchAll(/\]\((?!https?:)([^)#\s]*)(?:#([^)\s]*))?\)/g)].flatMap(([link, path = '', anchor]) => {
      const target = path === '' ? page : join(dirname(page), path);
      if (!existsSync(join(repository, target))) return [`${page}: ${link}`];
      return anchor === undefined || anchors(target).includes(anchor) ? [] : [`${page}: ${link}`];
    });
  });
  assert.deepEqual(dead, []);
});

test('ARCHITECTURE.md has the rooms of the server, and lets each import what the import map lets it', () => {
  const rows = rowsBelow("The server's rooms").map(
    (cells) => [namesIn(cells[0]), namesIn(cells[2]).filter((name) => !packages.includes(name))] as const,
  );
  const told = new Map(rows.flatMap(([names, allowed]) => names.map((name) => [name, allowed.toSorted()])));
  const folders = readdirSync(join(repository, 'packages/server/src'), { withFileTypes: true });
  for (const { name } of folders.filter((entry) => entry.isDirectory())) {
    const rule = importMap.forbidden.find((each) => each.name === `room-${name}`);
    assert.ok(rule, `${name} has no rule in dependency-cruiser.config.js`);
    const allowed = /\(([^)]+)\)/
      .exec(JSON.stringify(rule.to))?.[1]
      ?.split('|')
      .filter((other) => other !== name);
    assert.deepEqual(told.get(name), allowed?.toSorted(), name);
    told.delete(name);
  }
  assert.deepEqual([...told.keys()], ['compose.ts', 'main.ts']);
});

test('ARCHITECTURE.md has the packages and the tables that there are', () => {
  const listed = rowsBelow('Packages').flatMap(([name]) => namesIn(name));
  assert.deepEqual(listed.toSorted(), packages);
  const migrations = globSync('packages/server/src/store/migrations/*.sql', { cwd: repository });
  const tables = migrations.flatMap((file) => [...read(file).matchAll(/^create (?:unlogged )?table (\w+)/gm)]);
  const told = rowsBelow('Tables').flatMap((cells) => cells.flatMap(namesIn));
  assert.deepEqual(
    tables.flatMap(([, name = '']) => (told.includes(name) ? [] : [name])),
    [],
  );
});

test('files that ARCHITECTURE.md names are there', () => {
  const [beforeData = ''] = architecture.split('\n## The data folder\n');
  const named = [...beforeData.matchAll(/`([\w-]+(?:\/[\w.-]+)+\/?|[\w-]+\.[jt]s)`/g)].map(([, name = '']) => name);
  assert.ok(named.length > 10);
  const folders = ['', 'packages/', 'packages/server/src/', 'packages/ffmpeg-language/src/'];
  const isThere = (name: string): boolean =>
    folders.some((folder) => ['', '.ts'].some((end) => existsSync(join(repository, folder, name + end))));
  // Made by the bootstrap; a folder of the first package that the name begins with.
  const missing = named.filter((name) => !isThere(name) && !isThere(name.replace('/', '/src/')));
  assert.deepEqual(
    missing,
    ['packages/dashboard/dist'].filter((name) => !isThere(name)),
  );
});

test('every npm script and every setting that a page names is there', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
  /** Of clients, and of what is built. */
  const others = new Set(['RENDERIO_URL']);
  const unknown = pages.flatMap((page) => {
    const text = read(page);
    const runs = [...text.matchAll(/npm run (?:--silent )?([\w:-]+)(?! -w)/g)].filter(
      ([, name = '']) => !(name in scripts),
    );
    const sets = [...text.matchAll(/\bRENDERIO_\w+[A-Z]\b/g)].filter(
      ([name]) => !(name in settings) && !others.has(name),
    );
    return [...runs, ...sets].map(([name]) => `${page}: ${name}`);
  });
  assert.deepEqual(unknown, []);
});

test('every endpoint that a page names is there', () => {
  const shape = (path: string): string =>
    path.replace(/\/(?::\w+|<\w+>|\{\w+\}|[A-Z]+_ID|[\da-f-]{36})(?=\/|$)/g, '/:');
  const known = new Set(
    Object.entries(openApiDocument().paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${shape(path)}`),
    ),
  );
  for (const path of ['/health', '/ready', '/metrics', '/docs', '/api/mcp']) known.add(`GET ${path}`);
  // RenderIO has it, and a page says that this server has not.
  known.add('POST /ytdlp-download');
  const unknown = pages.flatMap((page) =>
    [...read(page).matchAll(/`(GET|POST|PUT|PATCH|DELETE) ((?:<URL>)?\/[\w/:<>{}.-]*)/g)].flatMap(
      ([, method = '', path = '']) => {
        const asked = shape(path.replace('<URL>', '').replace(/\.$/, ''));
        const places = ['', '/api/v1', '/api/admin'].map((prefix) => `${method} ${prefix}${asked}`);
        return places.some((place) => known.has(place)) ? [] : [`${page}: ${method} ${path}`];
      },
    ),
  );
  assert.deepEqual(unknown, []);
});
