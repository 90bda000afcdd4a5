// Why a slot shows what it shows, in words and as data.
import assert from 'node:assert/strict';
import test from 'node:test';
import { allowed, bundleOf, hike, noon, open } from './support.mjs';

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
      '  hero-back: stopped by visit.number $gte 2, found 1',
      '  hero-first: holds, but hero-hiking comes first',
    ].join('\n'),
  );
  assert.deepEqual(explanation.rules[1], {
    rule: 'hero-back',
    outcome: 'false',
    stopped: { path: 'visit.number', operator: '$gte', operand: 2, wanted: true, found: 1, since: null },
    text: 'hero-back: stopped by visit.number $gte 2, found 1',
  });
});

test('counters say since when they count', async () => {
  const { vitrine } = await open({ consent: allowed });
  const { stopped, text } = vitrine.explain('home-hero').rules[0];
  assert.deepEqual({ ...stopped, path: 'the event' }, {
    path: 'the event', operator: '$gte', operand: 2, wanted: true, found: 0, since: noon,
  });
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
