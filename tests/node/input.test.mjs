// What a shop hands over may be anything: it is converted as JavaScript does or refused with one warning.
import assert from 'node:assert/strict';
import test from 'node:test';
import { allowed, bundleOf, clock, hike, minute, open } from './support.mjs';

const conditions = await bundleOf({
  vitrine: 1,
  attributes: { text: { type: 'string' }, number: { type: 'number' }, truth: { type: 'boolean' } },
  slots: { a: { type: 'content' }, b: { type: 'content' }, c: { type: 'content' }, d: { type: 'content' } },
  rules: [
    { id: 'text-is-7', slot: 'a', when: { text: '7' }, show: { template: 't' } },
    { id: 'number-above-17', slot: 'b', when: { number: { $gt: 17 } }, show: { template: 't' } },
    { id: 'truth', slot: 'c', when: { truth: true }, show: { template: 't' } },
    { id: 'text-exists', slot: 'd', when: { text: { $exists: true } }, show: { template: 't' } },
  ],
});
const holding = (vitrine) => vitrine.decideAll().map(({ rule }) => rule).filter(Boolean);

test('attributes of the declared type', async () => {
  const { vitrine, warnings } = await open({ bundle: conditions });
  vitrine.setAttributes({ text: '7', number: 18, truth: true });
  assert.deepEqual(holding(vitrine), ['text-is-7', 'number-above-17', 'truth', 'text-exists']);
  vitrine.setAttributes({ text: null, number: undefined, truth: false });
  assert.deepEqual(holding(vitrine), []);
  assert.deepEqual(warnings, []);
});

test('attributes given at creation', async () => {
  const { vitrine } = await open({ bundle: conditions, attributes: { number: 99 } });
  assert.deepEqual(holding(vitrine), ['number-above-17']);
});

test('another type is converted as JavaScript does, and reported once', async () => {
  const { vitrine, warnings } = await open({ bundle: conditions });
  vitrine.setAttributes({ text: 7, number: '18', truth: 1 });
  vitrine.setAttributes({ text: 7 });
  assert.deepEqual(holding(vitrine), ['text-is-7', 'number-above-17', 'truth', 'text-exists']);
  assert.deepEqual(warnings.map(({ message }) => message), [
    'The attribute "text" must be of type string.',
    'The attribute "number" must be of type number.',
    'The attribute "truth" must be of type boolean.',
  ]);
});

test('objects are refused, and the value before stays', async () => {
  const { vitrine, warnings } = await open({ bundle: conditions });
  vitrine.setAttributes({ number: 20 });
  for (const number of [{}, [21], () => 22, Symbol('23'), 24n]) vitrine.setAttributes({ number });
  assert.deepEqual(holding(vitrine), ['number-above-17']);
  assert.deepEqual(warnings.map(({ code }) => code), ['attribute-type']);
});

test('unknown attributes are reported once each', async () => {
  const { vitrine, warnings } = await open();
  vitrine.setAttributes({ tier: 1, colour: 'red' });
  vitrine.setAttributes({ tier: 2 });
  assert.deepEqual(warnings, [
    { code: 'attribute', message: 'No attribute "tier" in the rules.' },
    { code: 'attribute', message: 'No attribute "colour" in the rules.' },
  ]);
});

test('an attribute that is a script tag is a text like any other', async () => {
  const { vitrine } = await open();
  vitrine.setAttributes({ loyalty_tier: '<script>alert(1)</script>' });
  assert.equal(vitrine.decide('banner').rule, null);
  assert.equal(
    vitrine.explain('banner').rules.find(({ rule }) => rule === 'banner-gold').stopped.found,
    '<script>alert(1)</script>',
  );
});

test('very long texts are cut, not fatal', async () => {
  const { vitrine, warnings } = await open({ consent: allowed });
  const long = 'x'.repeat(100_000);
  vitrine.setAttributes({ loyalty_tier: long });
  vitrine.page({ type: long, url: 'https://shop.example/' + long });
  vitrine.track(long, { items: [{ item_id: long, item_category: long }] });
  assert.equal(vitrine.profile().known, true);
  assert.deepEqual(warnings, []);
});

test('an attribute is forgotten after its time to live', async () => {
  const bundle = await bundleOf({
    vitrine: 1,
    attributes: { weather: { type: 'string', ttl: '6h' } },
    slots: { a: { type: 'content' } },
    rules: [{ id: 'rain', slot: 'a', when: { weather: 'rain' }, show: { template: 't' } }],
  });
  const { vitrine, now } = await open({ bundle, attributes: { weather: 'rain' } });
  now.pass(6 * 60 * minute - 1);
  assert.equal(vitrine.decide('a').rule, 'rain');
  now.pass(1);
  assert.equal(vitrine.decide('a').rule, null);
});

test('events that carry only ids are completed from setItems, and outrank it', async () => {
  const { vitrine } = await open({ consent: allowed });
  vitrine.setItems([
    { item_id: 'boot-1', item_category: 'Hiking', item_brand: 'Norr', price: 100 },
    { item_id: 7, item_category: 'Hiking', price: '50' },
  ]);
  vitrine.track('view_item', { items: [{ item_id: 'boot-1' }] });
  assert.equal(vitrine.decide('home-hero').rule, null);
  vitrine.track('view_item', { items: [{ item_id: 7 }] });
  assert.equal(vitrine.decide('home-hero').rule, 'hero-hiking');
  vitrine.setCart([{ item_id: 'boot-1', quantity: 2 }, { item_id: '7', price: 10 }]);
  assert.deepEqual(vitrine.profile().cart, { quantity: 3, value: 210 });
});

test('a category on the event outranks the remembered one', async () => {
  const { vitrine } = await open({ consent: allowed });
  vitrine.setItems([{ item_id: 'a', item_category: 'Hiking' }]);
  for (let i = 0; i < 2; i++) vitrine.track('view_item', { items: [{ item_id: 'a', item_category: 'Camping' }] });
  assert.equal(vitrine.decide('home-hero').rule, null);
  assert.equal(vitrine.profile().affinity.item_category[0].name, 'Camping');
});

test('setItems keeps what an update does not tell', async () => {
  const { vitrine } = await open({ consent: allowed });
  vitrine.setItems([{ item_id: 'a', item_category: 'Hiking', price: 5 }]);
  vitrine.setItems([{ item_id: 'a', price: 4 }]);
  for (let i = 0; i < 2; i++) vitrine.track('view_item', { items: [{ item_id: 'a' }] });
  vitrine.setCart([{ item_id: 'a' }]);
  assert.equal(vitrine.decide('home-hero').rule, 'hero-hiking');
  assert.equal(vitrine.profile().cart.value, 4);
});

test('a price that is none is reported, and the one before stays', async () => {
  const { vitrine, warnings } = await open({ consent: allowed });
  vitrine.setItems([{ item_id: 'a', price: '5' }, { item_id: 'free', price: 0 }, { item_id: 'unknown', price: null }]);
  assert.deepEqual(warnings, []);
  for (const price of [-1, Infinity, NaN, 'abc', '-2', '', {}, true, 5n, Symbol('5')]) vitrine.setItems([{ item_id: 'a', price }]);
  assert.deepEqual(warnings, [{ code: 'items', message: 'price must be a finite number, 0 or more.' }]);
  vitrine.setCart([{ item_id: 'a' }, { item_id: 'free' }, { item_id: 'unknown' }]);
  assert.equal(vitrine.profile().cart.value, 5);
});

test('the item after ten thousand pushes out the oldest', async () => {
  const { vitrine } = await open({ consent: allowed });
  vitrine.setItems(Array.from({ length: 10_001 }, (_, i) => ({ item_id: `i${i}`, price: 1 })));
  vitrine.setCart([{ item_id: 'i0' }, { item_id: 'i1' }]);
  assert.deepEqual(vitrine.profile().cart, { quantity: 2, value: 1 });
});

test('a purchase counts once', async () => {
  const { vitrine } = await open({ consent: allowed });
  const order = { transaction_id: 'T1', items: [{ item_id: 'a', price: 20, quantity: 2 }] };
  vitrine.track('purchase', order);
  vitrine.track('purchase', order);
  vitrine.track('purchase', { transaction_id: 2, value: '9.5' });
  assert.deepEqual(vitrine.profile().orders, { count: 2, value: 49.5 });
});

test('items of any shape', async () => {
  const { vitrine, warnings } = await open({ consent: allowed });
  for (const items of [null, 'boots', 7, {}, [null, 7, 'x'], [{}], [[]], [{ item_id: {} }]]) {
    vitrine.track('view_item', { items });
    vitrine.setCart(items);
    vitrine.setItems(items);
  }
  vitrine.track('view_item', null);
  vitrine.track('view_item', 'x');
  assert.deepEqual(warnings, [{ code: 'items', message: 'items must be a list of objects with item_id.' }]);
  assert.equal(vitrine.profile().events, 10);
});

test('a full cart of the longest texts', async () => {
  const { vitrine, warnings } = await open({ consent: allowed });
  const long = (name, i) => (name + i).padEnd(1024, 'x');
  vitrine.setCart(
    Array.from({ length: 64 }, (_, i) => ({ item_id: long('id', i), item_brand: long('b', i), item_category: long('c', i), price: 1 })),
  );
  assert.deepEqual([vitrine.profile().cart, warnings], [{ quantity: 64, value: 64 }, []]);
});

test('getters that throw and revoked proxies: a warning each, and nothing changes', async () => {
  const { vitrine, warnings } = await open({ consent: allowed });
  const { proxy, revoke } = Proxy.revocable([], {});
  revoke();
  const fail = () => {
    throw new Error('of the shop');
  };
  const trap = (name) => Object.defineProperty({}, name, { get: fail, enumerable: true });
  for (const bad of [proxy, trap('age')]) vitrine.setAttributes(bad);
  for (const bad of [proxy, [proxy], [trap('price')]]) {
    vitrine.setCart(bad);
    vitrine.setItems(bad);
    vitrine.track('search', { items: bad });
  }
  for (const bad of [proxy, trap('items')]) vitrine.track('search', bad);
  for (const bad of [proxy, trap('type'), { slots: proxy }]) vitrine.page(bad);
  for (const bad of [proxy, trap('personalise')]) vitrine.setConsent(bad);
  assert.deepEqual([vitrine.restore(proxy), vitrine.report(proxy, 'shown')], [false, false]);
  vitrine.decide(proxy);
  vitrine.explain(proxy);
  assert.deepEqual([...new Set(warnings.map(({ code }) => code))].sort(), ['input', 'slot', 'token']);
  assert.deepEqual([vitrine.profile().events, vitrine.consent()], [1, allowed]); // page({ slots }) counts
});

test('a clock that throws is a clock that is broken', async () => {
  let broken = false;
  const now = () => {
    if (broken) throw new Error('of the shop');
    return 1772452800000;
  };
  const { vitrine, warnings } = await open({ now });
  broken = true;
  vitrine.page({ type: 'home' });
  assert.equal(vitrine.decide('home-hero').rule, 'hero-first');
  assert.deepEqual(warnings.map(({ code }) => code), ['clock']);
});

test('of a list that is too long, only what counts is looked at', async () => {
  const { vitrine, warnings } = await open({ consent: allowed });
  vitrine.setCart([...Array.from({ length: 64 }, () => ({ item_id: 'a', price: 1 })), 'not an item']);
  assert.deepEqual([vitrine.profile().cart.quantity, warnings], [64, []]);
});

test('more items than count are cut', async () => {
  const { vitrine } = await open({ consent: allowed });
  vitrine.setCart(Array.from({ length: 100 }, (_, i) => ({ item_id: `i${i}`, price: 1 })));
  assert.deepEqual(vitrine.profile().cart, { quantity: 64, value: 64 });
});

test('event names and pages of any shape', async () => {
  const { vitrine, warnings } = await open({ consent: allowed });
  for (const name of [undefined, null, '', 7, {}]) vitrine.track(name);
  vitrine.page({ url: 'http://[' });
  vitrine.page(null);
  vitrine.page({ type: 7, url: 8, slots: 'x' });
  vitrine.setAttributes(null);
  vitrine.setConsent(null);
  assert.deepEqual(warnings.map(({ code }) => code), ['event', 'url', 'slot']);
  assert.equal(vitrine.profile().visit.pages, 3);
});

test('a page is known by its type and path', async () => {
  const bundle = await bundleOf({
    vitrine: 1,
    slots: { a: { type: 'content' } },
    rules: [{ id: 'sale', slot: 'a', when: { 'page.type': 'list', 'page.path': '/c/sale' }, show: { template: 't' } }],
  });
  const { vitrine } = await open({ bundle });
  vitrine.page({ type: 'list', url: 'https://shop.example/c/sale?page=2#top', referrer: 'https://search.example/' });
  assert.equal(vitrine.decide('a').rule, 'sale');
  vitrine.page({ type: 'list', url: '/c/sale' });
  assert.equal(vitrine.decide('a').rule, 'sale');
  vitrine.page({ type: 'list', url: new URL('https://shop.example/c/') });
  assert.equal(vitrine.decide('a').rule, null);
});

test('warnings given before anyone listened are told to who comes later', async () => {
  const { vitrine } = await open({ attributes: { tier: 1 } });
  const late = [];
  vitrine.on('warning', ({ code }) => late.push(code));
  assert.deepEqual(late, ['attribute']);
});

test('the profile says what the device knows', async () => {
  const now = clock();
  const { vitrine } = await open({ consent: allowed, now });
  vitrine.page({ type: 'home' });
  hike(vitrine);
  vitrine.track('add_to_cart', { items: [{ item_id: 'boot-1', item_brand: 'Norr', price: 120 }] });
  const { visit, cart, orders, events, views, affinity, known } = vitrine.profile();
  assert.equal(known, true);
  assert.deepEqual(visit, { number: 1, pages: 1, started: now() });
  assert.deepEqual(cart, { quantity: 1, value: 120 });
  assert.deepEqual(orders, { count: 0, value: 0 });
  assert.equal(events, 4);
  assert.deepEqual(views.map(({ item_id }) => item_id).sort(), ['boot-1', 'tent-1']);
  assert.deepEqual(affinity.item_category.map(({ name }) => name), ['Hiking']);
  assert.deepEqual(affinity.item_brand.map(({ name, share }) => [name, share]), [['Norr', 1]]);
});

test('the profile says what was bought and what is not wanted', async () => {
  const now = clock();
  const { vitrine } = await open({ consent: allowed, now });
  hike(vitrine);
  vitrine.track('purchase', { items: [{ item_id: 'boot-1' }, { item_id: 'sock-1' }] });
  vitrine.track('not_interested', { items: [{ item_id: 'tent-1' }] });
  vitrine.track('not_interested', { items: [{ item_id: 'rope-1' }, { item_id: 'x'.repeat(41) }] });
  const { purchases, unwanted, shown } = vitrine.profile();
  assert.deepEqual(purchases, [
    { item_id: null, at: now() },
    { item_id: 'boot-1', at: now() },
  ]);
  assert.deepEqual([unwanted, shown], [[null, 'rope-1', 'tent-1'], 0]);
  vitrine.track('add_to_cart', { items: [{ item_id: 'rope-1' }] });
  assert.deepEqual(vitrine.profile().unwanted, [null, 'tent-1']);
});

test('a view tells the availability: the event\'s, or else what setItems said', async () => {
  const bytes = async (told, item) => {
    const { vitrine } = await open({ consent: allowed, now: clock(), seed: 1 });
    vitrine.setItems(told);
    vitrine.track('view_item', { items: [{ item_id: 'boot-1', ...item }] });
    return [...vitrine.snapshot()];
  };
  const out = [{ item_id: 'boot-1', availability: 'out_of_stock' }];
  const soldOut = await bytes([], { availability: 'out_of_stock' });
  const inStock = await bytes([], {});
  assert.notDeepEqual(soldOut, inStock);
  assert.deepEqual(await bytes(out, {}), soldOut);
  assert.deepEqual(await bytes(out, { availability: 'in_stock' }), inStock);
  assert.deepEqual(await bytes([], { availability: 'preorder' }), inStock);
});

test('arguments of other kinds than documented break nothing', async () => {
  const { vitrine } = await open({ consent: allowed });
  vitrine.active(1n);
  vitrine.active({ valueOf: () => { throw new Error('no number'); } });
  vitrine.setAttributes('a text has letters, which are no attributes'.repeat(100_000));
  const endless = [];
  endless.length = 2 ** 32 - 1;
  vitrine.setItems(endless);
  vitrine.setCart(endless);
  assert.equal(vitrine.status().status, 'ready');
  hike(vitrine);
  assert.equal(vitrine.decide('home-hero').rule, 'hero-hiking');
});
