/** A generator of random things that are the same on every machine (mulberry32). */
export function random(seed) {
  function next() {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return (t ^ (t >>> 14)) >>> 0;
  }
  const below = (limit) => next() % limit;
  const chance = (share) => next() < share * 2 ** 32;
  const pick = (list) => list[below(list.length)];
  /** Between `least` and `most` of what `make` gives. */
  const many = (least, most, make) => Array.from({ length: least + below(most - least + 1) }, (_, i) => make(i));
  /** Some of the list, in its order. */
  const some = (list, share = 0.5) => list.filter(() => chance(share));
  return { below, chance, pick, many, some };
}
