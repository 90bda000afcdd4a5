// Experiments at random, in Vitrine's words and in those of GrowthBook's SDK, and texts that are hard to hash.

const LETTERS = [
  'a',
  'b',
  '1',
  '0',
  '-',
  '_',
  ' ',
  '.',
  'é',
  'Ø',
  'ß',
  '中',
  '🐟',
  '\ud83d',
  '\udc1f',
  '\u0000',
  '\u00ff',
  '\u0100',
];
export const randomText = ({ many, pick }, letters = LETTERS) => many(0, 20, () => pick(letters)).join('');
/** Rule files are UTF-8: no half characters. */
export const randomSeed = (r) =>
  randomText(
    r,
    LETTERS.filter((letter) => !/^[\ud800-\udfff]$/.test(letter)),
  ) || 's';

function randomWeights(r, count) {
  const weights = r.many(count, count, () => r.below(100));
  weights[0] += 1;
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => (r.chance(0.3) ? Math.round((weight / sum) * 1000) / 1000 : weight / sum));
}

const sound = (weights) => Math.abs(weights.reduce((sum, weight) => sum + weight, 0) - 1) < 0.009;

const randomRanges = (r, count) =>
  r.many(count, count, () => [r.below(11) / 10, r.below(11) / 10].sort((a, b) => a - b));

/** The same experiment in both languages. */
export function randomExperiment(r, key) {
  const { below, chance, pick } = r;
  const count = 2 + below(4);
  const variations = ['a', 'b', 'c', 'd', 'e'].slice(0, count);
  const weights = randomWeights(r, count);
  const shares = pick([
    () => ({}),
    () => (sound(weights) ? { weights } : {}),
    () => ({ ranges: randomRanges(r, count) }),
  ])();
  const coverage = chance(0.5) && !shares.ranges ? { coverage: pick([0, 0.1, 0.5, 0.75, 1]) } : {};
  const bounds = () => [below(6) / 10, (5 + below(6)) / 10];
  const filter = () => ({
    seed: randomSeed(r),
    hashVersion: 1 + below(2),
    attribute: pick(['id', 'text', 'number']),
    ranges: [bounds(), bounds()],
  });
  const limits = pick([
    () => ({}),
    () => ({ namespace: [randomSeed(r), ...bounds()] }),
    () => ({ filters: r.many(1, 2, filter) }),
  ])();
  const condition = chance(0.3)
    ? pick([{ number: { $gt: 100 } }, { text: { $regex: 'a' } }, { $not: { text: null } }])
    : undefined;
  const seed = chance(0.7) ? { seed: randomSeed(r) } : {};
  const both = {
    variations,
    ...shares,
    ...coverage,
    ...limits,
    ...seed,
    hashVersion: 1 + below(2),
    hashAttribute: pick(['id', 'text', 'number']),
  };
  return {
    ours: { ...both, ...(condition ? { when: condition } : {}) },
    theirs: { ...both, key, ...(condition ? { condition } : {}) },
  };
}
