// The demo's page "Your data": seen, corrected and taken back, with what follows for the shop.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { enter, follow, openStorefront, press, settled } from './storefront.mjs';

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
let storefront;
before(async () => (storefront = await openStorefront()));
after(() => storefront?.stop());

async function shopper(t, viewport = { width: 1280, height: 900 }) {
  const context = await storefront.browser.createBrowserContext();
  const complaints = [];
  const page = await context.newPage();
  await page.setViewport(viewport);
  page.on('console', (message) => ['error', 'warn'].includes(message.type()) && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  t.after(async () => {
    await context.close();
    assert.deepEqual(complaints, []);
  });
  await enter(page, storefront.origin + '/en/');
  return page;
}

const known = (page) => page.$eval('[data-vitrine-known]', ({ innerText }) => innerText);
const says = (page, text) => page.waitForFunction((text) => document.querySelector('[data-vitrine-known]')?.innerText.includes(text), {}, text);
const kept = (page) => page.evaluate(() => [localStorage.getItem('demo:consent'), localStorage.getItem('vitrine') !== null]);
const boxes = (page) => page.$$eval('[data-vitrine-known] input', (list) => list.map(({ checked }) => checked));

test('what is known has names, and what is forgotten is gone from the shop, too', async (t) => {
  const page = await shopper(t);
  await press(page, '#allow');
  await follow(page, '/en/c/tents');
  await follow(page, '/en/p/tent2-1');
  const [name] = (await page.title()).split(' - ');
  await follow(page, '/en/data');
  await says(page, name);
  assert.match(await known(page), /Interests\s+Tents\s+100%/);
  assert.deepEqual(await boxes(page), [true, true]);
  await page.evaluate(axe);
  for (const viewport of [{ width: 1280, height: 900 }, { width: 390, height: 844 }]) {
    await page.setViewport(viewport);
    const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
    assert.deepEqual(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]), []);
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true);
  }
  await press(page, `[data-vitrine-known] button[aria-label="Forget ${name}"]`);
  await says(page, `${name} is forgotten.`);
  await press(page, '[data-vitrine-known] button[aria-label="Forget Tents"]');
  await says(page, 'Tents is forgotten.');
  const { views, affinity } = await page.evaluate(() => window.vitrine.profile());
  assert.deepEqual([views, affinity.item_category], [[], []]);
});

test('another answer than at the banner is kept, and asked for at the banner no more', async (t) => {
  const page = await shopper(t);
  await follow(page, '/en/data');
  await says(page, 'may not remember');
  await page.click('[data-vitrine-known] input');
  await says(page, 'Visit 1');
  await settled(page);
  assert.deepEqual([await boxes(page), (await kept(page))[0]], [[true, false], 'personalise']);
  assert.equal(await page.$eval('#consent', ({ hidden }) => hidden), true);
  await enter(page, storefront.origin + '/nb/data');
  await says(page, 'Besøk 1');
  assert.deepEqual(await boxes(page), [true, false]);
  await page.click('[data-vitrine-known] input');
  await says(page, 'får ikke huske');
  assert.deepEqual(await kept(page), ['no', false]);
});
