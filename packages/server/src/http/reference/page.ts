// The reference page: the whole API on one page that loads nothing else, made from the OpenAPI document.
import { apiErrors, failures, type JsonSchema, type OpenApiDocument, type Parameter } from '@renderio/contract';
import { contentPolicy } from './content-policy.ts';
import { endpointSearch } from './endpoint-search.ts';
import { type Html, html, inline, prose } from './html.ts';
import {
  bodyOf,
  boundsOf,
  fieldsWithin,
  operationsOf,
  type PlacedOperation,
  refusalsOf,
  successOf,
  typeOf,
} from './operations.ts';
import { pageScript } from './page-script.ts';
import { pageStyle } from './page-style.ts';
import { answerText, curlSample, sdkSample } from './samples.ts';

const script = pageScript + endpointSearch;

/** Nothing but the page's own style and script may run, and nothing may be loaded. */
export const pagePolicy = contentPolicy(pageStyle, script);

export function renderPage(document: OpenApiDocument): string {
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>renderio API reference</title>
<style>${{ html: pageStyle }}</style>
<script>${{ html: script }}</script>
</head>
<body>
<input type="checkbox" id="menu" aria-label="Menu">
<header><strong>renderio</strong><label for="menu">Menu</label></header>
${navigation(document)}
<main>
<h1>API reference</h1>
${prose(document.info['description'] as string)}
<p>The same for programs: <a href="/openapi.json">openapi.json</a>, <a href="/llms.txt">llms.txt</a>, <a href="/llms-full.txt">llms-full.txt</a>.</p>
${document.tags.map((tag) => section(document, tag))}
${webhookSection(document)}
${schemaSection(document)}
${errorSection()}
</main>
</body>
</html>`;
  return page.html;
}

function navigation(document: OpenApiDocument): Html {
  const groups = document.tags.map(({ name }) => ({
    title: name,
    links: operationsOf(document, name).map(({ operationId, method, path, summary }) => ({
      href: operationId,
      label: html`<b class="verb ${method}">${shortVerb(method)}</b><span>${shortPath(path)}</span>`,
      words: `${operationId} ${path} ${summary} ${name}`,
    })),
  }));
  const more = [
    { href: 'webhooks', label: html`<span>Webhooks</span>`, words: 'webhooks signature' },
    ...Object.keys(document.components.schemas).map((name) => ({
      href: `schema-${name}`,
      label: html`<span>${name}</span>`,
      words: `schema ${name}`,
    })),
    { href: 'errors', label: html`<span>Errors</span>`, words: 'errors error codes' },
    { href: 'failures', label: html`<span>How a command can fail</span>`, words: 'failures error_status' },
  ];
  return html`<nav aria-label="Endpoints">
<div class="brand"><strong><a href="/docs">renderio</a></strong><button id="theme" type="button">Light / dark</button></div>
<input id="search" type="search" placeholder="Search (press /)" aria-label="Search">
${[...groups, { title: 'More', links: more }].map(
  ({ title, links }) => html`<div class="group"><h4>${title}</h4><ul>
${links.map(({ href, label, words }) => html`<li data-words="${words.toLowerCase()}"><a href="#${href}">${label}</a></li>\n`)}</ul></div>`,
)}
</nav>`;
}

/** The list is narrow: of a path it shows what tells it from others. */
const shortPath = (path: string): string => path.replace(/^\/api\/(v1\/)?/, '').replace(/\{\w+\}/g, ':id');
const shortVerb = (method: string): string => (method === 'DELETE' ? 'DEL' : method);

function section(document: OpenApiDocument, { name, description }: { name: string; description: string }): Html {
  return html`<section id="tag-${name}"><h2>${name}</h2>${prose(description)}
${operationsOf(document, name).map((operation) => operationArticle(document, operation))}</section>`;
}

function operationArticle(document: OpenApiDocument, operation: PlacedOperation): Html {
  const { operationId, method, path, summary, parameters = [] } = operation;
  const body = bodyOf(operation);
  const success = successOf(operation);
  return html`<article id="${operationId}"><div>
<h3><a href="#${operationId}">${inline(summary)}</a></h3>
<div class="route"><b class="verb ${method}">${method}</b><span>${pathParts(path)}</span></div>
${parameterList('Path', parameters, 'path')}${parameterList('Query', parameters, 'query')}${parameterList('Headers', parameters, 'header')}
${body === null ? '' : html`<h4>Body</h4>${schemaView(resolve(document, body.schema))}`}
<h4>Answer ${success.status}</h4>${schemaView(success.schema)}
<h4>Refusals</h4><div class="codes">${refusalsOf(operation).map(
    ({ status, code }) => html`<a href="#error-${code}">${status} ${code}</a>`,
  )}</div>
</div>${samples(operation)}</article>`;
}

/** What a body is made of is read where it is sent, not somewhere else on the page. */
function resolve({ components }: OpenApiDocument, schema: JsonSchema): JsonSchema {
  const choices = schema.anyOf?.map((choice) => resolve({ components } as OpenApiDocument, choice));
  if (choices !== undefined) return { ...schema, anyOf: choices };
  return components.schemas[schema.$ref?.replace(/^.*\//, '') ?? ''] ?? schema;
}

const pathParts = (path: string): Html[] =>
  path.split(/(\{\w+\})/).map((part, index) => (index % 2 === 1 ? html`<i>${part}</i>` : html`${part}`));

function samples(operation: PlacedOperation): Html {
  const { example } = successOf(operation);
  const tabs = html`<div class="tabs"><button type="button" data-language="curl">curl</button><button type="button" data-language="typescript">TypeScript</button></div>`;
  return html`<aside>
<div class="sample curl">${tabs}<button class="copy" type="button">Copy</button><pre tabindex="0">${highlight(curlSample(operation))}</pre></div>
<div class="sample typescript">${tabs}<button class="copy" type="button">Copy</button><pre tabindex="0">${highlight(sdkSample(operation))}</pre></div>
${example === undefined ? '' : html`<div class="sample"><div class="tabs"><span>Answer</span></div><pre tabindex="0">${highlight(answerText(example))}</pre></div>`}
</aside>`;
}

/** Strings stand out; that is all the colour that samples this short need. */
function highlight(code: string): Html[] {
  return code
    .split(/("(?:[^"\\\n]|\\.)*"|'[^'\n]*')/)
    .map((part, index) => (index % 2 === 1 ? html`<b>${part}</b>` : html`${part}`));
}

function parameterList(title: string, parameters: readonly Parameter[], place: Parameter['in']): Html | '' {
  const listed = parameters.filter((parameter) => parameter.in === place);
  if (listed.length === 0) return '';
  const fields = listed.map(({ name, schema, description }) =>
    field(name, description === undefined ? schema : { ...schema, description }),
  );
  return html`<h4>${title}</h4><dl>${fields}</dl>`;
}

/** The fields of an object, or the type of anything else. */
function schemaView(schema: JsonSchema): Html {
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined && choices.some((choice) => fieldsWithin(choice) !== null)) {
    return html`${choices.map((choice, index) => html`${index > 0 ? html`<p>or</p>` : ''}${schemaView(choice)}`)}`;
  }
  return schema.properties === undefined
    ? html`<p class="type">${typeName(schema)}${schema.description === undefined ? '' : html`: ${inline(schema.description)}`}</p>`
    : fieldList(schema);
}

function fieldList({ properties = {}, required = [] }: JsonSchema): Html {
  return html`<dl>${Object.entries(properties).map(([name, schema]) => field(name, schema, required.includes(name)))}</dl>`;
}

function field(name: string, schema: JsonSchema, isRequired = true): Html {
  const bounds = boundsOf(schema);
  const within = fieldsWithin(schema);
  return html`<div><dt><code>${name}</code><span class="type">${typeName(schema)}</span>${isRequired ? '' : html`<span class="optional">optional</span>`}</dt>
<dd>${schema.description === undefined ? '' : inline(schema.description)}${bounds === '' ? '' : html` <span class="bounds">(${bounds})</span>`}
${within === null ? '' : html`<details><summary>Fields</summary>${fieldList(within)}</details>`}</dd></div>`;
}

function typeName(schema: JsonSchema): Html[] {
  return typeOf(schema).map(({ text, ref }) =>
    ref === undefined ? html`${text}` : html`<a href="#schema-${ref}">${text}</a>`,
  );
}

function webhookSection({ webhooks }: OpenApiDocument): Html {
  return html`<section id="webhooks"><h2>Webhooks</h2>
${Object.values(webhooks).map(
  ({ post }) => html`<article class="wide"><div><h3>${post.summary}</h3>${prose(post.description ?? '')}
${parameterList('Headers', post.parameters ?? [], 'header')}
<h4>Body</h4>${schemaView(bodyOf(post)?.schema ?? {})}</div></article>`,
)}</section>`;
}

function schemaSection({ components }: OpenApiDocument): Html {
  return html`<section id="schemas"><h2>Objects</h2>
${Object.entries(components.schemas).map(
  ([name, schema]) =>
    html`<article class="wide" id="schema-${name}"><div><h3><a href="#schema-${name}">${name}</a></h3>${schemaView(schema)}</div></article>`,
)}</section>`;
}

function errorSection(): Html {
  const answers = Object.entries(apiErrors).map(
    ([code, { status, isRetryable, meaning }]) =>
      html`<tr id="error-${code}"><td><code>${code}</code></td><td>${status}</td><td>${isRetryable ? 'yes' : 'no'}</td><td>${inline(meaning)}</td></tr>`,
  );
  const endings = Object.entries(failures).map(
    ([code, { fault, isRetryable, meaning }]) =>
      html`<tr><td><code>${code}</code></td><td>${fault}</td><td>${isRetryable ? 'yes' : 'no'}</td><td>${inline(meaning)}</td></tr>`,
  );
  return html`<section id="errors"><h2>Errors</h2><p>The code stands in <code>error</code>; <code>message</code> is a sentence for people.</p>
<div class="scroll" tabindex="0" role="region" aria-label="Table"><table><thead><tr><th>Code</th><th>Status</th><th>Retry</th><th>Meaning</th></tr></thead><tbody>${answers}</tbody></table></div></section>
<section id="failures"><h2>How a command can fail</h2><p><code>error_status</code> of a command or file that ended FAILED.</p>
<div class="scroll" tabindex="0" role="region" aria-label="Table"><table><thead><tr><th>Code</th><th>Who can mend it</th><th>Retry</th><th>Meaning</th></tr></thead><tbody>${endings}</tbody></table></div></section>`;
}
