// Page views: of one-page shops, of pages that the browser prepares, and of pages that come back.
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { document, embedded, openBrowser, openShop, shopperIn } from './origin.mjs';
import { bundleOf, call, heard, heroSlot, manifestOf, ready, shop as standard, templates, until } from './support.mjs';

let browser;
const endings = [];
before(async () => {
  browser = await openBrowser({ after: (end) => endings.push(end) });
});
after(() => Promise.all(endings.map((end) => end())));

const shopper = (t) => shopperIn(t, browser);
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const agree = () => addEventListener('DOMContentLoaded', () => window.vitrine.setConsent({ personalise: true }));
const pages = async (page) => (await call(page, 'profile')).visit.pages;
const entries = (page) => page.evaluate(() => localStorage.length);

const rules = await bundleOf({
  ...standard,
  rules: [
    { id: 'checkout', slot: 'home-hero', priority: 9, when: { 'page.type': 'checkout' }, show: { template: 'hero', title: 'Nearly there' } },
    { id: 'here', slot: 'home-hero', priority: 8, when: { 'page.type': 'product' }, show: { template: 'hero', title: 'At {page.path}' } },
    ...standard.rules,
  ],
});
const files = { '/vitrine/vitrine.json': manifestOf(rules), '/vitrine/rules.vitrine': rules };

/** A one-page shop: links draw the page of their address, some after the address changed and some before. */
const spa = `
  <a id="boot" href="/p/boot">boot</a> <a id="tent" href="/p/tent">tent</a> <a id="fragment" href="#below">below</a>
  <main data-vitrine-page="home">${heroSlot}</main>
  <script>
    window.draw = (type) => {
      const main = document.createElement('main');
      main.dataset.vitrinePage = type;
      main.innerHTML = ${JSON.stringify(heroSlot)};
      document.querySelector('main').replaceWith(main);
    };
    addEventListener('click', (event) => {
      const link = event.target.closest('a[href^="/p/"]');
      if (!link) return;
      event.preventDefault();
      if (link.id === 'tent') draw('product');
      history.pushState({}, '', link.href);
      if (link.id === 'boot') setTimeout(() => draw('product'), 200); // as after a request
    });
    addEventListener('popstate', () => draw(location.pathname === '/' ? 'home' : 'product'));
  </script>`;
const withHistory = document({ head: embedded({ more: 'data-history' }), body: templates + spa });

for (const [engine, prepare] of [
  ['the Navigation API', () => undefined],
  ['a browser without it', () => Object.defineProperty(window, 'navigation', { value: undefined })],
]) {
  test(`data-history, ${engine}: each page once, when its content stands`, async (t) => {
    const shop = await openShop(t, { ...files, '/': withHistory });
    const { open, said, errors } = await shopper(t);
    const page = await open(shop.address, { before: [prepare, agree] });
    await ready(page);
    const shows = (title) => until(page, (title) => document.querySelector('main h1')?.textContent === title, title);
    assert.equal(await pages(page), 1);
    await until(page, () => performance.getEntriesByType('resource').some(({ name }) => name.endsWith('/history.js')));
    await pause(100);
    await page.click('#boot'); // drawn after the address changed
    await shows('At /p/boot');
    assert.equal(await pages(page), 2);
    await page.click('#tent'); // and before
    await shows('At /p/tent');
    assert.equal(await pages(page), 3);
    await page.goBack();
    await shows('At /p/boot');
    assert.equal(await pages(page), 4);
    // A place on the page, a change of state, the same address: none of them is another page.
    await page.click('#fragment');
    await page.evaluate(() => history.replaceState({ y: 100 }, '', location.href));
    await page.evaluate(() => history.pushState({ open: true }, '', location.href));
    await pause(1300);
    assert.equal(await pages(page), 4);
    // Where nothing is drawn, it counts all the same; two at once are the last one.
    await page.evaluate(() => {
      history.pushState({}, '', '/p/one');
      history.replaceState({}, '', '/p/two?color=red');
    });
    await pause(1300);
    assert.equal(await pages(page), 5);
    await page.evaluate(() => {
      location.hash = '#/p/three';
    });
    await pause(1300);
    assert.equal(await pages(page), 6);
    assert.deepEqual([said, errors], [[], []]);
  });
}

test('without data-history nobody watches', async (t) => {
  const shop = await openShop(t, { ...files, '/': document({ body: templates + spa }) });
  const { open } = await shopper(t);
  const page = await open(shop.address, { before: agree });
  await ready(page);
  await page.click('#tent');
  await pause(1300);
  assert.equal(await pages(page), 1);
  assert.deepEqual(shop.look().filter((line) => line.startsWith('history')), []);
});

test('data-history where history.js is missing: one message', async (t) => {
  const shop = await openShop(t, { '/': withHistory });
  delete shop.files['/vitrine/history.js'];
  const { open, said, errors } = await shopper(t);
  await ready(await open(shop.address));
  await pause(200);
  assert.equal((await heard(said)).length, 1);
  assert.match(said[0], /history\.js did not load .* upload it, too/);
  assert.deepEqual(errors, []);
});

/** A page that lets the browser prepare the next one. */
const door = `<!doctype html><a href="/next/">next</a>
  <script type="speculationrules">{"prerender":[{"urls":["/next/"],"eagerness":"immediate"}]}</script>`;

test('a page that the browser prepares: nothing counts, nothing is stored, and nobody is told until it is looked at', async (t) => {
  const next = document({
    title: 'Next',
    head: embedded() + `<script>
      vitrine.setConsent({ personalise: true });
      vitrine.track('search');
      vitrine.ready((state) => { window.told = [state.status, document.prerendering]; });
      document.addEventListener('prerenderingchange', () => { window.atOnce = [performance.getEntriesByType('paint').length, localStorage.length]; });
    </script>`,
  });
  const shop = await openShop(t, { '/': door, '/next/': next });
  const { open, said, errors } = await shopper(t);
  const page = await open(shop.address);
  for (let wait = 0; wait < 100 && !shop.asked.some((line) => line.startsWith('/vitrine/rules.')); wait++) await pause(50);
  await pause(5500); // longer than callbacks wait in a page that is looked at
  assert.ok(shop.asked.some((line) => line.startsWith('/vitrine/vitrine.wasm')), 'everything is there');
  assert.equal(await entries(page), 0);
  await Promise.all([page.waitForNavigation(), page.click('a')]);
  assert.ok((await page.evaluate(() => performance.getEntriesByType('navigation')[0].activationStart)) > 0, 'it was prepared');
  assert.deepEqual(await ready(page), { status: 'ready', reason: null });
  assert.deepEqual(await page.evaluate(() => window.told), ['ready', false]);
  assert.deepEqual(await page.evaluate(() => window.atOnce), [0, 0]);
  // Before the first paint, so without flicker.
  assert.equal(await page.$eval('[data-vitrine-slot] h1', ({ textContent }) => textContent), 'Welcome to the shop');
  const { visit, events } = await call(page, 'profile');
  assert.deepEqual([visit.pages, events], [1, 2]);
  await until(page, () => localStorage.length === 1);
  assert.deepEqual([said, errors], [[], []]);
});

test('a page that was prepared and not looked at has never been', async (t) => {
  const next = document({ head: embedded() + '<script>vitrine.setConsent({ personalise: true });</script>' });
  const shop = await openShop(t, { '/': door, '/next/': next, '/other/': document() });
  const { open } = await shopper(t);
  const page = await open(shop.address);
  for (let wait = 0; wait < 100 && !shop.asked.some((line) => line.startsWith('/vitrine/rules.')); wait++) await pause(50);
  await pause(700);
  await page.goto(shop.address + '/other/');
  assert.deepEqual(await ready(page), { status: 'ready', reason: null });
  await pause(700);
  assert.equal(await entries(page), 0);
  await call(page, 'setConsent', { personalise: true });
  assert.equal(await pages(page), 1);
});

test('back/forward cache: the same page view, with what happened elsewhere', async (t) => {
  const shop = await openShop(t);
  shop.files['/next/'] = document({ title: 'Next' });
  const { open, said, errors } = await shopper(t);
  const page = await open(shop.address, { before: agree });
  await ready(page);
  await page.evaluate(() => {
    window.mark = 'kept';
    addEventListener('pageshow', (event) => (window.persisted = event.persisted));
  });
  assert.equal(await pages(page), 1);
  await until(page, () => localStorage.length === 1);
  await page.goto(shop.address + '/next/');
  await ready(page);
  for (const item_id of ['boot-1', 'tent-1']) await call(page, 'track', 'view_item', { items: [{ item_id, item_category: 'Hiking' }] });
  await page.goBack();
  await until(page, () => window.persisted);
  assert.equal(await page.evaluate(() => window.mark), 'kept');
  await pause(50);
  const { visit, views } = await call(page, 'profile');
  assert.deepEqual([visit.pages, views.length], [2, 2]);
  assert.equal((await call(page, 'decide', 'home-hero')).rule, 'hiking');
  // It goes on from there.
  await call(page, 'track', 'search');
  await until(page, () => JSON.parse(localStorage.getItem('vitrine'))[3].length === 2);
  const third = await open(shop.address, { before: agree });
  await ready(third);
  assert.equal((await call(third, 'profile')).events, 6); // two pages, two views, a search, and this page
  assert.deepEqual([said, errors], [[], []]);
});

test('back/forward cache: a visitor that was forgotten meanwhile stays forgotten', async (t) => {
  const shop = await openShop(t);
  shop.files['/next/'] = document({ title: 'Next' });
  const { open } = await shopper(t);
  const page = await open(shop.address, { before: agree });
  await ready(page);
  await page.evaluate(() => addEventListener('pageshow', (event) => (window.persisted = event.persisted)));
  await until(page, () => localStorage.length === 1);
  await page.goto(shop.address + '/next/');
  await ready(page);
  await call(page, 'setConsent', { personalise: false });
  await page.goBack();
  await until(page, () => window.persisted);
  await pause(50);
  assert.equal((await call(page, 'profile')).events, 0);
  await call(page, 'track', 'search');
  await pause(700);
  assert.equal(await entries(page), 0);
});

const viewed = async (page) => (await call(page, 'profile')).views.map(({ item_id }) => item_id).sort();

/** How a page is left. */
const WAYS = {
  'a link': () => document.querySelector('#next').click(),
  'location.href': () => (location.href = '/next/'),
  'going back': () => history.back(),
};
for (const [way, leave] of Object.entries(WAYS)) {
  test(`left by ${way} in the moment it was told something: the next page knows, and so does this one when it comes back`, async (t) => {
    const shop = await openShop(t, { '/': document({ body: '<a id="next" href="/next/">next</a>' }), '/next/': document({ title: 'Next' }) });
    const { open, said, errors } = await shopper(t);
    const isBack = way === 'going back';
    const page = await open(shop.address + (isBack ? '/next/' : '/'), { before: agree });
    await ready(page);
    await until(page, () => localStorage.length === 1);
    if (isBack) {
      await page.goto(shop.address);
      await ready(page);
    }
    const told = [];
    for (let turn = 0; turn < 3; turn++) {
      // The page has no idle time any more: only leaving saves. The last words are those of the shop's own listeners.
      await page.evaluate((turn) => {
        window.requestIdleCallback = () => 0;
        const tell = (item_id) => window.vitrine.track('view_item', { items: [{ item_id }] });
        addEventListener('pagehide', () => tell(`pagehide-${turn}`), { once: true });
        document.addEventListener('visibilitychange', () => tell(`hidden-${turn}`), { once: true });
        tell(`last-${turn}`);
      }, turn);
      await Promise.all([page.waitForNavigation(), page.evaluate(leave)]);
      await ready(page);
      told.push(`hidden-${turn}`, `last-${turn}`, `pagehide-${turn}`);
      await until(page, async (total) => (await window.vitrine.profile()).views.length === total, told.length);
      assert.deepEqual(await viewed(page), [...told].sort());
      await (isBack ? page.goForward() : page.goBack());
      await ready(page);
      await until(page, async (total) => (await window.vitrine.profile()).views.length === total, told.length);
      assert.deepEqual(await viewed(page), [...told].sort());
    }
    const another = await open(shop.address, { before: agree });
    await ready(another);
    assert.deepEqual(await viewed(another), [...told].sort());
    assert.deepEqual([said, errors], [[], []]);
  });
}

test('a reloaded page is another page view of the same visit, and another tab of its own', async (t) => {
  const shop = await openShop(t);
  const { open } = await shopper(t);
  const page = await open(shop.address, { before: agree });
  await ready(page);
  await until(page, () => localStorage.length === 1);
  await page.reload();
  await ready(page);
  const { visit, events } = await call(page, 'profile');
  assert.deepEqual([visit.number, visit.pages, events], [1, 2, 2]);
  await until(page, () => JSON.parse(localStorage.getItem('vitrine'))[3].length === 2);
});
