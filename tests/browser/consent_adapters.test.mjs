// Consent as it comes in a page: by the scripts of those who ask, before, with and after vitrine.js.
import assert from 'node:assert/strict';
import test from 'node:test';
import { act, call, embed, heading, heard, heroSlot, hike, html, setUp, slowStyle, stub, templates, until } from './support.mjs';

const shopper = setUp();

const scriptFor = (consent) => embed.replace('data-bundle', `data-consent="${consent}" data-bundle`);
const shop = (consent, { head = '', scripts = {}, ...files } = {}) => ({
  '/': html({ head: head + scriptFor(consent) + slowStyle, body: templates + heroSlot }),
  ...scripts,
  ...files,
});
const gtag = 'window.dataLayer = window.dataLayer || []; function gtag() { dataLayer.push(arguments); }';
const denied = "gtag('consent', 'default', { personalization_storage: 'denied', analytics_storage: 'denied', wait_for_update: 500 });";
const granted = "gtag('consent', 'update', { personalization_storage: 'granted', analytics_storage: 'granted' });";
const refused = "gtag('consent', 'update', { personalization_storage: 'denied', analytics_storage: 'denied' });";

/** Notes every touch of the storage, also by ways that nobody thought of. */
const watchStorage = () => {
  window.touched = [];
  const real = localStorage;
  const proxy = new Proxy(real, {
    get(target, name) {
      window.touched.push(String(name));
      const value = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
    set: (target, name, value) => !window.touched.push('set ' + String(name)) || Reflect.set(target, name, value),
    has: (target, name) => !window.touched.push('has ' + String(name)) || Reflect.has(target, name),
    ownKeys: (target) => window.touched.push('keys') && Reflect.ownKeys(target),
    deleteProperty: (target, name) => !window.touched.push('delete ' + String(name)) || Reflect.deleteProperty(target, name),
  });
  Object.defineProperty(window, 'localStorage', { get: () => proxy });
  for (const name of ['sessionStorage', 'indexedDB', 'caches']) {
    const store = window[name];
    Object.defineProperty(window, name, { get: () => (window.touched.push(name), store) });
  }
  Object.defineProperty(document, 'cookie', { get: () => (window.touched.push('cookie'), ''), set: () => window.touched.push('set cookie') });
};
const touched = (page) => page.evaluate(() => window.touched);
const stored = (page) => page.evaluate(() => Object.keys(localStorage));
const saved = (page) => page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 700)));
const known = async (page) => {
  const { known, visit, events } = await call(page, 'profile');
  return [known, visit.number, visit.pages, events];
};

test('google: until the banner is answered nothing is stored, and no store is even looked at', async (t) => {
  const { visit, said, errors } = await shopper(t, shop('google', { head: `<script>${gtag}${denied}</script>` }));
  const page = await visit({ before: watchStorage });
  await hike(page);
  await call(page, 'setCart', [{ item_id: 'a', price: 1 }]);
  await page.evaluate(() => {
    for (const event of ['visibilitychange', 'freeze', 'resume']) document.dispatchEvent(new Event(event));
    for (const event of ['pagehide', 'pageshow', 'focus', 'blur', 'resize']) dispatchEvent(new Event(event));
    dispatchEvent(new StorageEvent('storage', { key: 'vitrine', newValue: 'x' }));
    dispatchEvent(new StorageEvent('storage', { key: null }));
  });
  for (const name of ['segments', 'snapshot', 'decideAll', 'explain', 'rerank', 'restore']) await call(page, name, ...(name === 'rerank' ? [[1, 2]] : name === 'explain' ? ['home-hero'] : []));
  await call(page, 'forgetOne', { item_id: 'boot-1' });
  await saved(page);
  assert.deepEqual(await known(page), [false, 0, 0, 0]);
  assert.equal(await heading(page), 'Welcome to the shop');
  assert.deepEqual(await touched(page), []);
  await page.evaluate(granted);
  await saved(page);
  assert.deepEqual(await known(page), [true, 1, 1, 1], 'the page, and nothing of what was before');
  assert.notDeepEqual(await touched(page), []);
  assert.deepEqual([said, errors], [[], []]);
});

test('google: who consented before is known in time for the first paint', async (t) => {
  const { visit, routes } = await shopper(t, shop('google', { head: `<script>${gtag}${denied}</script>` }));
  const first = await visit();
  await first.evaluate(granted);
  await saved(first);
  await first.close();
  routes['/'] = html({ head: `<script>${gtag}${denied}${granted}</script>` + scriptFor('google') + slowStyle });
  const second = await visit({ days: 1 });
  assert.equal(await heading(second), 'Welcome back');
  assert.deepEqual((await known(second)).slice(0, 2), [true, 2]);
});

test('google: consent that is withdrawn empties the storage', async (t) => {
  const { visit } = await shopper(t, shop('google', { head: `<script>${gtag}${denied}${granted}</script>` }));
  const page = await visit();
  await hike(page);
  await saved(page);
  assert.deepEqual(await stored(page), ['vitrine']);
  await page.evaluate(refused);
  assert.deepEqual(await stored(page), []);
  await hike(page);
  await saved(page);
  assert.deepEqual([await stored(page), await known(page)], [[], [false, 0, 0, 0]]);
});

test('google: what one tab withdraws, another does not store again because its banner repeats itself', async (t) => {
  const { visit } = await shopper(t, shop('google', { head: `<script>${gtag}${denied}${granted}</script>` }));
  const a = await visit();
  await hike(a);
  await saved(a);
  const b = await visit();
  assert.equal((await known(b))[2], 2);
  await a.evaluate(refused);
  await until(b, () => !localStorage.vitrine);
  await b.evaluate(granted);
  await hike(b);
  await saved(b);
  assert.deepEqual(await stored(b), []);
});

test('a banner that comes seconds after vitrine.js, or never', async (t) => {
  const { visit, said } = await shopper(t, shop('tcf'));
  const page = await visit({ before: watchStorage });
  await hike(page);
  await new Promise((resolve) => setTimeout(resolve, 1000));
  assert.deepEqual([await touched(page), await known(page)], [[], [false, 0, 0, 0]]);
  await page.evaluate(() => {
    window.__tcfapi = (command, version, callback) => {
      window.answer = () => callback({ gdprApplies: true, eventStatus: 'useractioncomplete', purpose: { consents: { 1: true, 5: true, 6: true } } }, true);
      callback({ gdprApplies: true, eventStatus: 'cmpuishown', purpose: { consents: {} } }, true);
    };
  });
  await until(page, () => window.answer);
  assert.deepEqual(await known(page), [false, 0, 0, 0]);
  await page.evaluate(() => window.answer());
  assert.deepEqual(await known(page), [true, 1, 1, 1]);
  await act(page);
  await hike(page);
  assert.equal(await heading(page), 'Gear up for your hike');
  assert.deepEqual(said, []);
});

test('tcf: the stub that stands in until the platform is there keeps the question', async (t) => {
  const queueing = 'window.__tcfapi = (...call) => { (window.__tcfapi.a ??= []).push(call); };';
  const { visit } = await shopper(t, shop('tcf', { head: `<script>${queueing}</script>` }));
  const page = await visit();
  assert.deepEqual(await known(page), [false, 0, 0, 0]);
  await page.evaluate(() => {
    const [[command, version, callback]] = window.__tcfapi.a;
    if (command === 'addEventListener' && version === 2) callback({ gdprApplies: false, eventStatus: 'tcloaded' }, true);
  });
  assert.deepEqual(await known(page), [true, 1, 1, 1]);
});

test('tcf: a consent that is withdrawn empties the storage; while the banner is open again, what was answered holds', async (t) => {
  const platform = `<script>
    const consents = (...given) => Object.fromEntries(Array.from({ length: 11 }, (_, i) => [i + 1, given.includes(i + 1)]));
    window.__tcfapi = (command, version, callback) => {
      window.answer = (eventStatus, ...given) => callback({ gdprApplies: true, eventStatus, purpose: { consents: consents(...given) } }, true);
      answer('tcloaded', 1, 5, 6, 8);
    };
  </script>`;
  const { visit, said, errors } = await shopper(t, shop('tcf', { head: platform }));
  const page = await visit();
  const other = await visit();
  await hike(page);
  await until(page, () => localStorage.vitrine);
  await page.evaluate(() => window.answer('cmpuishown'));
  assert.deepEqual([await stored(page), (await known(page))[0]], [['vitrine'], true]);
  await page.evaluate(() => window.answer('useractioncomplete', 1, 5, 8)); // no personalised content any more
  assert.deepEqual([await stored(page), await known(page)], [[], [false, 0, 0, 0]]);
  assert.deepEqual(await call(page, 'consent'), { personalise: false, measure: true });
  await until(other, async () => (await window.vitrine.profile()).events === 0);
  await hike(page);
  await hike(other);
  await Promise.all([saved(page), saved(other)]);
  assert.deepEqual([await stored(page), await known(page)], [[], [false, 0, 0, 0]]);
  await page.evaluate(() => window.answer('useractioncomplete', 1, 5, 6));
  assert.deepEqual(await known(page), [true, 1, 1, 1], 'a stranger, of whom this page alone is known');
  assert.deepEqual([said, errors], [[], []]);
});

test('shopify: the API is asked for, and what the visitor answers is followed', async (t) => {
  const head = `<script>
    let allowed = false;
    const customerPrivacy = { preferencesProcessingAllowed: () => allowed, analyticsProcessingAllowed: () => false, currentVisitorConsent: () => ({ preferences: '' }) };
    window.Shopify = { loadFeatures(features, done) { window.asked = features; this.customerPrivacy = customerPrivacy; done(); } };
  </script>`;
  const { visit } = await shopper(t, shop('shopify', { head }));
  const page = await visit();
  assert.deepEqual(await page.evaluate(() => window.asked), [{ name: 'consent-tracking-api', version: '0.1' }]);
  assert.deepEqual(await known(page), [false, 0, 0, 0]);
  const answer = (detail) => page.evaluate((detail) => void document.dispatchEvent(new CustomEvent('visitorConsentCollected', { detail })), detail);
  await answer({ preferencesAllowed: true, analyticsAllowed: false });
  assert.deepEqual([await known(page), await call(page, 'consent')], [[true, 1, 1, 1], { personalise: true, measure: false }]);
  await answer({ preferencesAllowed: false, analyticsAllowed: false });
  assert.deepEqual(await known(page), [false, 0, 0, 0]);
});

test('gpc: reports stay in the page, also where the shop itself allows them, before and after vitrine.js came', async (t) => {
  const control = () => Object.defineProperty(navigator, 'globalPrivacyControl', { value: true });
  const { visit } = await shopper(t, shop('gpc', { head: `<script>${stub}</script><script>vitrine.setConsent({ personalise: true, measure: true })</script>` }));
  const page = await visit({ before: control });
  assert.deepEqual(await call(page, 'consent'), { personalise: true, measure: false });
  await call(page, 'setConsent', { measure: true });
  assert.deepEqual(await call(page, 'consent'), { personalise: true, measure: false });
  const other = await visit();
  assert.deepEqual(await call(other, 'consent'), { personalise: true, measure: true });
});

test('where consent.js does not load nobody is asked: one message, and nothing is stored', async (t) => {
  const { visit, said, errors } = await shopper(t, shop('google', { head: `<script>${gtag}${granted}</script>`, '/vitrine/consent.js': null }));
  const page = await visit({ before: watchStorage });
  await hike(page);
  assert.deepEqual([page.state.status, await known(page), await touched(page)], ['ready', [false, 0, 0, 0], []]);
  assert.deepEqual([(await heard(said)).length, errors], [1, []]);
  assert.match(said[0], /consent\.js did not load/);
  await call(page, 'setConsent', { personalise: true });
  assert.deepEqual(await known(page), [true, 1, 1, 1], "the shop's own call counts");
});

test('without data-consent, consent.js is not fetched', async (t) => {
  const { visit } = await shopper(t);
  const page = await visit();
  const files = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name.split('/').pop()));
  assert.deepEqual(files.filter((name) => /consent|known/.test(name)), []);
});

test('a refusal erases what an earlier page stored, also where Vitrine is switched off', async (t) => {
  const { visit } = await shopper(t, shop('google', { head: `<script>${gtag}${refused}</script>`, '/vitrine/vitrine.json': '{"vitrine":1,"off":true}' }));
  const page = await visit({ before: () => localStorage.setItem('vitrine', 'of an earlier page') });
  assert.equal(page.state.status, 'off');
  assert.deepEqual(await stored(page), []);
});
