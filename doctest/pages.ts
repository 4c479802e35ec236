// Which pages are executed, and for every block that is not, why.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Block, readBlocks } from './read-blocks.ts';

const repository = join(import.meta.dirname, '..');

/** Page → where its blocks are executed instead. */
export const triedElsewhere: Readonly<Record<string, string>> = {
  'docs/deploy.md': 'deploy/, and by hand as its last section tells',
  'docs/receivers/README.md': 'packages/server/test/receivers, which runs them as they stand',
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
  { page: 'docs/cli.md', begins: 'renderio admin workers drain', reason: 'it takes the worker that the others need' },
  { page: 'docs/quickstart.md', begins: 'git clone', reason: '`npm run newcomers-path` starts a fresh clone' },
];

export function handWrittenPages(): string[] {
  const pages = globSync(['*.md', 'docs/**/*.md'], { cwd: repository });
  return pages.filter((page) => !page.startsWith('docs/recipes/') && !(page in triedElsewhere)).sort();
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
