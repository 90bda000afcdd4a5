// The reference evaluator against examples made by hand: who judges the product must be right.
import assert from 'node:assert/strict';
import test from 'node:test';
import { local, startOfDay } from '../reference/calendar.mjs';
import { Reference } from '../reference/reference.mjs';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;
/** A Monday. */
const noon = Date.parse('2026-03-02T12:00:00Z');

/** A reference with one segment per condition, `a`, `b` and so on; with a page viewed and with consent unless told. */
function open(conditions, { rules = {}, now = noon, consent = true } = {}) {
  const segments = Object.fromEntries(conditions.map((condition, i) => ['abcdefghijklmnopqrstuvwxyz'[i], condition]));
  const reference = new Reference({ slots: {}, rules: [], segments, ...rules }, { now, seed: 1 });
  reference.apply({ page: { type: 'home', url: 'https://shop.example/' } });
  if (consent) reference.apply({ consent: true });
  return {
    reference,
    after(...steps) {
      steps.forEach((step) => reference.apply(step));
      return reference.segments().join('');
    },
  };
}

const track = (name, ...items) => ({ track: name, parameters: { items } });
const boot = { item_id: 'boot-1', item_category: 'Hiking', item_brand: 'Alfa', price: 100, quantity: 2 };
const tent = { item_id: 'tent-1', item_category: 'Camping', item_brand: 'Alfa', price: 300 };

test('days begin when people in the zone say so', () => {
  const oslo = (text) => startOfDay('Europe/Oslo', Date.parse(text));
  assert.equal(oslo('2026-03-02T12:00:00Z'), Date.parse('2026-03-01T23:00:00Z'));
  assert.equal(oslo('2026-07-02T12:00:00Z'), Date.parse('2026-07-01T22:00:00Z'));
  assert.equal(oslo('2026-03-29T12:00:00Z'), Date.parse('2026-03-28T23:00:00Z')); // 23 hours long
  assert.equal(startOfDay('Europe/Oslo', Date.parse('2026-03-30T12:00:00Z'), 1), Date.parse('2026-03-28T23:00:00Z'));
  assert.deepEqual(
    [local('Asia/Kathmandu', noon).minute, local('Asia/Kathmandu', noon).weekday],
    [17 * 60 + 45, 'monday'],
  );
  assert.equal(local('Pacific/Auckland', noon).weekday, 'tuesday');
});

test('what is unknown stays unknown when turned round', () => {
  const conditions = [
    { 'visit.number': 1 },
    { $not: { 'visit.number': 1 } },
    { $or: [{ 'visit.number': 1 }, { 'page.type': 'home' }] },
    { $nor: [{ 'visit.number': 2 }] },
    { $not: { $event: 'search' } },
    { $not: { $segment: 'e' } },
  ];
  assert.equal(open(conditions, { consent: false }).after(), 'c');
  assert.equal(open(conditions).after(), 'acde');
});

test('a visit ends after half an hour of nothing', () => {
  const conditions = [
    { 'visit.number': 2 },
    { 'visit.pages': 0 },
    { 'visit.seconds': { $lt: 1 } },
    { 'visit.days_since_last': { $gte: 1 } },
  ];
  const { after } = open(conditions);
  assert.equal(after({ wait: 30 * minute - 1 }, track('search')), '');
  assert.equal(after({ wait: 30 * minute }), '');
  assert.equal(after(track('search')), 'abc');
  assert.equal(after({ wait: day }, { page: { type: 'home' } }), 'cd');
});

test('events are counted by window, `where`, sum and different values', () => {
  const views = { $event: 'view_item' };
  const { after } = open([
    { ...views, within: '30m', count: 2 },
    { ...views, where: { item_category: 'Hiking' }, count: { $gte: 2 } },
    { ...views, sum: { price: { $gt: 400 } } },
    { ...views, where: { price: { $gte: 200 } }, sum: { price: 300 } },
    { ...views, distinct: { item_brand: 1 } },
    { ...views, distinct: { item_category: { $gte: 2 } } },
    { ...views, within: 'session', count: 1 },
  ]);
  assert.equal(after(track('view_item', boot)), 'eg');
  assert.equal(after(track('view_item', boot, tent)), 'abcdef');
  assert.equal(after({ wait: 30 * minute }), 'bcdef');
  assert.equal(after(track('view_item', tent)), 'bcefg');
});

test('calendar days are those of the zone of the shop', () => {
  const rules = { store: { timezone: 'Europe/Oslo' } };
  const { after } = open(
    [
      { $event: 'search', within: 'today' },
      { $event: 'search', within: { days: 2 } },
    ],
    { rules },
  );
  assert.equal(after(track('search'), { wait: 11 * hour - 1 }), 'ab');
  assert.equal(after({ wait: 1 }), 'b');
  assert.equal(after({ wait: day - 1 }), 'b');
  assert.equal(after({ wait: 1 }), '');
});

test('time since something', () => {
  const { after } = open([
    { $since: 'search' },
    { $since: 'search', age: { $lt: '1m' } },
    { $since: 'search', age: { $gte: '1m', $lte: '2m' } },
    { 'cart.minutes': { $gte: 1 } },
    { 'orders.days_since_last': { $exists: false } },
  ]);
  assert.equal(after(), 'e');
  assert.equal(after(track('search'), track('add_to_cart', boot)), 'abe');
  assert.equal(after({ wait: minute }), 'acde');
  assert.equal(after({ wait: minute + 1 }, track('purchase', boot)), 'a');
});

test('sequences: one thing after the other, in time, and what must not come between', () => {
  const { after } = open([
    { $sequence: [{ event: 'a' }, { event: 'b', within: '10m' }] },
    { $sequence: [{ event: 'a' }, { not: 'c', for: '5m' }, { event: 'b' }] },
    { $sequence: [{ event: 'a' }, { not: 'c', for: '20m' }] },
    { $sequence: [{ event: 'a' }, { event: 'a' }], within: '30m' },
  ]);
  assert.equal(after(track('b')), '');
  assert.equal(after(track('a'), { wait: 4 * minute }, track('b')), 'a');
  assert.equal(after({ wait: minute }, track('b')), 'ab');
  assert.equal(after({ wait: 15 * minute }), 'abc');
  assert.equal(after(track('c')), 'ab');
  assert.equal(after(track('a')), 'abd');
  assert.equal(after({ wait: 20 * minute }), 'abcd');
  assert.equal(after({ wait: 10 * minute }), 'abc');
});

test('an absent step between: what came between undoes the step before it', () => {
  const { after } = open([{ $sequence: [{ event: 'a' }, { not: 'c', for: '5m' }, { event: 'b' }] }]);
  assert.equal(after(track('a'), track('c'), { wait: 5 * minute }, track('b')), '');
  assert.equal(after(track('a'), { wait: 5 * minute }, track('b')), 'a');
});

test('cart, orders, views and search', () => {
  const { after } = open([
    { 'cart.quantity': 3, 'cart.value': 500, 'cart.items': 2, 'cart.contains': 'boot-1' },
    { 'orders.count': 1, 'orders.average': 500, 'cart.quantity': 0 },
    { 'orders.last': { $before: '-1d' } },
    { 'orders.first': { $after: '2026-03-02' } },
    { 'viewed.last': 'tent-1', 'viewed.count': 2, 'viewed.contains': { $all: ['boot-1', 'tent-1'] } },
    { 'search.last': 'blue tent' },
    { 'orders.category.Hiking.value': 200, 'orders.category.Camping.days_since_last': { $lt: 1 } },
  ]);
  assert.equal(after(track('add_to_cart', boot, tent), track('view_item', boot), track('view_item', tent)), 'ae');
  const order = { track: 'purchase', parameters: { items: [boot, tent], transaction_id: 'x' } };
  assert.equal(after(order, order, { track: 'search', parameters: { search_term: ' Blue TENT ' } }), 'bdefg');
  assert.equal(after({ wait: day + 1 }), 'bcdef');
});

test('interests fade by half in two weeks', () => {
  const { after } = open([
    { 'affinity.item_category': 'Hiking' },
    { 'affinity.item_category.Camping': { $gt: 0.3, $lt: 0.34 } },
    { 'affinity.item_category': { $share: { Camping: { $gt: 0.6 } } } },
    { 'affinity.item_brand': { $top: 'Alfa' } },
    { 'affinity.item_brand.Beta': 0 },
  ]);
  assert.equal(after({ ...track('view_item', boot) }, { wait: 14 * day }, track('view_item', boot)), 'ade');
  assert.equal(after({ wait: 1 }, track('view_item', tent)), 'ade');
  assert.equal(after(track('add_to_wishlist', { ...tent, item_category: 'Camping' })), 'cde');
});

test('attributes: dates, lists, paths into objects, time to live', () => {
  const attributes = { born: { type: 'date' }, plan: { type: 'any' }, weather: { type: 'string', ttl: '6h' } };
  const { after } = open(
    [
      { born: { $before: '2000-01-01' } },
      { born: { $after: '-30d' } },
      { 'plan.items.0.name': 'x' },
      { 'plan.items': { $elemMatch: { name: 'y', 'size.cm': { $gt: 1 } } } },
      { weather: { $in: ['rain'] } },
      { born: null },
    ],
    { rules: { attributes } },
  );
  assert.equal(after(), 'f');
  assert.equal(after({ attributes: { born: '1999-12-31T23:59:59Z', weather: 'rain' } }), 'ae');
  assert.equal(
    after({ attributes: { born: noon - day, plan: { items: [{ name: 'x' }, { name: 'y', size: { cm: 2 } }] } } }),
    'bcde',
  );
  assert.equal(after({ wait: 6 * hour }), 'bcd');
});

const content = { type: 'content' };
const show = { template: 't' };
const ruleOf = ({ reference }) => Object.values(reference.slots()).map(({ rule }) => rule);

test('rules: priority, then id; schedule', () => {
  const rules = {
    slots: { s: content },
    rules: [
      { id: 'b', slot: 's', show },
      { id: 'a', slot: 's', show },
      {
        id: 'z',
        slot: 's',
        priority: 1,
        show,
        schedule: { weekdays: ['sunday'], hours: ['22:00', '13:00'], until: '2026-03-09' },
      },
    ],
  };
  const opened = open([], { rules });
  assert.deepEqual(ruleOf(opened), ['z']);
  opened.after({ wait: hour });
  assert.deepEqual(ruleOf(opened), ['a']);
  opened.after({ wait: 9 * hour });
  assert.deepEqual(ruleOf(opened), ['a']);
  opened.after({ wait: 6 * day });
  assert.deepEqual(ruleOf(opened), ['z']);
  opened.after({ wait: 2 * hour });
  assert.deepEqual(ruleOf(opened), ['a']);
});

test('caps, the budget of popups, groups of which one is chosen', () => {
  const rules = {
    slots: { p: { type: 'popup' }, q: { type: 'popup' }, s: content },
    budget: { popups: { per_session: 2, gap: '10m', quiet: ['checkout'] } },
    rules: [
      { id: 'once', slot: 'p', priority: 1, show, cap: { shown: { max: 1, per: '7d' }, dismissed: { max: 1 } } },
      { id: 'again', slot: 'p', show, exclusive: 'one' },
      { id: 'other', slot: 'q', show, exclusive: 'one' },
      { id: 'always', slot: 's', show },
    ],
  };
  const opened = open([], { rules });
  assert.deepEqual(ruleOf(opened), ['once', 'other', 'always']);
  opened.after({ report: 'p', outcome: 'shown' });
  assert.deepEqual(ruleOf(opened), [null, null, 'always']);
  opened.after({ wait: 10 * minute });
  assert.deepEqual(ruleOf(opened), ['again', null, 'always']);
  opened.after({ page: { type: 'home', slots: ['q', 'p'] } });
  assert.deepEqual(ruleOf(opened), [null, 'other', 'always']);
  opened.after({ report: 'q', outcome: 'shown' }, { wait: 20 * minute });
  assert.deepEqual(ruleOf(opened), [null, null, 'always']);
  opened.after({ wait: 7 * day }, { page: { type: 'home' } });
  assert.deepEqual(ruleOf(opened), ['once', 'other', 'always']);
  opened.after({ report: 'p', outcome: 'dismissed' });
  assert.deepEqual(ruleOf(opened), ['again', null, 'always']);
  opened.after({ page: { type: 'checkout' } });
  assert.deepEqual(ruleOf(opened), [null, null, 'always']);
});

test('experiments: arms by hash, forced, held out, by time', () => {
  const experiments = {
    whole: {
      variations: ['a', 'b'],
      ranges: [
        [0, 0],
        [0, 1],
      ],
    },
    none: { variations: ['a', 'b'], coverage: 0 },
    held: { variations: ['a', 'b'], holdout: 'everybody' },
    hourly: { variations: ['a', 'b'], switchback: '1h', seed: 's' },
    picky: { variations: ['a', 'b'], when: { 'page.type': 'cart' } },
  };
  const of = (experiment) => ({ id: experiment, slot: experiment, experiment, show });
  const rules = {
    slots: Object.fromEntries(Object.keys(experiments).map((name) => [name, content])),
    experiments,
    holdouts: { everybody: { share: 1 } },
    rules: Object.keys(experiments).map(of),
  };
  const { reference } = open([], { rules });
  const variations = () =>
    Object.values(reference.slots()).map(({ experiment, variation }) => experiment && [experiment, variation]);
  const hours = new Set();
  for (let i = 0; i < 20; i++) {
    reference.apply({ wait: hour });
    hours.add(reference.slots().hourly.variation);
  }
  assert.deepEqual([...hours].sort(), ['a', 'b']);
  const first = variations();
  assert.deepEqual([first[0], first[1], first[2], first[4]], [['whole', 'b'], null, ['everybody', null], null]);
  reference.apply({ force: ['whole', 'a'] });
  reference.apply({ force: ['picky', 'a'] });
  assert.deepEqual([variations()[0], variations()[4]], [['whole', 'a'], null]);
  reference.apply({ consent: false });
  assert.deepEqual(variations()[0], ['whole', 'a']);
  reference.apply({ force: ['whole', null] });
  assert.equal(variations()[0], null);
});
