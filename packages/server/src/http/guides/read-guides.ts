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
  /** From the first page to the last, as the indexes list them: what is turned to before and after each. */
  readonly order: readonly Guide[];
}

const pageLink = /\[([^\]]+)\]\(([\w./-]+\.md)\)/g;

/** The repository's own pages; none where the program was installed without them. */
export async function readGuides(folder: string): Promise<Guides> {
  const files = (await readdir(folder, { recursive: true }).catch(() => [])).filter((name) => name.endsWith('.md'));
  const texts = await Promise.all(
    files.sort().map(async (file) => ({ file, text: await readFile(join(folder, file), 'utf8') })),
  );
  const guides = texts.map(({ file, text }) => renderGuide(file, text));
  const index = texts.find(({ file }) => file === 'README.md')?.text ?? '';
  const byPath = new Map(guides.map((guide) => [guide.path, guide]));
  const groups = groupGuides(index, byPath);
  const listed = groups.flatMap(({ entries }) => entries.map(({ guide }) => guide));
  const order = listed.flatMap((guide) => {
    // The pages of a folder follow its own index.
    const own = texts.find(({ file }) => file.endsWith('/README.md') && guidePath(file) === guide.path);
    return own === undefined ? [guide] : [guide, ...linkedFrom(own.file, own.text, byPath)];
  });
  return { byPath, groups, order };
}

/** Pages beside an index that it links to, in its order. */
function linkedFrom(index: string, text: string, byPath: ReadonlyMap<string, Guide>): Guide[] {
  const files = [...text.matchAll(pageLink)].map(([, , file = '']) => join(dirname(index), file));
  return [...new Set(files)].flatMap((file) => {
    const guide = byPath.get(guidePath(file));
    return guide !== undefined && dirname(file) === dirname(index) && file !== index ? [guide] : [];
  });
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
      const links = section.matchAll(pageLink);
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
