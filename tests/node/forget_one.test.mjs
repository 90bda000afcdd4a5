// Correcting what the device knows: one item or interest less, and all else as it was.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import test from 'node:test';
import { allowed, clock, hike, memoryStorage, open, outdoorModel, bundleOf, settle, shelves } from './support.mjs';

const idsOf = (vitrine) => vitrine.profile().views.map(({ item_id }) => item_id);

test('one item is forgotten, with what was counted of it, here and in storage', async () => {
  const storage = memoryStorage();
  const now = clock();
  const { vitrine } = await open({ storage, now, consent: allowed });
  vitrine.page({ type: 'home' });
  hike(vitrine);
  assert.equal(vitrine.decide('home-hero').rule, 'hero-hiking');
  const seen = [];
  vitrine.on('decision', ({ changed }) => seen.push(...changed.map(({ rule }) => rule)));
  assert.equal(vitrine.forgetOne({ item_id: 'boot-1' }), true);
  assert.deepEqual(idsOf(vitrine), ['tent-1']);
  assert.equal(vitrine.decide('home-hero').rule, 'hero-first');
  await settle();
  assert.deepEqual(seen, ['hero-first']);
  vitrine.dispose();
  const { vitrine: later } = await open({ storage, now, consent: allowed });
  assert.deepEqual(idsOf(later), ['tent-1']);
  assert.equal(later.profile().visit.number, 1);
});

test('one interest is forgotten, and the items stay', async () => {
  const { vitrine } = await open({ consent: allowed });
  vitrine.track('view_item', { items: [{ item_id: 'a', item_brand: 'Norr', item_category: 'Hiking' }] });
  vitrine.track('view_item', { items: [{ item_id: 'b', item_brand: 'Ull', item_category: 'Camping' }] });
  assert.equal(vitrine.forgetOne({ item_category: 'Hiking' }), true);
  assert.equal(vitrine.forgetOne({ item_brand: 'Ull' }), true);
  const { affinity, views } = vitrine.profile();
  assert.deepEqual(affinity, { item_category: [{ name: 'Camping', share: 1 }], item_brand: [{ name: 'Norr', share: 1 }] });
  assert.equal(views.length, 2);
});

test('who was put off an item may see it again, and what was bought is not known any more', async () => {
  const { vitrine } = await open({ bundle: await bundleOf(shelves), model: await outdoorModel(), consent: allowed });
  vitrine.page({ type: 'home', slots: ['home'] });
  vitrine.track('not_interested', { items: [{ item_id: 'tent-1' }] });
  vitrine.track('purchase', { transaction_id: 'T-1', value: 60, items: [{ item_id: 'mat-1' }] });
  const first = () => vitrine.decide('home').items.map(({ item_id }) => item_id);
  assert.deepEqual(first().filter((id) => ['tent-1', 'mat-1'].includes(id)), []);
  vitrine.forgetOne({ item_id: 'tent-1' });
  vitrine.forgetOne({ item_id: 'mat-1' });
  assert.deepEqual(first().slice(0, 2), ['tent-1', 'mat-1']);
  const { unwanted, purchases, orders } = vitrine.profile();
  assert.deepEqual([unwanted, purchases, orders], [[], [], { count: 1, value: 60 }]);
});

test('another tab forgets with this one, and nothing that it just wrote is lost', async () => {
  const storage = memoryStorage();
  const now = clock();
  const { vitrine: a } = await open({ storage, now, consent: allowed });
  a.page({ type: 'home' });
  hike(a);
  await settle();
  const { vitrine: b } = await open({ storage, now, consent: allowed });
  a.track('view_item', { items: [{ item_id: 'stove-1' }] });
  await settle();
  b.forgetOne({ item_id: 'boot-1' });
  await settle();
  a.track('view_item', { items: [{ item_id: 'lamp-1' }] });
  await settle();
  assert.deepEqual(idsOf(a), ['lamp-1', 'stove-1', 'tent-1']);
});

test('nothing is forgotten without consent, or where it is not said what', async () => {
  const storage = memoryStorage();
  const { vitrine } = await open({ storage });
  assert.equal(vitrine.forgetOne({ item_id: 'boot-1' }), false);
  assert.deepEqual(storage.calls, []);
  const { vitrine: known, warnings } = await open({ consent: allowed });
  hike(known);
  for (const what of [undefined, null, {}, { item_id: '' }, { item_id: {} }, { item_name: 'boot' }, 'boot-1']) {
    assert.equal(known.forgetOne(what), false);
  }
  assert.deepEqual([known.profile().views.length, new Set(warnings.map(({ code }) => code))], [2, new Set(['forget', 'input'])]);
});

test('with vitrine.wasm nothing is forgotten, and a warning says why', async () => {
  const wasm = await readFile(new URL('../../web/dist/vitrine.wasm', import.meta.url));
  const { vitrine, warnings } = await open({ wasm, consent: allowed });
  hike(vitrine);
  assert.equal(vitrine.forgetOne({ item_id: 'boot-1' }), false);
  assert.deepEqual(warnings.map(({ code }) => code), ['wasm-lean']);
});

test('what the host told is in the profile, as far as rules read it, also without consent', async () => {
  for (const consent of [undefined, allowed]) {
    const { vitrine } = await open({ consent });
    assert.deepEqual(vitrine.profile().attributes, {});
    vitrine.setAttributes({ loyalty_tier: 'gold', age: 41, member: true });
    assert.deepEqual(vitrine.profile().attributes, { loyalty_tier: 'gold', age: 41 });
    vitrine.setAttributes({ age: null });
    assert.deepEqual(vitrine.profile().attributes, { loyalty_tier: 'gold' });
  }
});
