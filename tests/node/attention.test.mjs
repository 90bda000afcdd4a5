// What the visitor does not care for is shown less, and what they say they do not want is not shown.
import assert from 'node:assert/strict';
import test from 'node:test';
import { visit } from './ranking.mjs';

const popular = { strategy: 'popular' };

/** A page on which the list is shown. */
function showOnce({ vitrine }) {
  vitrine.page();
  vitrine.report(vitrine.decide('list').token, 'shown');
}

test('what was shown on several pages and never looked at makes room', async () => {
  const shopper = await visit(popular, { limit: 2 });
  const { ids, why } = shopper;
  for (let i = 0; i < 3; i++) {
    showOnce(shopper);
    assert.deepEqual(ids(), ['wax-1', 'boot-1'], `page ${i + 1}`);
  }
  shopper.vitrine.page();
  // 0.1 and 0.0909 times 0.8 each, and the mat's 1 / 12.
  assert.deepEqual(ids(), ['mat-1', 'wax-1']);
  assert.deepEqual(why().items.map(({ rotation }) => rotation), [1, 0.8]);
  assert.match(why().items[1].text, /^2\. wax-1: popular \(0\.08: its place 0\.1, shown before x 0\.8\)$/);
});

test('who looks at it is interested: it counts from the beginning again', async () => {
  const shopper = await visit(popular, { limit: 2 });
  for (let i = 0; i < 3; i++) showOnce(shopper);
  shopper.view('wax-1');
  shopper.vitrine.page();
  assert.deepEqual(shopper.ids(), ['wax-1', 'mat-1']);
});

test('a decision is the same however often it is asked for and shown on one page', async () => {
  const { vitrine, ids } = await visit(popular, { limit: 2 });
  for (let i = 0; i < 9; i++) vitrine.report(vitrine.decide('list').token, 'shown');
  assert.deepEqual(ids(), ['wax-1', 'boot-1']);
});

test('not_interested: not shown any more, in no list, until it is put into the cart', async () => {
  const { vitrine, view, ids, why } = await visit({ strategy: 'popular', pin: ['boot-1'] }, { limit: 3 });
  vitrine.track('not_interested', { items: [{ item_id: 'boot-1' }, { item_id: 'mat-1' }] });
  assert.deepEqual(ids(), ['wax-1', 'tent-1', 'sock-1']);
  assert.equal(why().removed.not_interested, 2);
  assert.match(why().text, /left out: 2 not wanted/);
  view('mat-1');
  vitrine.page();
  assert.deepEqual(ids(), ['wax-1', 'tent-1', 'sock-1'], 'looking is not wanting');
  vitrine.track('add_to_cart', { items: [{ item_id: 'mat-1' }] });
  vitrine.setCart([]);
  assert.deepEqual(ids(), ['wax-1', 'mat-1', 'tent-1']);
  vitrine.forget();
  assert.deepEqual(ids(), ['boot-1', 'wax-1', 'mat-1']);
});

test('without consent nothing of it is kept', async () => {
  const { vitrine, ids } = await visit(popular, { limit: 1, consent: undefined });
  vitrine.track('not_interested', { items: [{ item_id: 'wax-1' }] });
  assert.deepEqual(ids(), ['wax-1']);
});
