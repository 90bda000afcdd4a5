/** The closest of some names to one that is none of them, by the measure of rules/text/names.cc. */

/** Changes that turn one text into the other: a character added, removed, replaced, or exchanged with its neighbour. */
function distance(a: string, b: string): number {
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const cell = (row: readonly number[], at: number): number => row[at] ?? Infinity;
      const replaced = cell(previous, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      current.push(
        Math.min(cell(previous, j) + 1, cell(current, j - 1) + 1, replaced, swapped ? cell(before, j - 2) + 1 : Infinity),
      );
    }
    [before, previous] = [previous, current];
  }
  return previous[b.length] ?? Infinity;
}

/** Longer names are not compared. */
const MAX_COMPARED = 64;

export function nearestName(name: string, candidates: readonly string[]): string | undefined {
  if (name.length > MAX_COMPARED) return undefined;
  let best = Math.min(Math.max(Math.floor(name.length / 3), 1), 4) + 1;
  let nearest: string | undefined;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - name.length) >= best || candidate.length > MAX_COMPARED) continue;
    const changes = distance(name.toLowerCase(), candidate.toLowerCase());
    if (changes >= best || changes >= candidate.length) continue;
    best = changes;
    nearest = candidate;
  }
  // `category` for `item_category`.
  return nearest ?? (name ? candidates.find((candidate) => candidate.endsWith(`_${name}`)) : undefined);
}
