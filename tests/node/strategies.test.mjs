// Each strategy by its name, through rule JSON: what it gives, and how it is explained.
import assert from 'node:assert/strict';
import test from 'node:test';
import { visit } from './ranking.mjs';

const only = (strategy, more) => ({ strategy, fallback: [], ...more });
const onBoots = { page: { item_id: 'boot-1' } };
const day = 86_400_000;
const lines = ({ items }) => items.map(({ text }) => text.replace(/ \(.*/, ''));

test('for_you: what goes with what was viewed, the latest most', async () => {
  const { view, ids, why } = await visit(only('for_you'), { limit: 3 });
  assert.deepEqual(ids(), []);
  view('tent-1');
  view('sock-1');
  assert.deepEqual(lines(why()), [
    '1. sock-2: for_you, because sock-1 was viewed',
    '2. mat-1: for_you, because tent-1 was viewed',
    '3. boot-1: for_you, because sock-1 was viewed',
  ]);
});

test('similar: what goes with the item of the page, without consent, too', async () => {
  const { why } = await visit(only('similar'), { ...onBoots, limit: 2, consent: undefined });
  assert.deepEqual(lines(why()), [
    '1. boot-2: similar, because it is similar to boot-1',
    '2. boot-3: similar, because it is similar to boot-1',
  ]);
});

test('upsell: the same need, up to half as dear again', async () => {
  const { why } = await visit(only('upsell'), onBoots);
  // 150, 175 and 130 beside 120; not 100, and no socks.
  assert.deepEqual(lines(why()).sort(), [
    '1. boot-2: upsell, because it is a dearer one than boot-1',
    '2. boot-4: upsell, because it is a dearer one than boot-1',
    '3. boot-5: upsell, because it is a dearer one than boot-1',
  ]);
});

test('bought_together: what is bought with the cart', async () => {
  const { vitrine, why } = await visit(only('bought_together'));
  vitrine.setCart([{ item_id: 'tent-1' }]);
  assert.deepEqual(lines(why()), ['1. mat-1: bought_together, because it goes with tent-1']);
});

test('complementary: accessories, no substitutes', async () => {
  const { why } = await visit(only('complementary'), onBoots);
  // boot-2 is bought with boot-1, too.
  assert.deepEqual(lines(why()), [
    '1. sock-1: complementary, because it goes with boot-1',
    '2. wax-1: complementary, because it goes with boot-1',
  ]);
});

test('recently_viewed: the latest first', async () => {
  const { vitrine, view, why } = await visit(only('recently_viewed'));
  for (const id of ['tent-1', 'sock-1', 'tent-1', 'cup-1']) view(id);
  assert.deepEqual(lines(why()).length, 2, 'not the one that this page is about');
  vitrine.page();
  assert.deepEqual(lines(why()), ['1. cup-1: recently_viewed', '2. tent-1: recently_viewed', '3. sock-1: recently_viewed']);
});

test('buy_again: after the interval that the log shows, or the visitor', async () => {
  const { vitrine, buy, ids, told, now } = await visit(only('buy_again'));
  const comeBack = (days) => (now.pass(days * day), vitrine.page());
  buy('wax-1', 'tent-1');
  assert.deepEqual(ids(), []);
  comeBack(15);
  assert.deepEqual(ids(), [], 'the log says 20 days');
  comeBack(2);
  assert.deepEqual(told(), ['wax-1 buy_again'], 'nobody buys tents again');
  buy('wax-1');
  assert.deepEqual(ids(), []);
  comeBack(12);
  buy('wax-1');
  comeBack(9);
  assert.deepEqual(ids(), []);
  comeBack(1);
  assert.deepEqual(ids(), ['wax-1'], 'this visitor needs it every 12 days');
});

test('popular, and popular_in_category of the page', async () => {
  const { told } = await visit(only('popular'), { limit: 2 });
  assert.deepEqual(told(), ['wax-1 popular', 'boot-1 popular']);
  const inCategory = await visit(only('popular_in_category'), { limit: 2, page: { category: 'Camping' } });
  assert.deepEqual(inCategory.told(), ['mat-1 popular_in_category', 'tent-1 popular_in_category']);
});

test('trending and new_arrivals: what the log shows of its last days', async () => {
  assert.deepEqual((await visit(only('trending'))).told(), ['mat-1 trending']);
  assert.deepEqual((await visit(only('new_arrivals'))).told(), ['cup-1 new_arrivals', 'cup-2 new_arrivals']);
});

test('price_drop: what was viewed and costs at least 5 % less now, live prices included', async () => {
  const { vitrine, view, ids, told } = await visit(only('price_drop'));
  view('tent-1', { price: 310 }); // 300 is 3 % less
  view('mat-1', { price: 65 }); // 60: 8 %
  view('cup-1');
  assert.deepEqual(told(), ['mat-1 price_drop']);
  vitrine.setItems([{ item_id: 'tent-1', price: 250 }, { item_id: 'sock-1', price: 1 }]);
  assert.deepEqual(ids(), ['tent-1', 'mat-1'], 'the largest drop first');
  assert.equal(vitrine.decide('list').items[0].price, 250);
});

test('back_in_stock: what was viewed when it was sold out', async () => {
  const { vitrine, view, ids, told } = await visit(only('back_in_stock'));
  view('lamp-1', { availability: 'out_of_stock' });
  view('tent-1', { availability: 'in_stock' });
  assert.deepEqual(ids(), []);
  vitrine.setItems([{ item_id: 'lamp-1', availability: 'in_stock' }]);
  assert.deepEqual(told(), ['lamp-1 back_in_stock']);
});

test('what setItems said before a view is what the view remembers', async () => {
  const { vitrine, view, told } = await visit({ mix: [{ strategy: 'back_in_stock' }, { strategy: 'price_drop' }], fallback: [] });
  vitrine.setItems([{ item_id: 'cup-1', availability: 'out_of_stock' }, { item_id: 'mat-1', price: 80 }]);
  view('cup-1');
  view('mat-1');
  vitrine.page();
  vitrine.setItems([{ item_id: 'cup-1', availability: 'in_stock' }, { item_id: 'mat-1', price: 60 }]);
  assert.deepEqual(told(), ['cup-1 back_in_stock', 'mat-1 price_drop']);
});

test('curated: the ids of the rule in their order, those that can be sold', async () => {
  const { told, why } = await visit(only('curated', { items: ['cup-2', 'lamp-1', 'boot-4', 'of-yesterday'] }));
  assert.deepEqual(told(), ['cup-2 curated', 'boot-4 curated']);
  assert.equal(why().removed.not_for_sale, 1);
});

test('whatever a strategy lacks, popular items fill the list as long as anything can be sold', async () => {
  for (const strategy of ['for_you', 'buy_again', 'price_drop', 'back_in_stock', 'upsell', 'complementary', 'trending']) {
    const { ids } = await visit({ strategy }, { limit: 24, consent: undefined });
    assert.equal(ids().length, 12, `${strategy}: all but what is sold out`);
  }
});
