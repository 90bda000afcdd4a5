// A listing that the page already shows, in an order that suits the visitor.
import assert from 'node:assert/strict';
import test from 'node:test';
import { visit } from './ranking.mjs';

const popular = { strategy: 'popular' };
const listing = ['tent-1', 'cup-1', 'lamp-1', 'boot-5', 'sock-2', 'boot-3', 'boot-2', 'wax-1', 'unknown'];

test('without anything known of the visitor the order stays', async () => {
  const { vitrine } = await visit(popular);
  assert.deepEqual(vitrine.rerank(listing), listing);
  const stranger = await visit(popular, { consent: undefined });
  stranger.view('boot-1');
  assert.deepEqual(stranger.vitrine.rerank(listing), listing);
});

test('what goes with what was viewed comes first, as far as it may', async () => {
  const { vitrine, view } = await visit(popular);
  view('boot-1');
  assert.deepEqual(vitrine.rerank(listing, { by: 8 }).slice(0, 3), ['boot-2', 'boot-3', 'wax-1']);
  assert.deepEqual(vitrine.rerank(listing, { by: 0 }), listing);
  for (const by of [1, 2, 3, 5]) {
    const order = vitrine.rerank(listing, { by });
    assert.deepEqual(order.slice().sort(), listing.slice().sort());
    order.forEach((id, place) => assert.ok(Math.abs(listing.indexOf(id) - place) <= by, `${id} by ${by}`));
  }
  assert.deepEqual(vitrine.rerank(listing), vitrine.rerank(listing, { by: 5 }));
});

test('ids may be numbers, come twice, be none, and be many', async () => {
  const { vitrine, view } = await visit(popular);
  view('boot-1');
  assert.deepEqual(vitrine.rerank([]), []);
  assert.deepEqual(vitrine.rerank([1, 2, 'boot-2'], { by: 2 }), ['boot-2', 1, 2]);
  assert.deepEqual(vitrine.rerank(['cup-1', 'boot-2', 'boot-2'], { by: 2 }), ['boot-2', 'boot-2', 'cup-1']);
  const many = Array.from({ length: 600 }, (_, i) => `p-${i}`);
  many[511] = 'boot-2';
  many[512] = 'boot-3';
  const order = vitrine.rerank(many, { by: 600 });
  assert.deepEqual([order[0], order[512], order.length], ['boot-2', 'boot-3', 600]);
});

test('without a model the order stays; it reports and counts nothing', async () => {
  const bare = await visit(popular, { model: undefined });
  bare.view('boot-1');
  assert.deepEqual(bare.vitrine.rerank(listing), listing);
  const { vitrine, view, warnings } = await visit(popular);
  view('boot-1');
  const before = vitrine.snapshot();
  const decided = vitrine.decideAll();
  vitrine.rerank(listing);
  assert.deepEqual([vitrine.snapshot(), vitrine.decideAll(), warnings], [before, decided, []]);
});

test('categories stand in the order of the interest in them, as far as they may move', async () => {
  const categories = ['Tents', 'Lamps', 'Cups', 'Socks', 'Boots', 'Ropes', 'Stoves'];
  const { vitrine } = await visit(popular);
  const view = (item_category) => vitrine.track('view_item', { items: [{ item_id: 'x', item_category }] });
  const order = (by) => vitrine.rerank(categories, { of: 'category', by });
  assert.deepEqual(vitrine.rerank(categories, { of: 'category' }), categories);
  ['Stoves', 'Stoves', 'Stoves', 'Ropes', 'Ropes', 'Lamps'].forEach(view);
  assert.deepEqual(vitrine.rerank(categories, { of: 'category' }), ['Ropes', 'Stoves', 'Lamps', 'Tents', 'Cups', 'Socks', 'Boots']);
  assert.deepEqual(order(99), ['Stoves', 'Ropes', 'Lamps', 'Tents', 'Cups', 'Socks', 'Boots']);
  assert.deepEqual(order(1), ['Lamps', 'Tents', 'Cups', 'Socks', 'Ropes', 'Boots', 'Stoves']);
  for (const by of [0, 1, 2, 3, 5]) {
    const found = order(by);
    assert.deepEqual(found.slice().sort(), categories.slice().sort());
    found.forEach((name, place) => assert.ok(Math.abs(categories.indexOf(name) - place) <= by, `${name} by ${by}`));
  }
  assert.deepEqual(order(0), categories);
  assert.deepEqual(vitrine.rerank([], { of: 'category' }), []);
  assert.deepEqual(vitrine.rerank(['Tents', 7, 'Stoves', 'Stoves'], { of: 'category' }), ['Stoves', 'Stoves', 'Tents', 7]);
  vitrine.setConsent({ personalise: false });
  assert.deepEqual(order(99), categories);
});
