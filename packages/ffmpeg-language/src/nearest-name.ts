// "Did you mean …": the nearest of some names, by edit distance.

/** The name nearest to `wanted`, or null when none is near enough to be a slip: at most a third of it, and 3, may differ. */
export function nearestName(wanted: string, names: readonly string[]): string | null {
  const limit = Math.min(3, Math.max(1, Math.floor(wanted.length / 3)));
  let best: { name: string; distance: number } | null = null;
  for (const name of names) {
    if (Math.abs(name.length - wanted.length) > limit) continue;
    const distance = editDistance(wanted.toLowerCase(), name.toLowerCase());
    if (distance <= limit && distance < (best?.distance ?? Infinity)) best = { name, distance };
  }
  return best?.name ?? null;
}

/** Levenshtein's distance, one row at a time. */
function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: Array.from(b).length + 1 }, (_, index) => index);
  for (const [row, charOfA] of Array.from(a).entries()) {
    const current = [row + 1];
    for (const [column, charOfB] of Array.from(b).entries()) {
      const replaced = (previous[column] ?? 0) + (charOfA === charOfB ? 0 : 1);
      current.push(Math.min(replaced, (previous[column + 1] ?? 0) + 1, (current[column] ?? 0) + 1));
    }
    previous = current;
  }
  return previous.at(-1) ?? 0;
}
