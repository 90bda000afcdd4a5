// A model beside the rules: what slots of recommendations show, and that nothing waits for it or breaks without it.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import test from 'node:test';
import { createVitrine } from 'vitrine';
import { allowed, bundleOf, modelFolder, open, outdoorModel, settle, shelves, showing, wideModel } from './support.mjs';

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
  assert.deepEqual(items.map(({ item_id }) => item_id), ['sock-1', 'boot-2', 'rope-1'], 'what was viewed with it, then what is near');
  const reason = { strategy: 'for_you', because: 'boot-1', title: 'Trail boots' };
  assert.deepEqual(items.map((item) => item.reason), [reason, reason, reason]);
  assert.deepEqual([items[1].price, items[1].sale_price], [150, 130]);
});

test('a report that a decision was shown tells its items, until they are looked at', async () => {
  const { vitrine } = await visit(['home']);
  const { token, items } = vitrine.decide('home');
  const shown = () => vitrine.profile().shown;
  for (const outcome of ['clicked', 'dismissed', 'converted']) vitrine.report(token, outcome);
  assert.deepEqual([items.length, shown()], [3, 0]);
  vitrine.report(token, 'shown');
  vitrine.report(token, 'shown');
  assert.equal(shown(), 3);
  vitrine.track('select_item', { items: [{ item_id: items[1].item_id }] });
  assert.equal(shown(), 2);
});

test('items that came into view are reported one by one', async () => {
  const { vitrine, warnings } = await visit(['home']);
  vitrine.setConsent({ measure: true });
  const reports = [];
  vitrine.on('report', ({ outcome, items }) => reports.push([outcome, items]));
  const { token, items } = vitrine.decide('home');
  const [first, second] = items.map(({ item_id }) => item_id);
  const shown = () => vitrine.profile().shown;
  const counts = [['shown', []], ['seen', [first]], ['seen', [first]], ['seen', [second, 'lamp-1', 'nothing']], ['clicked', [second]]].map(([outcome, ids]) => {
    vitrine.report(token, outcome, ids);
    return shown();
  });
  assert.deepEqual(counts, [0, 1, 1, 2, 2]);
  assert.deepEqual(reports.at(-1), ['clicked', [second]]);
  assert.deepEqual(warnings, []);
  for (const bad of [5, {}]) assert.equal(vitrine.report(token, 'seen', bad), false);
  assert.deepEqual(warnings.map(({ code }) => code), ['input']);
});

test('items of the latest 64 decisions are known; reports of earlier ones count all the same', async () => {
  const { vitrine } = await visit(['home']);
  const first = vitrine.decide('home').token;
  const tokens = new Set([first]);
  for (let price = 1; tokens.size < 65; price++) {
    vitrine.setItems([{ item_id: vitrine.decide('home').items[0].item_id, price }]);
    tokens.add(vitrine.decide('home').token);
  }
  assert.equal(vitrine.report(first, 'shown'), true);
  assert.equal(vitrine.profile().shown, 0);
  assert.equal(vitrine.report([...tokens][1], 'shown'), true);
  assert.equal(vitrine.profile().shown, 3);
});

test('the decision event tells of it without being asked', async () => {
  const { vitrine } = await visit(['home']);
  await settle();
  const told = [];
  vitrine.on('decision', ({ changed }) => told.push(...changed.map((decision) => [decision.slot, ids(decision)])));
  view(vitrine, 'boot-1');
  await settle();
  assert.deepEqual(told, [['home', ['sock-1', 'boot-2', 'rope-1']]]);
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
  const plain = (told) => told.replace(/\d+\.\d+/g, '#'); // what the trainer found
  assert.equal(
    plain(text),
    [
      'home: for-you',
      '  1. sock-1: for_you, because boot-1 was viewed (#: boot-1 #, boot-1 # (near))',
      '  2. boot-2: for_you, because boot-1 was viewed (#: boot-1 #, boot-1 # (near))',
      '  3. rope-1: for_you, because boot-1 was viewed (#: boot-1 # (near))',
      '  left out: 1 not for sale',
      '  for-you: holds and comes first',
    ].join('\n'),
  );
  const { score, parts, ...others } = items[2];
  assert.deepEqual({ ...others, text: plain(others.text) }, {
    item_id: 'rope-1',
    reason: { strategy: 'for_you', because: 'boot-1', title: 'Trail boots' },
    source: 0,
    boost: 1,
    rotation: 1,
    likeness: 1,
    text: '3. rope-1: for_you, because boot-1 was viewed (#: boot-1 # (near))',
  });
  assert.deepEqual(parts, [{ item_id: 'boot-1', title: 'Trail boots', weight: parts[0].weight, kind: 'near' }]);
  assert.ok(score > 0 && Math.abs(score - parts[0].weight) < 1e-6);
  assert.match(vitrine.explain('cart').items[0].text, /^1\. mat-1: bought_together, because it goes with tent-1/);
  vitrine.page({ item_id: 'boot-1', slots: ['product'] });
  assert.match(vitrine.explain('product').items[0].text, /^1\. sock-1: similar, because it is similar to boot-1/);
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
  const { core, parts, displays } = model;
  for (const none of [null, 7, {}, { core }, { core: {}, parts, displays }, { core, parts: [{}], displays }, { core, parts }]) {
    await assert.rejects(createVitrine({ bundle, model: none }), { code: 'options', message: /`model` is none/ });
  }
});

const changed = (bytes, change) => {
  const copy = bytes.slice();
  change(copy);
  return copy;
};
const damage = (bytes) => (bytes[bytes.length - 1] ^= 1);
for (const [what, ranking, code] of [
  ['truncated', model.core.ranking.slice(0, -1), 'model-wrong-size'],
  ['damaged', changed(model.core.ranking, damage), 'model-damaged'],
  ['newer', changed(model.core.ranking, (bytes) => (bytes[4] = 4)), 'model-too-new'],
  ['older', changed(model.core.ranking, (bytes) => (bytes[4] = 2)), 'model-too-old'],
  ['no core but a shard', model.parts.at(-1), 'model-wrong-kind'],
  ['larger than the core takes', new Uint8Array((16 << 20) + 1), 'model-limit'],
]) {
  test(`a model that is ${what}: one warning, defaults, and other slots work`, async () => {
    const { vitrine, warnings } = await visit(['home'], { model: { ...model, core: { ...model.core, ranking } } });
    assert.deepEqual(codes(warnings), [code]);
    assert.equal(vitrine.decide('home').rule, null);
    assert.equal(vitrine.status().status, 'ready');
  });
}

// Of the outdoor shop, whose items have the numbers stove-1 tent-1 mat-1 lamp-1 sock-1 boot-1 boot-2 rope-1: with boot-1
// viewed, what shows where the model is no more than the three most popular items, and all of it. With tent-1 viewed,
// what shows of these three, and what is near where the shard is missing; the shard would put the mat first.
const [HEAD, WHOLE] = [['mat-1', 'tent-1'], ['sock-1', 'boot-2', 'rope-1']];
const [HEAD_OF_TENT, NEAR_TENT] = [['mat-1', 'boot-1'], ['stove-1', 'mat-1', 'sock-1']];

test('parts and texts of another model: a warning each, and the rest is used', async () => {
  const other = await outdoorModel({ feed: undefined });
  const { vitrine, warnings } = await visit(['home'], { model: showing(3, { ...other, core: model.core }) });
  view(vitrine, 'boot-1');
  assert.deepEqual(ids(vitrine.decide('home')), HEAD);
  assert.deepEqual(
    warnings.map(({ code, message }) => [code, message.split('(')[0]]).sort(),
    [0, 1, 2].map((file) => ['model-wrong-model', `The file ${file} of the model was refused `]),
  );
});

test('a core whose texts are of another model: one warning, defaults, and other slots work', async () => {
  const other = await outdoorModel({ feed: undefined });
  for (const core of [{ ...model.core, ranking: other.core.ranking }, { ...model.core, display: other.core.display }]) {
    const { vitrine, warnings } = await visit(['home'], { model: { ...model, core } });
    view(vitrine, 'boot-1');
    assert.deepEqual(codes(warnings), ['model-wrong-model']);
    assert.match(warnings[0].message, /^The model was refused \(wrong-model\): run `vitrine build` again/);
    assert.equal(vitrine.decide('home').rule, null);
    assert.equal(vitrine.status().status, 'ready');
  }
});

/** A model and its rules on a server. `held`: paths whose answers wait until they are let go. */
async function serve(t, changes = {}, held = [], shown = showing(3, model)) {
  const file = (path) => ({ path });
  const folder = Object.entries(modelFolder(shown)).map(([name, bytes]) => [`/m/${name}`, bytes]);
  const entries = { ranking: file('m/core.vitrine'), display: file('m/core.json') };
  const files = {
    '/v.json': JSON.stringify({ vitrine: 1, files: { rules: file('rules.vitrine'), model: entries } }),
    '/rules.vitrine': bundle,
    ...Object.fromEntries(folder),
    ...changes,
  };
  const asked = [];
  const waiting = [];
  const server = createServer(({ url }, response) => {
    asked.push(url);
    const answer = () => response.writeHead(files[url] == null ? 404 : 200).end(files[url] ?? undefined);
    if (held.some((path) => (path.test ? path.test(url) : path === url))) waiting.push({ url, answer });
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
    /** Paths that wait. */
    waiting: () => waiting.map(({ url }) => url),
    /** Lets the first ones that wait go. */
    release: (count = waiting.length) => waiting.splice(0, count).forEach(({ answer }) => answer()),
    /** Lets one go that waits. */
    releaseOne: (path) => waiting.splice(waiting.findIndex(({ url }) => url === path), 1)[0].answer(),
  };
}

/** Until a function says so, for ten seconds at most. */
async function until(condition) {
  for (let i = 0; !condition(); i++) {
    assert.ok(i < 2000, `not within ten seconds: ${condition}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

const asks = ({ asked }, path) => asked.filter((one) => one === path).length;
// The small shop has one look-up page, one shard and one display page.
const [SHARD, DISPLAY] = ['/m/1.vitrine', '/m/2.json'];

test('by address: the core comes with the start, other files when a page asks for them, each once', async (t) => {
  const server = await serve(t);
  const { vitrine, warnings } = await open({ bundle: server.address, consent: allowed });
  assert.deepEqual(server.asked.slice().sort(), ['/m/core.json', '/m/core.vitrine', '/rules.vitrine', '/v.json']);
  vitrine.page({ type: 'home', slots: ['home'] });
  view(vitrine, 'boot-1');
  assert.deepEqual(ids(vitrine.decide('home')), HEAD);
  await until(() => ids(vitrine.decide('home')).join() === WHOLE.join());
  assert.equal(vitrine.decide('home').items[0].reason.title, 'Trail boots');
  view(vitrine, 'tent-1');
  await settle();
  assert.deepEqual([asks(server, SHARD), asks(server, DISPLAY), warnings], [1, 1, []]);
});

test('the id of an item that no page told is looked up', async (t) => {
  const server = await serve(t);
  const { vitrine } = await open({ bundle: server.address, consent: allowed });
  vitrine.page({ type: 'home', slots: ['home'] });
  view(vitrine, 'boot-2');
  await until(() => vitrine.decide('home').items[0].reason.because === 'boot-2');
  assert.deepEqual(vitrine.decide('home').items[0].reason, { strategy: 'for_you', because: 'boot-2', title: 'Winter boots' });
  assert.equal(asks(server, '/m/0.vitrine'), 1);
});

test('a shard that is slow: what is near shows meanwhile, and what was told of items holds when it comes', async (t) => {
  const server = await serve(t, {}, [SHARD, DISPLAY]);
  const { vitrine } = await open({ bundle: server.address, consent: allowed });
  vitrine.page({ type: 'home', slots: ['home'] });
  view(vitrine, 'tent-1');
  vitrine.setItems([{ item_id: 'rope-1', availability: 'out_of_stock' }]);
  assert.deepEqual(ids(vitrine.decide('home')), HEAD_OF_TENT);
  await settle();
  const told = [];
  vitrine.on('decision', ({ changed }) => told.push(changed.map(ids)));
  await until(() => server.waiting().length === 2);
  server.releaseOne(DISPLAY);
  await until(() => told.length === 1);
  server.releaseOne(SHARD);
  await until(() => told.length === 2);
  assert.deepEqual(told, [[['stove-1', 'mat-1', 'sock-1']], [['mat-1', 'stove-1', 'sock-1']]]);
});

test('a shard that hangs: given up after a minute, and asked for again on the next page', async (t) => {
  const { timeout } = AbortSignal;
  t.after(() => (AbortSignal.timeout = timeout));
  const limits = new Set();
  AbortSignal.timeout = (ms) => (limits.add(ms), timeout.call(AbortSignal, 500));
  const server = await serve(t, {}, [SHARD]);
  const { vitrine, warnings } = await open({ bundle: server.address, consent: allowed });
  vitrine.page({ type: 'home', slots: ['home'] });
  view(vitrine, 'tent-1');
  await until(() => warnings.length);
  assert.deepEqual([codes(warnings), [...limits], ids(vitrine.decide('home'))], [['model-missing'], [60_000], NEAR_TENT]);
  server.release();
  vitrine.page({ type: 'home', slots: ['home'] });
  await until(() => server.waiting().length);
  server.release();
  await until(() => ids(vitrine.decide('home')).join() === 'mat-1,stove-1,sock-1');
});

for (const [what, path, content, code] of [
  ['a shard that is missing', SHARD, null, 'model-missing'],
  ['a display page that is missing', DISPLAY, null, 'model-missing'],
  ['a display page that is no JSON', DISPLAY, '<html>', 'model'],
]) {
  test(`${what}: one warning, no second try before the next page`, async (t) => {
    const server = await serve(t, { [path]: content });
    const { vitrine, warnings } = await open({ bundle: server.address, consent: allowed });
    vitrine.page({ type: 'home', slots: ['home'] });
    view(vitrine, 'boot-1');
    await until(() => warnings.length);
    for (const id of ['tent-1', 'mat-1']) view(vitrine, id);
    await settle();
    assert.deepEqual(codes(warnings), [code]);
    assert.equal(asks(server, path), 1);
    server.files[path] = modelFolder(model)[path.slice(3)];
    vitrine.page({ type: 'home', slots: ['home'] });
    view(vitrine, 'boot-1');
    // The tent, viewed before, brings its stove.
    await until(() => ids(vitrine.decide('home')).join() === 'sock-1,boot-2,stove-1');
    assert.equal(asks(server, path), 2);
  });
}

// Another model of the same shop: what a cache or a half-done upload may give under the address of this one.
const another = await outdoorModel({ minSupport: 1 });

const display = (change) => JSON.stringify({ ...model.displays[0], ...change });
for (const [what, path, content, code] of [
  ['a shard that is truncated', SHARD, model.parts[1].slice(0, -1), 'model-wrong-size'],
  ['a shard that is damaged', SHARD, changed(model.parts[1], damage), 'model-damaged'],
  ['a shard that is no part of a model', SHARD, 'hello, I am no model at all', 'model-not-a-bundle'],
  ['a shard of another model', SHARD, another.parts[1], 'model-wrong-model'],
  ['a display page of another model', DISPLAY, JSON.stringify(another.displays[0]), 'model-wrong-model'],
  ['a display page that names another model', DISPLAY, display({ model: '0123456789abcdef' }), 'model-wrong-model'],
  ['a display page without ids', DISPLAY, display({ fields: { title: ['a'] } }), 'model'],
  ['a display page that is nothing', DISPLAY, 'null', 'model'],
]) {
  test(`${what}: one warning, it is not asked for again, and the rest is used`, async (t) => {
    const server = await serve(t, { [path]: content });
    const { vitrine, warnings } = await open({ bundle: server.address, consent: allowed });
    for (let i = 0; i < 3; i++) {
      vitrine.page({ type: 'home', slots: ['home'] });
      view(vitrine, 'tent-1');
      vitrine.decideAll();
      await until(() => warnings.length);
      await settle();
    }
    assert.deepEqual([codes(warnings), asks(server, path)], [[code], 1]);
    assert.deepEqual(ids(vitrine.decide('home')), path === SHARD ? NEAR_TENT : HEAD_OF_TENT);
    assert.equal(vitrine.status().status, 'ready');
  });
}

test('a look-up page of another model: one warning, it is not asked for again, and what is popular shows', async (t) => {
  const server = await serve(t, { '/m/0.vitrine': another.parts[0] }, [DISPLAY]);
  const { vitrine, warnings } = await open({ bundle: server.address, consent: allowed });
  for (let i = 0; i < 3; i++) {
    vitrine.page({ type: 'home', slots: ['home'] });
    view(vitrine, 'boot-2'); // not among the three that the core knows
    vitrine.decideAll();
    await until(() => warnings.length);
    await settle();
  }
  assert.deepEqual([codes(warnings), asks(server, '/m/0.vitrine')], [['model-wrong-model'], 1]);
  assert.deepEqual(vitrine.decide('home').items.map(({ item_id, reason }) => [item_id, reason.strategy]), [
    ['tent-1', 'popular'],
    ['mat-1', 'popular'],
    ['boot-1', 'popular'],
  ]);
  // What items show tells their ids, too.
  server.release();
  await until(() => vitrine.decide('home').items[0].reason.because === 'boot-2');
});

for (const [what, path, content, code] of [
  ['core of another model', '/m/core.vitrine', another.core.ranking, 'model-wrong-model'],
  ['texts of another model', '/m/core.json', JSON.stringify(another.core.display), 'model-wrong-model'],
]) {
  test(`${what}: refused; where the manifest tells what it should be, asked for again with the next page`, async (t) => {
    const server = await serve(t, { [path]: content });
    const { vitrine, warnings } = await open({ bundle: server.address, consent: allowed });
    vitrine.page({ type: 'home', slots: ['home'] });
    assert.deepEqual([codes(warnings), vitrine.decide('home').rule], [[code], null]);

    const careful = await serve(t, { [path]: content });
    const right = modelFolder(showing(3, model));
    const integrity = (name) => 'sha384-' + createHash('sha384').update(right[name]).digest('base64');
    const manifest = JSON.parse(careful.files['/v.json']);
    const { ranking, display } = manifest.files.model;
    ranking.integrity = integrity('core.vitrine');
    display.integrity = integrity('core.json');
    careful.files['/v.json'] = JSON.stringify(manifest);
    const second = await open({ bundle: careful.address, consent: allowed });
    second.vitrine.page({ type: 'home', slots: ['home'] });
    await until(() => asks(careful, path) === 2);
    await settle();
    assert.deepEqual([codes(second.warnings), second.vitrine.decide('home').rule], [['model-missing'], null]);
    careful.files[path] = right[path.slice(3)];
    second.vitrine.page({ type: 'home', slots: ['home'] });
    await until(() => second.vitrine.decide('home').items[0]?.item_id === 'tent-1');
  });
}

test('a core that is missing: one warning, tried again with the next page and not before', async (t) => {
  const server = await serve(t, { '/m/core.vitrine': null });
  const { vitrine, warnings } = await open({ bundle: server.address, consent: allowed });
  view(vitrine, 'boot-1');
  await settle();
  assert.deepEqual([codes(warnings), asks(server, '/m/core.vitrine'), vitrine.decide('home').rule], [['model-missing'], 1, null]);
  vitrine.page({ type: 'home', slots: ['home'] });
  await until(() => asks(server, '/m/core.vitrine') === 2);
  await settle();
  server.files['/m/core.vitrine'] = model.core.ranking;
  vitrine.page({ type: 'home', slots: ['home'] });
  await until(() => vitrine.decide('home').items[0]?.reason.strategy === 'for_you');
  vitrine.page({ type: 'home', slots: ['home'] });
  await settle();
  assert.deepEqual([codes(warnings), asks(server, '/m/core.vitrine')], [['model-missing'], 3]);
});

for (const [what, changes, code] of [
  ['whose core is missing', { '/m/core.vitrine': null }, 'model-missing'],
  ['whose texts are missing', { '/m/core.json': null }, 'model-missing'],
  ['whose texts are no JSON', { '/m/core.json': '<html>' }, 'model'],
  ['whose texts are null', { '/m/core.json': 'null' }, 'model'],
  ['whose texts have no ids', { '/m/core.json': JSON.stringify({ model: model.core.display.model, first: 'x', fields: { title: 7, price: null } }) }, 'model'],
  ['whose core is another file', { '/m/core.vitrine': 'hello, I am no model at all' }, 'model-not-a-bundle'],
]) {
  test(`a model ${what}: ready all the same, with a warning`, async (t) => {
    const server = await serve(t, { [DISPLAY]: null, ...changes });
    const { vitrine, warnings } = await open({ bundle: server.address });
    assert.equal(vitrine.status().status, 'ready');
    assert.equal(codes(warnings)[0], code);
    assert.equal(vitrine.decide('home').rule, null);
  });
}

test('texts of any shape beside the ids are no reason to fail', async (t) => {
  const { model: identity, items, fields } = showing(3, model).core.display;
  for (const odd of [{ title: 7, price: null }, { title: [{}], brand: [[]], price: ['x', {}, -1], availability: [7] }]) {
    const server = await serve(t, { '/m/core.json': JSON.stringify({ model: identity, items, fields: { ...odd, id: fields.id } }) });
    const { vitrine } = await open({ bundle: server.address });
    assert.equal(vitrine.decide('cart').items[0].item_id, 'tent-1');
  }
});

test('a core that is slow holds nothing up for more than a second, and is used when it comes', async (t) => {
  const server = await serve(t, {}, ['/m/core.vitrine']);
  const { vitrine, warnings } = await open({ bundle: server.address });
  assert.equal(vitrine.decide('home').rule, null);
  server.release();
  await until(() => vitrine.decide('home').rule === 'for-you');
  assert.deepEqual(warnings, []);
});

/** Replaces exports of every instance of the module that is made until the test ends. */
function wrapModule(t, change) {
  const { instantiate, Instance } = WebAssembly;
  const wrap = (instance) =>
    instance.exports?.vitrine_new ? { exports: { ...instance.exports, ...change(instance.exports) } } : instance;
  WebAssembly.instantiate = async (...args) => wrap(await instantiate(...args));
  WebAssembly.Instance = function (...args) {
    return wrap(new Instance(...args));
  };
  t.after(() => Object.assign(WebAssembly, { instantiate, Instance }));
}

test('a shard that makes the core trap is dropped, not tried for ever', async (t) => {
  let traps = 0;
  wrapModule(t, () => ({
    vitrine_part() {
      traps++;
      throw new WebAssembly.RuntimeError('unreachable');
    },
  }));
  const server = await serve(t);
  const { vitrine, warnings } = await open({ bundle: server.address, consent: allowed });
  for (let i = 0; i < 3; i++) {
    vitrine.page({ type: 'home', slots: ['home'] });
    view(vitrine, 'tent-1');
    vitrine.decideAll();
    await until(() => traps);
    await settle();
  }
  assert.deepEqual([traps, codes(warnings), vitrine.status().status], [1, ['recovered'], 'ready']);
  assert.deepEqual(ids(vitrine.decide('home')), NEAR_TENT);
});

const wide = await wideModel();
const many = (from) => Array.from({ length: 30 }, (_, i) => ({ item_id: `item-${from + i * 60}` }));

test('of many files at most eight are on their way, and in the end the lists are those of the whole model', async (t) => {
  const server = await serve(t, {}, [/^\/m\/\d/], wide);
  const page = { type: 'home', slots: ['cart', 'home', 'under'] };
  const { vitrine, warnings } = await open({ bundle: server.address, consent: allowed });
  const whole = await open({ model: wide, bundle, consent: allowed });
  for (const one of [vitrine, whole.vitrine]) {
    one.page(page);
    one.setCart(many(5));
    for (const { item_id } of many(22)) view(one, item_id);
    one.decideAll();
  }
  let most = 0;
  for (let quiet = 0; quiet < 20; quiet++) {
    await new Promise((resolve) => setTimeout(resolve, 5));
    if (!server.waiting().length) continue;
    quiet = 0;
    most = Math.max(most, server.waiting().length);
    server.release(3);
  }
  assert.equal(most, 8);
  assert.deepEqual(vitrine.decideAll().map(({ items }) => items), whole.vitrine.decideAll().map(({ items }) => items));
  assert.deepEqual([warnings, server.asked.length], [[], new Set(server.asked).size]);
  assert.ok(server.asked.length < Object.keys(server.files).length / 2);
});

test('files that come together are one decision', async (t) => {
  let decisions = 0;
  wrapModule(t, ({ vitrine_decide }) => ({
    vitrine_decide(...numbers) {
      decisions++;
      return vitrine_decide(...numbers);
    },
  }));
  const server = await serve(t, {}, [/^\/m\/\d/], wide);
  const { vitrine } = await open({ bundle: server.address, consent: allowed });
  vitrine.page({ type: 'home', slots: ['cart'] });
  vitrine.setCart(many(5));
  vitrine.decideAll();
  await until(() => server.waiting().length === 8);
  const before = decisions;
  server.release();
  await until(() => decisions > before);
  await settle();
  assert.ok(decisions - before <= 2, `${decisions - before} decisions`);
});

test('listeners hear of a list when all of it has come, not in turns', async (t) => {
  const server = await serve(t, {}, [/^\/m\/\d/], wide);
  const { vitrine } = await open({ bundle: server.address, consent: allowed });
  vitrine.page({ type: 'home', slots: ['home'] });
  await settle();
  const told = [];
  vitrine.on('decision', ({ changed }) => told.push(changed.map(ids)));
  view(vitrine, 'item-1601');
  for (let quiet = 0; quiet < 6; quiet++) {
    await new Promise((resolve) => setTimeout(resolve, 5));
    if (server.waiting().length) quiet = 0;
    server.release();
  }
  assert.equal(told.length, 1, JSON.stringify(told));
  assert.equal(told[0][0][0], 'item-1600');
});

test('what a list wants still comes when a listing is put into order in the same task', async (t) => {
  const server = await serve(t, {}, [], wide);
  const { vitrine } = await open({ bundle: server.address, consent: allowed });
  vitrine.page({ type: 'home', slots: ['home'] });
  await settle();
  view(vitrine, 'item-1601');
  vitrine.decideAll();
  vitrine.rerank(['Kind 1', 'Kind 2'], { of: 'category' });
  await until(() => ids(vitrine.decide('home'))[0] === 'item-1600');
});
