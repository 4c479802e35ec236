// Markdown as it is written in docs/, and what becomes of it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { guidePath, renderGuide } from './render-guide.ts';

test('headings get the anchors that GitHub gives them, each once', () => {
  const { body, sections, title } = renderGuide(
    'a.md',
    '# One `a`\n\ntext\n\n## A & B!\n\n## A & B!\n\n### Ünï code_x',
  );
  assert.equal(title, 'One a');
  assert.deepEqual(
    sections.map(({ anchor, level }) => [anchor, level]),
    [
      ['', 1],
      ['a--b', 2],
      ['a--b-1', 2],
      ['ünï-code_x', 3],
    ],
  );
  assert.match(body.html, /<h1>One <code>a<\/code><\/h1>/);
  assert.match(body.html, /<h2 id="a--b-1"><a href="#a--b-1">A &amp; B!<\/a><\/h2>/);
});

test('a section has the text below its heading, without markup', () => {
  const { sections } = renderGuide(
    'a.md',
    '# T\n\nSay *it* <b>.\n\n## Next\n\n| A | B |\n|-|-|\n| `x<y` | [z](z.md) |\n\n```sh\ncurl "$URL" && echo\n```',
  );
  assert.deepEqual(
    sections.map(({ text }) => text),
    ['Say it <b>.', 'A B x<y z curl "$URL" && echo'],
  );
});

test('relative links lead to pages as they are served, and those out of docs/ are text', () => {
  const { body } = renderGuide(
    'recipes/trim.md',
    '[a](../webhooks.md#retries) [b](gif.md) [c](../../SECURITY.md) [d](https://example.com) [e](#here) ![p](../img/x.png) ![q](https://example.com/q.png)',
  );
  const links = [...body.html.matchAll(/(?:href|src)="([^"]*)"/g)].map(([, target]) => target);
  assert.deepEqual(links, [
    '/docs/webhooks#retries',
    '/docs/recipes/gif',
    'https://example.com',
    '#here',
    '/docs/img/x.png',
  ]);
});

test('what a file says of itself before its title is not shown', () => {
  const { title, body } = renderGuide('a.md', '---\nname: a\n---\n\n# T\n\ntext');
  assert.deepEqual([title, body.html], ['T', '<h1>T</h1>\n<p>text</p>\n']);
});

test('tags in the text are text', () => {
  const { body } = renderGuide(
    'a.md',
    '# T\n\n<script>alert(1)</script>\n\na <img src=x onerror=y> b\n\n[x](javascript:alert(1))',
  );
  assert.doesNotMatch(body.html, /<script|<img|href="javascript/);
});

test('pages are read where their folders are', () => {
  assert.equal(guidePath('README.md'), '/docs');
  assert.equal(guidePath('recipes/README.md'), '/docs/recipes');
  assert.equal(guidePath('decisions/0001-plain-sql.md'), '/docs/decisions/0001-plain-sql');
});
