// Lists in what a rule shows, and figures of stock that are fresh or not said at all.
import assert from 'node:assert/strict';
import test from 'node:test';
import { bundleOf, minute, open, outdoorModel } from './support.mjs';

const rulesOf = (show, more = {}) => ({
  vitrine: 1,
  store: { locales: ['en', 'nb'] },
  attributes: { left: { type: 'number' }, tier: { type: 'string' } },
  slots: { a: { type: 'content' } },
  rules: [{ id: 'r', slot: 'a', show: { template: 't', ...show } }],
  ...more,
});
const shownOf = (vitrine) => vitrine.decide('a').show;

test('lists are in the language of the visitor, with values in place of placeholders', async () => {
  const bundle = await bundleOf(rulesOf({
    points: { en: ['Hi {tier|you}', 1], nb: ['Hei {tier|du}'] },
    links: [{ title: { en: 'Tents', nb: 'Telt' }, link: '/c/{tier}' }, true, 'plain'],
  }));
  const { vitrine } = await open({ bundle, locale: 'nb-NO' });
  vitrine.setAttributes({ tier: 'a/b' });
  assert.deepEqual(shownOf(vitrine), {
    template: 't', points: ['Hei a/b'], links: [{ title: 'Telt', link: '/c/a%2Fb' }, true, 'plain'],
  });
  const other = await open({ bundle, locale: 'fr' });
  assert.deepEqual(shownOf(other.vitrine), { template: 't', points: ['Hi you', 1], links: [{ title: 'Tents', link: '/c/' }, true, 'plain'] });
});

test('a list may differ by variation', async () => {
  const bundle = await bundleOf(rulesOf(
    { points: { a: ['x'], b: { en: ['y', 'z'] } } },
    { experiments: { e: { variations: ['a', 'b'], weights: [0, 1] } }, rules: [{ id: 'r', slot: 'a', experiment: 'e', show: { template: 't', points: { a: ['x'], b: { en: ['y', 'z'] } } } }] },
  ));
  const { vitrine } = await open({ bundle, consent: { personalise: true } });
  assert.deepEqual(shownOf(vitrine).points, ['y', 'z']);
});

test('a text about stock needs a number of at least 1 that was told within ten minutes', async () => {
  const bundle = await bundleOf(rulesOf({ stock: '{tier|Only} {left} left', parts: [{ scarcity: '{left} left' }], title: '{left} left' }));
  const { vitrine, now } = await open({ bundle });
  const found = () => (vitrine.page({}), [shownOf(vitrine).stock, shownOf(vitrine).parts[0].scarcity, shownOf(vitrine).title]);
  assert.deepEqual(found(), [null, null, ' left']);
  vitrine.setAttributes({ left: 3 });
  assert.deepEqual(found(), ['Only 3 left', '3 left', '3 left']);
  now.pass(10 * minute);
  assert.deepEqual(found(), ['Only 3 left', '3 left', '3 left']);
  now.pass(1);
  assert.deepEqual(found(), [null, null, '3 left']);
  for (const left of [0, -1, 0.5, 'many']) {
    vitrine.setAttributes({ left });
    assert.deepEqual(found().slice(0, 2), [null, null], String(left));
  }
  vitrine.setAttributes({ left: 1 });
  assert.equal(found()[0], 'Only 1 left');
});

test('an item has the stock that setItems told lately, and none of the feed', async () => {
  const bundle = await bundleOf(rulesOf({}, {
    slots: { a: { type: 'recommendations', limit: 3 } },
    rules: [{ id: 'r', slot: 'a', recommend: { strategy: 'popular' }, show: { template: 't', stock: 'Only {stock} left' } }],
  }));
  const plain = await outdoorModel();
  const { display } = plain.core;
  const model = { ...plain, core: { ...plain.core, display: { ...display, fields: { ...display.fields, stock: display.fields.id.map(() => 9) } } } };
  const { vitrine, now } = await open({ bundle, model });
  const found = () => (vitrine.page({}), vitrine.decide('a').items.map((item) => ('stock' in item ? item.stock : 'none')));
  assert.deepEqual(found(), ['none', 'none', 'none']);
  const [first, second, third] = vitrine.decide('a').items.map(({ item_id }) => item_id);
  vitrine.setItems([{ item_id: first, stock: 3 }, { item_id: second, stock: '2' }, { item_id: third, stock: 0 }]);
  assert.deepEqual(found(), [3, 2, 'none']);
  now.pass(9 * minute);
  vitrine.setItems([{ item_id: first, price: 1 }, { item_id: second, stock: 1 }]);
  assert.deepEqual(found(), [3, 1, 'none'], 'a price says nothing of stock');
  now.pass(2 * minute);
  assert.deepEqual(found(), ['none', 1, 'none']);
});
