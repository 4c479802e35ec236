// A page of docs/ as HTML: Markdown in, a page with anchors and searchable sections out. Pure.
import { posix } from 'node:path';
import { Marked, type Token, type Tokens } from 'marked';
import { type Html, html } from '../reference/html.ts';

export interface GuideSection {
  readonly heading: string;
  /** Empty for the page's own title. */
  readonly anchor: string;
  /** 1 is the title. */
  readonly level: number;
  /** What stands between this heading and the next, without markup; for search. */
  readonly text: string;
}

export interface Guide {
  /** Where it is read, such as `/docs/recipes/trim`. */
  readonly path: string;
  readonly title: string;
  readonly body: Html;
  /** In order; the first is the title's. */
  readonly sections: readonly GuideSection[];
}

/** `file` is where it lies below docs/, such as `recipes/trim.md`: relative links are followed from there. */
export function renderGuide(file: string, markdown: string): Guide {
  const anchors = new Map<Token, string>();
  const marked = createMarked(file, anchors);
  // What stands before the title is for the programs that read the file.
  const tokens = marked.lexer(markdown.replace(/^---\n.*?\n---\n/s, ''));
  const sections = readSections(marked, tokens, anchors);
  const title = sections[0]?.heading ?? file;
  return { path: guidePath(file), title, body: { html: marked.parser(tokens) }, sections };
}

/** `webhooks.md` is read at `/docs/webhooks`, the `README.md` of a folder at the folder's own path. */
export function guidePath(file: string): string {
  return posix.join('/docs', file.replace(/(^|\/)README\.md$/, '').replace(/\.md$/, '')).replace(/\/$/, '');
}

/** Null for what is not served: files of the repository beside its docs. */
function followLink(file: string, href: string): string | null {
  if (/^(https?:|#|\/)/.test(href)) return href;
  const [, path = '', anchor = ''] = /^([^#]*)(#.*)?$/.exec(href) ?? [];
  const target = posix.join(posix.dirname(file), decodeURI(path));
  if (target.startsWith('..')) return null;
  return target.endsWith('.md') ? guidePath(target) + anchor : posix.join('/docs', target);
}

function createMarked(file: string, anchors: ReadonlyMap<Token, string>): Marked {
  return new Marked({
    gfm: true,
    renderer: {
      heading(token) {
        const inside = this.parser.parseInline(token.tokens);
        const anchor = anchors.get(token) ?? '';
        return anchor === ''
          ? `<h${token.depth}>${inside}</h${token.depth}>\n`
          : `<h${token.depth} id="${anchor}"><a href="#${anchor}">${inside}</a></h${token.depth}>\n`;
      },
      code: ({ text }) =>
        html`<div class="sample"><button class="copy" type="button">Copy</button><pre tabindex="0">${text}</pre></div>\n`
          .html,
      table(token) {
        const row = (cells: readonly Tokens.TableCell[], tag: string): string =>
          `<tr>${cells.map(({ tokens }) => `<${tag}>${this.parser.parseInline(tokens)}</${tag}>`).join('')}</tr>`;
        const rows = token.rows.map((cells) => row(cells, 'td')).join('\n');
        return `<div class="scroll" tabindex="0" role="region" aria-label="Table"><table><thead>${row(token.header, 'th')}</thead><tbody>${rows}</tbody></table></div>\n`;
      },
      link({ href, tokens }) {
        const inside: Html = { html: this.parser.parseInline(tokens) };
        const target = followLink(file, href);
        return target === null ? inside.html : html`<a href="${target}">${inside}</a>`.html;
      },
      image({ href, text }) {
        const target = followLink(file, href);
        // Nothing is loaded from outside.
        return target?.startsWith('/') === true ? html`<img src="${target}" alt="${text}" loading="lazy">`.html : text;
      },
      /** The pages are Markdown alone: what looks like a tag is meant to be read. */
      html: ({ text }) => html`${text}`.html,
    },
  });
}

function readSections(marked: Marked, tokens: readonly Token[], anchors: Map<Token, string>): GuideSection[] {
  const sections: (GuideSection & { readonly parts: string[] })[] = [];
  const times = new Map<string, number>();
  for (const token of tokens) {
    if (token.type === 'heading') {
      const { depth: level, text } = token as Tokens.Heading;
      const heading = withoutMarkup(marked.parseInline(text) as string, '');
      const slug = slugOf(heading);
      const before = times.get(slug) ?? 0;
      times.set(slug, before + 1);
      const anchor = level === 1 ? '' : before === 0 ? slug : `${slug}-${before}`;
      anchors.set(token, anchor);
      sections.push({ heading, anchor, level, text: '', parts: [] });
    } else {
      sections.at(-1)?.parts.push(withoutMarkup(marked.parser([token])));
    }
  }
  return sections.map(({ parts, ...section }) => ({ ...section, text: parts.filter(Boolean).join(' ') }));
}

/** As GitHub makes them, so that links work in both places. */
function slugOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replace(/\s/g, '-');
}

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', '#39': "'", amp: '&' };

/** `gap` stands where a tag was. */
function withoutMarkup(markup: string, gap = ' '): string {
  return markup
    .replace(/<button[^>]*>[^<]*<\/button>/g, '')
    .replace(/<[^>]*>/g, gap)
    .replace(/&(lt|gt|quot|#39|amp);/g, (_all, name: string) => entities[name] ?? '')
    .replace(/\s+/g, ' ')
    .trim();
}
