// Filters and boosts are conditions over items, also relative to the visitor, the viewed item and the cart.
import assert from 'node:assert/strict';
import test from 'node:test';
import { visit } from './ranking.mjs';

const popular = (more) => ({ strategy: 'popular', ...more });
const all = { limit: 24 };

test('a price relative to the viewed item, in a filter', async () => {
  const filter = { 'item.price': { $lte: { $ref: 'viewed.price', times: 1.1 }, $gt: { $ref: 'viewed.price', times: 0.5 } } };
  const { ids, why } = await visit({ strategy: 'similar', filter, fallback: [] }, { page: { item_id: 'boot-1' }, limit: 8 });
  assert.deepEqual(ids().sort(), ['boot-3', 'boot-5'], '60 to 132');
  assert.ok(why().removed.filter > 0);
  const nobody = await visit(popular({ filter }), all);
  assert.equal(nobody.ids().length, 12, 'where nothing was viewed, nothing is known to be wrong');
});

test('the same brand as the viewed item, and another one', async () => {
  const page = { item_id: 'boot-1' };
  const same = await visit(popular({ filter: { 'item.brand': { $ref: 'viewed.brand' } } }), { page, ...all });
  assert.deepEqual(same.ids(), ['wax-1', 'tent-1', 'boot-2']);
  const other = await visit(popular({ filter: { 'item.brand': { $ne: { $ref: 'viewed.brand' } } } }), { page, ...all });
  assert.ok(other.ids().length === 8 && !other.ids().includes('tent-1'));
});

test('relative to the cart', async () => {
  const { vitrine, ids } = await visit(popular({ filter: { 'item.price': { $lt: { $ref: 'cart.price', times: 0.5 } }, 'item.category': { $ref: 'cart.category' } } }), all);
  vitrine.setCart([{ item_id: 'tent-1' }, { item_id: 'cup-2' }]);
  assert.deepEqual(ids(), ['mat-1', 'cup-1']);
});

test('relative to what the shop tells of the visitor: a size in stock', async () => {
  const more = { attributes: { shoe_size: { type: 'string' }, budget: { type: 'number' } } };
  const filter = { 'item.size': { $exists: true, $eq: { $ref: 'shoe_size' } }, 'item.price': { $lte: { $ref: 'budget' } } };
  const { vitrine, ids } = await visit(popular({ filter, fallback: [] }), { ...all, more });
  vitrine.setAttributes({ shoe_size: '42', budget: 130 });
  assert.deepEqual(ids(), ['boot-1', 'sock-1', 'sock-2', 'boot-5']);
  vitrine.setAttributes({ shoe_size: '43', budget: null });
  assert.deepEqual(ids(), ['boot-3'], 'without a budget all prices pass');
  vitrine.setItems([{ item_id: 'boot-4', size: '43' }, { item_id: 'boot-3', availability: 'out_of_stock' }]);
  assert.deepEqual(ids(), ['boot-4'], 'what the shop says now outranks the feed');
});

test('attributes of the feed, and those that only the shop tells', async () => {
  const red = await visit(popular({ filter: { 'item.color': 'red' } }), all);
  assert.deepEqual(red.ids(), ['boot-1', 'boot-3']);
  const { vitrine, ids } = await visit(popular({ filter: { 'item.color': { $in: ['red', 'green'] }, 'item.margin': { $exists: true, $gte: 0.2 } } }), all);
  assert.deepEqual(ids(), []);
  vitrine.setItems([{ item_id: 'mat-1', margin: 0.3 }, { item_id: 'tent-1', margin: 0.1 }, { item_id: 'boot-1', margin: 0.2, price: 110 }]);
  assert.deepEqual(ids(), ['boot-1', 'mat-1']);
  vitrine.setItems([{ item_id: 'mat-1', price: 50 }]);
  assert.deepEqual(ids(), ['boot-1', 'mat-1'], 'what is not told again stays');
});

test('what the shop told of an item before its file came holds, too', async () => {
  const { vitrine, ids } = await visit(popular({ filter: { 'item.color': 'red' } }), all);
  vitrine.setItems([{ item_id: 'cup-2', color: 'red' }, { item_id: 'unknown', color: 'red' }]);
  assert.deepEqual(ids(), ['boot-1', 'boot-3', 'cup-2']);
});

test('boosts: brands of interest, colours, and their product in the explanation', async () => {
  const boost = [
    { when: { 'item.brand': { $affinity: true } }, by: 1.5 },
    { when: { 'item.color': 'white' }, by: 4 },
  ];
  const { vitrine, view, ids, why } = await visit(popular({ boost }), { limit: 4 });
  const before = ids();
  assert.deepEqual(before, ['cup-1', 'cup-2', 'wax-1', 'boot-1']);
  view('sock-2', { item_brand: 'Alfa' });
  vitrine.page();
  assert.deepEqual(ids(), ['cup-2', 'cup-1', 'wax-1', 'boot-1']);
  assert.deepEqual(why().items.map(({ boost }) => boost), [6, 4, 1, 1]);
  assert.match(why().items[0].text, /^1\. cup-2: popular \(.*boosts x 6\)$/);
});

test('interest as a number, and none without consent', async () => {
  const filter = { 'item.category': { $affinity: { $gte: 0.5 } } };
  const { vitrine, view, ids } = await visit(popular({ filter }), all);
  view('sock-2', { item_category: 'Socks' });
  view('sock-2', { item_category: 'Socks' });
  view('tent-1', { item_category: 'Camping' });
  vitrine.page();
  assert.deepEqual(ids(), ['sock-1', 'sock-2']);
  const stranger = await visit(popular({ filter }), { ...all, consent: undefined });
  assert.equal(stranger.ids().length, 12, 'unknown is not no');
});
