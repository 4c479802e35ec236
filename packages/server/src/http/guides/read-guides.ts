// The pages of docs/ and the order in which its README.md lists them.
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Guide, guidePath, renderGuide } from './render-guide.ts';

export interface GuideGroup {
  readonly title: string;
  readonly entries: readonly GuideEntry[];
}

interface GuideEntry {
  /** As the index calls the page; shorter than its title. */
  readonly label: string;
  readonly guide: Guide;
}

export interface Guides {
  /** By path. */
  readonly byPath: ReadonlyMap<string, Guide>;
  /** As the index lists them under its headings; those it leaves out come last. */
  readonly groups: readonly GuideGroup[];
}

/** The repository's own pages; none where the program was installed without them. */
export async function readGuides(folder: string): Promise<Guides> {
  const files = (await readdir(folder, { recursive: true }).catch(() => [])).filter((name) => name.endsWith('.md'));
  const texts = await Promise.all(
    files.sort().map(async (file) => ({ file, text: await readFile(join(folder, file), 'utf8') })),
  );
  const guides = texts.map(({ file, text }) => renderGuide(file, text));
  const index = texts.find(({ file }) => file === 'README.md')?.text ?? '';
  const byPath = new Map(guides.map((guide) => [guide.path, guide]));
  return { byPath, groups: groupGuides(index, byPath) };
}

function isListedBy(folder: string, listed: ReadonlySet<string>): boolean {
  return folder !== guidePath('README.md') && listed.has(folder);
}

function groupGuides(index: string, byPath: ReadonlyMap<string, Guide>): GuideGroup[] {
  const listed = new Set<string>([guidePath('README.md')]);
  const groups = index
    .split(/^## /m)
    .slice(1)
    .map((section): GuideGroup => {
      const links = section.matchAll(/\[([^\]]+)\]\(([\w./-]+\.md)\)/g);
      const entries = [...links].flatMap(([, label = '', file = '']) => {
        const guide = byPath.get(guidePath(file));
        listed.add(guidePath(file));
        return guide === undefined ? [] : [{ label, guide }];
      });
      return { title: section.slice(0, section.indexOf('\n')).trim(), entries };
    });
  // A folder's own index lists what is in it.
  const others = [...byPath.values()].filter(({ path }) => !listed.has(path) && !isListedBy(dirname(path), listed));
  const more = { title: 'More', entries: others.map((guide) => ({ label: guide.title, guide })) };
  return [...groups, more].filter(({ entries }) => entries.length > 0);
}
