// A model beside the rules: what slots of recommendations show, and that nothing waits for it or breaks without it.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import test from 'node:test';
import { createVitrine } from 'vitrine';
import { allowed, bundleOf, open, outdoorModel, settle, shelves } from './support.mjs';

const bundle = await bundleOf(shelves);
const model = await outdoorModel();
const ids = (decision) => decision.items.map(({ item_id }) => item_id);
const codes = (warnings) => warnings.map(({ code }) => code);
const view = (vitrine, item_id) => vitrine.track('view_item', { items: [{ item_id }] });

/** A vitrine of the outdoor shop on a page with some of its slots. */
async function visit(slots, options = {}) {
  const opened = await open({ bundle, model, consent: allowed, ...options });
  opened.vitrine.page({ type: 'home', slots });
  return opened;
}

test('a new visitor is shown what is popular, with all that the feed says of it', async () => {
  const { vitrine, warnings } = await visit(['home'], { consent: undefined });
  const { rule, show, items, token } = vitrine.decide('home');
  assert.deepEqual([rule, show.title], ['for-you', 'For you']);
  assert.match(token, /^1\.[0-9a-f]{16}\.\d+\.-1\.0\.\d+$/);
  assert.deepEqual(items.map(({ item_id }) => item_id), ['tent-1', 'mat-1', 'boot-1']);
  assert.deepEqual(items[2], {
    item_id: 'boot-1',
    title: 'Trail boots',
    link: '/p/boot-1',
    image_link: '/i/boot-1.svg',
    price: 120,
    availability: 'in_stock',
    brand: 'Norr',
    category: 'Hiking',
    currency: 'EUR',
    reason: { strategy: 'popular', because: null, title: null },
  });
  assert.deepEqual(warnings, []);
});

test('what the visitor looked at brings what goes with it, and says so', async () => {
  const { vitrine } = await visit(['home']);
  view(vitrine, 'boot-1');
  const { items } = vitrine.decide('home');
  assert.deepEqual(items.map(({ item_id }) => item_id), ['sock-1', 'boot-2', 'tent-1']);
  const reason = { strategy: 'for_you', because: 'boot-1', title: 'Trail boots' };
  assert.deepEqual(items.map((item) => item.reason), [reason, reason, { strategy: 'popular', because: null, title: null }]);
  assert.deepEqual([items[1].price, items[1].sale_price], [150, 130]);
});

test('the decision event tells of it without being asked', async () => {
  const { vitrine } = await visit(['home']);
  await settle();
  const told = [];
  vitrine.on('decision', ({ changed }) => told.push(...changed.map((decision) => [decision.slot, ids(decision)])));
  view(vitrine, 'boot-1');
  await settle();
  assert.deepEqual(told, [['home', ['sock-1', 'boot-2', 'tent-1']]]);
});

test('a page tells its item or its category, which is no behaviour: it needs no consent', async () => {
  const { vitrine } = await open({ bundle, model });
  vitrine.page({ type: 'product', item_id: 'boot-1', slots: ['product'] });
  assert.deepEqual(ids(vitrine.decide('product')), ['sock-1', 'boot-2']);
  assert.equal(vitrine.decide('product').items[0].reason.because, 'boot-1');
  vitrine.page({ type: 'category', category: 'Camping', slots: ['category'] });
  assert.deepEqual(ids(vitrine.decide('category')), ['tent-1', 'mat-1', 'stove-1']);
  vitrine.page({ type: 'category', category: 'Hiking', slots: ['category'] });
  assert.deepEqual(ids(vitrine.decide('category')), ['boot-1', 'sock-1', 'boot-2']);
});

test('the cart brings what is bought with its content, and not the content again', async () => {
  const { vitrine } = await visit(['cart']);
  vitrine.setCart([{ item_id: 'boot-1', price: 120 }]);
  const { items } = vitrine.decide('cart');
  assert.equal(items[0].item_id, 'sock-1');
  assert.deepEqual(items[0].reason, { strategy: 'bought_together', because: 'boot-1', title: 'Trail boots' });
  assert.ok(!ids({ items }).includes('boot-1'));
});

test('no item twice on a page, and slots that are not on it recommend nothing', async () => {
  const { vitrine } = await visit(['home', 'under']);
  const all = vitrine.decideAll();
  const shown = all.flatMap(ids);
  assert.deepEqual(shown, ['tent-1', 'mat-1', 'boot-1', 'sock-1', 'stove-1']);
  assert.deepEqual(all.map(({ rule }) => rule), [null, null, 'for-you', null, 'cheap']);
  vitrine.page({ type: 'home', slots: ['under'] });
  assert.deepEqual(vitrine.decideAll().flatMap(ids), ['mat-1', 'sock-1', 'stove-1']);
});

test('of a page that does not name its slots, all of them stand', async () => {
  const { vitrine } = await visit(['home']);
  vitrine.page({ type: 'home' });
  assert.deepEqual(vitrine.decideAll().map(ids), [
    ['tent-1', 'mat-1'], ['boot-1', 'sock-1', 'stove-1'], ['boot-2', 'rope-1'], [], [], // there are no more
  ]);
});

test('slots of a page that are no list: a warning, and all of them stand', async () => {
  const { vitrine, warnings } = await visit('under');
  assert.deepEqual(vitrine.decideAll().filter(({ rule }) => rule).map(({ slot }) => slot), ['cart', 'category', 'home']);
  assert.deepEqual(warnings, [{ code: 'slot', message: 'slots of page() must be a list of names.' }]);
});

test('a price that is none changes no item, neither what it shows nor what filters see', async () => {
  const { vitrine, warnings } = await visit(['under']);
  const before = vitrine.decide('under');
  vitrine.setItems([{ item_id: 'mat-1', price: -5 }, { item_id: 'sock-1', price: Infinity }, { item_id: 'stove-1', price: 'abc' }]);
  assert.equal(vitrine.decide('under'), before);
  assert.deepEqual(codes(warnings), ['items']);
});

test('what is sold out is never shown, and what the shop says now outranks the feed', async () => {
  const { vitrine } = await visit(['under']);
  assert.deepEqual(ids(vitrine.decide('under')), ['mat-1', 'sock-1', 'stove-1']);
  vitrine.setItems([
    { item_id: 'mat-1', availability: 'out_of_stock' },
    { item_id: 'lamp-1', availability: 'in_stock' },
    { item_id: 'stove-1', price: '80.01' },
    { item_id: 'boot-2', price: 75, availability: 'backorder' },
  ]);
  const { items } = vitrine.decide('under');
  assert.deepEqual(items.map(({ item_id, price, sale_price, availability }) => [item_id, price, sale_price, availability]), [
    ['sock-1', 15.5, undefined, 'in_stock'],
    ['boot-2', 75, undefined, 'backorder'], // the sale was one of another price
    ['lamp-1', 35, undefined, 'in_stock'],
  ]);
});

test('a price that changes under a decision is a new decision; the same said again is none', async () => {
  const { vitrine } = await visit(['home']);
  const before = vitrine.decide('home');
  vitrine.setItems([{ item_id: 'tent-1', price: 300 }, { item_id: 'unknown', price: 1 }]);
  assert.equal(vitrine.decide('home'), before);
  vitrine.setItems([{ item_id: 'tent-1', price: 270 }]);
  const after = vitrine.decide('home');
  assert.equal(after.items[0].price, 270);
  assert.notEqual(after.token, before.token);
});

test('an availability that is none is reported, and changes nothing', async () => {
  const { vitrine, warnings } = await visit(['home']);
  vitrine.setItems([{ item_id: 'tent-1', availability: 'sold out' }, { item_id: 'mat-1', availability: null }]);
  assert.deepEqual(ids(vitrine.decide('home')), ['tent-1', 'mat-1', 'boot-1']);
  assert.deepEqual(warnings, [
    { code: 'availability', message: 'availability is one of in_stock, out_of_stock, preorder, backorder.' },
  ]);
});

test('more items than one call carries', async () => {
  const { vitrine } = await visit(['home']);
  const many = Array.from({ length: 5000 }, (_, i) => ({ item_id: `other-${i}`.padEnd(1024, 'x'), price: i }));
  vitrine.setItems([...many, { item_id: 'tent-1', availability: 'out_of_stock' }]);
  assert.deepEqual(ids(vitrine.decide('home')), ['mat-1', 'boot-1', 'sock-1']);
});

test('items are frozen like everything that is shared', async () => {
  const { vitrine } = await visit(['home']);
  const { items } = vitrine.decide('home');
  for (const shared of [items, ...items, items[0].reason]) assert.ok(Object.isFrozen(shared));
});

test('without a model a slot of recommendations keeps its default', async () => {
  const { vitrine, warnings } = await visit(['home'], { model: undefined });
  view(vitrine, 'boot-1');
  vitrine.setItems([{ item_id: 'boot-1', price: 3 }]);
  assert.deepEqual(vitrine.decide('home'), {
    slot: 'home', rule: null, experiment: null, variation: null, show: null, trigger: null, items: [], token: null,
  });
  assert.deepEqual(warnings, []);
  assert.match(vitrine.explain('home').text, /^home: keeps its default\n {2}for-you: holds, but recommends nothing here$/);
});

test('a model without a feed recommends ids', async () => {
  const { vitrine } = await visit(['home'], { model: await outdoorModel({ feed: undefined }) });
  assert.deepEqual(vitrine.decide('home').items[0], {
    item_id: 'tent-1', reason: { strategy: 'popular', because: null, title: null },
  });
});

test('explanations tell each item and why it is there', async () => {
  const { vitrine } = await visit(['cart', 'home', 'product']);
  view(vitrine, 'boot-1');
  vitrine.setCart([{ item_id: 'tent-1' }]);
  const { items, rule, text } = vitrine.explain('home');
  assert.equal(rule, 'for-you');
  assert.equal(
    text,
    [
      'home: for-you',
      '  1. sock-1: for_you, because boot-1 was viewed',
      '  2. boot-2: for_you, because boot-1 was viewed',
      '  3. rope-1: popular',
      '  for-you: holds and comes first',
    ].join('\n'),
  );
  assert.deepEqual(items[2], {
    item_id: 'rope-1', reason: { strategy: 'popular', because: null, title: null }, text: '3. rope-1: popular',
  });
  assert.equal(vitrine.explain('cart').items[0].text, '1. mat-1: bought_together, because it goes with tent-1');
  vitrine.page({ item_id: 'boot-1', slots: ['product'] });
  assert.equal(vitrine.explain('product').items[0].text, '1. sock-1: similar, because it is similar to boot-1');
});

test('a trap loses neither the model nor what was told of items and slots', async (t) => {
  const memories = [];
  const { instantiate } = WebAssembly;
  WebAssembly.instantiate = async (...args) => {
    const instance = await instantiate(...args);
    if (instance.exports?.vitrine_new) memories.push(instance.exports.memory);
    return instance;
  };
  t.after(() => Object.assign(WebAssembly, { instantiate }));
  const { vitrine, warnings } = await visit(['home', 'under']);
  vitrine.setItems([{ item_id: 'mat-1', availability: 'out_of_stock' }]);
  view(vitrine, 'boot-1');
  const before = vitrine.decideAll();
  new Uint8Array(memories[0].buffer).fill(0xff);
  vitrine.track('search');
  assert.deepEqual(vitrine.decideAll().map(ids), before.map(ids));
  assert.deepEqual(codes(warnings), ['recovered']);
});

test('a model in hand that is none', async () => {
  for (const none of [null, 7, {}, { core: model.core }, { core: {}, shards: [] }, { core: model.core, shards: [{}] }]) {
    await assert.rejects(createVitrine({ bundle, model: none }), { code: 'options', message: /`model` is none/ });
  }
});

const changed = (bytes, change) => {
  const copy = bytes.slice();
  change(copy);
  return copy;
};
for (const [what, core, code] of [
  ['truncated', model.core.ranking.slice(0, -1), 'model-wrong-size'],
  ['damaged', changed(model.core.ranking, (bytes) => (bytes[bytes.length - 1] ^= 1)), 'model-damaged'],
  ['newer', changed(model.core.ranking, (bytes) => (bytes[4] = 4)), 'model-too-new'],
  ['older', changed(model.core.ranking, (bytes) => (bytes[4] = 2)), 'model-too-old'],
  ['no core but a shard', model.shards[0].ranking, 'model-wrong-kind'],
  ['larger than the core takes', new Uint8Array((16 << 20) + 1), 'model-limit'],
]) {
  test(`a model that is ${what}: one warning, defaults, and other slots work`, async () => {
    const { vitrine, warnings } = await visit(['home'], { model: { ...model, core: { ranking: core } } });
    assert.deepEqual(codes(warnings), [code]);
    assert.equal(vitrine.decide('home').rule, null);
    assert.equal(vitrine.status().status, 'ready');
  });
}

test('a shard of another model: what is popular stays', async () => {
  const other = await outdoorModel({ feed: undefined });
  const { vitrine, warnings } = await visit(['home'], { model: { ...model, shards: other.shards } });
  view(vitrine, 'boot-1');
  assert.deepEqual(ids(vitrine.decide('home')), ['tent-1', 'mat-1', 'sock-1']);
  assert.deepEqual(codes(warnings), ['model-wrong-model']);
});

/** The model and its rules on a server. `held`: paths whose answers wait until they are let go. */
async function serve(t, changes = {}, held = []) {
  const file = (path) => ({ path });
  const part = (name) => ({ ranking: file(`${name}.vitrine`), display: file(`${name}.json`) });
  const files = {
    '/v.json': JSON.stringify({ vitrine: 1, files: { rules: file('rules.vitrine'), model: part('core'), shards: [part('shard')] } }),
    '/rules.vitrine': bundle,
    '/core.vitrine': model.core.ranking,
    '/core.json': JSON.stringify(model.core.display),
    '/shard.vitrine': model.shards[0].ranking,
    '/shard.json': JSON.stringify(model.shards[0].display),
    ...changes,
  };
  const asked = [];
  const waiting = new Map();
  const server = createServer(({ url }, response) => {
    asked.push(url);
    const answer = () => response.writeHead(files[url] === null ? 404 : 200).end(files[url] ?? undefined);
    if (held.includes(url)) waiting.set(url, answer);
    else answer();
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    address: `http://127.0.0.1:${server.address().port}/v.json`,
    asked,
    files,
    release(path) {
      held.splice(held.indexOf(path), 1);
      waiting.get(path)?.();
    },
  };
}

/** Until a function says so. */
async function until(condition) {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
}

const asks = ({ asked }, path) => asked.filter((one) => one === path).length;

test('by address: the core comes with the start, a shard when a page asks for it', async (t) => {
  const server = await serve(t);
  const { vitrine, warnings } = await open({ bundle: server.address, consent: allowed });
  vitrine.page({ type: 'home', slots: ['home'] });
  view(vitrine, 'boot-1');
  assert.deepEqual(ids(vitrine.decide('home')), ['tent-1', 'mat-1', 'sock-1']);
  await until(() => ids(vitrine.decide('home'))[0] === 'sock-1');
  assert.equal(vitrine.decide('home').items[0].reason.title, 'Trail boots');
  assert.deepEqual([asks(server, '/shard.vitrine'), asks(server, '/shard.json'), warnings], [1, 1, []]);
});

test('a shard that is slow: what is popular shows meanwhile, and what was told of items holds when it comes', async (t) => {
  const server = await serve(t, {}, ['/shard.vitrine']);
  const { vitrine } = await open({ bundle: server.address, consent: allowed });
  vitrine.page({ type: 'home', slots: ['home'] });
  view(vitrine, 'boot-1');
  vitrine.setItems([{ item_id: 'sock-1', availability: 'out_of_stock' }]);
  assert.deepEqual(ids(vitrine.decide('home')), ['tent-1', 'mat-1', 'stove-1']);
  await settle();
  const told = [];
  vitrine.on('decision', ({ changed }) => told.push(...changed.map(ids)));
  server.release('/shard.vitrine');
  await until(() => told.length);
  assert.deepEqual(told, [['boot-2', 'tent-1', 'mat-1']]);
});

test('a shard that is missing: one warning, no second try before the next page', async (t) => {
  const server = await serve(t, { '/shard.vitrine': null });
  const { vitrine, warnings } = await open({ bundle: server.address, consent: allowed });
  vitrine.page({ type: 'home', slots: ['home'] });
  view(vitrine, 'boot-1');
  await until(() => warnings.length);
  for (const id of ['tent-1', 'mat-1']) view(vitrine, id);
  await settle();
  assert.deepEqual(codes(warnings), ['model-missing']);
  assert.equal(asks(server, '/shard.vitrine'), 1);
  server.files['/shard.vitrine'] = model.shards[0].ranking;
  vitrine.page({ type: 'home', slots: ['home'] });
  await until(() => vitrine.decide('home').items[0].reason.strategy === 'for_you');
  assert.equal(asks(server, '/shard.vitrine'), 2);
});

test('a core that is missing: one warning, tried again with the next page and not before', async (t) => {
  const server = await serve(t, { '/core.vitrine': null });
  const { vitrine, warnings } = await open({ bundle: server.address, consent: allowed });
  view(vitrine, 'boot-1');
  await settle();
  assert.deepEqual([codes(warnings), asks(server, '/core.vitrine'), vitrine.decide('home').rule], [['model-missing'], 1, null]);
  vitrine.page({ type: 'home', slots: ['home'] });
  await until(() => asks(server, '/core.vitrine') === 2);
  await settle();
  server.files['/core.vitrine'] = model.core.ranking;
  vitrine.page({ type: 'home', slots: ['home'] });
  await until(() => vitrine.decide('home').items[0]?.reason.strategy === 'for_you');
  vitrine.page({ type: 'home', slots: ['home'] });
  await settle();
  assert.deepEqual([codes(warnings), asks(server, '/core.vitrine')], [['model-missing'], 3]);
});

for (const [what, changes, code] of [
  ['whose core is missing', { '/core.vitrine': null }, 'model-missing'],
  ['whose texts are missing', { '/core.json': null }, 'model-missing'],
  ['whose texts are none', { '/core.json': '<html>' }, 'model'],
  ['whose core is another file', { '/core.vitrine': 'hello, I am no model at all' }, 'model-not-a-bundle'],
]) {
  test(`a model ${what}: ready all the same, with a warning`, async (t) => {
    const server = await serve(t, changes);
    const { vitrine, warnings } = await open({ bundle: server.address });
    assert.equal(vitrine.status().status, 'ready');
    assert.deepEqual(codes(warnings), [code]);
    assert.equal(vitrine.decide('home').rule, null);
  });
}

test('texts of any shape are no reason to fail', async (t) => {
  for (const display of ['null', '7', '{}', '{"first":"x","fields":{"title":7,"price":null}}', '{"first":0,"fields":{"title":[{}]}}']) {
    const server = await serve(t, { '/core.json': display });
    const { vitrine } = await open({ bundle: server.address });
    assert.equal(vitrine.decide('cart').items[0].item_id, 'tent-1');
  }
});

test('a core that is slow holds nothing up for more than a second, and is used when it comes', async (t) => {
  const server = await serve(t, {}, ['/core.vitrine']);
  const { vitrine, warnings } = await open({ bundle: server.address });
  assert.equal(vitrine.decide('home').rule, null);
  server.release('/core.vitrine');
  await until(() => vitrine.decide('home').rule === 'for-you');
  assert.deepEqual(warnings, []);
});

test('a shard that makes the core trap is dropped, not tried for ever', async (t) => {
  let traps = 0;
  const { instantiate, Instance } = WebAssembly;
  const wrap = (instance) => {
    if (!instance.exports?.vitrine_new) return instance;
    const exports = { ...instance.exports };
    exports.vitrine_shard = () => {
      traps++;
      throw new WebAssembly.RuntimeError('unreachable');
    };
    return { exports };
  };
  WebAssembly.instantiate = async (...args) => wrap(await instantiate(...args));
  WebAssembly.Instance = function (...args) {
    return wrap(new Instance(...args));
  };
  t.after(() => Object.assign(WebAssembly, { instantiate, Instance }));
  const server = await serve(t);
  const { vitrine, warnings } = await open({ bundle: server.address, consent: allowed });
  for (let i = 0; i < 3; i++) {
    vitrine.page({ type: 'home', slots: ['home'] });
    view(vitrine, 'boot-1');
    vitrine.decideAll();
    await until(() => traps);
    await settle();
  }
  assert.deepEqual([traps, codes(warnings), vitrine.status().status], [1, ['recovered'], 'ready']);
  assert.deepEqual(ids(vitrine.decide('home')), ['tent-1', 'mat-1', 'sock-1']);
});
