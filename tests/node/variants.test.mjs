// Products of one item_group_id are one item of the model: on the device any of its ids, and that of the group, stand
// for it.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import test from 'node:test';
import { train } from 'vitrine/authoring';
import { allowed, bundleOf, modelFolder, open, settle } from './support.mjs';

const feed = [
  'id,title,item_group_id,price,availability',
  'boot-41,Boot size 41,boot,90 EUR,in_stock',
  'boot-42,Boot size 42,boot,95 EUR,in_stock',
  'boot-43,Boot size 43,boot,95 EUR,out_of_stock',
  'sock-1,Socks,,9 EUR,in_stock',
  'wax-1,Wax,,7 EUR,in_stock',
  'tent-1,Tent,,200 EUR,in_stock',
  'mat-1,Mat,,40 EUR,in_stock',
];

/** Socks go with boots, mats with tents, which are looked at and bought more often. Most boots are of size 42. */
function log() {
  const rows = ['session,item,time,event'];
  let session = 0;
  const visits = (times, ...items) => {
    for (let i = 0; i < times; i++) {
      session++;
      for (const event of ['view', 'purchase']) {
        items.forEach((item, k) => rows.push(`${session},${item},${1_700_000_000 + session * 3600 + k * 60 + (event === 'view' ? 0 : 600)},${event}`));
      }
    }
  };
  visits(3, 'boot-41', 'sock-1');
  visits(5, 'boot-42', 'sock-1');
  visits(4, 'boot-43', 'wax-1');
  visits(20, 'tent-1', 'mat-1');
  return rows.join('\n');
}

const bytes = (text) => new TextEncoder().encode(text);
const { model, report } = await train({ events: bytes(log()), feed: bytes(feed.join('\n')) });
const recommend = (slot, recommend) => ({ id: slot, slot, recommend, show: { template: 'shelf' } });
const bundle = await bundleOf({
  vitrine: 1,
  slots: Object.fromEntries(['similar', 'together', 'seen', 'popular', 'cheap', 'you'].map((name) => [name, { type: 'recommendations', limit: 5 }])),
  rules: [
    recommend('similar', { strategy: 'similar', fallback: [] }),
    recommend('together', { strategy: 'bought_together', fallback: [] }),
    recommend('seen', { strategy: 'recently_viewed', fallback: [] }),
    recommend('popular', { strategy: 'popular' }),
    recommend('cheap', { strategy: 'popular', filter: { 'item.price': { $lte: 50 } } }),
    recommend('you', { strategy: 'for_you', fallback: [] }),
  ],
});
/** Every id of the boot, of which the model knows the one of size 42. */
const IDS = ['boot-41', 'boot-42', 'boot-43', 'boot'];

async function visit(slot, page = {}, options = {}) {
  const { vitrine, warnings } = await open({ bundle, model, consent: allowed, ...options });
  vitrine.page({ type: 'product', slots: [slot], ...page });
  return { vitrine, warnings, ids: () => vitrine.decide(slot).items.map(({ item_id }) => item_id), items: () => vitrine.decide(slot).items };
}
const items = (...ids) => ({ items: ids.map((item_id) => ({ item_id })) });

test('three products are one item, the one that is sold most of those in stock', () => {
  assert.deepEqual([report.items, report.variants, report.variant_groups], [5, 3, 1]);
  assert.deepEqual([...model.core.display.fields.id].sort(), ['boot-42', 'mat-1', 'sock-1', 'tent-1', 'wax-1']);
});

for (const id of IDS) {
  test(`the page of ${id} gets what goes with the boots, and not the boots`, async () => {
    const similar = await visit('similar', { item_id: id });
    assert.deepEqual(similar.ids().slice(0, 2), ['sock-1', 'wax-1']);
    assert.equal(similar.items()[0].reason.because, 'boot-42');
    const popular = await visit('popular', { item_id: id });
    assert.deepEqual(popular.ids(), ['mat-1', 'tent-1', 'sock-1', 'wax-1']);
  });

  test(`${id}, viewed, counts as the boots`, async () => {
    const { vitrine, ids, items: shown } = await visit('you');
    vitrine.track('view_item', items(id));
    assert.deepEqual(ids().slice(0, 2), ['sock-1', 'wax-1']);
    assert.equal(shown()[0].reason.because, 'boot-42');
    vitrine.page({ type: 'home', slots: ['seen'] });
    assert.deepEqual(vitrine.decide('seen').items.map(({ item_id, title }) => [item_id, title]), [['boot-42', 'Boot size 42']]);
  });

  test(`${id} in the cart brings what was bought with the boots, which are not shown again`, async () => {
    const together = await visit('together');
    together.vitrine.setCart([{ item_id: id, price: 90, quantity: 1 }]);
    assert.deepEqual(together.ids(), ['sock-1', 'wax-1']);
    const popular = await visit('popular');
    popular.vitrine.track('add_to_cart', items(id));
    assert.deepEqual(popular.ids(), ['mat-1', 'tent-1', 'sock-1', 'wax-1']);
  });

  test(`${id}, bought or not wanted, keeps the boots out of lists`, async () => {
    for (const [event, more] of [['purchase', { transaction_id: 't1' }], ['not_interested', {}]]) {
      const { vitrine, ids } = await visit('popular');
      assert.ok(ids().includes('boot-42'));
      vitrine.track(event, { ...items(id), ...more });
      assert.deepEqual(ids(), ['mat-1', 'tent-1', 'sock-1', 'wax-1'], event);
    }
  });

  test(`a listing with ${id} is put into order as with the boots`, async () => {
    const { vitrine } = await visit('popular');
    vitrine.track('view_item', items('sock-1'));
    assert.deepEqual(vitrine.rerank(['tent-1', 'mat-1', id]), [id, 'tent-1', 'mat-1']);
  });
}

test('setItems of the id that lists show changes it; of another variant nothing, which may cost something else', async () => {
  for (const [id, price] of [['boot-42', 20], ['boot-41', undefined], ['boot', undefined]]) {
    const cheap = await visit('cheap');
    assert.deepEqual(cheap.ids(), ['mat-1', 'sock-1', 'wax-1']);
    cheap.vitrine.setItems([{ item_id: id, price: 20 }]);
    assert.equal(cheap.items().find(({ item_id }) => item_id === 'boot-42')?.price, price, id);
    const popular = await visit('popular');
    popular.vitrine.setItems([{ item_id: id, availability: 'out_of_stock' }]);
    assert.equal(popular.ids().includes('boot-42'), id !== 'boot-42', id);
    assert.deepEqual([...cheap.warnings, ...popular.warnings], []);
  }
});

test('by address: a variant that is not in what items show is looked up', async (t) => {
  const folder = modelFolder(model);
  const asked = [];
  const server = createServer(({ url }, response) => {
    asked.push(url);
    const body = { '/v.json': manifest, '/rules.vitrine': bundle }[url] ?? folder[url.slice(3)];
    response.writeHead(body ? 200 : 404).end(body);
  });
  const manifest = JSON.stringify({
    vitrine: 1,
    files: { rules: { path: 'rules.vitrine' }, model: { ranking: { path: 'm/core.vitrine' }, display: { path: 'm/core.json' } } },
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => (server.closeAllConnections(), server.close()));
  const { ids } = await visit('similar', { item_id: 'boot-41' }, { bundle: `http://127.0.0.1:${server.address().port}/v.json`, model: undefined });
  for (let i = 0; i < 500 && ids()[0] !== 'sock-1'; i++) await settle();
  assert.deepEqual(ids().slice(0, 2), ['sock-1', 'wax-1']);
  assert.deepEqual(asked.slice(-2).sort(), ['/m/0.vitrine', '/m/1.vitrine']);
});
