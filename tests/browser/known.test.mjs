// "What this shop's browser knows about you": to see, correct, erase and take along, by mouse, keys and ear.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import test from 'node:test';
import { call, embed, heard, heroSlot, hike, html, setUp, slowStyle, templates, until } from './support.mjs';

const shopper = setUp();
const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const allow = () => addEventListener('DOMContentLoaded', () => window.vitrine.setConsent({ personalise: true }));

const block = (value = '') => `<main><h1>Your data</h1><div data-vitrine-known${value && `='${value}'`}><p>Vitrine is away.</p></div></main>`;
const shop = ({ head = embed, texts, more = '', ...files } = {}) => ({ '/': html({ head, body: templates + block(texts) + more }), ...files });

/** The block as text, a line for each of its parts. */
const lines = (page) =>
  page.$eval('[data-vitrine-known]', (element) =>
    [...element.querySelectorAll('h2,p,li,label')].map((part) => [...part.children].map(({ textContent }) => textContent).join(' | ') || part.textContent).filter(Boolean),
  );
const filled = (page, text) => until(page, (text) => document.querySelector('[data-vitrine-known]').textContent.includes(text), text);
const press = (page, name) => page.click(`[data-vitrine-known] button[aria-label="${name}"]`);
const said = (page) => page.$eval('[data-vitrine-known] [role=status]', ({ textContent }) => textContent);
const focused = (page) => page.evaluate(() => document.activeElement.ariaLabel ?? document.activeElement.type);

async function assertSound(page) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run());
  assert.deepEqual(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]), []);
}

test('without consent it says that nothing is known, and asks', async (t) => {
  const { visit, said: warned, errors } = await shopper(t, shop());
  const page = await visit();
  await filled(page, 'may not remember');
  assert.deepEqual(await lines(page), [
    'Nothing is kept of you: this browser may not remember.',
    'What you allow',
    ' | Remember in this browser what I look at, to choose what I am shown',
    ' | Tell the shop which of its choices were of use',
    'Download it all | Forget it all',
  ]);
  await assertSound(page);
  await page.click('[data-vitrine-known] input');
  await filled(page, 'Visits');
  assert.deepEqual(await call(page, 'consent'), { personalise: true, measure: false });
  assert.equal(await page.evaluate(() => document.activeElement.checked), true, 'the focus is where it was');
  await page.click('[data-vitrine-known] input');
  await filled(page, 'may not remember');
  assert.deepEqual([await call(page, 'consent'), await said(page)], [{ personalise: false, measure: false }, 'All is forgotten.']);
  assert.equal(await page.evaluate(() => localStorage.length), 0);
  assert.deepEqual([warned, errors], [[], []]);
});

test('sums are plain numbers where the shop names a currency that is none', async (t) => {
  const named = `<script>addEventListener('vitrine:known', ({ detail }) => { detail.currency = 'kr'; });</script>`;
  const { visit, errors } = await shopper(t, shop({ head: named + embed }));
  const page = await visit({ before: allow });
  await call(page, 'setCart', [{ item_id: 'tent-1', price: 300.5, quantity: 2 }]);
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await filled(page, 'In the cart: 2, for 601.');
  assert.deepEqual(errors, []);
});

test('it shows what is known, by the names that the shop gives', async (t) => {
  const named = `<script>addEventListener('vitrine:known', ({ detail }) => { detail.names['boot-1'] = 'Trail boots'; detail.names.Hiking = 'For hikers'; detail.currency = 'EUR'; });</script>`;
  const { visit } = await shopper(t, shop({ head: named + embed }));
  const page = await visit({ before: allow });
  await hike(page);
  await call(page, 'track', 'view_item', { items: [{ item_id: 'x'.repeat(50), item_brand: 'Norr' }] });
  await call(page, 'track', 'not_interested', { items: [{ item_id: 'sock-1' }] });
  await call(page, 'track', 'purchase', { transaction_id: 'T-1', value: 120, items: [{ item_id: 'boot-1' }] });
  await call(page, 'setCart', [{ item_id: 'tent-1', price: 300.5, quantity: 2 }]);
  await call(page, 'setAttributes', { tier: 'gold' });
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await filled(page, 'sock-1');
  const day = /\b[A-Z][a-z]{2} \d+, \d{4}\b/;
  assert.deepEqual((await lines(page)).map((line) => line.replace(day, 'DAY')), [
    'All this is kept in this browser only. What you are shown is chosen from it here, and it is sent to nobody.',
    'What you allow',
    ' | Remember in this browser what I look at, to choose what I am shown',
    ' | Tell the shop which of its choices were of use',
    'Visits, cart and orders',
    'Visit 1, since DAY. Pages: 1.',
    'In the cart: 2, for €601.00.',
    'Orders: 1, for €120.00.',
    'Looked at',
    'Its name is not kept | DAY',
    'tent-1 | DAY | Forget',
    'Trail boots | DAY | Forget',
    'Interests',
    'For hikers | 100% | Forget',
    'Brands',
    'Norr | 100% | Forget',
    'Bought',
    'Trail boots | DAY | Forget',
    'Not of interest',
    'sock-1 |  | Forget',
    'Told on this page',
    'tier: gold',
    'Download it all | Forget it all',
  ]);
  await assertSound(page);
  const tree = JSON.stringify(await page.accessibility.snapshot());
  for (const name of ['Forget Trail boots', 'Forget For hikers', 'Download it all']) assert.ok(tree.includes(name), name);
});

test('corrected by the keyboard: what goes is said, the focus stays near, and the storage follows', async (t) => {
  const { visit } = await shopper(t, shop({ more: heroSlot }));
  const page = await visit({ before: allow });
  await hike(page);
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await filled(page, 'boot-1');
  await page.focus('button[aria-label="Forget tent-1"]');
  await page.keyboard.press('Enter');
  await filled(page, 'tent-1 is forgotten.');
  assert.equal(await focused(page), 'Forget boot-1');
  assert.deepEqual((await call(page, 'profile')).views.map(({ item_id }) => item_id), ['boot-1']);
  await press(page, 'Forget Hiking');
  await filled(page, 'Hiking is forgotten.');
  const { affinity, views } = await call(page, 'profile');
  assert.deepEqual([affinity.item_category, views.length], [[], 1]);
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 700)));
  await page.reload();
  await page.evaluate(() => window.vitrine.setConsent({ personalise: true }));
  await filled(page, 'boot-1');
  assert.equal((await lines(page)).some((line) => /tent-1|Interests/.test(line)), false);
});

test('all of it is forgotten, here and in storage; what is allowed stays', async (t) => {
  const { visit } = await shopper(t, shop());
  const page = await visit({ before: allow });
  await hike(page);
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await filled(page, 'boot-1');
  await press(page, 'Forget it all');
  await filled(page, 'All is forgotten.');
  assert.equal((await lines(page)).some((line) => /boot-1/.test(line)), false);
  assert.deepEqual([await focused(page), (await call(page, 'consent')).personalise], ['Forget it all', true]);
  assert.equal(await page.evaluate(() => localStorage.length), 0);
});

test('all of it may be taken along as JSON', async (t) => {
  const { visit, origin } = await shopper(t, shop());
  const page = await visit({ before: [allow, () => {
    window.saved = [];
    const make = URL.createObjectURL;
    URL.createObjectURL = (blob) => (window.saved.push(blob), make.call(URL, blob));
    addEventListener('click', (event) => event.target.download && (window.saved.name = event.target.download), true);
    HTMLAnchorElement.prototype.click = function () {
      window.saved.name = this.download;
    };
  }] });
  await hike(page);
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await filled(page, 'boot-1');
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 700)));
  await press(page, 'Download it all');
  const [name, type, text] = await page.evaluate(async () => [window.saved.name, window.saved[0].type, await window.saved[0].text()]);
  assert.deepEqual([name, type], ['localhost.json', 'application/json']);
  const { site, at, consent, views, affinity, stored } = JSON.parse(text);
  assert.deepEqual([site, consent], [origin, { personalise: true, measure: false }]);
  assert.ok(Math.abs(Date.parse(at) - Date.now()) < 60_000);
  assert.deepEqual(views.map(({ item_id }) => item_id), ['tent-1', 'boot-1']);
  assert.deepEqual(affinity.item_category, [{ name: 'Hiking', share: 1 }]);
  assert.equal(stored, await page.evaluate(() => localStorage.vitrine));
});

test("in the shop's language, with what it does not translate in English", async (t) => {
  const texts = JSON.stringify({ reset: 'Glem alt', consent: 'Det du tillater', done: 'Alt er glemt.', nothing: 'Ingenting er <b>lagret</b>.' });
  const { visit } = await shopper(t, shop({ texts }));
  const page = await visit();
  await filled(page, 'Ingenting er <b>lagret</b>.');
  await press(page, 'Glem alt');
  await filled(page, 'Alt er glemt.');
  assert.equal((await lines(page)).at(-2), 'Download it all | Glem alt');
  const { visit: visitBroken, said: warned } = await shopper(t, shop({ texts: '{reset:' }));
  const broken = await visitBroken();
  await filled(broken, 'Forget it all');
  assert.match((await heard(warned)).join(), /data-vitrine-known/);
});

test('where somebody else asks for consent, it is not asked for here', async (t) => {
  const { visit } = await shopper(t, shop({ head: embed.replace('data-bundle', 'data-consent="gpc tcf" data-bundle') }));
  const page = await visit();
  await filled(page, 'privacy settings');
  assert.equal(await page.$('[data-vitrine-known] input'), null);
});

test('a one-page shop: filled when it is drawn, filled anew when it is drawn anew, and let go', async (t) => {
  const { visit, errors } = await shopper(t, { '/': html({ body: templates + heroSlot + '<main></main>' }) });
  const page = await visit({ before: allow });
  const files = () => page.evaluate(() => performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('/known.js')).length);
  assert.equal(await files(), 0);
  for (const round of [1, 2]) {
    await page.evaluate(() => {
      document.querySelector('main').innerHTML = '<div data-vitrine-known></div>';
      window.vitrine.page({ type: 'data' });
    });
    await filled(page, `Pages: ${round + 1}.`);
  }
  await page.evaluate(() => document.querySelector('main').replaceChildren());
  await call(page, 'setConsent', { personalise: false });
  assert.deepEqual([await files(), errors], [1, []]);
});

test('two tabs: what one forgets is gone from the other', async (t) => {
  const { visit } = await shopper(t, shop());
  const a = await visit({ before: allow });
  await hike(a);
  await a.evaluate(() => new Promise((resolve) => setTimeout(resolve, 700)));
  const b = await visit({ before: allow });
  await filled(b, 'boot-1');
  await press(b, 'Forget boot-1');
  await filled(b, 'boot-1 is forgotten.');
  await b.evaluate(() => new Promise((resolve) => setTimeout(resolve, 700)));
  await a.bringToFront();
  await until(a, () => !document.querySelector('[data-vitrine-known] ul').textContent.includes('boot-1'));
});

test('hostile names are names', async (t) => {
  const { visit, errors } = await shopper(t, shop());
  const page = await visit({ before: allow });
  const names = ['<img src=x onerror=alert(1)>', '__proto__', 'constructor', '"><script>alert(1)</script>', '{name}', '$&'];
  for (const item_id of names) await call(page, 'track', 'view_item', { items: [{ item_id, item_category: item_id }] });
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await filled(page, '{name}');
  assert.deepEqual(await page.$$eval('[data-vitrine-known] section:nth-of-type(3) li > span', (list) => list.map(({ textContent }) => textContent)), [...names].reverse());
  assert.equal(await page.$('[data-vitrine-known] :is(img, script)'), null);
  await page.click('[data-vitrine-known] section:nth-of-type(3) button');
  await filled(page, '$& is forgotten.');
  assert.deepEqual(errors, []);
});

test('where it cannot be read, it says so', async (t) => {
  const { visit } = await shopper(t, shop({ '/vitrine/inspect.js': null }));
  const page = await visit({ before: allow });
  await filled(page, 'cannot be read');
  const { visit: visitWithout, said: warned } = await shopper(t, shop({ '/vitrine/known.js': null }));
  const without = await visitWithout();
  assert.match((await heard(warned))[0], /known\.js did not load/);
  assert.equal(await without.$eval('[data-vitrine-known]', ({ textContent }) => textContent), 'Vitrine is away.');
});
