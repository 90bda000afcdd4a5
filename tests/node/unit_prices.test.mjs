// Unit prices: of the price that is shown, wherever feed and shop say enough.
import assert from 'node:assert/strict';
import test from 'node:test';
import { train } from 'vitrine/authoring';
import { bundleOf, open } from './support.mjs';

const bytes = (lines) => new TextEncoder().encode(lines.join('\n'));
const feed = bytes([
  'id\ttitle\tprice\tsale_price\tunit_pricing_measure\tunit_pricing_base_measure',
  'oil\tOlive oil\t9.00 EUR\t\t750ml\t1l',
  'wine\tRed wine\t8.00 EUR\t6.00 EUR\t0.75 L\t75cl',
  'soap\tSoap\t2.50 EUR\t\t100g\t1l',
  'salt\tSalt\t1.20 EUR\t\t500g\t',
  'rice\tRice\t\t\t500g\t1kg',
]);
const events = bytes([
  'session,item,time',
  ...['oil', 'wine', 'soap', 'salt', 'rice'].flatMap((item, i) =>
    Array.from({ length: 9 - i }, (_, k) => `${item}${k},${item},${1_700_000_000 + k * 3600}`),
  ),
]);
const { model } = await train({ events, feed });
const bundle = await bundleOf({
  vitrine: 1,
  slots: { home: { type: 'recommendations', limit: 5 } },
  rules: [{ id: 'best', slot: 'home', recommend: { strategy: 'popular' }, show: { template: 'shelf' } }],
});

const priced = ({ items }) => items.map(({ item_id, unit_price }) => [item_id, unit_price]);

test('unit prices follow the feed, at the sale price where there is one, and only where the measures fit', async () => {
  const { vitrine } = await open({ bundle, model });
  assert.deepEqual(priced(vitrine.decide('home')), [
    ['oil', { price: 12, measure: '1l' }],
    ['wine', { price: 6, measure: '75cl' }],
    ['soap', undefined],
    ['salt', undefined],
    ['rice', undefined],
  ]);
  const [oil] = vitrine.decide('home').items;
  assert.deepEqual(Object.keys(oil).sort(), [
    'availability', 'currency', 'item_id', 'price', 'reason', 'title', 'unit_price', 'unit_pricing_base_measure', 'unit_pricing_measure',
  ]);
  assert.ok(Object.isFrozen(oil.unit_price));
});

test('what the shop says a product costs now changes its unit price, too', async () => {
  const { vitrine } = await open({ bundle, model });
  const before = vitrine.decide('home');
  vitrine.setItems([{ item_id: 'oil', price: 6 }, { item_id: 'wine', price: 9 }, { item_id: 'rice', price: 2 }]);
  const after = vitrine.decide('home');
  assert.deepEqual(priced(after), [
    ['oil', { price: 8, measure: '1l' }],
    ['wine', { price: 9, measure: '75cl' }],
    ['soap', undefined],
    ['salt', undefined],
    ['rice', { price: 4, measure: '1kg' }],
  ]);
  assert.notEqual(after.token, before.token);
});
