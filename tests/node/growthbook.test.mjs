// The product against GrowthBook's SDK: conditions, hashes, experiments. Each file of rules is compiled once and asked
// about many visitors; what must differ is listed in rules/README.md.
import assert from 'node:assert/strict';
import test from 'node:test';
import { GrowthBook, evalCondition } from '@growthbook/growthbook';
import * as sdk from '../node_modules/@growthbook/growthbook/dist/esm/util.mjs';
import { createVitrine } from 'vitrine';
import { compileAccepted } from '../reference/accepted.mjs';
import { random } from '../reference/random.mjs';
import { attributes, groups, randomAttributes, randomCondition } from '../reference/random_conditions.mjs';
import { randomExperiment, randomSeed, randomText } from '../reference/random_experiments.mjs';
import { Reference } from '../reference/reference.mjs';

const noon = Date.parse('2026-03-02T12:00:00Z');
const allowed = { personalise: true, measure: false };

/** Collects disagreements, to tell the first few. */
function judge() {
  const wrong = [];
  let count = 0;
  return {
    compare(found, expected, describe) {
      count++;
      if (found !== expected) wrong.push({ found, expected, ...describe() });
    },
    count: () => count,
    agreed() {
      assert.equal(
        wrong.length,
        0,
        `${wrong.length} of ${count} differ:\n${wrong
          .slice(0, 10)
          .map((one) => JSON.stringify(one))
          .join('\n')}`,
      );
    },
  };
}

const segmentsOf = (conditions) => Object.fromEntries(conditions.map((condition, i) => [`c${i}`, condition]));
const missing = Object.fromEntries(Object.keys(attributes).map((name) => [name, null]));

/** Asks both about every condition and every visitor. What the compiler refuses is not asked. */
async function compareConditions(judged, conditions, visitors) {
  const file = { vitrine: 1, attributes, groups, segments: segmentsOf(conditions), slots: {}, rules: [] };
  const { bundle, rules, refused } = await compileAccepted(file, { lenient: true });
  const vitrine = await createVitrine({ bundle, storage: null, now: () => noon });
  for (const visitor of visitors) {
    vitrine.setAttributes({ ...missing, ...visitor });
    const held = new Set(vitrine.segments());
    for (const [name, condition] of Object.entries(rules.segments)) {
      judged.compare(held.has(name), evalCondition(visitor, condition, groups), () => ({ condition, visitor }));
    }
  }
  vitrine.dispose();
  return refused;
}

/** The SDK complains aloud of operators that it does not know, and of weights. */
const silent = (t) => t.mock.method(console, 'error', () => undefined);

test('200,000 conditions and visitors at random', async (t) => {
  silent(t);
  const judged = judge();
  const refused = [];
  let made = 0;
  for (let file = 0; judged.count() < 200_000; file++) {
    const r = random(1000 + file);
    const conditions = r.many(200, 200, () => randomCondition(r));
    made += conditions.length;
    refused.push(
      ...(await compareConditions(
        judged,
        conditions,
        r.many(50, 50, () => randomAttributes(r)),
      )),
    );
    assert.ok(
      refused.length < made / 4,
      `refused ${refused.length} of ${made}, such as ${JSON.stringify(refused.slice(-5))}`,
    );
  }
  judged.agreed();
});

const OPERANDS = [
  null,
  true,
  false,
  0,
  1,
  2,
  -1,
  1.5,
  '',
  'a',
  'A',
  '1',
  ' 1',
  '1.0',
  'null',
  'true',
  'a,1',
  [],
  ['a'],
  [1],
  [null],
  ['a', 1],
  {},
  { x: 1 },
];
const OPERATORS = [
  '$eq',
  '$ne',
  '$lt',
  '$lte',
  '$gt',
  '$gte',
  '$in',
  '$nin',
  '$ini',
  '$nini',
  '$all',
  '$alli',
  '$elemMatch',
  '$size',
  '$type',
];
const MORE = ['$exists', '$not', '$regex', '$regexi', '$veq', '$vne', '$vgt', '$vgte', '$vlt', '$vlte'];
/** Operands that mean something to the SDK. */
function takes(operator, operand) {
  if (['$in', '$nin', '$ini', '$nini', '$all', '$alli'].includes(operator)) return Array.isArray(operand);
  if (operator === '$elemMatch') return typeof operand === 'object' && operand !== null && !Array.isArray(operand);
  // Its cache takes null for the pattern "null".
  if (operator === '$regex' || operator === '$regexi') return typeof operand === 'string';
  return operator !== '$exists' || typeof operand === 'boolean';
}

test('every operator, every small operand, every small value, also within lists', async (t) => {
  silent(t);
  const judged = judge();
  const tests = [
    ...OPERANDS,
    ...[...OPERATORS, ...MORE].flatMap((operator) =>
      OPERANDS.filter((operand) => takes(operator, operand)).map((operand) => ({ [operator]: operand })),
    ),
    ...['string', 'number', 'boolean', 'array', 'object', 'null'].map((type) => ({ $type: type })),
  ];
  const inLists = tests.flatMap((inner) => [
    ...(takes('$elemMatch', inner) ? [{ $elemMatch: inner }] : []),
    { $all: [inner] },
    { $alli: [inner] },
    { $not: inner },
    { $size: inner },
  ]);
  // Copies: an object is strictly equal to itself alone.
  const values = structuredClone([...OPERANDS, [[1], ['a']], [{ x: 1 }], { x: [1] }]).map((a) => ({ a }));
  const conditions = [...tests, ...inLists].map((a) => ({ a }));
  const refused = [];
  for (let first = 0; first < conditions.length; first += 400) {
    refused.push(...(await compareConditions(judged, conditions.slice(first, first + 400), [{}, ...values])));
  }
  assert.ok(refused.length < conditions.length / 8, JSON.stringify(refused.slice(0, 10)));
  judged.agreed();
});

test('every small tree and every small visitor: machine and reference', async () => {
  const judged = judge();
  const leaves = [{ t: true }, { n: { $gt: 1 } }, { $event: 'search' }];
  const gated = (children, least) => {
    const pairs = children.flatMap((a) => children.map((b) => [a, b]));
    const lists = [[], ...children.map((one) => [one]), ...pairs].filter((list) => list.length >= least);
    return ['$and', '$or', '$nor'].flatMap((gate) => lists.map((list) => ({ [gate]: list })));
  };
  const negated = (children) => children.map((child) => ({ $not: child }));
  const shallow = [...leaves, ...negated(leaves), ...gated(leaves, 0)];
  const trees = [...shallow, ...negated(shallow), ...gated(shallow, 1)];
  const consents = [[], [{ consent: true }], [{ consent: true }, { track: 'search' }]];
  for (let first = 0; first < trees.length; first += 1000) {
    const file = {
      vitrine: 1,
      attributes,
      segments: segmentsOf(trees.slice(first, first + 1000)),
      slots: {},
      rules: [],
    };
    const { bundle, rules } = await compileAccepted(file);
    for (const steps of consents) {
      for (const visitor of [true, false].flatMap((t) => [1, 2].map((n) => ({ t, n })))) {
        const vitrine = await createVitrine({ bundle, storage: null, now: () => noon, attributes: visitor });
        const reference = new Reference(rules, { now: noon });
        reference.apply({ attributes: visitor });
        for (const step of steps) {
          reference.apply(step);
          if (step.consent) vitrine.setConsent(allowed);
          else vitrine.track(step.track);
        }
        const held = new Set(vitrine.segments());
        const expected = new Set(reference.segments());
        for (const [name, condition] of Object.entries(rules.segments)) {
          judged.compare(held.has(name), expected.has(name), () => ({ condition, visitor, steps }));
        }
        vitrine.dispose();
      }
    }
  }
  assert.ok(judged.count() > 60_000, `only ${judged.count()}`);
  judged.agreed();
});

/** A rule file that puts each experiment into a slot of its own. */
function experimentFile(experiments, more = {}) {
  const names = Object.keys(experiments);
  const show = { template: 't' };
  return {
    vitrine: 1,
    attributes: { id: { type: 'any' }, text: { type: 'string' }, number: { type: 'number' } },
    segments: {},
    experiments,
    slots: Object.fromEntries(names.map((name) => [name, { type: 'content' }])),
    rules: names.map((name) => ({ id: name, slot: name, experiment: name, show })),
    ...more,
  };
}

/** Calls `ask(visitor, slot => variation)` for each visitor. */
async function askExperiments(bundle, visitors, ask) {
  const vitrine = await createVitrine({ bundle, storage: null, now: () => noon, consent: allowed });
  for (const visitor of visitors) {
    vitrine.setAttributes({ id: null, text: null, number: null, ...visitor });
    const variations = new Map(vitrine.decideAll().map(({ slot, variation }) => [slot, variation]));
    ask(visitor, (slot) => variations.get(slot) ?? null);
  }
  vitrine.dispose();
}

test('100,000 hashes, each within one part in 64 of random width', async () => {
  const judged = judge();
  const r = random(7);
  for (let file = 0; file < 5; file++) {
    const experiments = {};
    for (let i = 0; i < 40; i++) {
      const hashVersion = 1 + r.below(2);
      const steps = hashVersion === 1 ? 1000 : 10_000;
      const inner = new Set(r.many(63, 63, () => 1 + r.below(steps - 1)));
      const bounds = [0, ...[...inner].sort((a, b) => a - b).map((bound) => bound / steps), 1];
      const ranges = bounds.slice(1).map((until, arm) => [bounds[arm], until]);
      experiments[`e${i}`] = {
        variations: ranges.map((_, arm) => `v${arm}`),
        ranges,
        hashVersion,
        seed: randomSeed(r),
        hashAttribute: 'id',
      };
    }
    const { bundle, rules } = await compileAccepted(experimentFile(experiments));
    const visitors = r.many(500, 500, () => ({
      id: r.chance(0.9) ? randomText(r) + r.below(10) : r.below(1e6) / 8 + 1,
    }));
    await askExperiments(bundle, visitors, ({ id }, found) => {
      for (const [name, { seed, hashVersion, ranges }] of Object.entries(rules.experiments)) {
        const expected = `v${sdk.chooseVariation(sdk.hash(seed, String(id), hashVersion), ranges)}`;
        judged.compare(found(name), expected, () => ({ id, seed, hashVersion }));
      }
    });
  }
  assert.ok(judged.count() >= 100_000, `only ${judged.count()}`);
  judged.agreed();
});

test('20,000 experiments', async (t) => {
  silent(t);
  const judged = judge();
  const r = random(11);
  for (let file = 0; judged.count() < 20_000; file++) {
    const pairs = r.many(100, 100, (i) => [`e${i}`, randomExperiment(r, `e${i}`)]);
    const { bundle, rules } = await compileAccepted(
      experimentFile(Object.fromEntries(pairs.map(([name, { ours }]) => [name, ours]))),
    );
    const theirs = pairs.filter(([name]) => rules.experiments[name]).map(([, pair]) => pair.theirs);
    const visitors = r.many(20, 20, () => ({
      id: r.pick([() => randomText(r), () => r.below(1000), () => r.pick([0, '', true, false, null])])(),
      ...(r.chance(0.9) ? { text: randomText(r) } : {}),
      ...(r.chance(0.9) ? { number: r.below(300) } : {}),
    }));
    await askExperiments(bundle, visitors, (visitor, found) => {
      const growthbook = new GrowthBook({ attributes: visitor });
      for (const experiment of theirs) {
        const { inExperiment, value } = growthbook.run(experiment);
        judged.compare(found(experiment.key), inExperiment ? value : null, () => ({ experiment, visitor }));
      }
      growthbook.destroy();
    });
    assert.ok(file < 50, `only ${judged.count()} were accepted`);
  }
  judged.agreed();
});
