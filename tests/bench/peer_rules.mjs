// The same rules in the languages of Vitrine and of the libraries that it is compared with.
import { LogicEngine } from 'json-logic-engine';
import { Engine } from 'json-rules-engine';
import { evalCondition } from '@growthbook/growthbook';
import { random } from './rules.mjs';

const words = (name, count) => Array.from({ length: count }, (_, i) => `${name}-${i}`);
const TEXTS = { tier: 4, country: 12, city: 20, weather: 5, language: 6 };
const NUMBERS = { years: 80, score: 100, visits: 30, spent: 500, returns: 10 };
const TRUTHS = ['member', 'newsletter'];
const WORDS = Object.fromEntries(Object.entries(TEXTS).map(([name, count]) => [name, words(name, count)]));

export const attributeTypes = Object.fromEntries([
  ...Object.keys(TEXTS).map((name) => [name, { type: 'string' }]),
  ...Object.keys(NUMBERS).map((name) => [name, { type: 'number' }]),
  ...TRUTHS.map((name) => [name, { type: 'boolean' }]),
]);
const NAMES = Object.keys(attributeTypes);

/** Twelve attributes, all of them told. */
export function makeContexts(count) {
  const below = random(count);
  const pick = (list) => list[below(list.length)];
  return Array.from({ length: count }, () =>
    Object.fromEntries(
      NAMES.map((name) => [
        name,
        name in WORDS ? pick(WORDS[name]) : name in NUMBERS ? below(NUMBERS[name]) : below(2) === 1,
      ]),
    ),
  );
}

/** `count` lists of three tests, `{name, operator, operand}`, on different attributes. */
export function makeTests(count) {
  const below = random(count + 1);
  const pick = (list) => list[below(list.length)];
  function test(name) {
    if (name in WORDS) {
      if (below(2)) return { name, operator: 'is', operand: pick(WORDS[name]) };
      return { name, operator: 'in', operand: [...new Set([1, 2, 3].map(() => pick(WORDS[name])))] };
    }
    if (name in NUMBERS) return { name, operator: pick(['above', 'below']), operand: below(NUMBERS[name]) };
    return { name, operator: 'is', operand: below(2) === 1 };
  }
  return Array.from({ length: count }, () => {
    const names = new Set();
    while (names.size < 3) names.add(pick(NAMES));
    return [...names].map(test);
  });
}

const MONGO = { in: '$in', above: '$gte', below: '$lt' };
export const conditionOf = (tests) =>
  Object.fromEntries(
    tests.map(({ name, operator, operand }) => [name, operator === 'is' ? operand : { [MONGO[operator]]: operand }]),
  );

const LOGIC = { is: '===', in: 'in', above: '>=', below: '<' };
const logicOf = (tests) => ({
  and: tests.map(({ name, operator, operand }) => ({ [LOGIC[operator]]: [{ var: name }, operand] })),
});

const ENGINE = { is: 'equal', in: 'in', above: 'greaterThanInclusive', below: 'lessThan' };
const engineRuleOf = (tests, i) => ({
  conditions: {
    all: tests.map(({ name, operator, operand }) => ({ fact: name, operator: ENGINE[operator], value: operand })),
  },
  event: { type: String(i) },
});

/** Each takes the rules as JSON and gives a function from a context to the numbers of the rules that hold. */
export const peers = {
  '@growthbook/growthbook': {
    write: (rules) => JSON.stringify(rules.map(conditionOf)),
    load(json) {
      const conditions = JSON.parse(json);
      return (context) => holding(conditions, (condition) => evalCondition(context, condition));
    },
  },
  'json-logic-engine': {
    write: (rules) => JSON.stringify(rules.map(logicOf)),
    load(json) {
      // One function for all rules is faster than one for each.
      const all = new LogicEngine().build(JSON.parse(json));
      return (context) => holding(all(context), Boolean);
    },
  },
  'json-rules-engine': {
    write: (rules) => JSON.stringify(rules.map(engineRuleOf)),
    load(json) {
      const engine = new Engine(JSON.parse(json));
      return async (context) => {
        const { events } = await engine.run(context);
        return events.map(({ type }) => Number(type)).sort((a, b) => a - b);
      };
    },
  },
};

function holding(list, holds) {
  const found = [];
  for (let i = 0; i < list.length; ++i) if (holds(list[i])) found.push(i);
  return found;
}

export const SLOTS = 10;
const slotName = (i) => `slot-${i % SLOTS}`;

/** What the i-th rule shows. */
const content = (i) => ({ show: { template: 'hero', title: `Title number ${i}`, link: `/c/${i % 8}` } });

/** A rule file; `more(i)` is put into the i-th rule. Of a slot's rules the first in the list comes first. */
export function ruleFile(conditions, more = content, extra = {}) {
  return {
    vitrine: 1,
    attributes: { ...attributeTypes, ...extra.attributes },
    ...extra.file,
    slots: Object.fromEntries(Array.from({ length: SLOTS }, (_, i) => [slotName(i), { type: 'content' }])),
    rules: conditions.map((when, i) => ({
      id: ruleId(i),
      slot: slotName(i),
      priority: conditions.length - i,
      when,
      show: { template: 'hero' },
      ...more(i),
    })),
  };
}

export const ruleId = (i) => `rule-${i}`;

/** What each slot shows where these rules hold. */
export const winners = (held) =>
  Array.from({ length: SLOTS }, (_, slot) => held.find((i) => i % SLOTS === slot) ?? null);
