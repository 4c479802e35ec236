// Which pages are executed, and for every block that is not, why.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Block, readBlocks } from './read-blocks.ts';

const repository = join(import.meta.dirname, '..');

/** Page → where its blocks are executed instead. */
export const triedElsewhere: Readonly<Record<string, string>> = {
  'docs/agents.md': 'packages/mcp/test and the receivers of packages/server/test/webhooks',
  'docs/no-code.md': 'the workflows beside it, in their own tests',
  'docs/skill/SKILL.md': 'the workflows beside docs/no-code.md, in their own tests',
  'docs/webhooks.md': 'the receivers beside it, in their own tests',
};

interface LeftOut {
  readonly page: string;
  /** What the block begins with. */
  readonly begins: string;
  readonly reason: string;
}

/** A block that begins so is not executed here. Every entry must be of use. */
export const leftOut: readonly LeftOut[] = [
  { page: 'README.md', begins: 'npm start ', reason: '`npm run newcomers-path` starts a fresh clone' },
  { page: 'docs/quickstart.md', begins: 'git clone', reason: '`npm run newcomers-path` starts a fresh clone' },
  { page: 'docs/deploy.md', begins: '# /etc/systemd', reason: 'systemd reads it' },
  { page: 'docs/deploy.md', begins: 'useradd', reason: 'it changes the machine' },
];

export function handWrittenPages(): string[] {
  const pages = globSync(['*.md', 'docs/*.md', 'docs/skill/*.md', 'docs/decisions/*.md'], { cwd: repository });
  return pages.filter((page) => !(page in triedElsewhere)).sort();
}

export function recipePages(): string[] {
  return globSync('docs/recipes/*.md', { cwd: repository }).sort();
}

/** Those with a language: others are to be read, not used. */
export function blocksOf(pages: readonly string[]): Block[] {
  return pages
    .flatMap((page) => readBlocks(page, readFileSync(join(repository, page), 'utf8')))
    .filter(({ language }) => language !== '');
}

export function reasonToLeaveOut({ page, text }: Block): LeftOut | undefined {
  return leftOut.find((entry) => entry.page === page && text.startsWith(entry.begins));
}
