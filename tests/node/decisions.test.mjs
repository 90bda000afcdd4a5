// What a shop gets from decide, decideAll, events and tokens.
import assert from 'node:assert/strict';
import test from 'node:test';
import { allowed, bundleOf, clock, heroes, hike, minute, noon, open, settle } from './support.mjs';

const rules = (decisions) => Object.fromEntries(decisions.map(({ slot, rule }) => [slot, rule]));

test('a slot without a rule that holds keeps its default', async () => {
  const { vitrine } = await open();
  assert.deepEqual(vitrine.decide('home-hero'), {
    slot: 'home-hero', rule: null, experiment: null, variation: null, show: null, trigger: null, items: [], token: null,
  });
});

test('a new visitor gets the first hero, after two products another', async () => {
  const { vitrine } = await open({ consent: allowed });
  vitrine.page({ type: 'home', url: 'https://shop.example/' });
  const first = vitrine.decide('home-hero');
  assert.equal(first.rule, 'hero-first');
  assert.deepEqual(first.show, heroes.first);
  assert.deepEqual([first.experiment, first.variation, first.trigger], [null, null, null]);
  assert.deepEqual(first.items, []);
  assert.match(first.token, /^1\.[0-9a-f]{16}\.\d+\.-1\.0\.1$/);
  hike(vitrine);
  assert.deepEqual(vitrine.decide('home-hero').show, heroes.hiking);
});

test('decideAll is one decision for all slots, whatever was asked before', async () => {
  const { vitrine } = await open();
  vitrine.page({ type: 'home' });
  vitrine.setAttributes({ loyalty_tier: 'gold' });
  const hero = vitrine.decide('home-hero');
  const all = vitrine.decideAll();
  assert.deepEqual(rules(all), { 'home-hero': 'hero-first', banner: 'banner-gold' });
  assert.equal(all.find(({ slot }) => slot === 'home-hero'), hero);
  assert.equal(vitrine.decideAll(), all);
});

test('what a rule shows cannot be changed by those who read it', async () => {
  const { vitrine } = await open();
  vitrine.page({ type: 'home' });
  const { show } = vitrine.decide('home-hero');
  assert.throws(() => (show.title = 'Mine'), TypeError);
  const all = vitrine.decideAll();
  for (const shared of [all, ...all, all[0].items, vitrine.decide('nowhere')]) assert.ok(Object.isFrozen(shared));
});

test('the decision event tells the slots that changed, once per task', async () => {
  const { vitrine } = await open({ consent: allowed });
  const events = [];
  vitrine.on('decision', ({ changed }) => events.push(rules(changed)));
  vitrine.page({ type: 'home' });
  hike(vitrine);
  assert.deepEqual(events, []);
  await settle();
  assert.deepEqual(events, [{ 'home-hero': 'hero-hiking' }]);
  vitrine.setAttributes({ loyalty_tier: 'gold' });
  await settle();
  vitrine.track('search');
  await settle();
  assert.deepEqual(events, [{ 'home-hero': 'hero-hiking' }, { banner: 'banner-gold' }]);
});

test('a subscription ends when told, and one that throws harms nobody', async (t) => {
  const { vitrine } = await open();
  const errors = t.mock.method(console, 'error', () => undefined);
  let calls = 0;
  vitrine.on('decision', () => {
    throw new Error('mine');
  });
  const off = vitrine.on('decision', () => calls++);
  vitrine.page({ type: 'home' });
  await settle();
  off();
  vitrine.page({ type: 'product' });
  await settle();
  assert.equal(calls, 1);
  assert.equal(errors.mock.callCount(), 2);
});

test('time alone changes a decision, without any input', async () => {
  const { vitrine, now } = await open({ consent: allowed });
  hike(vitrine);
  assert.equal(vitrine.decide('home-hero').rule, 'hero-hiking');
  now.pass(30 * minute - 1);
  assert.equal(vitrine.decide('home-hero').rule, 'hero-hiking');
  now.pass(1);
  assert.equal(vitrine.decide('home-hero').rule, null);
});

test('a timer decides again at the next change', async () => {
  const bundle = await bundleOf({
    vitrine: 1,
    slots: { a: { type: 'content' } },
    rules: [{ id: 'r', slot: 'a', when: { $event: 'search', within: '1s' }, show: { template: 't' } }],
  });
  const { vitrine } = await open({ bundle, now: Date.now, consent: allowed });
  const changed = () => new Promise((resolve) => vitrine.on('decision', (event) => resolve(event.changed[0].rule)));
  vitrine.track('search');
  assert.equal(await changed(), 'r');
  const keepAlive = setTimeout(() => undefined, 5000); // the timer itself does not keep Node running
  assert.equal(await changed(), null);
  clearTimeout(keepAlive);
});

test('a clock that jumps back loses nothing', async () => {
  const { vitrine, now } = await open({ consent: allowed });
  hike(vitrine);
  now.pass(-1000 * minute);
  vitrine.track('view_item', { items: [{ item_id: 'map-1', item_category: 'Hiking' }] });
  assert.equal(vitrine.decide('home-hero').rule, 'hero-hiking');
  assert.equal(vitrine.profile().events, 3);
});

test('a clock that is broken gives one warning', async () => {
  let time = noon;
  const { vitrine, warnings } = await open({ now: () => time });
  time = NaN;
  vitrine.page({ type: 'home' });
  vitrine.decideAll();
  assert.deepEqual(warnings, [{ code: 'clock', message: 'now() gave no time.' }]);
  assert.equal(vitrine.decide('home-hero').rule, 'hero-first');
});

test('a clock beyond all calendars is one that is broken', async () => {
  let time = noon;
  const { vitrine, warnings } = await open({ consent: allowed, now: () => time });
  for (time of [8.64e15 + 1, 1e20, -1e20]) hike(vitrine);
  assert.deepEqual(new Set(warnings.map(({ code }) => code)), new Set(['clock']));
  assert.equal(vitrine.status().status, 'ready');
  time = noon;
  assert.equal(vitrine.decide('home-hero').rule, 'hero-hiking');
});

test('a token stays the same while the decision does, and is reported', async () => {
  const { vitrine } = await open({ consent: { personalise: true, measure: true } });
  const reports = [];
  vitrine.on('report', (report) => reports.push(report));
  vitrine.page({ type: 'home' });
  const { token } = vitrine.decide('home-hero');
  vitrine.track('search');
  assert.equal(vitrine.decide('home-hero').token, token);
  assert.equal(vitrine.report(token, 'shown'), true);
  assert.deepEqual(reports, [{ token, rule: 'hero-first', experiment: null, variation: null, outcome: 'shown' }]);
});

test('a token of a page before counts in a later one', async () => {
  const before = await open();
  before.vitrine.page({ type: 'home' });
  const { token } = before.vitrine.decide('home-hero');
  const { vitrine, warnings } = await open({ consent: allowed });
  assert.equal(vitrine.report(token, 'converted'), true);
  assert.deepEqual(warnings, []);
});

test('foreign and garbled tokens and outcomes are refused, and nothing throws', async () => {
  const { vitrine, warnings } = await open({ consent: allowed });
  vitrine.page({ type: 'home' });
  const { token } = vitrine.decide('home-hero');
  const foreign = token.replace(/\.[0-9a-f]{16}\./, '.0123456789abcdef.');
  const far = token.replace(/^(1\.\w+)\.\d+/, '$1.99');
  for (const bad of [foreign, far, '', 'x', token + 'x', undefined, null, {}, Symbol('x')]) {
    assert.equal(vitrine.report(bad, 'shown'), false);
  }
  assert.equal(vitrine.report(token, 'looked'), false);
  assert.deepEqual(warnings.map(({ code }) => code), ['token']);
});

test('a token with an experiment that nobody made harms nothing', async () => {
  const { vitrine, warnings } = await open({ consent: { personalise: true, measure: true } });
  vitrine.page({ type: 'home' });
  const { token, rule } = vitrine.decide('home-hero');
  vitrine.report(token.replace('.-1.0.', '.99.1.'), 'shown');
  assert.deepEqual([warnings, vitrine.status().status], [[], 'ready']);
  assert.equal(vitrine.decide('home-hero').rule, rule);
});

test('an unknown slot is named once, with the known ones', async () => {
  const { vitrine, warnings } = await open();
  assert.equal(vitrine.decide('footer').rule, null);
  vitrine.page({ type: 'home', slots: ['home-hero', 'footer', 'aside'] });
  assert.equal(vitrine.explain('footer'), null);
  assert.deepEqual(warnings, [
    { code: 'slot', message: 'No slot "footer" in the rules, only banner, home-hero.' },
    { code: 'slot', message: 'No slot "aside" in the rules, only banner, home-hero.' },
  ]);
});

test('segments are named while they hold', async () => {
  const { vitrine } = await open({ consent: allowed });
  assert.deepEqual(vitrine.segments(), []);
  hike(vitrine);
  assert.deepEqual(vitrine.segments(), ['hiker']);
});

test('after dispose everything is quiet', async () => {
  const { vitrine } = await open({ consent: allowed, now: clock() });
  const states = [];
  vitrine.on('status', (status) => states.push(status));
  vitrine.page({ type: 'home' });
  assert.equal(vitrine.decide('home-hero').rule, 'hero-first');
  vitrine.dispose();
  vitrine.dispose();
  assert.deepEqual([vitrine.decide('home-hero').token, ...vitrine.decideAll().map(({ rule }) => rule)], [null, null, null]);
  vitrine.track('search');
  vitrine.page({ type: 'home' });
  assert.deepEqual(states, [{ status: 'disposed', reason: null }]);
  assert.deepEqual(vitrine.status(), { status: 'disposed', reason: null });
  assert.equal(vitrine.decide('home-hero').rule, null);
  assert.equal(vitrine.profile().known, false);
});
