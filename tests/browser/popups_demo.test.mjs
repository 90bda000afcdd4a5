// The demo's quiz and survey, as a shopper meets them.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { closed, hurry, look, opened, violations } from './popups.mjs';
import { enter, openStorefront, press, settled } from './storefront.mjs';

let storefront;
before(async () => (storefront = await openStorefront()));
after(() => storefront?.stop());

async function shopper(t, path, viewport = { width: 1280, height: 900 }) {
  const context = await storefront.browser.createBrowserContext();
  const page = await context.newPage();
  const complaints = [];
  page.on('console', (message) => ['error', 'warn'].includes(message.type()) && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.evaluateOnNewDocument(hurry, 10);
  await page.setViewport(viewport);
  await enter(page, storefront.origin + path);
  t.after(async () => {
    await context.close();
    assert.deepEqual(complaints, []);
  });
  return page;
}

const step = (page) => page.$eval('vitrine-popup [data-vitrine-step]', ({ dataset }) => dataset.vitrineStep);
const shelf = (page) => page.$$eval('[data-vitrine-slot="category-popular"] [data-vitrine-item]', (cards) => cards.map((card) => card.dataset.vitrineItem));

test('which boots suit you: two questions, and the shelf follows, also for a stranger', async (t) => {
  const page = await shopper(t, '/nb/c/hiking-boots', { width: 390, height: 844, hasTouch: true, isMobile: true });
  await press(page, '[data-ask]');
  await opened(page);
  assert.equal((await look(page)).label, 'Hvilke sko passer deg?');
  assert.deepEqual([await step(page), await violations(page)], ['ground', []]);
  await page.click('vitrine-popup [value=paths]');
  assert.deepEqual([await step(page), await violations(page)], ['load', []]);
  assert.match(await page.evaluate(() => document.activeElement.textContent), /^Spørsmål 2 \/ 2 Hva bærer du\?$/);
  await page.click('vitrine-popup [data-vitrine-back]');
  await page.click('vitrine-popup [value=rock]');
  assert.deepEqual([await step(page), await violations(page)], ['season', []]);
  await page.click('vitrine-popup [value=stiff]');
  await page.keyboard.press('Enter');
  assert.deepEqual([await step(page), await violations(page)], ['stiff', []]);
  await page.click('vitrine-popup [data-vitrine-step] [data-vitrine-close]');
  await closed(page);
  await settled(page);
  assert.deepEqual(await shelf(page), ['boots-6', 'boots-1', 'boots-3', 'boots-2', 'boots-9']);
  assert.equal(await page.evaluate(() => document.activeElement.matches('[data-ask]')), true);
});

test('after an order, one question, once', async (t) => {
  const page = await shopper(t, '/en/p/boots-4');
  await press(page, '#allow');
  await press(page, '.product-words button');
  const order = async () => {
    await page.evaluate(() => dispatchEvent(new CustomEvent('shop:go', { detail: '/en/done?order=1' })));
    await settled(page);
  };
  await order();
  await opened(page);
  assert.deepEqual(await look(page), { kind: 'corner', label: 'How did you find us?', modal: false, focus: 'h1' });
  assert.deepEqual(await violations(page), []);
  await page.click('vitrine-popup [value=trail]');
  await page.click('vitrine-popup form button');
  assert.deepEqual([await step(page), await violations(page)], ['thanks', []]);
  assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Thank you for the answer!');
  await page.keyboard.press('Escape');
  await closed(page);
  await order();
  await new Promise((resolve) => setTimeout(resolve, 1500));
  assert.equal((await look(page)).kind, null);
});
