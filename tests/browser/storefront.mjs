// The demo's storefront on a local server, and a browser to walk through it with.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import puppeteer from 'puppeteer-core';
import { CHROMIUM } from './engines.mjs';

const demo = (name) => fileURLToPath(new URL(`../../demo/${name}`, import.meta.url));
const built = process.env.VITRINE_DEMO ?? fileURLToPath(new URL('../../build/demo', import.meta.url));

/** Builds the demo where it changed and serves it. */
export async function serveStorefront() {
  execFileSync(process.execPath, [demo('build.mjs'), built], { stdio: ['ignore', 'ignore', 'inherit'] });
  const server = spawn(process.execPath, [demo('serve.mjs'), '--port', '0', '--root', `${built}/site`], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await once(server.stdout.setEncoding('utf8'), 'data');
  return { origin: /http:\/\/localhost:\d+/.exec(line)[0], site: `${built}/site`, close: () => server.kill() };
}

/** The demo in Chromium; `stop` ends both server and browser. */
export async function openStorefront() {
  const server = await serveStorefront();
  const browser = await puppeteer.launch(CHROMIUM);
  async function stop() {
    await browser.close();
    server.close();
  }
  return { origin: server.origin, browser, stop };
}

/** Opens an address of the shop and waits until it stands. */
export async function enter(page, address) {
  await page.goto(address, { waitUntil: 'load' });
  await page.waitForSelector('main h1');
  await page.evaluate(() => new Promise((resolve) => window.vitrine.ready(resolve)));
  await settled(page);
}

/** Lets decisions that follow from what was just done happen, also those that files of the model are fetched for. */
export async function settled(page) {
  await page.waitForNetworkIdle({ idleTime: 50, timeout: 1000 }).catch(() => undefined); // some files never come
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 20)));
}

/** Clicks a link or button that stands in the page, wherever it is. */
export async function press(page, selector) {
  const element = await page.waitForSelector(selector, { visible: true });
  await element.evaluate((one) => one.scrollIntoView({ block: 'center', behavior: 'instant' }));
  await element.click();
  await settled(page);
}

/** Goes to a view by clicking a link of the page, as shoppers do: no reload. */
export const follow = (page, address) => press(page, `a[href="${address}"]`);
