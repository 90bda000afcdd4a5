// Conditions as rules/README.md describes them. What stands to the right of a path is GrowthBook's SDK to judge, as
// far as it knows the operator. Truths are true, false and null: unknown.
import { evalCondition } from '@growthbook/growthbook';
import { durationOf, momentToCompare } from './calendar.mjs';
import { all, any, not } from './logic.mjs';

/** What stands where behaviour would, without consent. */
export const unknown = Symbol('unknown');

const ORDER = ['$lt', '$lte', '$gt', '$gte'];
const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
const hasOperators = (test) =>
  isObject(test) && Object.keys(test).length > 0 && Object.keys(test).every((key) => key[0] === '$');

/** `{path: test}` where the SDK knows all operators. */
const judge = (value, test, groups) => evalCondition({ value }, { value: test }, groups);

/**
 * Whether a value passes a test. `nullable`: null has no order, in place of being 0. A list that `contains` reads is one
 * of names, of which the test needs some.
 */
function passes({ value, nullable, contains }, test, world) {
  if (value === unknown) return null;
  const again = (part) => passes({ value, nullable, contains }, part, world);
  if (!hasOperators(test)) return contains ? value.includes(test) : judge(value, test, world.groups);
  return all(
    Object.entries(test).map(([operator, operand]) => {
      const date = value === null ? NaN : typeof value === 'number' ? value : Date.parse(value);
      switch (operator) {
        case '$not':
          return not(again(operand));
        case '$before':
          return date < momentToCompare(world.zone, operand, world.now);
        case '$after':
          return date >= momentToCompare(world.zone, operand, world.now);
        case '$top':
          return value === operand;
        case '$share':
          return all(Object.entries(operand).map(([name, wanted]) => passes(world.share(name), wanted, world)));
      }
      if (contains && operator === '$all') return operand.every((name) => value.includes(name));
      if (nullable && value === null && ORDER.includes(operator)) return false;
      return judge(value, { [operator]: operand }, world.groups);
    }),
  );
}

const BESIDE = {
  $event: ['where', 'within', 'count', 'sum', 'distinct'],
  $since: ['where', 'age'],
  $sequence: ['within'],
  $experiment: ['variation'],
};

/** Whether a condition holds. `world` answers what it asks; see reference.mjs. */
export function holds(condition, world) {
  return all(Object.entries(condition).map(([key, operand]) => part(key, operand, condition, world)));
}

function part(key, operand, condition, world) {
  const each = (list) => list.map((one) => holds(one, world));
  switch (key) {
    case '$and':
      return all(each(operand));
    case '$or':
      return operand.length === 0 || any(each(operand));
    case '$nor':
      return operand.length === 0 ? false : not(any(each(operand)));
    case '$not':
      return not(holds(operand, world));
    case '$segment':
      return world.segment(operand);
    case '$experiment':
      return world.experiment(operand, condition.variation);
    case '$event':
      return event(condition, world);
    case '$since':
      return since(condition, world);
    case '$sequence':
      return sequence(condition, world);
  }
  // A key that stands beside its operator.
  if (Object.entries(BESIDE).some(([head, keys]) => head in condition && keys.includes(key))) return true;
  const read = world.read(key);
  return passes(read, operand, { ...world, share: (value) => world.read(`${key}.${value}`) });
}

/** Does this occurrence satisfy the `where` with one of its items? Gives those items. */
function matching({ items, event: properties }, where) {
  const nothing = { item_id: null, item_brand: null, item_category: null, price: null, quantity: null };
  const list = items.length ? items : [nothing];
  const lookup = (item) => (path) => ({
    value: (path.startsWith('event.') ? properties[path.slice(6)] : item[path.replace(/^item\./, '')]) ?? null,
  });
  return list.filter((item) => holds(where ?? {}, { read: lookup(item) }));
}

/** Occurrences of an event in a window, the oldest first, with their matching items; null: unknown. */
function occurrences(name, where, within, world) {
  const past = world.events(name, within);
  if (past === null) return null;
  return past.map((one) => ({ ...one, items: matching(one, where) })).filter(({ items }) => items.length > 0);
}

function event({ $event: name, where, within, count, sum, distinct }, world) {
  const list = occurrences(name, where, within, world);
  if (list === null) return null;
  if (!sum && !distinct) return judge(list.length, count ?? { $gte: 1 });
  const [[field, test]] = Object.entries(sum ?? distinct);
  const perEvent = field.startsWith('event.');
  const values = list.flatMap((one) =>
    perEvent
      ? [one.event[field.slice(6)] ?? null]
      : one.items.map((item) =>
          sum && field === 'price' && item.price !== null ? item.price * item.quantity : (item[field] ?? null),
        ),
  );
  const known = values.filter((value) => value !== null);
  return judge(sum ? known.reduce((total, value) => total + Number(value), 0) : new Set(known).size, test);
}

function since({ $since: name, where, age }, world) {
  const list = occurrences(name, where, undefined, world);
  if (list === null) return null;
  if (!list.length) return false;
  const passed = world.now - list.at(-1).at;
  return Object.entries(age ?? {}).every(([operator, text]) => judge(passed, { [operator]: durationOf(text) }));
}

/** `done[i]`: when the steps up to the i-th, one that happens, were last completed. */
function sequence({ $sequence: steps, within }, world) {
  const past = world.events(null, within === 'session' ? 'session' : undefined);
  if (past === null) return null;
  const done = steps.map(() => null);
  const before = (i) => steps.findLastIndex((step, j) => j < i && 'event' in step);
  for (const happened of past) {
    for (let i = steps.length - 1; i >= 0; i--) {
      const step = steps[i];
      if (happened.name !== (step.event ?? step.not) || !matching(happened, step.where).length) continue;
      if ('not' in step) {
        done[before(i)] = null;
      } else if (i === 0) {
        done[i] = happened.at;
      } else {
        const start = done[before(i)];
        const passed = happened.at - start;
        const inTime = !step.within || passed <= durationOf(step.within);
        const absent = steps.slice(before(i) + 1, i);
        if (start !== null && inTime && absent.every((one) => passed >= durationOf(one.for))) done[i] = happened.at;
      }
    }
  }
  const last = before(steps.length);
  const passed = world.now - done[last];
  const quiet = steps.slice(last + 1).every((step) => passed >= durationOf(step.for));
  const recent = !within || within === 'session' || passed < durationOf(within);
  return done[last] !== null && quiet && recent;
}
