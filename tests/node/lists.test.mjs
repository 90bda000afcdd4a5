// What a rule says of a list beside its strategy: quotas, pins, caps, diversity, new items, and what is never shown.
import assert from 'node:assert/strict';
import test from 'node:test';
import { visit } from './ranking.mjs';

test('a mix with quotas, what is left to the next', async () => {
  const mix = [{ strategy: 'recently_viewed', take: 2 }, { strategy: 'trending', take: 1 }, { strategy: 'for_you', take: 2 }];
  const { vitrine, view, told, why } = await visit({ mix }, { limit: 7 });
  for (const id of ['cup-1', 'tent-1', 'sock-1']) view(id);
  vitrine.page();
  assert.deepEqual(told(), [
    'sock-1 recently_viewed', 'tent-1 recently_viewed', 'mat-1 trending', 'sock-2 for_you', 'boot-1 for_you', 'wax-1 popular', 'boot-2 popular',
  ]);
  assert.deepEqual(why().items.map(({ source }) => source), [0, 0, 1, 2, 2, 3, 3]);
});

test('pinned items come first of all, in their order, and once', async () => {
  const { told, why } = await visit({ strategy: 'popular', pin: ['boot-5', 'lamp-1', 'boot-1'] });
  assert.deepEqual(told(), ['boot-5 curated', 'boot-1 curated', 'wax-1 popular', 'mat-1 popular']);
  assert.equal(why().removed.not_for_sale, 1);
});

test('what the store never recommends is in no list, not even pinned', async () => {
  const more = { store: { never_recommend: { $or: [{ 'item.id': { $in: ['wax-1'] } }, { 'item.brand': 'Ull' }] } } };
  const { ids, why } = await visit({ strategy: 'popular', pin: ['mat-1'] }, { limit: 24, more });
  assert.deepEqual(ids(), ['boot-1', 'tent-1', 'boot-2', 'boot-4', 'sock-2', 'cup-2']);
  assert.equal(why().removed.filter, 6);
});

test('at most so many of one brand, of one category, of one attribute', async () => {
  const of = async (at_most) => (await visit({ strategy: 'popular', at_most }, { limit: 5 })).ids();
  assert.deepEqual(await of({ 'item.brand': 1 }), ['wax-1', 'mat-1', 'boot-4']);
  assert.deepEqual(await of({ 'item.category': 1 }), ['wax-1', 'boot-1', 'mat-1', 'sock-1']);
  // The wax has no colour, so it is not counted.
  assert.deepEqual(await of({ 'item.color': 1 }), ['wax-1', 'boot-1', 'mat-1', 'sock-1', 'boot-2']);
  const { why } = await visit({ strategy: 'popular', at_most: { 'item.brand': 1 } }, { limit: 5 });
  assert.equal(why().removed.at_most, 9);
});

test('diversity: what is like an item before it is worth less', async () => {
  const plain = await visit({ strategy: 'similar' }, { page: { item_id: 'boot-1' }, limit: 3 });
  assert.deepEqual(plain.ids(), ['boot-2', 'boot-3', 'sock-1']);
  const diverse = await visit({ strategy: 'similar', diversity: 1 }, { page: { item_id: 'boot-1' }, limit: 3 });
  assert.deepEqual(diverse.ids(), ['boot-2', 'sock-1', 'wax-1']);
  const [first, second] = diverse.why().items;
  // Of the socks, only where they stand in the model is like the boots.
  assert.deepEqual([first.likeness, second.likeness], [1, 0.8]);
  assert.match(second.text, /like others x 0\.8\)$/);
});

test('a share of the places is for new items, others for each visitor', async () => {
  const seen = new Set();
  for (let seed = 1; seed < 9; seed++) {
    const { told } = await visit({ strategy: 'popular', explore: 0.25 }, { seed });
    assert.deepEqual(told().slice(0, 3), ['wax-1 popular', 'boot-1 popular', 'mat-1 popular']);
    seen.add(told()[3]);
  }
  assert.deepEqual([...seen].sort(), ['cup-1 explore', 'cup-2 explore']);
});

test('an exploration that finds nothing gives its places back', async () => {
  const { told } = await visit({ strategy: 'popular', explore: 0.5, filter: { 'item.category': { $ne: 'Camping' } } });
  assert.deepEqual(told(), ['wax-1 popular', 'boot-1 popular', 'sock-1 popular', 'boot-2 popular']);
});

test('what was bought is not shown again, unless the rule says so', async () => {
  const { buy, ids, why } = await visit({ strategy: 'popular' }, { limit: 2 });
  buy('wax-1', 'boot-1');
  assert.deepEqual(ids(), ['mat-1', 'tent-1']);
  assert.equal(why().removed.bought, 2);
  assert.match(why().text, /left out: 2 bought/);
  const again = await visit({ strategy: 'popular', bought: true }, { limit: 2 });
  again.buy('wax-1', 'boot-1');
  assert.deepEqual(again.ids(), ['wax-1', 'boot-1']);
});
