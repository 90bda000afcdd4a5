// Pictures of the storefront for people to look at: node tests/browser/screenshots.mjs [FOLDER]
// Home, product, cart, popups, quiz, what the browser knows and the inspector, of a shopper who looked at boots and packs,
// on a desktop and a phone; build/screenshots/ unless told. What the demo does not have is left out, and said.
// storefront.webp is the picture in the README.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { hurry, opened, pause, setHidden } from './popups.mjs';
import { enter, openStorefront, press, settled } from './storefront.mjs';

const folder = process.argv[2] ?? fileURLToPath(new URL('../../build/screenshots', import.meta.url));
const SCREENS = [['desktop', { width: 1280, height: 900 }], ['phone', { width: 390, height: 844, deviceScaleFactor: 2, hasTouch: true, isMobile: true }]];

await mkdir(folder, { recursive: true });
const { origin, browser, stop } = await openStorefront();
try {
  for (const [screen, viewport] of SCREENS) {
    const context = await browser.createBrowserContext();
    const page = await context.newPage();
    await page.setViewport(viewport);
    const shoot = async (name) => {
      await page.evaluate(async () => {
        for (const image of document.images) image.loading = 'eager';
        await Promise.all([...document.images].map((image) => image.decode().catch(() => undefined)));
        document.getElementById('why-button').hidden = true; // would stand in the middle of the long picture
        scrollTo({ top: 0, behavior: 'instant' });
      });
      await settled(page);
      const path = join(folder, `${name}-${screen}.png`);
      await page.screenshot({ path, fullPage: true });
      console.log(path);
    };
    const go = (address) => page.evaluate((to) => dispatchEvent(new CustomEvent('shop:go', { detail: to })), address).then(() => settled(page));
    await enter(page, `${origin}/en/`);
    await shoot('welcome');
    await press(page, '#allow');
    for (const id of ['boots-1', 'boots-4', 'pack-1']) await go(`/en/p/${id}`);
    await go('/en/');
    await shoot('home');
    if (screen === 'desktop') {
      const clip = { x: 0, y: 0, width: viewport.width, height: 1080 };
      await page.screenshot({ path: join(folder, 'storefront.webp'), type: 'webp', quality: 80, clip });
    }
    await go('/en/p/boots-7');
    await shoot('product');
    await press(page, '.product-words button');
    await go('/en/p/pack-2');
    await press(page, '.product-words button');
    await go('/en/cart');
    await shoot('cart');
    await go('/en/c/tents');
    await shoot('category');
    await go('/en/');
    await page.evaluate(() => void (document.getElementById('why-button').hidden = false));
    await press(page, '#why-button');
    await page.waitForSelector('#device');
    await page.screenshot({ path: join(folder, `why-${screen}.png`) });
    /** A picture of what is in the window, once it is there. */
    const shootWindow = async (of, name, selector) => {
      if (!(await of.waitForSelector(selector, { timeout: 5000 }).catch(() => null))) return console.log(`${name}: not in this demo`);
      await pause(700); // for what fades in
      const path = join(folder, `${name}-${screen}.png`);
      await of.screenshot({ path });
      console.log(path);
    };
    await press(page, '#why-close');
    await go('/en/data');
    await shootWindow(page, 'known', '[data-vitrine-known] button');
    await go('/en/c/hiking-boots');
    if (await page.$('[data-ask]')) {
      await press(page, '[data-ask]');
      await shootWindow(page, 'quiz', 'vitrine-popup');
      await page.keyboard.press('Escape');
    }
    const debugged = await context.newPage();
    await debugged.setViewport(viewport);
    await enter(debugged, `${origin}/en/?vitrine=debug`);
    await debugged.waitForSelector('vitrine-inspector');
    await debugged.evaluate(() => {
      document.getElementById('why-button').hidden = true; // is beneath it
      document.querySelector('vitrine-inspector').shadowRoot.querySelector('[data-key="summary home-hero"]').click();
    });
    await settled(debugged);
    await shootWindow(debugged, 'inspector', 'vitrine-inspector');
    await context.close();
    for (const [name, wait] of [['letters', 0], ['exit-offer', 600]]) {
      const context = await browser.createBrowserContext();
      const page = await context.newPage();
      await page.setViewport(viewport);
      await page.evaluateOnNewDocument(hurry, 10);
      await enter(page, `${origin}/en/`);
      await press(page, '#allow');
      await page.evaluate(() => ['/en/p/boots-1', '/en/p/boots-4', '/en/p/pack-1'].forEach((to) => dispatchEvent(new CustomEvent('shop:go', { detail: to }))));
      if (wait) {
        await press(page, '.product-words button');
        await pause(wait); // nobody leaves at once
        await setHidden(page, true);
        await setHidden(page, false);
        await page.mouse.move(300, 300);
        await page.mouse.move(300, -5);
      }
      await opened(page);
      await pause(500);
      await page.screenshot({ path: join(folder, `${name}-${screen}.png`) });
      console.log(join(folder, `${name}-${screen}.png`));
      await context.close();
    }
  }
} finally {
  await stop();
}
