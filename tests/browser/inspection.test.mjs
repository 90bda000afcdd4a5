// explain() and profile() of a page, which another instance answers: word for word what Node says of the same journey.
import assert from 'node:assert/strict';
import test from 'node:test';
import { createVitrine } from 'vitrine';
import { outdoorModel, settle } from '../node/support.mjs';
import { bundleOf, call, embed, heard, html, manifestOf, modelFiles, setUp, slowStyle, until } from './support.mjs';

const shopper = setUp();
const model = await outdoorModel();
const NOON = 1772452800000;
const SEED = 2 ** 51;

const show = { template: 'shelf' };
const hiking = { $event: 'view_item', where: { item_category: 'Hiking' }, within: '30m', count: { $gte: 2 } };
const bundle = await bundleOf({
  vitrine: 1,
  attributes: { tier: { type: 'string', ttl: '1h' } },
  experiments: { copy: { variations: ['a', 'b'] } },
  slots: {
    like: { type: 'recommendations', limit: 3 },
    'for-you': { type: 'recommendations', limit: 4 },
    hero: { type: 'content' },
    note: { type: 'content' },
    pop: { type: 'popup' },
  },
  rules: [
    { id: 'like', slot: 'like', recommend: { strategy: 'similar' }, show },
    { id: 'for-you', slot: 'for-you', recommend: { strategy: 'for_you' }, show },
    { id: 'hiking', slot: 'hero', priority: 3, when: hiking, show },
    { id: 'trial', slot: 'hero', priority: 2, experiment: 'copy', when: { tier: 'gold' }, show },
    { id: 'again', slot: 'hero', priority: 1, when: { 'visit.number': { $gte: 2 } }, show },
    { id: 'gold', slot: 'note', priority: 2, when: { tier: 'gold', 'cart.value': { $gt: 100 } }, show },
    { id: 'search', slot: 'note', priority: 1, when: { $event: 'search', within: '10m' }, show },
    { id: 'offer', slot: 'pop', when: { 'page.type': 'product' }, trigger: { on: 'exit_intent' }, cap: { shown: { max: 2, per: '7d' } }, show },
  ],
});
const slots = ['like', 'for-you', 'hero', 'note', 'pop'];

const view = (item_id, item_category, price) => ['track', 'view_item', { items: [{ item_id, item_category, price }] }];
/** Minutes that pass before a call, and the call; a part of the journey each. */
const parts = [
  [
    [0, 'setConsent', { personalise: true }],
    [1, ...view('tent-1', 'Camping', 300)],
    [2, ...view('boot-1', 'Hiking', 120)],
    // Later than what is not saved yet.
    [3, 'setAttributes', { tier: 'gold' }],
  ],
  [
    [4, 'setCart', [{ item_id: 'sock-1', price: 15.5, quantity: 2 }]],
    [1, 'track', 'search', { search_term: 'Boots' }],
    [2, 'setItems', [{ item_id: 'mat-1', availability: 'out_of_stock' }]],
    [1, 'force', 'copy', 'b'],
  ],
  [
    [5, 'page', { type: 'product' }],
    [1, ...view('boot-2', 'Hiking', 150)],
    [1, 'track', 'purchase', { transaction_id: 't1', value: 15.5, items: [{ item_id: 'sock-1', price: 15.5 }] }],
    [1, 'report', 'like', 'shown'],
    [2, 'report', 'pop', 'shown'],
    [55, 'track', 'not_interested', { items: [{ item_id: 'stove-1' }] }],
  ],
  // A visitor whom nothing was known of before.
  [
    [1, 'forget'],
    [2, 'track', 'search', { search_term: 'Tents' }],
    [3, 'setAttributes', { tier: 'silver' }],
  ],
];

/** Takes the steps. Runs here and in the page. */
function walk(vitrine, pass, steps) {
  for (const [minutes, method, ...about] of steps) {
    pass(minutes * 60_000);
    vitrine[method](...(method === 'report' ? [vitrine.decide(about[0]).token, about[1]] : about));
  }
}

async function inNode(url) {
  let now = NOON;
  const vitrine = await createVitrine({ bundle, model, now: () => now, seed: SEED, storage: null });
  vitrine.page({ type: 'home', url, slots });
  const said = [];
  for (const steps of parts) {
    walk(vitrine, (ms) => (now += ms), steps.map((step) => (step[1] === 'page' ? [step[0], 'page', { ...step[2], url, slots }] : step)));
    await settle();
    said.push(JSON.parse(JSON.stringify([vitrine.profile(), ...slots.map(vitrine.explain)])));
  }
  return said;
}

/** Far below the window, so that nothing but the journey reports what was shown. */
const body = `<template data-vitrine-template="shelf"><p data-vitrine-text="title"></p></template><div style="height:9000px"></div>
  ${slots.map((slot) => `<div data-vitrine-slot="${slot}" style="height:9px"></div>`).join('')}`;

const stop = (noon, seed) => {
  let now = noon;
  Date.now = () => now;
  Math.random = () => seed / 2 ** 53;
  window.pass = (ms) => (now += ms);
  // The visitor is saved when the page rests.
  const waiting = [];
  window.requestIdleCallback = (call) => waiting.push(call);
  window.rest = () => waiting.splice(0).forEach((call) => call());
};

test('what the page says of a journey is what Node says, before the visitor was saved and after it', async (t) => {
  const { visit, said, errors, origin } = await shopper(t, { '/': html({ body, head: embed }), ...modelFiles(bundle, model) });
  const page = await visit({ before: stop, args: [NOON, SEED] });
  const expected = await inNode(origin + '/');
  const loaded = () => page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name.split('/').pop()));
  const answers = () => page.evaluate((slots) => Promise.all([window.vitrine.profile(), ...slots.map((slot) => window.vitrine.explain(slot))]), slots);
  assert.equal((await loaded()).includes('vitrine-inspect.wasm'), false);
  for (const [i, steps] of parts.entries()) {
    await page.evaluate(`(${walk})(window.vitrine, window.pass, ${JSON.stringify(steps)})`);
    // Files of the model come when they are wanted.
    if (i === 0) await until(page, () => window.vitrine.decide('like').items.length === 3);
    assert.deepEqual(await answers(), expected[i], `part ${i}, not saved`);
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 100, window.rest())));
    assert.deepEqual(await answers(), expected[i], `part ${i}, saved`);
  }
  const [profile, like, , hero, , pop] = expected[2];
  assert.deepEqual([profile.events, profile.orders.count, profile.shown > 0, profile.unwanted], [9, 1, true, ['stove-1']]);
  assert.deepEqual([like.items.length, hero.rule, pop.rule], [3, 'again', 'offer']);
  assert.equal((await loaded()).filter((name) => name === 'vitrine-inspect.wasm').length, 1, 'it is loaded once');
  assert.deepEqual([said, errors], [[], []]);
});

test('rerank needs no second module', async (t) => {
  const { visit, said } = await shopper(t, { '/': html({ body, head: embed }), ...modelFiles(bundle, model), '/vitrine/vitrine-inspect.wasm': null });
  const page = await visit();
  assert.equal((await call(page, 'rerank', ['boot-1', 'tent-1'])).length, 2);
  assert.deepEqual(said, []);
});

test('where vitrine-inspect.wasm is missing: a message, and null for an answer; later it may be there', async (t) => {
  const { visit, said, errors, routes } = await shopper(t);
  const module = routes['/vitrine/vitrine-inspect.wasm'];
  routes['/vitrine/vitrine-inspect.wasm'] = null;
  const page = await visit();
  await call(page, 'setConsent', { personalise: true });
  assert.equal(await call(page, 'explain', 'home-hero'), null);
  assert.equal(await call(page, 'profile'), null);
  assert.deepEqual([(await heard(said)).length, errors], [1, []]);
  assert.match(said[0], /inspect\.js did not load .*vitrine-inspect\.wasm could not be read \(404\)/);
  routes['/vitrine/vitrine-inspect.wasm'] = module;
  assert.deepEqual([(await call(page, 'profile')).known, (await call(page, 'explain', 'home-hero')).rule], [true, 'first']);
});

for (const arm of ['a', 'b']) {
  test(`a variation that is forced before the script has come is what is shown first: ${arm}`, async (t) => {
    const calls = `<script>vitrine.setAttributes({ tier: 'gold' });vitrine.force('copy', '${arm}');vitrine.setAttributes({ tier: 'gold' })</script>`;
    const shown = '<template data-vitrine-template="shelf"><p data-vitrine-text="template"></p></template><p data-vitrine-slot="hero">none</p>';
    const { visit, said, errors } = await shopper(t, { '/': html({ body: shown, head: embed + calls + slowStyle }), '/vitrine/rules.vitrine': bundle, '/vitrine/vitrine.json': manifestOf(bundle) });
    const page = await visit();
    const { token, variation } = await call(page, 'decide', 'hero');
    assert.equal(variation, arm);
    assert.deepEqual(await page.$eval('[data-vitrine-slot]', ({ dataset, textContent }) => [dataset.vitrineToken, textContent]), [token, 'shelf']);
    assert.deepEqual([said, errors], [[], []]);
    await call(page, 'force', 'copy', 'c');
    const warning = await page.evaluate(() => new Promise((resolve) => window.vitrine.on('warning', resolve)));
    assert.deepEqual(warning, { code: 'experiment', message: 'No "copy: c" in the rules.' });
  });
}

test('a visitor who withdrew consent is in no profile', async (t) => {
  const { visit } = await shopper(t, { '/': html({ body, head: embed }), ...modelFiles(bundle, model) });
  const page = await visit();
  await call(page, 'setConsent', { personalise: true });
  await call(page, 'track', 'view_item', { items: [{ item_id: 'boot-1' }] });
  assert.equal((await call(page, 'profile')).views.length, 1);
  await call(page, 'setConsent', { personalise: false });
  const { known, views, events } = await call(page, 'profile');
  assert.deepEqual([known, views, events], [false, [], 0]);
});
