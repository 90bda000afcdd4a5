// Why each item of a list is there, and what was left out: sums, factors and counts, whatever the trainer found.
import assert from 'node:assert/strict';
import test from 'node:test';
import { visit } from './ranking.mjs';

test('the parts of an item sum up to its score, the largest first, each with its item', async () => {
  const { vitrine, view, why } = await visit({ strategy: 'for_you' }, { limit: 4 });
  for (const id of ['tent-1', 'sock-1', 'boot-1']) view(id);
  vitrine.page();
  const { items } = why();
  for (const { item_id, parts, score, reason } of items.filter(({ reason }) => reason.strategy === 'for_you')) {
    const weights = parts.map(({ weight }) => weight);
    assert.deepEqual(weights, weights.slice().sort((a, b) => b - a), item_id);
    assert.ok(Math.abs(weights.reduce((sum, weight) => sum + weight, 0) - score) < 1e-5 * score, item_id);
    assert.equal(parts[0].item_id, reason.because);
    assert.ok(parts.every(({ title, kind }) => title && /^(row|near)$/.test(kind)));
  }
  assert.ok(new Set(items[0].parts.map((part) => part.item_id)).size > 1);
});

test('a list with an order and no weights says so', async () => {
  const { why } = await visit({ strategy: 'popular' }, { limit: 2 });
  const [first, second] = why().items;
  assert.deepEqual([first.parts, first.score, second.score], [[], 1 / 10, 1 / 11]);
  assert.equal(first.text, '1. wax-1: popular');
});

test('boosts, being shown before and being alike are factors, and the items come by the product', async () => {
  const recommend = {
    strategy: 'popular',
    boost: [{ when: { 'item.brand': 'Ull' }, by: 2 }, { when: { 'item.category': 'Camping' }, by: 1.25 }],
    diversity: 0.5,
  };
  const { vitrine, why } = await visit(recommend, { limit: 4 });
  for (let i = 0; i < 4; i++) {
    vitrine.page();
    vitrine.report(vitrine.decide('list').token, 'shown');
  }
  vitrine.page();
  const { items, text } = why();
  const worth = items.map(({ score, boost, rotation, likeness }) => score * boost * rotation * likeness);
  assert.deepEqual(worth, worth.slice().sort((a, b) => b - a));
  assert.ok(items.some(({ boost }) => boost === 2.5) && items.some(({ rotation }) => rotation < 1));
  assert.deepEqual([items[0].likeness, items[1].likeness < 1], [1, true]);
  assert.match(text, /boosts x 2\.5/);
  assert.match(text, /shown before x 0\.\d+/);
  assert.match(text, /like others x 0\.\d+/);
});

test('what is left out is counted by its reason', async () => {
  const { vitrine, buy, why } = await visit(
    { strategy: 'popular', at_most: { 'item.category': 1 }, filter: { 'item.price': { $lt: 200 } } },
    { limit: 24, page: { item_id: 'sock-1' } },
  );
  buy('wax-1');
  vitrine.track('not_interested', { items: [{ item_id: 'boot-5' }] });
  vitrine.setCart([{ item_id: 'cup-1' }]);
  const { removed, items, text } = why();
  assert.deepEqual(items.map(({ item_id }) => item_id), ['boot-1', 'mat-1', 'sock-2']);
  // tent-1 costs 300; of boots and camping one each; sock-1 and cup-1 are elsewhere.
  assert.deepEqual(removed, { unknown: 0, not_for_sale: 1, filter: 1, at_most: 4, bought: 1, not_interested: 1, elsewhere: 2 });
  assert.match(
    text,
    /\n {2}left out: 1 not for sale, 1 by the filter, 4 by at_most, 1 bought, 1 not wanted, 2 elsewhere on the page or in the cart\n/,
  );
});

test('a slot that recommends nothing has no items and nothing left out', async () => {
  const { why } = await visit({ strategy: 'popular' }, { model: undefined });
  assert.deepEqual([why().items, Object.values(why().removed)], [[], [0, 0, 0, 0, 0, 0, 0]]);
});
