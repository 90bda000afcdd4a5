// Why a slot shows what it shows, in words and as data.
import assert from 'node:assert/strict';
import test from 'node:test';
import { allowed, bundleOf, clock, day, hike, minute, noon, open } from './support.mjs';

const iso = (time) => new Date(time).toISOString();

test('the winner, the outranked and the first thing that stopped each other rule', async () => {
  const { vitrine } = await open({ consent: allowed });
  vitrine.page({ type: 'home' });
  hike(vitrine);
  const explanation = vitrine.explain('home-hero');
  assert.equal(
    explanation.text,
    [
      'home-hero: hero-hiking',
      '  hero-hiking: holds and comes first',
      `    $event view_item where {"item_category":"Hiking"} within 30m $gte 2, found 2, until ${iso(noon + 30 * minute)}, known since ${iso(noon)}`,
      '  hero-back: stopped by visit.number $gte 2, found 1',
      '  hero-first: holds, but hero-hiking comes first (priority 30, not 10)',
      '    page.type = "home", found "home"',
    ].join('\n'),
  );
  assert.deepEqual(explanation.rules[1], {
    rule: 'hero-back',
    outcome: 'false',
    priority: 20,
    held: [],
    stopped: {
      path: 'visit.number', operator: '$gte', operand: 2, wanted: true, found: 1, since: null, until: null,
      text: 'visit.number $gte 2, found 1',
    },
    excludedBy: null,
    text: 'hero-back: stopped by visit.number $gte 2, found 1',
  });
  const [hiking, , first] = explanation.rules;
  assert.deepEqual([hiking.priority, hiking.stopped, hiking.held.length], [30, null, 1]);
  const { path, text, ...rest } = hiking.held[0];
  assert.deepEqual(rest, { operator: '$gte', operand: 2, wanted: true, found: 2, since: noon, until: noon + 30 * minute });
  assert.deepEqual(first.held.map(({ path, found }) => [path, found]), [['page.type', 'home']]);
});

test('counters say since when they count', async () => {
  const { vitrine } = await open({ consent: allowed });
  const { stopped, text } = vitrine.explain('home-hero').rules[0];
  const { path, text: condition, ...rest } = stopped;
  assert.deepEqual(rest, { operator: '$gte', operand: 2, wanted: true, found: 0, since: noon, until: null });
  assert.equal(text, `hero-hiking: stopped by ${condition}`);
  assert.match(path, /^\$event /);
  assert.match(text, /^hero-hiking: stopped by \$event .*view_item.* \$gte 2, found 0, known since 2026-03-02T12:00:00\.000Z$/);
});

test('what consent does not allow is unknown, not false', async () => {
  const { vitrine } = await open();
  vitrine.page({ type: 'product' });
  assert.deepEqual(vitrine.explain('home-hero').rules.map(({ outcome }) => outcome), ['unknown', 'unknown', 'false']);
  assert.equal(
    vitrine.explain('home-hero').text.split('\n')[2],
    '  hero-back: would need visit.number $gte 2, which is unknown without consent',
  );
});

test('host attributes and the page appear as they were told', async () => {
  const { vitrine } = await open();
  vitrine.setAttributes({ age: 12, loyalty_tier: 'silver' });
  vitrine.page({ type: 'product' });
  assert.equal(
    vitrine.explain('banner').text,
    [
      'banner: keeps its default',
      '  banner-adult: stopped by age $gte 18, found 12',
      '  banner-gold: stopped by loyalty_tier = "gold", found "silver"',
    ].join('\n'),
  );
  assert.equal(vitrine.explain('home-hero').rules[2].text, 'hero-first: stopped by page.type = "home", found "product"');
});

test('operators, lists, negation and missing values', async () => {
  const rule = (id, when) => ({ id, slot: 'a', when, show: { template: 't' } });
  const bundle = await bundleOf({
    vitrine: 1,
    attributes: { colour: { type: 'string' }, size: { type: 'number' }, gift: { type: 'boolean' } },
    slots: { a: { type: 'content' } },
    rules: [
      rule('a1', { colour: { $in: ['blue', 'red'] } }),
      rule('a2', { size: { $in: [1, 2] } }),
      rule('a3', { gift: true }),
      rule('a4', { colour: { $exists: true } }),
      rule('a5', { $not: { size: { $lt: 10 } } }),
      rule('a6', { size: { $eq: 4 } }),
    ],
  });
  const { vitrine } = await open({ bundle, attributes: { size: 5, gift: false } });
  assert.deepEqual(vitrine.explain('a').rules.map(({ text }) => text), [
    'a1: stopped by colour $in ["blue","red"], found null',
    'a2: stopped by size $in [1,2], found 5',
    'a3: stopped by gift = true, found false',
    'a4: stopped by colour $exists true, found null',
    'a5: stopped by not size $lt 10, found 5',
    'a6: stopped by size $eq 4, found 5',
  ]);
});

const rule = (id, when, more) => ({ id, slot: 'a', ...(when && { when }), show: { template: 't' }, ...more });
const slots = { a: { type: 'content' }, top: { type: 'content' }, pop: { type: 'popup' } };
const texts = (vitrine, slot = 'a') => Object.fromEntries(vitrine.explain(slot).rules.map(({ rule, text }) => [rule, text.slice(rule.length + 2)]));

/** Without a rule that holds, so that each says what stops it. */
async function stopped(whens, { more = {}, ...options } = {}) {
  const now = clock();
  const rules = Object.entries(whens).map(([id, part]) => rule(id, part.when, part));
  const bundle = await bundleOf({ vitrine: 1, slots, rules, ...more });
  const { vitrine } = await open({ bundle, consent: allowed, now, ...options });
  return { vitrine, now };
}

test('times are told in the units of the rules', async () => {
  const { vitrine, now } = await stopped(
    {
      a: { when: { 'visit.seconds': { $gte: 30 } } },
      b: { when: { 'visit.active_seconds': { $gte: 30 } } },
      c: { when: { 'cart.minutes': { $gte: 5 } } },
      d: { when: { 'orders.last': { $before: '-30d' } } },
      e: { when: { $since: 'view_item', age: { $gte: '2h' } } },
      f: { when: { born: { $before: '2001-01-01' } } },
      g: { when: { born: { $before: '-18d' } } },
      h: { when: { launch: { $after: '-1h' } } },
      i: { when: { idle_seconds: { $gte: 2000 } } },
      j: { when: { 'orders.category.Hiking.days_since_last': { $gte: 2.5 } } },
    },
    {
      more: { attributes: { born: { type: 'date' }, launch: { type: 'date' }, idle_seconds: { type: 'number' } } },
      attributes: { born: '2026-02-20T00:00:00Z', launch: noon - 2 * day, idle_seconds: 1000 },
    },
  );
  vitrine.page({ type: 'home' });
  vitrine.track('add_to_cart', { items: [{ item_id: 'boot', price: 3, item_category: 'Hiking' }] });
  vitrine.track('view_item', { items: [{ item_id: 'boot' }] });
  vitrine.active(2500);
  now.pass(12_400);
  vitrine.setCart([{ item_id: 'boot', price: 3 }]);
  vitrine.track('purchase', { transaction_id: '1', items: [{ item_id: 'boot', price: 3, item_category: 'Hiking' }] });
  vitrine.track('add_to_cart', { items: [{ item_id: 'boot', price: 3 }] });
  now.pass(90_000);
  assert.deepEqual(texts(vitrine), {
    a: 'holds and comes first',
    b: 'stopped by visit.active_seconds $gte 30, found 2.5',
    c: 'stopped by cart.minutes $gte 5, found 1.5',
    d: 'stopped by orders.last $gt 30d ago, found 1.5m ago',
    e: `stopped by $since view_item $gte 2h, found 1.7m, known since ${iso(noon)}`,
    f: 'stopped by born $before 2001-01-01T00:00:00.000Z, found 2026-02-20T00:00:00.000Z',
    g: 'stopped by born $gt 18d ago, found 10.5d ago',
    h: 'stopped by launch $lte 1h ago, found 2d ago',
    i: 'stopped by idle_seconds $gte 2000, found 1000',
    j: `stopped by orders.category.Hiking.days_since_last $gte 2.5, found 0.001, known since ${iso(noon)}`,
  });
  assert.equal(vitrine.explain('a').rules[0].held[0].text, 'visit.seconds $gte 30, found 102.4');
  assert.deepEqual(vitrine.explain('a').rules.find(({ rule }) => rule === 'd').stopped.operand, '30d');
});

test('schedules read as days, times of day and moments', async () => {
  const { vitrine } = await stopped(
    {
      a: { schedule: { hours: ['09:00', '11:30'], zone: 'Europe/London' } },
      b: { schedule: { weekdays: ['sunday'] } },
      c: { schedule: { until: '2026-03-01' } },
      d: { when: { 'time.hour': { $gte: 20 } } },
    },
    { more: { store: { timezone: 'Europe/Berlin' } } },
  );
  assert.deepEqual(texts(vitrine), {
    a: 'stopped by time.minute in Europe/London $lt 11:30, found 12:00',
    b: 'stopped by time.weekday $eq "sunday", found "monday"',
    c: `stopped by time.now $before 2026-02-28T23:00:00.000Z, found ${iso(noon)}`,
    d: 'stopped by time.minute $gte 20:00, found 13:00',
  });
});

test('caps and budgets say how often, and when they are free again', async () => {
  const { vitrine, now } = await stopped(
    {
      offer: { slot: 'pop', cap: { shown: { max: 1, per: 'session' }, dismissed: { max: 1, per: '7d' } } },
      other: { slot: 'pop', cap: { clicked: { max: 1 } } },
    },
    { more: { budget: { popups: { per_day: 2, gap: '2h', quiet: ['checkout'] } } } },
  );
  vitrine.page({ type: 'home' });
  const winner = vitrine.explain('pop');
  assert.equal(winner.rule, 'offer');
  assert.deepEqual(new Set(winner.rules[0].held.map(({ text }) => text)), new Set([
    'not page.type $eq "checkout", found "home"',
    'cap shown offer per session < 1, found 0',
    'cap dismissed offer per 1w < 1, found 0',
    'budget popups per 2h < 1, found 0',
    'budget popups per day < 2, found 0',
  ]));
  const { token } = vitrine.decide('pop');
  vitrine.report(token, 'shown');
  assert.deepEqual(texts(vitrine, 'pop'), {
    offer: 'stopped by cap shown offer per session < 1, found 1, free again with the next visit',
    other: `stopped by budget popups per 2h < 1, found 1, until ${iso(noon + 120 * minute)}`,
  });
  vitrine.report(token, 'dismissed');
  now.pass(130 * minute);
  vitrine.page({ type: 'home' });
  assert.deepEqual(texts(vitrine, 'pop'), {
    offer: `stopped by cap dismissed offer per 1w < 1, found 1, until ${iso(noon + 7 * day)}`,
    other: 'holds and comes first',
  });
  vitrine.report(vitrine.decide('pop').token, 'shown');
  now.pass(130 * minute);
  vitrine.page({ type: 'home' });
  const { stopped: budget, text } = vitrine.explain('pop').rules[1];
  assert.equal(text, 'other: stopped by budget popups per day < 2, found 2, until 2026-03-03T00:00:00.000Z');
  assert.equal(budget.until, Date.UTC(2026, 2, 3));
  now.pass(day);
  vitrine.page({ type: 'checkout' });
  assert.equal(texts(vitrine, 'pop').other, 'stopped by not page.type $eq "checkout", found "checkout"');
  vitrine.page({ type: 'home' });
  vitrine.report(vitrine.decide('pop').token, 'clicked');
  assert.equal(texts(vitrine, 'pop').other, 'stopped by cap clicked other < 1, found 1');
});

test('a counter that has far to fall has no time', async () => {
  const { vitrine } = await stopped({ a: { when: { $event: 'search', within: '1h', count: { $lt: 2 } } } });
  vitrine.page({ type: 'home' });
  for (let i = 0; i < 2; i++) vitrine.track('search', { search_term: 'tent' });
  assert.equal(vitrine.explain('a').rules[0].stopped.until, noon + 60 * minute);
  vitrine.track('search', { search_term: 'tent' });
  const { found, until } = vitrine.explain('a').rules[0].stopped;
  assert.deepEqual([found, until], [3, null]);
});

test('what counts say until when, sums do not', async () => {
  const { vitrine } = await stopped({
    a: { when: { $event: 'search', within: '1h', count: 0 } },
    b: { when: { $event: 'view_item', within: '1h', sum: { price: { $lt: 2 } } } },
    c: { when: { $event: 'view_item', within: 'session', count: { $lt: 1 } } },
    d: { when: { late: { $after: '2026-01-01' } } },
  }, { more: { attributes: { late: { type: 'date' } } } });
  vitrine.track('search', { search_term: 'tent' });
  vitrine.track('view_item', { items: [{ item_id: 'boot', price: 3 }] });
  vitrine.setAttributes({ late: -1e300 });
  const known = `known since ${iso(noon)}`;
  assert.deepEqual(texts(vitrine), {
    a: `stopped by $event search within 1h $eq 0, found 1, until ${iso(noon + 60 * minute)}, ${known}`,
    b: `stopped by $event view_item within 1h sum price $lt 2, found 3, ${known}`,
    c: `stopped by $event view_item within session $lt 1, found 1, ${known}`,
    d: 'stopped by late $after 2026-01-01T00:00:00.000Z, found -1e+300',
  });
});

test('experiments say the arm, that nobody takes part, that the visitor is held out', async () => {
  const experiments = {
    copy: { variations: ['a', 'b'] },
    none: { variations: ['a', 'b'], coverage: 0 },
    held: { variations: ['x', 'y'], holdout: 'q4' },
  };
  const more = { holdouts: { q4: { share: 1 } }, experiments, attributes: { colour: { type: 'string' } } };
  const { vitrine } = await stopped(
    {
      other: { when: { $experiment: 'copy', variation: 'a' }, priority: 9 },
      part: { experiment: 'none', priority: 8 },
      red: { when: { colour: 'red' }, experiment: 'copy', priority: 7 },
      held: { experiment: 'held', priority: 6 },
      won: { experiment: 'copy', priority: 5 },
      first: { when: { $experiment: 'held' }, priority: 4 },
    },
    { more },
  );
  vitrine.force('copy', 'b');
  assert.equal(vitrine.explain('a').text, [
    'a: held',
    '  other: stopped, in arm b of copy, not in a',
    '  part: stopped, takes no part in none',
    '  red: stopped by colour = "red", found null',
    '  held: holds and comes first, q4: holdout',
    '    held out by q4',
    '  won: holds, but held comes first (priority 6, not 5)',
    '    in arm b of copy',
    '  first: stopped, held out by q4',
  ].join('\n'));
  const [{ stopped: arm }] = vitrine.explain('a').rules;
  assert.deepEqual([arm.path, arm.operand, arm.found], ['$experiment copy', 'a', 'b']);
});

test('namespaces and filters say whether the visitor is inside', async () => {
  const experiments = {
    copy: { variations: ['a', 'b'], hashAttribute: 'cid', hashVersion: 1, namespace: ['pricing', 0, 0.5] },
    shape: { variations: ['a', 'b'], hashAttribute: 'cid', filters: [{ seed: 'f "x" by', attribute: 'cid', ranges: [[0, 0.25], [0.5, 1]] }] },
  };
  const { vitrine } = await stopped(
    { copy: { experiment: 'copy', priority: 2 }, shape: { experiment: 'shape', priority: 1 } },
    { more: { attributes: { cid: { type: 'string' } }, experiments } },
  );
  const seen = new Set();
  for (let cid = 0; cid < 40; cid++) {
    vitrine.setAttributes({ cid: String(cid) });
    for (const { rule, held, stopped } of vitrine.explain('a').rules) {
      const part = (stopped ?? held[0]).text;
      seen.add(`${rule}, ${stopped ? 'stopped' : 'held'}: ${part}`);
    }
  }
  assert.deepEqual([...seen].sort(), [
    'copy, held: inside namespace pricing 0-0.5',
    'copy, stopped: outside of namespace pricing 0-0.5',
    'shape, held: inside filter f "x" by 0-0.25 0.5-1',
    'shape, stopped: outside of filter f "x" by 0-0.25 0.5-1',
  ]);
  vitrine.setAttributes({ cid: null });
  assert.equal(texts(vitrine).copy, 'stopped, outside of namespace pricing 0-0.5');
  vitrine.setConsent({ personalise: false });
  assert.equal(texts(vitrine).copy, 'would need namespace pricing 0-0.5, which is unknown without consent');
});

test('versions are shown as rules write them', async () => {
  const versions = {
    a: { $vgte: '3.10.0' }, b: { $vgt: '3.10' }, c: { $vgte: 'v4.0.0-rc.1' }, d: { $not: { $vgte: '3.9.1' } }, e: { $veq: '12345678' },
  };
  const whens = Object.entries(versions).map(([id, app]) => [id, { when: { app } }]);
  const { vitrine } = await stopped(Object.fromEntries(whens), { more: { attributes: { app: { type: 'string' } } }, attributes: { app: '3.9.1' } });
  assert.deepEqual(texts(vitrine), {
    a: 'stopped by app $vgte "3.10.0", found "3.9.1"',
    b: 'stopped by app $vgt "3.10", found "3.9.1"',
    c: 'stopped by app $vgte "4.0.0.rc.1", found "3.9.1"',
    d: 'stopped by not app $vgte "3.9.1", found "3.9.1"',
    e: 'stopped by app $veq "12345678", found "3.9.1"',
  });
  assert.deepEqual(vitrine.explain('a').rules[0].stopped.operand, '3.10.0');
});

test('an exclusive group names the rule that was chosen', async () => {
  const { vitrine } = await stopped({
    sale: { exclusive: 'sale' },
    notice: { slot: 'top', exclusive: 'sale' },
    same: { slot: 'top', priority: -1, when: { 'visit.number': { $gte: 9 } } },
  });
  vitrine.page({ slots: ['a', 'top'] });
  const [{ outcome, excludedBy, text }] = vitrine.explain('top').rules;
  assert.deepEqual([outcome, excludedBy], ['group', { rule: 'sale', slot: 'a' }]);
  assert.equal(text, 'notice: holds, but sale in a excludes it');
});
