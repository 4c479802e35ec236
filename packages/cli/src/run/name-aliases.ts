// Aliases that read well in messages: `clip.mov` → `in_clip`, and each thing once.

export interface Aliases<T> {
  /** What is known by `key`, else what `make` makes of a new alias. */
  add(key: string, filename: string, make: (alias: string) => T): T;
  find(key: string): T | undefined;
  /** In the order of their first use. */
  all(): T[];
}

/** Longer ones would only fill the command. */
const longestStem = 32;

export function nameAliases<T>(prefix: 'in' | 'out'): Aliases<T> {
  const known = new Map<string, T>();
  const taken = new Set<string>();
  return {
    add(key, filename, make) {
      const present = known.get(key);
      if (present !== undefined) return present;
      const stem = filename
        .replace(/\.[^.]*$/, '')
        .replaceAll(/[^A-Za-z0-9]+/g, '_')
        .replaceAll(/^_+|_+$/g, '')
        .slice(0, longestStem);
      const base = `${prefix}_${stem === '' ? 'file' : stem}`;
      let alias = base;
      for (let number = 2; taken.has(alias); number += 1) alias = `${base}_${number}`;
      taken.add(alias);
      const made = make(alias);
      known.set(key, made);
      return made;
    },
    find: (key) => known.get(key),
    all: () => [...known.values()],
  };
}
