// The life of a shopper: three heroes, two tabs, consent, storage.
import assert from 'node:assert/strict';
import test from 'node:test';
import { act, call, heading, heard, hike, setUp, until } from './support.mjs';

const shopper = setUp();
const allowed = { personalise: true };
const stored = (page) => page.evaluate(() => localStorage.getItem('vitrine'));
const saved = (page) => until(page, () => localStorage.getItem('vitrine') !== null);

test('a new visitor, after two products another hero without reload, a returning visitor a third', async (t) => {
  const { visit, said, errors } = await shopper(t);
  const page = await visit({
    before: () => addEventListener('DOMContentLoaded', () => window.vitrine.setConsent({ personalise: true })),
  });
  assert.deepEqual(page.state, { status: 'ready', reason: null });
  assert.equal(await heading(page), 'Welcome to the shop');
  assert.equal(await page.$eval('[data-vitrine-slot] a', (link) => link.getAttribute('href')), '/c/all');
  await act(page);
  await hike(page);
  assert.equal(await heading(page), 'Gear up for your hike');
  await saved(page);
  await page.close();
  const later = await visit({
    days: 1,
    before: () => addEventListener('DOMContentLoaded', () => window.vitrine.setConsent({ personalise: true })),
  });
  assert.equal(await heading(later), 'Welcome back');
  assert.deepEqual([said, errors], [[], []]);
});

test('consent denied: nothing is stored, anywhere', async (t) => {
  const { visit, context, said } = await shopper(t);
  const page = await visit();
  await call(page, 'setConsent', { personalise: false, measure: false });
  await hike(page);
  await call(page, 'setCart', [{ item_id: 'a', price: 1 }]);
  await page.reload();
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 700)));
  assert.equal(await heading(page), 'Welcome to the shop');
  assert.deepEqual(
    await page.evaluate(async () => [localStorage.length, sessionStorage.length, document.cookie, (await indexedDB.databases()).length, (await caches.keys()).length]),
    [0, 0, '', 0, 0],
  );
  assert.deepEqual(await context.cookies(), []);
  assert.deepEqual(said, []);
});

test('consent withdrawn: storage is empty, and the default of a stranger returns', async (t) => {
  const { visit } = await shopper(t);
  const page = await visit();
  await call(page, 'setConsent', allowed);
  await act(page);
  await hike(page);
  await saved(page);
  assert.equal(await heading(page), 'Gear up for your hike');
  await act(page);
  await call(page, 'setConsent', { personalise: false });
  assert.equal(await stored(page), null);
  assert.equal(await heading(page), 'Welcome to the shop');
});

test('a page that is left saves what it knows', async (t) => {
  const { visit } = await shopper(t);
  const page = await visit();
  await page.evaluate(() => {
    window.requestIdleCallback = () => 0; // so that only leaving can save
    window.vitrine.setConsent({ personalise: true });
    window.vitrine.track('search');
  });
  await page.goto('about:blank');
  const next = await visit();
  await call(next, 'setConsent', allowed);
  assert.equal((await call(next, 'profile')).events, 3); // page, search, page
});

test('two tabs do not lose each other\'s events, and see them', async (t) => {
  const { visit } = await shopper(t);
  const [a, b] = [await visit(), await visit()];
  for (const page of [a, b]) await call(page, 'setConsent', allowed);
  const view = (page, item_id) => call(page, 'track', 'view_item', { items: [{ item_id, item_category: 'Hiking' }] });
  await Promise.all([view(a, 'a1'), view(b, 'b1')]);
  await Promise.all([view(a, 'a2'), view(b, 'b2')]);
  for (const page of [a, b]) {
    await until(page, async () => (await window.vitrine.profile()).views.length === 4);
    const profile = await call(page, 'profile');
    assert.deepEqual(profile.views.map(({ item_id }) => item_id).sort(), ['a1', 'a2', 'b1', 'b2']);
    assert.equal(profile.events, 6);
    assert.equal(profile.visit.number, 1);
  }
  await a.close();
  await b.close();
  const c = await visit();
  await call(c, 'setConsent', allowed);
  assert.equal((await call(c, 'profile')).events, 7);
});

test('forgetting in one tab is forgetting in the other', async (t) => {
  const { visit } = await shopper(t);
  const [a, b] = [await visit(), await visit()];
  for (const page of [a, b]) await call(page, 'setConsent', allowed);
  await hike(a);
  await until(b, async () => (await window.vitrine.profile()).views.length === 2);
  await call(a, 'forget');
  await until(b, async () => (await window.vitrine.profile()).events === 0);
  for (const page of [a, b]) {
    const { events, views, visit } = await call(page, 'profile');
    assert.deepEqual([events, views, visit.pages], [0, [], 0]);
  }
});

test('consent withdrawn in one tab: the other does not write the visitor back', async (t) => {
  const { visit } = await shopper(t);
  const [a, b] = [await visit(), await visit()];
  for (const page of [a, b]) await call(page, 'setConsent', allowed);
  await hike(a);
  await until(b, async () => (await window.vitrine.profile()).views.length === 2);
  await call(a, 'setConsent', { personalise: false });
  await until(b, async () => (await window.vitrine.profile()).views.length === 0);
  await hike(b);
  await b.evaluate(() => new Promise((resolve) => setTimeout(resolve, 700)));
  assert.equal((await call(b, 'profile')).views.length, 2);
  assert.equal(await stored(a), null);
  await b.close();
  assert.equal(await stored(a), null);
});

test('where inspect.js is missing: a message, and null for an answer', async (t) => {
  const { visit, said, errors } = await shopper(t, { '/vitrine/inspect.js': null });
  const page = await visit();
  assert.equal(await call(page, 'explain', 'home-hero'), null);
  assert.equal(await call(page, 'profile'), null);
  assert.deepEqual([(await heard(said)).length, errors], [1, []]);
  assert.match(said[0], /inspect\.js did not load/);
});

for (const [what, sabotage] of [
  ['full', () => {
    Storage.prototype.setItem = () => {
      throw new DOMException('full', 'QuotaExceededError');
    };
  }],
  ['blocked', () => {
    Object.defineProperty(window, 'localStorage', {
      get() {
        throw new DOMException('blocked', 'SecurityError');
      },
    });
  }],
  ['hostile', () => {
    Storage.prototype.getItem = () => '[1,9,"x",[["y",1]],"AAAA"]';
    Storage.prototype.setItem = () => undefined;
  }],
]) {
  test(`storage that is ${what}: one message, and the page goes on in memory`, async (t) => {
    const { visit, said, errors } = await shopper(t);
    const page = await visit({ before: sabotage });
    await call(page, 'setConsent', allowed);
    await act(page);
    await hike(page);
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 700)));
    assert.equal(await heading(page), 'Gear up for your hike');
    await act(page);
    await call(page, 'forget');
    assert.equal(await heading(page), 'Welcome to the shop');
    assert.deepEqual([(await heard(said)).length, errors], [1, []]);
  });
}

test('explanations and the profile come when they are asked for', async (t) => {
  const { visit } = await shopper(t);
  const page = await visit();
  const files = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name.split('/').pop()));
  assert.equal(files.includes('inspect.js'), false);
  assert.equal(
    (await call(page, 'explain', 'home-hero')).text,
    [
      'home-hero: first',
      '  hiking: would need $event view_item where {"item_category":"Hiking"} within 30m $gte 2, which is unknown without consent',
      '  back: would need visit.number $gte 2, which is unknown without consent',
      '  first: holds and comes first',
      '    page.type = "home", found "home"',
    ].join('\n'),
  );
  assert.equal(await call(page, 'explain', 'nowhere'), null);
  assert.equal((await call(page, 'profile')).known, false);
});
