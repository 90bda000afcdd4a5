// Lists of recommended items in a page: what they show, when they change, and what happens while the model is not there.
import assert from 'node:assert/strict';
import test from 'node:test';
import { outdoorModel, showing, wideModel } from '../node/support.mjs';
import { act, bundleOf, call, embed, heard, html, modelFiles, setUp, slowStyle, until } from './support.mjs';

const shopper = setUp();
const model = await outdoorModel();
const allow = () => addEventListener('DOMContentLoaded', () => window.vitrine.setConsent({ personalise: true }));
const pause = (page, ms = 100) => page.evaluate((ms) => new Promise((resolve) => setTimeout(resolve, ms)), ms);

const rule = (id, slot, recommend, show) => ({ id, slot, recommend, show: { template: 'shelf', ...show } });
const rules = {
  vitrine: 1,
  slots: {
    'home-shelf': { type: 'recommendations', limit: 3 },
    more: { type: 'recommendations', limit: 4 },
  },
  rules: [
    rule('for-you', 'home-shelf', { strategy: 'for_you' }, { title: 'For you', reason: 'Because you looked at {title}', cta: 'Look' }),
    rule('more', 'more', { strategy: 'popular' }, { title: 'More' }),
  ],
};
const bundle = await bundleOf(rules);

const shelf = `<template data-vitrine-template="shelf"><h2 data-vitrine-text="title"></h2><ul><li data-vitrine-items>
  <a data-vitrine-href="item.link"><img data-vitrine-src="item.image_link" alt=""><b data-vitrine-text="item.title"></b></a>
  <s data-vitrine-text="item.price"></s> <em data-vitrine-text="item.sale_price"></em>
  <small data-vitrine-text="item.reason"></small><button data-vitrine-text="cta"></button></li></ul></template>`;
const slot = (name = 'home-shelf') => `<section data-vitrine-slot="${name}" style="height:200px"><p>Our best</p></section>`;

/** Files of a shop with a model: those of the small one are a look-up page, a shard and a display page. */
const shop = ({ body = shelf + slot(), lang = 'en', core, displays, head = embed + slowStyle, of = model, ...files } = {}) => ({
  '/': html({ body, head }).replace('lang="en"', lang && `lang="${lang}"`),
  ...modelFiles(bundle, { ...of, core: { ...of.core, ...core }, displays: displays ?? of.displays }),
  ...files,
});
const [SHARD, DISPLAY, CORE] = ['1.vitrine', '2.json', 'core.vitrine'].map((name) => `/vitrine/model/${name}`);

/** The cards of a slot: of each what it says. */
const cards = (page, name = 'home-shelf') =>
  page.$$eval(`[data-vitrine-slot="${name}"] [data-vitrine-item]`, (list) =>
    list.map((card) => [card.dataset.vitrineItem, ...[...card.querySelectorAll('b,s,em,small,button')].map(({ textContent }) => textContent)].join('|').replace(/\u00a0/g, ' ')),
  );
const items = async (page, name) => (await cards(page, name)).map((card) => card.split('|')[0]);
const text = (page, name = 'home-shelf') => page.$eval(`[data-vitrine-slot="${name}"]`, ({ textContent }) => textContent.trim());
const view = (page, item_id) => call(page, 'track', 'view_item', { items: [{ item_id }] });

test('a list before the first paint: titles, prices in the language of the page, links and pictures', async (t) => {
  const { visit, said, errors } = await shopper(t, shop());
  const page = await visit();
  assert.deepEqual(await cards(page), ['tent-1|Tent for two|€300.00|Look', 'mat-1|Sleeping mat|€60.00|Look', 'boot-1|Trail boots|€120.00|Look']);
  assert.equal(await page.$eval('h2', ({ textContent }) => textContent), 'For you');
  assert.deepEqual(
    await page.$$eval('[data-vitrine-item]', (list) => list.map((card) => [card.querySelector('a').getAttribute('href'), card.querySelector('img').getAttribute('src')])),
    [['/p/tent-1', '/i/tent-1.svg'], ['/p/mat-1', '/i/mat-1.svg'], ['/p/boot-1', '/i/boot-1.svg']],
  );
  assert.deepEqual([said, errors], [[], []]);
});

test('after a click the list changes without a reload, and says why; a sale shows both prices', async (t) => {
  const { visit, said } = await shopper(t, shop({ lang: 'nb' }));
  const page = await visit({ before: allow });
  await act(page);
  await view(page, 'boot-1');
  await until(page, () => document.querySelector('[data-vitrine-item="sock-1"]'));
  assert.deepEqual(await cards(page), [
    'sock-1|Wool socks|15,50 €|Because you looked at Trail boots|Look',
    'boot-2|Winter boots|150,00 €|130,00 €|Because you looked at Trail boots|Look',
    'rope-1|Climbing rope|90,00 €|Because you looked at Trail boots|Look',
  ]);
  assert.deepEqual(said, []);
});

test('live prices and stock change what is shown', async (t) => {
  const { visit } = await shopper(t, shop());
  const page = await visit();
  await act(page);
  await call(page, 'setItems', [{ item_id: 'tent-1', availability: 'out_of_stock' }, { item_id: 'mat-1', price: 1234.5 }]);
  assert.deepEqual(await cards(page), ['mat-1|Sleeping mat|€1,234.50|Look', 'boot-1|Trail boots|€120.00|Look', 'sock-1|Wool socks|€15.50|Look']);
});

test('without a currency, or in a language that is none, a price is a plain number', async (t) => {
  const { currency, ...display } = model.core.display;
  const { visit } = await shopper(t, shop({ core: { display } }));
  assert.equal(currency, 'EUR');
  assert.equal((await cards(await visit()))[0], 'tent-1|Tent for two|300|Look');
  const odd = await shopper(t, shop({ lang: 'x y' }));
  assert.equal((await cards(await odd.visit()))[0], 'tent-1|Tent for two|300|Look');
  const none = await shopper(t, shop({ core: { display: { ...display, currency: '<b>' } } }));
  assert.equal((await cards(await none.visit()))[0], 'tent-1|Tent for two|300|Look');
});

test('no item twice on a page', async (t) => {
  const { visit } = await shopper(t, shop({ body: shelf + slot() + slot('more') }));
  const page = await visit();
  assert.deepEqual([await items(page), await items(page, 'more')], [['tent-1', 'mat-1', 'boot-1'], ['sock-1', 'stove-1', 'boot-2', 'rope-1']]);
});

test('a slot that is not on the page takes no items away, and comes with the page that has it', async (t) => {
  const { visit } = await shopper(t, shop({ body: shelf + slot('more') }));
  const page = await visit();
  assert.deepEqual(await items(page, 'more'), ['tent-1', 'mat-1', 'boot-1', 'sock-1']);
  await page.evaluate((html) => document.body.insertAdjacentHTML('beforeend', html), slot());
  await call(page, 'page', { type: 'home' });
  assert.deepEqual([await items(page), await items(page, 'more')], [['stove-1', 'boot-2', 'rope-1'], ['tent-1', 'mat-1', 'boot-1', 'sock-1']], 'the first one on the page chooses first');
});

test('a list that stays in view: those filled later leave out its items, until both may change', async (t) => {
  const body = shelf + slot() + '<div style="height:3000px"></div>' + slot('more');
  const files = shop({ body, of: showing(5, model) });
  files[DISPLAY] = { body: files[DISPLAY], delay: 2500 };
  const { visit } = await shopper(t, files);
  const page = await visit({ before: allow });
  await act(page);
  await view(page, 'boot-1');
  const stays = ['sock-1', 'mat-1', 'tent-1'];
  await until(page, () => document.querySelector('[data-vitrine-item="sock-1"]'));
  assert.deepEqual([await items(page), await items(page, 'more')], [stays, ['stove-1']]);
  await until(page, () => window.vitrine.decide('home-shelf').items[1].item_id === 'boot-2');
  const decided = await page.evaluate(() => window.vitrine.decide('more').items.map(({ item_id }) => item_id));
  assert.deepEqual(decided, ['tent-1', 'mat-1', 'stove-1']);
  assert.deepEqual([await items(page), await items(page, 'more')], [stays, ['stove-1']]);
  assert.deepEqual(
    await page.$$eval('[data-vitrine-slot]', (list) =>
      list.map(({ dataset: { vitrineSlot, vitrineToken } }) => vitrineToken === window.vitrine.decide(vitrineSlot).token),
    ),
    [false, true],
    'each slot has the token of what it shows',
  );
  await page.evaluate(() => {
    addEventListener('vitrine:shown', ({ detail }) => (window.seen = detail.items.map(({ item_id }) => item_id)));
    scrollTo(0, 5000);
  });
  await until(page, () => window.seen);
  assert.deepEqual(await page.evaluate(() => window.seen), ['stove-1']);
  await call(page, 'page', { type: 'home' });
  assert.deepEqual([await items(page), await items(page, 'more')], [['sock-1', 'boot-2', 'rope-1'], ['tent-1', 'mat-1', 'boot-1', 'stove-1']]);
});

test('a list of which nothing is left stays, and its items are not shown elsewhere', async (t) => {
  const some = await bundleOf({
    ...rules,
    slots: { ...rules.slots, 'home-shelf': { type: 'recommendations', limit: 2 }, more: { type: 'recommendations', limit: 1 } },
  });
  const body = shelf + slot() + '<div style="height:3000px"></div>' + slot('more');
  const { visit } = await shopper(t, { '/': html({ body }), ...modelFiles(some, model) });
  const page = await visit();
  const before = [['tent-1', 'mat-1'], ['boot-1']];
  assert.deepEqual([await items(page), await items(page, 'more')], before);
  await until(page, () => performance.getEntriesByType('paint').length > 0);
  // What is decided is sock-1 and stove-1, then tent-1; the first list is seen.
  await call(page, 'setItems', ['mat-1', 'boot-1'].map((item_id) => ({ item_id, availability: 'out_of_stock' })));
  assert.deepEqual([await items(page), await items(page, 'more')], [before[0], ['stove-1']]);
  await call(page, 'setItems', ['tent-1', 'sock-1'].map((item_id) => ({ item_id, availability: 'out_of_stock' })));
  await call(page, 'setItems', ['mat-1', 'boot-1'].map((item_id) => ({ item_id, availability: 'in_stock' })));
  assert.deepEqual(await page.evaluate(() => window.vitrine.decideAll().flatMap(({ items }) => items.map(({ item_id }) => item_id))), ['mat-1', 'boot-1', 'stove-1']);
  assert.deepEqual([await items(page), await items(page, 'more')], [before[0], ['stove-1']]);
});

/** Files of the model that the page asked for. */
const asked = (page) =>
  page.evaluate(() => performance.getEntriesByType('resource').flatMap(({ name }) => /\/model\/(.*)/.exec(name)?.[1] ?? []).sort());

test('a page without lists brings the core and nothing else of the model', async (t) => {
  const { visit } = await shopper(t, shop({ body: '<p>Terms</p>' }));
  const page = await visit({ before: allow });
  await act(page);
  await view(page, 'boot-1');
  await pause(page, 300);
  assert.deepEqual(await asked(page), ['core.json', 'core.vitrine']);
});

test('a template without data-vitrine-items renders once, and one with several lists fills each', async (t) => {
  const once = '<template data-vitrine-template="shelf"><h2 data-vitrine-text="title"></h2><i data-vitrine-text="item.title">x</i></template>';
  const first = await shopper(t, shop({ body: once + slot() }));
  assert.equal(await (await first.visit()).$eval('[data-vitrine-slot]', ({ innerHTML }) => innerHTML), '<h2>For you</h2>');
  const twice = `<template data-vitrine-template="shelf"><b data-vitrine-items data-vitrine-text="item.title"></b><hr><a data-vitrine-items data-vitrine-href="item.link"></a></template>`;
  const second = await shopper(t, shop({ body: twice + slot() }));
  assert.equal(
    await (await second.visit()).$eval('[data-vitrine-slot]', ({ innerHTML }) => innerHTML),
    ['tent-1', 'mat-1', 'boot-1'].map((id, i) => `<b data-vitrine-item="${id}">${['Tent for two', 'Sleeping mat', 'Trail boots'][i]}</b>`).join('') +
      '<hr>' + ['tent-1', 'mat-1', 'boot-1'].map((id) => `<a data-vitrine-item="${id}" href="/p/${id}"></a>`).join(''),
  );
});

test('titles are texts, and links that could run code are left off', async (t) => {
  const evil = '<img src=x onerror="window.hacked=1">';
  const { fields } = model.core.display;
  const first = (column, value) => [value, ...column.slice(1)];
  const display = {
    ...model.core.display,
    fields: {
      ...fields,
      title: first(fields.title, evil),
      link: first(fields.link, 'javascript:window.hacked=1'),
      image_link: first(fields.image_link, 'data:text/html,<script>window.hacked=1</script>'),
    },
  };
  const { visit, said, errors } = await shopper(t, shop({ core: { display } }));
  const page = await visit();
  const found = await page.$eval('[data-vitrine-item="tent-1"]', (card) => [
    card.querySelector('b').textContent, card.querySelector('a').getAttribute('href'), card.querySelector('img').getAttribute('src'),
  ]);
  assert.deepEqual(found, [evil, null, null]);
  await page.click('[data-vitrine-item="tent-1"] a');
  await pause(page, 200);
  assert.equal(await page.evaluate(() => window.hacked), undefined);
  assert.deepEqual(await heard(said, 2), [
    '[vitrine] Refused as href of <a>: javascript:window.hacked=1',
    '[vitrine] Refused as src of <img>: data:text/html,<script>window.hacked=1</script>',
  ]);
  assert.deepEqual(errors, []);
});

test('a shard that never comes: the page is ready, and what is near shows', async (t) => {
  const files = shop();
  files[SHARD] = { body: '', delay: 60_000 };
  const { visit, said } = await shopper(t, files);
  const page = await visit({ before: allow });
  assert.deepEqual(page.state, { status: 'ready', reason: null });
  await act(page);
  await view(page, 'boot-1');
  assert.deepEqual(await items(page), ['sock-1', 'boot-2', 'rope-1']);
  assert.deepEqual(said, []);
});

// Another model of the same shop: what a cache or a half-done upload may give under the address of this one.
const another = await outdoorModel({ minSupport: 1 });

const display = (change) => JSON.stringify({ ...model.displays[0], ...change });
for (const [what, path, content, message] of [
  ['a shard that is missing', SHARD, null, /1\.vitrine could not be read/],
  ['a shard that is truncated', SHARD, Buffer.from(model.parts[1].slice(0, -1)), /The file 1 of the model was refused \(wrong-size\)/],
  ['a shard that is damaged', SHARD, Buffer.from(model.parts[1].map((byte, i) => (i === 30 ? byte ^ 1 : byte))), /The file 1 of the model was refused \(damaged\)/],
  ['a shard of another model', SHARD, Buffer.from(another.parts[1]), /The file 1 of the model was refused \(15\)/],
  ['a display page that is missing', DISPLAY, null, /2\.json could not be read/],
  ['a display page that is truncated', DISPLAY, display().slice(0, -9), /JSON/],
  ['a display page of another model', DISPLAY, JSON.stringify(another.displays[0]), /The file 2 of the model was refused \(15\)/],
]) {
  test(`${what}: one message, and the rest is used`, async (t) => {
    const files = shop({ of: showing(3, model), [path]: content });
    const { visit, said, errors } = await shopper(t, files);
    const page = await visit({ before: allow });
    await act(page);
    await view(page, 'boot-1');
    await pause(page, 300);
    assert.deepEqual(await items(page), path === SHARD ? ['sock-1', 'boot-2', 'rope-1'] : ['mat-1', 'tent-1']);
    assert.equal((await heard(said)).length, 1);
    assert.match(said[0], message);
    assert.deepEqual(errors, []);
  });
}

test('a look-up page of another model: one message, and what is popular shows', async (t) => {
  const files = shop({ of: showing(3, model), '/vitrine/model/0.vitrine': Buffer.from(another.parts[0]) });
  const { visit, said, errors } = await shopper(t, files);
  const page = await visit({ before: allow });
  await act(page);
  await view(page, 'boot-2'); // not among the three that the core knows
  await pause(page, 300);
  assert.deepEqual(await items(page), ['tent-1', 'mat-1', 'boot-1']);
  assert.equal((await heard(said)).length, 1);
  assert.match(said[0], /The file 0 of the model was refused \(15\)/);
  assert.deepEqual(errors, []);
});

for (const [name, content] of [
  ['core.vitrine', Buffer.from(another.core.ranking)],
  ['core.json', JSON.stringify(another.core.display)],
]) {
  test(`${name} of another model: refused by its integrity, the default stays, and the right one is taken with the next page`, async (t) => {
    const files = shop();
    const path = `/vitrine/model/${name}`;
    const { visit, said, routes } = await shopper(t, { ...files, [path]: content });
    const page = await visit();
    assert.deepEqual(page.state, { status: 'ready', reason: null });
    assert.equal(await text(page), 'Our best');
    assert.equal((await heard(said)).length, 1);
    assert.match(said[0], new RegExp(`${name} could not be read`));
    routes[path] = files[path];
    await call(page, 'page', { type: 'home' });
    await until(page, () => document.querySelector('[data-vitrine-item]'));
    assert.deepEqual(await items(page), ['tent-1', 'mat-1', 'boot-1']);
  });
}

const wide = await wideModel();
const shardOf = (item_id) => {
  const page = wide.displays.findIndex(({ fields }) => fields.id.includes(item_id));
  const item = page * 32 + wide.displays[page].fields.id.indexOf(item_id);
  return `${wide.parts.length - Math.ceil(2000 / 64) + Math.floor(item / 64)}.vitrine`;
};

test('once nothing is missing, shards of what is shown are brought ahead, unless the shopper saves data', async (t) => {
  const { visit } = await shopper(t, shop({ of: wide }));
  const page = await visit();
  await until(page, () => document.querySelector('[data-vitrine-item]'));
  const shards = [...new Set((await items(page)).map(shardOf))].sort();
  await pause(page, 300);
  const core = ['core.json', 'core.vitrine'];
  assert.deepEqual(await asked(page), [...shards, ...core]);
  const saving = await visit({
    before: () => Object.defineProperty(navigator, 'connection', { value: { saveData: true } }),
  });
  await until(saving, () => document.querySelector('[data-vitrine-item]'));
  await pause(saving, 300);
  assert.deepEqual(await asked(saving), core);
});

test('what is not among the most popular: looked up, with its shard and the pages of what goes with it', async (t) => {
  const { visit, said } = await shopper(t, shop({ of: wide }));
  const page = await visit({ before: allow });
  await act(page);
  await view(page, 'item-1601');
  await until(page, () => document.querySelector('[data-vitrine-item="item-1600"]'));
  assert.equal((await cards(page))[0], 'item-1600|Item 1600|€1,610.00|Because you looked at Item 1601|Look');
  const files = await asked(page);
  assert.ok(files.includes(shardOf('item-1601')) && files.length < 20, files.join(' '));
  assert.deepEqual([said, files.length], [[], new Set(files).size]);
});

test('a core that never comes: ready after a second, with defaults and other content', async (t) => {
  const files = shop();
  files[CORE] = { body: '', delay: 60_000 };
  const { visit } = await shopper(t, files);
  const page = await visit();
  assert.deepEqual(page.state, { status: 'ready', reason: null });
  assert.equal(await text(page), 'Our best');
});

test('a core that could not be read is asked for again with the next page', async (t) => {
  const files = shop();
  const core = files[CORE];
  const { visit, said, routes } = await shopper(t, { ...files, [CORE]: null });
  const page = await visit();
  assert.equal(await text(page), 'Our best');
  routes[CORE] = core;
  await call(page, 'page', { type: 'home' });
  await until(page, () => document.querySelector('[data-vitrine-item]'));
  assert.deepEqual(await items(page), ['tent-1', 'mat-1', 'boot-1']);
  assert.equal((await heard(said)).length, 1);
});

test('a core that comes late fills a list that nobody sees, and a seen one with the next page', async (t) => {
  const body = shelf + slot() + '<div style="height:3000px"></div>' + slot('more');
  const files = shop({ body, head: embed });
  files[CORE] = { body: files[CORE], delay: 1500 };
  const { visit } = await shopper(t, files);
  const page = await visit();
  await until(page, () => document.querySelector('[data-vitrine-item]'));
  assert.equal(await text(page), 'Our best');
  assert.deepEqual(await items(page, 'more'), ['sock-1', 'stove-1', 'boot-2', 'rope-1']);
  await call(page, 'page', { type: 'home' });
  assert.deepEqual(await items(page), ['tent-1', 'mat-1', 'boot-1']);
});

for (const [what, version, message] of [
  ['newer than the page script', 9, /The model was refused \(too-new\)/],
  ['older than the page script', 1, /The model was refused \(too-old\)/],
]) {
  test(`a model that is ${what}: a message and the default`, async (t) => {
    const ranking = model.core.ranking.slice();
    ranking[4] = version;
    const { visit, said } = await shopper(t, shop({ core: { ranking } }));
    const page = await visit();
    assert.deepEqual(page.state, { status: 'ready', reason: null });
    assert.equal(await text(page), 'Our best');
    assert.equal((await heard(said)).length, 1);
    assert.match(said[0], message);
  });
}

test('the shop finds the item of a card it is clicked on, and the page is told what was decided', async (t) => {
  const { visit } = await shopper(t, shop());
  const page = await visit();
  await page.evaluate(() => {
    addEventListener('click', ({ target }) => {
      const { vitrineToken } = target.closest('[data-vitrine-slot]').dataset;
      window.clicked = [target.closest('[data-vitrine-item]').dataset.vitrineItem, vitrine.report(vitrineToken, 'clicked')];
    });
  });
  await page.click('[data-vitrine-item="mat-1"] button');
  assert.deepEqual(await page.evaluate(() => window.clicked), ['mat-1', true]);
  const explained = await call(page, 'explain', 'home-shelf');
  assert.equal(explained.text.split('\n')[1], '  1. tent-1: popular');
});

test('a listing is put into order once that which it needs has come, also where nothing is recommended', async (t) => {
  const { visit, said } = await shopper(t, shop({ body: '<ul></ul>', of: showing(1, model) }));
  const page = await visit({ before: allow });
  await view(page, 'boot-1');
  const order = await call(page, 'rerank', ['tent-1', 'lamp-1', 'boot-2', 'sock-1'], { by: 3 });
  assert.deepEqual(order.slice(0, 2), ['sock-1', 'boot-2']);
  assert.deepEqual(said, []);
});

test('unit prices are texts in the language of the page', async (t) => {
  const { display } = model.core;
  const column = (value) => display.fields.id.map((_, i) => (i ? null : value));
  const fields = { ...display.fields, unit_price_factor: column(2), unit_pricing_base_measure: column('1kg') };
  const body = (shelf + slot()).replace('item.sale_price', 'item.unit_price');
  const { visit } = await shopper(t, shop({ body, core: { display: { ...display, fields } }, displays: [] }));
  const page = await visit();
  assert.equal((await cards(page))[0], 'tent-1|Tent for two|€300.00|€600.00 / 1kg|Look');
});
