// A page of the guides as it is sent: all pages to the left, where one is on this one to the right.
import { contentPolicy } from '../reference/content-policy.ts';
import { type Html, html } from '../reference/html.ts';
import { pageScript } from '../reference/page-script.ts';
import { pageStyle } from '../reference/page-style.ts';
import { guideScript } from './guide-script.ts';
import { guideStyle } from './guide-style.ts';
import type { GuideGroup } from './read-guides.ts';
import type { Guide } from './render-guide.ts';

const style = pageStyle + guideStyle;
const script = pageScript + guideScript;

/** Pictures and the search's texts come from here as well, and nothing from anywhere else. */
export const guidePolicy = contentPolicy(style, script, ["img-src 'self'", "connect-src 'self'"]);

export function renderGuidePage(guide: Guide, groups: readonly GuideGroup[], order: readonly Guide[]): string {
  const headings = guide.sections.filter(({ level }) => level === 2 || level === 3);
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${guide.title} · renderio</title>
<link rel="icon" href="/icon.svg">
<style>${{ html: style }}</style>
<script>${{ html: script }}</script>
</head>
<body class="guide">
<input type="checkbox" id="menu" aria-label="Menu">
<header><strong>renderio</strong><label for="menu">Menu</label></header>
${navigation(guide, groups)}
<main>
<div class="page">${guide.body}${neighbours(guide, order)}</div>
${headings.length < 2 ? '' : contents(headings)}
</main>
</body>
</html>`.html;
}

function navigation(current: Guide, groups: readonly GuideGroup[]): Html {
  return html`<nav aria-label="Pages">
<div class="brand"><strong><a href="/docs">renderio</a></strong><button id="theme" type="button">Light / dark</button></div>
<input id="search" type="search" placeholder="Search (press /)" aria-label="Search the docs" autocomplete="off">
<div id="results" aria-live="polite" hidden></div>
<div id="pages">
<ul><li><a href="/docs/api"><span>API reference</span></a></li></ul>
${groups.map(
  ({ title, entries }) => html`<div class="group"><p class="title">${title}</p><ul>
${entries.map(({ label, guide }) => html`<li><a href="${guide.path}"${current.path === guide.path || current.path.startsWith(`${guide.path}/`) ? html` aria-current="page"` : ''}><span>${label}</span></a></li>\n`)}</ul></div>`,
)}
</div>
</nav>`;
}

/** From the index on to the first page, and so forth. */
function neighbours(guide: Guide, order: readonly Guide[]): Html {
  const at = order.findIndex(({ path }) => path === guide.path);
  const [before, after] = [order[at - 1], order[at + 1]];
  return html`<div class="turn" role="navigation" aria-label="Before and after">${before === undefined ? html`<span></span>` : html`<a rel="prev" href="${before.path}"><small>Before</small>${before.title}</a>`}${after === undefined ? '' : html`<a rel="next" href="${after.path}"><small>Next</small>${after.title}</a>`}</div>`;
}

function contents(headings: Guide['sections']): Html {
  return html`<aside class="toc" aria-label="On this page"><p class="title">On this page</p>
${headings.map(({ heading, anchor, level }) => html`<a class="level-${level}" href="#${anchor}">${heading}</a>\n`)}</aside>`;
}
