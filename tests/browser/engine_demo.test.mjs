// A shopper's way through the demo in Chromium, Firefox and WebKit: what it shows, nothing twice, nothing complained
// of, and nothing that axe-core finds on any page. The whole journey is in journey.test.mjs.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { axeFindings, inEveryEngine, ready, seen, witnessed } from './engine_shop.mjs';
import { hurry } from './popups.mjs';
import { serveStorefront } from './storefront.mjs';

let demo, calm, hurried;
before(async () => {
  demo = await serveStorefront();
  calm = await witnessed(demo.origin);
  hurried = await witnessed(demo.origin, [`() => (${hurry})(20)`]);
});
after(() => [calm, hurried, demo].forEach((server) => server?.close()));

const text = (tab, name, part) => tab.evaluate((name, part) => document.querySelector(`[data-vitrine-slot="${name}"]`).querySelector(part)?.textContent.trim() ?? null, name, part);
const shelf = (tab, name) => tab.evaluate((name) => [...document.querySelectorAll(`[data-vitrine-slot="${name}"] [data-vitrine-item]`)].map(({ dataset }) => dataset.vitrineItem), name);

async function enter(tab, address) {
  await tab.goto(address);
  await tab.until(() => document.querySelector('main h1'));
  await ready(tab);
}

/** Goes on by a click, and lets what follows from it happen. */
async function follow(tab, selector, arrived) {
  await tab.click(selector);
  await tab.until(arrived);
}
const at = (path) => `() => location.pathname === '${path}'`;

async function assertSound(tab, where) {
  const twice = await tab.evaluate(() => {
    const ids = [...document.querySelectorAll('[data-vitrine-item], [data-product]')].filter((card) => card.checkVisibility()).map((card) => card.dataset.vitrineItem ?? card.dataset.product);
    return ids.filter((id, i) => ids.indexOf(id) !== i);
  });
  assert.deepEqual(twice, [], where);
  await tab.move(1, 1);
  assert.deepEqual(await axeFindings(tab), [], where);
}

async function assertQuiet(tab) {
  const { said, errors, violations } = await seen(tab);
  assert.deepEqual({ said, errors, violations }, { said: [], errors: [], violations: [] });
}

inEveryEngine((engine, visitorOf) => {
  test('from the first view to the order, and the next visit', async (t) => {
    const tab = await (await visitorOf(t)).tab();
    await enter(tab, `${calm.origin}/en/`);
    assert.equal(await text(tab, 'home-hero', 'h2'), 'Find your way outside');
    await tab.until(() => document.querySelectorAll('[data-vitrine-slot="home-popular"] [data-vitrine-item]').length === 5);
    await assertSound(tab, 'home of a stranger');
    await tab.click('#allow');
    await follow(tab, 'a[href="/en/c/hiking-boots"]', at('/en/c/hiking-boots'));
    await assertSound(tab, 'category');
    await follow(tab, 'a[href="/en/p/boots-4"]', at('/en/p/boots-4'));
    await follow(tab, '.crumbs a', at('/en/c/hiking-boots'));
    await follow(tab, 'a[href="/en/p/boots-3"]', at('/en/p/boots-3'));
    await follow(tab, '.name', at('/en/'));
    await tab.until(() => document.querySelector('[data-vitrine-slot="home-hero"] h2').textContent.trim() === 'Gear up for your hike');
    await tab.until(() => document.querySelectorAll('[data-vitrine-slot="home-for-you"] [data-vitrine-item]').length === 10);
    assert.match(await text(tab, 'home-for-you', '.because'), /^Because you viewed (Ur GT|Lyng Mid) hiking boots$/);
    await assertSound(tab, 'home of a hiker');
    await follow(tab, 'a[href="/en/c/hiking-boots"]', at('/en/c/hiking-boots'));
    await follow(tab, 'a[href="/en/p/boots-1"]', at('/en/p/boots-1'));
    await tab.until(() => document.querySelectorAll('[data-vitrine-slot="product-together"] [data-vitrine-item]').length === 5);
    await assertSound(tab, 'product');
    await tab.click('.product-words button');
    await tab.until(() => document.getElementById('cart-count').textContent === '1');
    await follow(tab, '.cart-link', at('/en/cart'));
    await tab.until(() => document.querySelector('[data-vitrine-slot="cart-together"] [data-vitrine-item]'));
    assert.equal((await shelf(tab, 'cart-together')).includes('boots-1'), false);
    await assertSound(tab, 'cart');
    await tab.click('.sum button');
    await tab.until(() => document.querySelector('h1').textContent === 'Thank you!');
    await tab.until(() => document.querySelectorAll('[data-vitrine-slot="done-for-you"] [data-vitrine-item]').length === 5);
    const { orders, cart } = await tab.evaluate(async () => JSON.parse(JSON.stringify(await window.vitrine.profile())));
    assert.deepEqual([orders.count, orders.value, cart.quantity], [1, 189, 0]);
    await tab.click('#why-button');
    await tab.until(() => document.getElementById('device'));
    await assertSound(tab, 'panel');
    await tab.click('#tomorrow');
    await tab.until(() => document.querySelector('[data-vitrine-slot="home-hero"] h2')?.textContent.trim() === 'Welcome back');
    assert.deepEqual((await shelf(tab, 'home-again')).slice(0, 2), ['boots-3', 'boots-4']);
    await assertQuiet(tab);
    await tab.reload();
    await tab.until(() => document.querySelector('[data-vitrine-slot="home-hero"] h2')?.textContent.trim() === 'Welcome back');
    await assertQuiet(tab);
  });

  test('what is found and what is not, what is known, and a quiz with two branches', async (t) => {
    const tab = await (await visitorOf(t)).tab();
    const go = async (path, title) => {
      await tab.evaluate((to) => dispatchEvent(new CustomEvent('shop:go', { detail: to })), path);
      await tab.until((title) => document.querySelector('h1').textContent === title, title);
    };
    const assertNothing = async (where) => {
      await tab.move(1, 1);
      assert.deepEqual(await axeFindings(tab), [], where);
    };
    await enter(tab, `${calm.origin}/en/search?q=wool`);
    await assertNothing('search');
    await go('/en/search?q=submarine', 'Results for "submarine"');
    await assertNothing('search that finds nothing');
    await go('/en/p/nothing', 'This page is not there');
    await assertNothing('not found');
    await go('/en/data', 'Your data');
    await tab.click('[data-vitrine-known] input');
    await tab.until(() => document.querySelector('[data-vitrine-known]').innerText.includes('Visit 1'));
    await assertNothing('your data');
    await go('/en/c/hiking-boots', 'Hiking boots');
    await tab.click('[data-ask]');
    const steps = [['ground', '[value=rock]'], ['season', '[data-vitrine-back]'], ['ground', '[value=paths]'], ['load', '[value=light]'], ['load', 'form button'], ['light', '[data-vitrine-step] [data-vitrine-close]']];
    for (const [step, next] of steps) {
      await tab.until((step) => document.querySelector(`vitrine-popup [data-vitrine-step="${step}"]`)?.checkVisibility(), step);
      assert.deepEqual(await axeFindings(tab), [], step);
      await tab.click(`vitrine-popup ${next}`);
    }
    await tab.until(() => !document.querySelector('vitrine-popup'));
    await tab.until(() => document.querySelector('[data-vitrine-slot="category-popular"] [data-vitrine-item="shoes-1"]'));
    await assertQuiet(tab);
  });

  test('a popup of the demo, in Norwegian: read, answered by keys alone, closed', async (t) => {
    const tab = await (await visitorOf(t)).tab();
    await enter(tab, `${hurried.origin}/nb/`);
    await tab.click('#allow');
    await tab.evaluate(() => ['/nb/p/boots-4', '/nb/p/boots-3'].forEach((to) => dispatchEvent(new CustomEvent('shop:go', { detail: to }))));
    await tab.until(() => document.querySelector('vitrine-popup'));
    assert.deepEqual(await axeFindings(tab), []);
    await tab.type('vitrine-popup [name=email]', 'kari@example.com');
    await tab.key('Enter');
    await tab.until(() => document.querySelector('vitrine-popup [role=status]'));
    await tab.key('Escape');
    await tab.until(() => !document.querySelector('vitrine-popup'));
    const { reports } = await seen(tab);
    assert.deepEqual(reports.filter((one) => one.startsWith('letters')), ['letters shown', 'letters converted']);
    await assertQuiet(tab);
  });
});
