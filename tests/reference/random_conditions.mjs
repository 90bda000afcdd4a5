// Conditions and attributes at random, in everything that GrowthBook's SDK takes: what is usual, what is odd, and what
// makes no sense.

export const attributes = {
  a: { type: 'any' },
  b: { type: 'any' },
  l: { type: 'list' },
  o: { type: 'object' },
  s: { type: 'string' },
  n: { type: 'number' },
  t: { type: 'boolean' },
};

export const groups = { few: ['a', 1, '1'], none: [] };

const NUMBERS = [0, 1, -1, 2, 3, 1.5, 10, -0.25, 1e21, 2 ** 53];
const TEXTS = [
  '',
  'a',
  'b',
  'A',
  'abc',
  'Abc',
  '1',
  '2',
  '10',
  ' 1',
  '1.5',
  '-1',
  '0x10',
  '1e1',
  'Infinity',
  'true',
  'null',
  'undefined',
];
const WORDS = [
  'é',
  'É',
  'ß',
  'İ',
  'ſ',
  'K',
  'Ω',
  'ДОМ',
  'дом',
  '🐟',
  'a,b',
  '1,2',
  '[object Object]',
  'x\ny',
  'a'.repeat(40),
  'constructor',
];
const VERSIONS = [
  '1.2.3',
  'v1.2.3',
  '1.10.0',
  '1.2.3-rc.1',
  '1.2.3-rc.10',
  '1.2.3+build',
  '1.2',
  '2',
  '1.2.3.4',
  '01.2.3',
  '1.2.x',
  '-',
  '123456.1',
];
const KEYS = ['x', 'y', 'name'];
const TYPES = ['string', 'number', 'boolean', 'array', 'object', 'null', 'undefined', 'text'];
const PATTERNS = [
  'a',
  '^a',
  'c$',
  '^$',
  '^[a-c]+$',
  '\\d',
  '^\\d+\\.\\d+',
  '[^a]',
  '(a|b)c?',
  'null',
  'b{2,}',
  'a{1,3}$',
  '.',
  '\\.',
  'object',
  ',',
  '^(?:ab|A)',
  '\\w+',
  '\\s',
  '/',
  'é',
  'k',
  'ß',
  '[é-ю]',
  '\\u00e9',
  '^.$',
  'x\\ny',
  '\\bbc?',
  'a*?b',
];
const BROKEN = ['(', '[', '*', 'a{2,1}', '\\'];

/** Half of them few, so that conditions and values meet. */
function scalar({ pick, chance }) {
  if (chance(0.5)) return pick(['a', 'b', 'A', '1', 0, 1, 2, true, null]);
  return pick(pick([NUMBERS, TEXTS, WORDS, VERSIONS, [null, true, false]]));
}

export function randomValue(r, depth = 2) {
  const { chance, many, pick } = r;
  if (depth === 0 || chance(0.6)) return scalar(r);
  const inner = () => randomValue(r, depth - 1);
  if (chance(0.6)) return many(0, 3, inner);
  return Object.fromEntries(many(0, 3, () => [pick([...KEYS, '0']), inner()]));
}

/** One value for each attribute; what is not told is missing. */
export function randomAttributes(r) {
  const { chance, many, pick } = r;
  const inner = () => randomValue(r, 2);
  const members = () => Object.fromEntries(KEYS.filter(() => chance(0.7)).map((key) => [key, inner()]));
  const all = {
    a: randomValue(r, 3),
    b: chance(0.5) ? many(0, 4, () => randomValue(r, 1)) : members(),
    l: many(0, 4, inner),
    o: members(),
    s: pick([...TEXTS, ...WORDS, ...VERSIONS]),
    n: pick(NUMBERS),
    t: chance(0.5),
  };
  return Object.fromEntries(Object.entries(all).filter(() => chance(0.9)));
}

function pattern(r) {
  const { chance, pick, many } = r;
  if (chance(0.05)) return pick(BROKEN);
  if (chance(0.5)) return pick(PATTERNS);
  const atom = () =>
    pick([
      'a',
      'b',
      'c',
      '1',
      'A',
      '.',
      '\\d',
      '\\w',
      '\\W',
      '\\s',
      '[ab]',
      '[^a1]',
      '[a-c0-9]',
      '(a|1)',
      '(?:b|)',
      'é',
      ',',
    ]);
  const part = () => atom() + pick(['', '', '', '?', '*', '+', '{2}', '{1,2}', '*?']);
  return (chance(0.3) ? '^' : '') + many(1, 4, part).join(chance(0.15) ? '|' : '') + (chance(0.3) ? '$' : '');
}

/** The SDK throws for an `$elemMatch` of null, and has no sense in other constants. */
const operatorsOf = (test) =>
  typeof test === 'object' && test !== null && !Array.isArray(test) ? test : { $eq: test };

/** What stands to the right of a path, or is asked of an element. */
export function randomTest(r, depth = 2) {
  const { chance, many, pick } = r;
  const deeper = () => randomTest(r, depth - 1);
  const order = () => scalar(r);
  const list = () => many(0, 4, () => (chance(0.9) ? scalar(r) : randomValue(r, 1)));
  const operators = {
    $eq: () => (chance(0.9) ? scalar(r) : randomValue(r, 1)),
    $ne: () => (chance(0.9) ? scalar(r) : randomValue(r, 1)),
    $lt: order,
    $lte: order,
    $gt: order,
    $gte: order,
    $in: list,
    $nin: list,
    $ini: list,
    $nini: list,
    $all: () => many(0, 2, deeper),
    $alli: () => many(0, 2, () => (chance(0.6) ? scalar(r) : deeper())),
    $elemMatch: () =>
      chance(0.5) ? operatorsOf(deeper()) : randomCondition(r, ['x', 'y', 'x.y', '0', 'name'], depth - 1),
    $size: () => pick([() => r.below(4), () => ({ $gt: r.below(3) }), () => '2', () => true, deeper])(),
    $type: () => pick(TYPES),
    $exists: () => chance(0.5),
    $not: deeper,
    $regex: () => pattern(r),
    $regexi: () => pattern(r),
    $veq: () => version(r),
    $vne: () => version(r),
    $vgt: () => version(r),
    $vgte: () => version(r),
    $vlt: () => version(r),
    $vlte: () => version(r),
    $inGroup: () => pick(Object.keys(groups)),
    $notInGroup: () => pick(Object.keys(groups)),
  };
  const nested = ['$all', '$alli', '$elemMatch', '$size', '$not'];
  if (chance(0.2)) return randomValue(r, chance(0.8) ? 0 : 1);
  const names = Object.keys(operators).filter((name) => depth > 0 || !nested.includes(name));
  if (chance(0.02)) return { [pick(['$in', '$nin', '$all', '$ini', '$type', '$nope'])]: pick([1, 'a', true, {}]) };
  return Object.fromEntries(many(1, chance(0.2) ? 2 : 1, () => pick(names)).map((name) => [name, operators[name]()]));
}

const version = ({ chance, pick }) => (chance(0.85) ? pick(VERSIONS) : pick([...TEXTS, ...NUMBERS]));

export const PATHS = [
  'a',
  'a',
  'b',
  'a.x',
  'a.x.y',
  'a.0',
  'a.0.x',
  'b.0',
  'b.x',
  'b.name.x',
  'l',
  'l.0',
  'l.1.x',
  'o',
  'o.x',
  'o.y.0',
  'o.name',
  's',
  'n',
  't',
];

export function randomCondition(r, paths = PATHS, depth = 2) {
  const { chance, many, pick } = r;
  const deeper = () => randomCondition(r, paths, depth - 1);
  const leaf = () => [pick(paths), randomTest(r, Math.max(depth, 0))];
  if (depth <= 0 || chance(0.6)) return Object.fromEntries(many(chance(0.03) ? 0 : 1, chance(0.2) ? 3 : 1, leaf));
  const gates = {
    $and: () => many(0, 3, deeper),
    $or: () => many(0, 3, deeper),
    $nor: () => many(0, 2, deeper),
    $not: deeper,
  };
  const name = pick(Object.keys(gates));
  return { [name]: gates[name](), ...(chance(0.2) ? Object.fromEntries([leaf()]) : {}) };
}
