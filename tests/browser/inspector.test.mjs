// The inspector: who gets it, what it says, what it forces and takes back, and the scenario that it writes.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import test from 'node:test';
import { runScenarios } from 'vitrine/authoring';
import { outdoorModel } from '../node/support.mjs';
import { bundleOf, call, embed, heading, heard, html, modelFiles, ready, setUp, until } from './support.mjs';

const shopper = setUp();
const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const rules = {
  vitrine: 1,
  attributes: { tier: { type: 'string' }, age: { type: 'number' }, member: { type: 'boolean' } },
  segments: {
    hiker: { $event: 'view_item', where: { item_category: 'Hiking' }, within: '30m', count: { $gte: 2 } },
    lapsed: { 'visit.number': { $gte: 2 } },
  },
  experiments: { copy: { variations: ['a', 'b', 'c'] } },
  slots: { hero: { type: 'content' }, note: { type: 'content' }, shelf: { type: 'recommendations', limit: 3 }, pop: { type: 'popup' } },
  rules: [
    { id: 'hiking', slot: 'hero', priority: 3, when: { $segment: 'hiker' }, show: { template: 'line', title: 'Hike' } },
    { id: 'back', slot: 'hero', priority: 2, when: { $segment: 'lapsed' }, show: { template: 'line', title: 'Welcome back' } },
    { id: 'gold', slot: 'note', priority: 3, when: { tier: 'gold' }, show: { template: 'line', title: 'Gold' } },
    { id: 'trial', slot: 'note', when: { 'page.type': 'home' }, experiment: 'copy', show: { template: 'line', title: { a: 'Copy a', b: 'Copy b', c: 'Copy c' } } },
    { id: 'popular', slot: 'shelf', recommend: { strategy: 'popular' }, show: { template: 'line', title: 'Popular' } },
    { id: 'offer', slot: 'pop', when: { 'cart.quantity': { $gte: 1 } }, trigger: { on: 'exit_intent', after: '5s' }, show: { template: 'line', title: 'Offer' } },
  ],
};
const bundle = await bundleOf(rules);
const model = await outdoorModel();

const body = `
  <template data-vitrine-template="line"><p data-vitrine-text="title"></p></template>
  <main>
    <h1>Shop</h1>
    ${['hero', 'note', 'shelf'].map((slot) => `<div data-vitrine-slot="${slot}" style="height:60px;margin:30px;width:300px"><p>Default</p></div>`).join('')}
  </main>`;
const lasting = (policy) => ({ body: html({ head: embed, body }), headers: policy ? { 'content-security-policy': policy } : {} });
const site = (changes = {}) => ({ '/': lasting(), '/next/': lasting(), ...modelFiles(bundle, model), ...changes });

const debug = { path: '/?vitrine=debug' };

/** Runs in the panel of the page. */
const inside = (page, what, ...args) =>
  page.evaluate((source, args) => {
    const { shadowRoot } = document.querySelector('vitrine-inspector');
    return new Function(`return (${source})`)()(shadowRoot, ...args);
  }, String(what), args);

const opened = (page) => until(page, () => document.querySelector('vitrine-inspector')?.shadowRoot.querySelector('[role=tab]'));

/** Until what the panel says matches. */
const says = (page, pattern) =>
  until(page, (source) => new RegExp(source, 's').test(document.querySelector('vitrine-inspector').shadowRoot.querySelector('.body').innerText), pattern.source);

const tab = (page, id) => inside(page, (root, id) => root.getElementById('tab-' + id).click(), id);

const loaded = (page) => page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name.split('/').pop()));

/** As after a choice in a list, of which the page hears neither click nor key. */
async function fill(page, id, value) {
  await inside(page, (root, id) => root.getElementById(id).focus(), id);
  await inside(page, (root, id, value) => {
    const field = root.getElementById(id);
    field.value = value;
    field.dispatchEvent(new Event('change', { bubbles: true }));
  }, id, value);
}

async function press(page, text) {
  // By its place: it may be drawn anew at any time.
  const [x, y] = await inside(page, (root, text) => {
    const button = [...root.querySelectorAll('button')].find((one) => (one.ariaLabel ?? one.textContent).startsWith(text));
    button.scrollIntoView({ block: 'nearest' });
    const { left, top, width, height } = button.getBoundingClientRect();
    return [left + width / 2, top + height / 2];
  }, text);
  await page.mouse.click(x, y);
}

/** Presses what loads the page anew. */
async function anew(page, text) {
  await page.evaluate(() => void (window.before = true));
  await press(page, text);
  await until(page, () => !window.before && document.readyState === 'complete');
  await ready(page);
}

const stored = (page) => page.evaluate(() => localStorage.vitrine ?? null);
const view = ['track', 'view_item', { items: [{ item_id: 'boot-1', item_category: 'Hiking', price: 120 }] }];

async function hikes(page) {
  await call(page, ...view);
  await call(page, ...view);
}

/** What was not saved yet is, by now. */
const saved = () => new Promise((resolve) => setTimeout(resolve, 700));

test('nobody gets it who did not ask, and no storage is looked into for it', async (t) => {
  const { visit } = await shopper(t, site());
  const page = await visit({
    before: () => {
      window.reads = 0;
      Object.defineProperty(window, 'sessionStorage', { get: () => (window.reads++, undefined) });
    },
  });
  assert.equal(await page.$('vitrine-inspector'), null);
  assert.deepEqual([(await loaded(page)).includes('debug.js'), await page.evaluate(() => window.reads)], [false, 0]);
});

test('with the address it comes before the first decision, stays for the tab, and closes without a trace', async (t) => {
  const { visit, said, errors, origin } = await shopper(t, site());
  const page = await visit(debug);
  await opened(page);
  assert.deepEqual((await loaded(page)).filter((name) => /debug|inspect/.test(name)).sort(), ['debug.js', 'vitrine-inspect.wasm']);
  await page.goto(origin + '/next/');
  await ready(page);
  await opened(page);
  await press(page, 'Close');
  assert.equal(await page.$('vitrine-inspector'), null);
  const left = () => page.evaluate(() => [location.href, window.name, Object.keys(sessionStorage), Object.keys(localStorage)]);
  assert.deepEqual(await left(), [origin + '/next/', '', [], []]);
  await page.goto(origin + '/');
  await ready(page);
  assert.equal((await loaded(page)).includes('debug.js'), false);
  assert.deepEqual([said, errors], [[], []]);
});

test('the word in a search does not open it', async (t) => {
  const { visit } = await shopper(t, site());
  const page = await visit({ path: '/?q=vitrine=debug' });
  assert.equal((await loaded(page)).includes('debug.js'), false);
});

test('closing takes its word out of the address', async (t) => {
  const { visit, origin } = await shopper(t, site());
  const page = await visit({ path: '/?a=1&vitrine=debug#here' });
  await opened(page);
  await press(page, 'Close');
  assert.equal(await page.evaluate(() => location.href), origin + '/?a=1#here');
});

test('the key opens it on a page that runs, which stays as it is; then it hides and shows it', async (t) => {
  const { visit, said } = await shopper(t, site());
  const page = await visit();
  await call(page, 'setConsent', { personalise: true });
  await hikes(page);
  await call(page, 'page', { type: 'home' });
  assert.equal(await heading(page, 'hero'), 'Hike');
  const node = await page.$('[data-vitrine-slot="hero"] p');
  const key = async () => {
    await page.keyboard.down('Control');
    await page.keyboard.down('Alt');
    await page.keyboard.press('KeyV');
    await page.keyboard.up('Alt');
    await page.keyboard.up('Control');
  };
  await key();
  await opened(page);
  assert.equal(await node.evaluate((element) => element.isConnected), true, 'what is shown was not drawn anew');
  await tab(page, 'visitor');
  await says(page, /number 1, 2 pages.*Hiking\s+100 %.*boot-1/);
  const isHidden = (hidden) => until(page, (hidden) => document.querySelector('vitrine-inspector').shadowRoot.querySelector('.panel').hidden === hidden, hidden);
  await key();
  await isHidden(true);
  assert.equal(await inside(page, (root) => root.activeElement.ariaLabel), 'Show the Vitrine inspector');
  await key();
  await isHidden(false);
  // From here on calls are recorded, each once.
  await call(page, ...view);
  await tab(page, 'log');
  await says(page, /view_item: boot-1/);
  assert.equal(await inside(page, (root) => [...root.querySelectorAll('.what')].filter((one) => /view_item/.test(one.textContent)).length), 1);
  assert.deepEqual(said, []);
});

test('slots: outlined and named, with why and why not, and the reason of each item', async (t) => {
  const { visit } = await shopper(t, site());
  const page = await visit(debug);
  await opened(page);
  await call(page, 'setConsent', { personalise: true });
  await hikes(page);
  await page.click('h1');
  await call(page, 'page', { type: 'home' });
  await until(page, () => window.vitrine.decide('shelf').items.length === 3);
  await says(page, /hero.*hiking.*shown/);
  const boxes = await inside(page, (root) =>
    [...root.querySelectorAll('.outline')].map((box) => {
      const { top, left, width, height } = box.getBoundingClientRect();
      return [box.textContent, top, left, width, height];
    }),
  );
  const places = await page.$$eval('[data-vitrine-slot]', (all) => all.map((one) => {
    const { top, left, width, height } = one.getBoundingClientRect();
    return [top, left, width, height];
  }));
  const variation = await page.evaluate(() => window.vitrine.decide('note').variation);
  assert.deepEqual(boxes.map(([name]) => name), ['herohiking', 'notetrial', 'shelfpopular']);
  assert.deepEqual(boxes.map(([, ...place]) => place), places);
  assert.ok('abc'.includes(variation));
  // A click on the name opens what is told of it.
  await inside(page, (root) => root.querySelector('.label').click());
  await says(page, /back.*stopped by visit\.number \$gte 2, found 1/);
  const rulesOf = (slot) => inside(page, (root, slot) => [...root.querySelector(`[data-key="slot ${slot}"]`).querySelectorAll('.rule')].map((one) => [one.className, one.querySelector('code').textContent]), slot);
  assert.deepEqual(await rulesOf('hero'), [['rule won', 'hiking'], ['rule false', 'back']]);
  await inside(page, (root) => root.querySelector('[data-key="slot shelf"] summary').click());
  await says(page, /Items.*1.*popular/);
  const titles = await page.evaluate(() => window.vitrine.decide('shelf').items.map(({ title, item_id }) => title ?? item_id));
  assert.deepEqual(await inside(page, (root) => [...root.querySelectorAll('.items strong')].map((one) => one.textContent)), titles);
  // Popups have no place: what they wait for is told.
  await call(page, 'setCart', [{ item_id: 'boot-1', price: 120, quantity: 1 }]);
  await says(page, /pop.*offer.*armed/);
});

test('visitor and segments are told as they become', async (t) => {
  const { visit } = await shopper(t, site());
  const page = await visit(debug);
  await opened(page);
  await tab(page, 'visitor');
  await says(page, /nothing is kept without consent/);
  await call(page, 'setConsent', { personalise: true });
  const held = () => inside(page, (root) => [...root.querySelectorAll('li.chip.in')].map((one) => one.textContent));
  await says(page, /number 1, 1 pages/);
  assert.deepEqual(await held(), []);
  await hikes(page);
  await says(page, /boot-1/);
  assert.deepEqual(await held(), ['● hiker: in']);
  await says(page, /Hiking\s+100 %/);
});

test('what is forced is about a copy: closing brings the shop back as it was', async (t) => {
  const { visit, errors, said } = await shopper(t, site());
  const page = await visit(debug);
  await opened(page);
  await call(page, 'setConsent', { personalise: true });
  await call(page, 'setAttributes', { tier: 'silver' });
  await saved();
  const before = await stored(page);
  assert.ok(before);
  await tab(page, 'force');
  const shows = (slot, text) => until(page, (slot, text) => document.querySelector(`[data-vitrine-slot="${slot}"]`).textContent === text, slot, text);

  await fill(page, 'segment-hiker', 'in');
  await shows('hero', 'Hike');
  assert.deepEqual(await call(page, 'segments'), ['hiker']);
  await fill(page, 'segment-lapsed', 'in');
  await fill(page, 'segment-hiker', 'out');
  await shows('hero', 'Welcome back');
  await fill(page, 'segment-lapsed', '');
  await shows('hero', 'Default');

  for (const arm of ['b', 'c']) {
    await fill(page, 'variation-copy', arm);
    await shows('note', 'Copy ' + arm);
  }
  await fill(page, 'attribute-tier', 'gold');
  await shows('note', 'Gold');
  // The shop tells something else meanwhile: that is what it will be.
  await call(page, 'setAttributes', { tier: 'bronze', age: 7 });
  assert.equal(await call(page, 'decide', 'note').then(({ rule }) => rule), 'gold');
  await fill(page, 'attribute-tier', '');
  await shows('note', 'Copy c');

  await hikes(page); // in the copy
  await saved();
  assert.equal(await stored(page), before, 'the real visitor is as before');
  assert.deepEqual(await page.evaluate(() => Object.keys(sessionStorage).sort()), ['vitrine-debug', 'vitrine-debug-visitor']);
  // On the next page of the tab, too.
  await page.reload();
  await ready(page);
  await opened(page);
  await call(page, 'setConsent', { personalise: true });
  assert.deepEqual(await call(page, 'decide', 'note').then(({ variation }) => variation), 'c');
  await tab(page, 'visitor');
  await says(page, /boot-1/);

  await anew(page, 'Close');
  assert.equal(await page.$('vitrine-inspector'), null);
  assert.deepEqual(await page.evaluate(() => [Object.keys(sessionStorage), window.name, location.search]), [[], '', '']);
  assert.equal(await stored(page), before);
  await call(page, 'setConsent', { personalise: true });
  assert.deepEqual((await call(page, 'profile')).views, []);
  assert.deepEqual([errors, said], [[], []]);
});

test('time: forward, further, and back', async (t) => {
  const { visit, said } = await shopper(t, site());
  const page = await visit(debug);
  await opened(page);
  await call(page, 'setConsent', { personalise: true });
  await hikes(page);
  const real = Date.now();
  const ahead = async () => Math.round(((await page.evaluate(() => Date.now())) - real) / 3_600_000);
  assert.deepEqual(await call(page, 'segments'), ['hiker']);
  await tab(page, 'force');
  await press(page, '+1 hour');
  await until(page, () => !window.vitrine.segments().includes('hiker'));
  assert.equal(await ahead(), 1);
  await call(page, 'page', { type: 'home' });
  assert.deepEqual(await call(page, 'segments'), ['lapsed'], 'a visit ends after half an hour');
  await press(page, '+7 days');
  await until(page, () => !document.querySelector('vitrine-inspector').shadowRoot.querySelector('.badge').hidden);
  await until(page, (real) => Date.now() - real > 7 * 86_400_000, real);
  await press(page, 'Back to now');
  await until(page, (real) => Date.now() - real < 3_600_000, real);
  assert.equal((await call(page, 'profile')).visit.number, 2, 'the copy moved along');
  // A date of one's own.
  await fill(page, 'time', '2030-01-31T08:00');
  await until(page, () => new Date(Date.now()).getFullYear() === 2030);
  assert.deepEqual(said, []);
});

/** The file that the panel offers. */
async function scenario(page) {
  await tab(page, 'scenario');
  await new Promise((resolve) => setTimeout(resolve, 150)); // until it noticed what was done last
  await says(page, /expectations met/);
  const [text, said] = await inside(page, (root) => [root.querySelector('textarea').value, root.querySelector('.body').innerText]);
  return { file: JSON.parse(text), said };
}

/** As `vitrine test` does. */
async function assertGreen(file) {
  const { passed, mistakes, scenarios } = await runScenarios(file, { rules });
  const failed = scenarios.flatMap(({ outcomes }) => outcomes).filter(({ passed }) => !passed);
  assert.deepEqual([mistakes, failed, passed], [[], [], true]);
}

test('a journey over two pages becomes a scenario that passes, with the same arms', async (t) => {
  const { visit, origin } = await shopper(t, site());
  const page = await visit({
    ...debug,
    before: () => {
      const { now } = Date;
      Date.now = () => now() + Number(localStorage.days ?? 0) * 86_400_000;
    },
  });
  await opened(page);
  await call(page, 'setConsent', { personalise: true, measure: true });
  await call(page, 'setAttributes', { tier: 'gold', age: 30, unknown: 1 });
  await hikes(page);
  await call(page, 'track', 'add_to_cart', { value: 120, coupon: 'X', mood: 'good', items: [{ item_id: 'boot-1', price: 120, fit: 'wide', index: 2 }, { price: 1 }] });
  await call(page, 'setCart', [{ item_id: 'boot-1', price: 120, quantity: 1 }]);
  await call(page, 'setItems', [{ item_id: 'boot-1', availability: 'in_stock', price: 119 }]);
  await call(page, 'setAttributes', { tier: null, member: true });
  await page.evaluate(() => (localStorage.days = 1));
  await page.goto(origin + '/next/?utm_source=letter');
  await ready(page);
  await opened(page);
  await call(page, 'setConsent', { personalise: true });
  await call(page, 'track', 'search', { search_term: 'Boots' });
  const page1 = await page.evaluate(() => [window.vitrine.decide('hero').rule, window.vitrine.decide('note').variation, window.vitrine.segments()]);
  const { file, said } = await scenario(page);
  assert.doesNotMatch(said, /otherwise/);
  const [{ steps }] = file.scenarios;
  assert.deepEqual(steps.filter((step) => 'leave' in step).length, 1);
  assert.deepEqual(steps.filter((step) => 'wait' in step).length >= 1, true);
  const cart = steps.find((step) => step.track === 'add_to_cart');
  assert.deepEqual(cart, { track: 'add_to_cart', value: 120, coupon: 'X', 'event.mood': 'good', items: [{ item_id: 'boot-1', price: 120, 'item.fit': 'wide', index: 2 }] });
  assert.deepEqual(steps.at(-1).expect, {
    slots: { hero: 'back', note: { rule: 'trial', experiment: 'copy', variation: page1[1] }, pop: 'offer' },
    segments: ['lapsed'],
    notSegments: ['hiker'],
  });
  assert.deepEqual(page1, ['back', page1[1], ['lapsed']]);
  assert.ok(steps.some((step) => step.expect?.slots?.hero === 'hiking'));
  await assertGreen(file);
  const broken = structuredClone(file);
  broken.scenarios[0].steps.at(-1).expect.slots.hero = 'hiking';
  assert.equal((await runScenarios(broken, { rules })).passed, false);
});

test('what a scenario cannot say is told, and it passes all the same', async (t) => {
  const { visit } = await shopper(t, site());
  const page = await visit(debug);
  await opened(page);
  await call(page, 'setConsent', { personalise: true });
  await tab(page, 'force');
  await fill(page, 'segment-hiker', 'in');
  await until(page, () => window.vitrine.decide('hero').rule === 'hiking');
  await fill(page, 'variation-copy', 'c');
  await until(page, () => window.vitrine.decide('note').variation === 'c');
  const { file, said } = await scenario(page);
  assert.match(said, /otherwise.*hero\s+hiking\s+default.*hiker\s+in\s+out/s);
  assert.equal(file.scenarios[0].steps.at(-1).expect.slots.note.variation, 'c');
  await assertGreen(file);
});

test('a visitor who was known is told; beginning anew keeps the real one', async (t) => {
  const { visit } = await shopper(t, site());
  const first = await visit();
  await call(first, 'setConsent', { personalise: true });
  await hikes(first);
  await saved();
  await first.close();
  const page = await visit(debug);
  await opened(page);
  await call(page, 'setConsent', { personalise: true });
  await saved();
  const before = await stored(page);
  await tab(page, 'scenario');
  await says(page, /known already/);
  await says(page, /otherwise/);
  await anew(page, 'Begin anew');
  await opened(page);
  await call(page, 'setConsent', { personalise: true });
  assert.deepEqual(await call(page, 'segments'), []);
  await hikes(page);
  const { file, said } = await scenario(page);
  assert.doesNotMatch(said, /known already|otherwise/);
  assert.equal(file.scenarios[0].steps.at(-1).expect.slots.hero, 'hiking');
  await assertGreen(file);
  await saved();
  assert.equal(await stored(page), before);
  await anew(page, 'Close');
  await call(page, 'setConsent', { personalise: true });
  assert.deepEqual((await call(page, 'profile')).views.length, 1);
});

test('who is to be forgotten while something is forced is forgotten for good', async (t) => {
  const { visit } = await shopper(t, site());
  const page = await visit(debug);
  await opened(page);
  await call(page, 'setConsent', { personalise: true });
  await saved();
  await tab(page, 'force');
  await fill(page, 'segment-hiker', 'in');
  await until(page, () => window.vitrine.segments().includes('hiker'));
  assert.ok(await stored(page));
  await call(page, 'setConsent', { personalise: false });
  assert.equal(await stored(page), null);
});

test('a strict policy with Trusted Types: nothing violates it', async (t) => {
  const policy = "default-src 'none'; connect-src 'self'; script-src 'self' 'wasm-unsafe-eval'; require-trusted-types-for 'script'; trusted-types 'none'";
  const head = '<script src="/vitrine/stub.js"></script><script async src="/vitrine/vitrine.js" data-bundle="/vitrine/vitrine.json" data-page="home"></script>';
  const { visit, said, errors } = await shopper(t, site({ '/': { body: html({ head, body: body.replace(/ style="[^"]*"/g, '') }), headers: { 'content-security-policy': policy } } }));
  const page = await visit(debug);
  await opened(page);
  for (const id of ['visitor', 'log', 'force', 'scenario', 'slots']) await tab(page, id);
  await tab(page, 'scenario');
  await until(page, () => document.querySelector('vitrine-inspector').shadowRoot.querySelector('textarea'));
  assert.deepEqual([await page.evaluate(() => window.violations), said, errors], [[], [], []]);
});

for (const [screen, viewport] of [['desktop', { width: 1280, height: 800 }], ['phone', { width: 390, height: 844, hasTouch: true, isMobile: true }]]) {
  test(`axe finds nothing in any tab on a ${screen}`, async (t) => {
    const { visit } = await shopper(t, site());
    const page = await visit(debug);
    await page.setViewport(viewport);
    await opened(page);
    await call(page, 'setConsent', { personalise: true });
    await hikes(page);
    await call(page, 'setCart', [{ item_id: 'boot-1', price: 120, quantity: 1 }]);
    await page.evaluate(axe);
    for (const id of ['slots', 'visitor', 'log', 'force', 'scenario']) {
      await tab(page, id);
      await inside(page, (root) => root.querySelectorAll('details.slot:not([open]) summary').forEach((one) => one.click()));
      await new Promise((resolve) => setTimeout(resolve, 300));
      const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
      assert.deepEqual(violations.map(({ id, nodes }) => [id, nodes.map(({ html, failureSummary }) => [html, failureSummary])]), [], id);
    }
  });
}

test('by keyboard alone: arrows between tabs, into a tab, a slot opened, and the focus stays while the page goes on', async (t) => {
  const { visit } = await shopper(t, site());
  const page = await visit(debug);
  await opened(page);
  await inside(page, (root) => root.querySelector('[role=tab][aria-selected=true]').focus());
  const focused = () => inside(page, (root) => root.activeElement?.id || root.activeElement?.dataset.key);
  await page.keyboard.press('ArrowLeft');
  assert.equal(await focused(), 'tab-scenario');
  await page.keyboard.press('Home');
  assert.equal(await focused(), 'tab-slots');
  await page.keyboard.press('Tab');
  assert.equal(await focused(), 'body');
  await page.keyboard.press('Tab');
  assert.equal(await focused(), 'summary hero');
  await page.keyboard.press('Enter');
  await says(page, /unknown without consent/);
  assert.equal(await focused(), 'summary hero');
  await call(page, 'setConsent', { personalise: true });
  await says(page, /found 1/);
  assert.equal(await focused(), 'summary hero');
});

test('where storage is blocked it opens all the same', async (t) => {
  const { visit, errors } = await shopper(t, site());
  const page = await visit({
    ...debug,
    before: () => {
      for (const name of ['localStorage', 'sessionStorage']) {
        Object.defineProperty(window, name, {
          get() {
            throw new DOMException('blocked', 'SecurityError');
          },
        });
      }
    },
  });
  await opened(page);
  await tab(page, 'force');
  await fill(page, 'segment-hiker', 'in');
  await until(page, () => window.vitrine.decide('hero').rule === 'hiking');
  assert.deepEqual(errors, []);
});

test('files that are missing: one message, and the shop goes on', async (t) => {
  const { visit, said } = await shopper(t, site({ '/vitrine/debug.js': null }));
  const page = await visit(debug);
  assert.equal(page.state.status, 'ready');
  assert.equal((await heard(said)).length, 1);
  assert.match(said[0], /debug\.js did not load .*: upload it, too/);
  const other = await shopper(t, site({ '/vitrine/vitrine-inspect.wasm': null }));
  const second = await other.visit(debug);
  await opened(second);
  assert.equal(await heading(second, 'hero'), 'Default');
  assert.match((await heard(other.said))[0], /vitrine-inspect\.wasm could not be read \(404\)/);
});

test('what is forced outlives a core that breaks', async (t) => {
  const { visit, said } = await shopper(t, site());
  const page = await visit({
    ...debug,
    before: () => {
      // One event that is told to the core breaks it.
      const { instantiate, Instance } = WebAssembly;
      const fragile = (instance) => ({
        exports: {
          ...instance.exports,
          vitrine_event(...args) {
            if (!window.breaking) return instance.exports.vitrine_event(...args);
            window.breaking = false;
            throw new WebAssembly.RuntimeError('unreachable');
          },
        },
      });
      WebAssembly.instantiate = async (module) => fragile(await instantiate(module));
      WebAssembly.Instance = function (module) {
        return fragile(new Instance(module));
      };
    },
  });
  await opened(page);
  await call(page, 'setConsent', { personalise: true });
  await tab(page, 'force');
  await fill(page, 'segment-hiker', 'in');
  await until(page, () => window.vitrine.segments().includes('hiker'));
  await page.evaluate(() => void (window.breaking = true));
  await call(page, ...view);
  await until(page, () => window.vitrine.segments().includes('hiker'));
  assert.equal((await heard(said)).length, 1);
  assert.match(said[0], /core recovered/);
  await tab(page, 'visitor');
  await says(page, /boot-1/);
});

test('a vitrine that is off or failed says so', async (t) => {
  const { visit } = await shopper(t, site({ '/vitrine/vitrine.json': JSON.stringify({ vitrine: 1, off: true }) }));
  const page = await visit(debug);
  await opened(page);
  assert.equal(await inside(page, (root) => root.querySelector('.status').textContent), 'off');
  const other = await shopper(t, site({ '/vitrine/vitrine.json': null }));
  const second = await other.visit(debug);
  await opened(second);
  assert.equal(await inside(second, (root) => root.querySelector('.status').textContent), 'failed: manifest-missing');
});
