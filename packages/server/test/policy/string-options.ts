// The options of the installed FFmpeg that take a text, and so might take a file: what the policy's tables are held against.

/** A string option of the installed build, and the part of FFmpeg it belongs to. */
export interface StringOption {
  readonly part: string;
  readonly name: string;
  /** What FFmpeg says of it. */
  readonly help: string;
}

/** Reads them off `ffmpeg -h full`, which names most filters by their classes: `(a)sendcmd`, `bass/lowshelf`. */
export function stringOptions(help: string): StringOption[] {
  let parts: string[] = [];
  return help.split('\n').flatMap((line) => {
    const section = /^(\S.*) AVOptions:$/.exec(line)?.[1];
    if (section !== undefined) {
      const [, optional = '', names = section] = /^\((\w+)\)(.*)$/.exec(section) ?? [];
      parts = names.split('/').flatMap((part) => (optional === '' ? [part] : [part, `${optional}${part}`]));
    }
    const [, name, help = ''] = /^\s+-?(\w\S*)\s+<(?:string|dictionary|binary)>\s+\S+(.*)$/.exec(line) ?? [];
    return name === undefined ? [] : parts.map((part) => ({ part, name, help: help.trim() }));
  });
}
