// The fenced blocks of a page: what its readers are shown to paste, to send, or to see.

export interface Block {
  /** Path below the repository. */
  readonly page: string;
  readonly heading: string;
  /** Of its opening fence, from 1. */
  readonly line: number;
  /** The word behind the fence; empty for what is only to be read, such as a drawing. */
  readonly language: string;
  readonly text: string;
  /** The JSON right behind a block of shell, under the same heading: what that prints. */
  readonly output: string | null;
}

export function readBlocks(page: string, markdown: string): Block[] {
  const found: Block[] = [];
  let heading = '';
  let open: { readonly fence: RegExp; readonly indent: number; readonly block: Block } | null = null;
  let lines: string[] = [];
  for (const [index, line] of markdown.split('\n').entries()) {
    if (open !== null) {
      if (open.fence.test(line)) {
        found.push({ ...open.block, text: lines.join('\n') });
        open = null;
      } else lines.push(line.slice(open.indent));
      continue;
    }
    heading = /^#+ (.*)$/.exec(line)?.[1] ?? heading;
    const [, indent = '', fence, language = ''] = /^( *)(`{3,})(\w*)$/.exec(line) ?? [];
    if (fence === undefined) continue;
    const block = { page, heading, line: index + 1, language, text: '', output: null };
    open = { fence: new RegExp(`^ *${fence}$`), indent: indent.length, block };
    lines = [];
  }
  if (open !== null) throw new Error(`${page}:${open.block.line} opens a block that nothing ends.`);
  return joinOutputs(found);
}

function joinOutputs(blocks: readonly Block[]): Block[] {
  const joined: Block[] = [];
  for (const block of blocks) {
    const before = joined.at(-1);
    if (block.language === 'json' && before?.language === 'sh' && before.heading === block.heading) {
      joined[joined.length - 1] = { ...before, output: block.text };
    } else joined.push(block);
  }
  return joined;
}
