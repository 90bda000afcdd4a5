// A shop on a local server and a browser to visit it with.
import { readdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createHash } from 'node:crypto';
import { after, before } from 'node:test';
import puppeteer from 'puppeteer-core';
import { compile } from 'vitrine/authoring';
import { modelFolder } from '../node/support.mjs';
import { CHROMIUM } from './engines.mjs';

const dist = new URL('../../web/dist/', import.meta.url);
const file = (name) => readFile(new URL(name, dist));
export const stub = (await file('stub.js')).toString().trim();
const types = { html: 'text/html', js: 'text/javascript', json: 'application/json', css: 'text/css', wasm: 'application/wasm' };

const view = { $event: 'view_item', where: { item_category: 'Hiking' }, count: { $gte: 2 } };
const hero = (title, link) => ({ template: 'hero', title, link });

export const shop = {
  vitrine: 1,
  attributes: { tier: { type: 'string' } },
  slots: { 'home-hero': { type: 'content' }, footer: { type: 'content' } },
  rules: [
    { id: 'hiking', slot: 'home-hero', priority: 3, when: { ...view, within: '30m' }, show: hero('Gear up for your hike', '/c/hiking') },
    { id: 'back', slot: 'home-hero', priority: 2, when: { 'visit.number': { $gte: 2 } }, show: hero('Welcome back', '/c/new-in') },
    { id: 'first', slot: 'home-hero', priority: 1, when: { 'page.type': 'home' }, show: hero('Welcome to the shop', '/c/all') },
    { id: 'gold', slot: 'footer', when: { tier: 'gold' }, show: { template: 'line', title: 'For you in gold' } },
  ],
};

export async function bundleOf(rules) {
  const { bundle, diagnostics } = await compile(rules);
  if (!bundle) throw new Error(JSON.stringify(diagnostics, null, 2));
  return Buffer.from(bundle);
}

/** The lines that a shop pastes. */
export const embed = `<script>${stub}</script>
  <script async src="/vitrine/vitrine.js" data-bundle="/vitrine/vitrine.json" data-page="home"></script>`;

/** Keeps the first paint waiting, so that what arrives meanwhile is in time for it. */
export const slowStyle = '<link rel="stylesheet" href="/slow.css">';

export const templates = `
  <template data-vitrine-template="hero"><section><h1 data-vitrine-text="title"></h1><a data-vitrine-href="link">Shop now</a></section></template>
  <template data-vitrine-template="line"><p data-vitrine-text="title"></p></template>`;

export const heroSlot = '<div data-vitrine-slot="home-hero" style="height:200px"><h1 id="default">Everything for outside</h1></div>';

export const html = ({ head = embed + slowStyle, body = templates + heroSlot } = {}) =>
  `<!doctype html><html lang="en"><head><title>Shop</title>${head}</head><body>${body}</body></html>`;

/** The files that every shop here has. */
async function standardFiles() {
  const rules = await bundleOf(shop);
  const files = {
    '/': html(),
    '/slow.css': { body: 'body{margin:0}', delay: 600 },
    '/vitrine/vitrine.json': manifestOf(rules),
    '/vitrine/rules.vitrine': rules,
  };
  for (const name of await readdir(dist)) if (/\.(js|wasm)$/.test(name)) files['/vitrine/' + name] = await file(name);
  return files;
}

/** Serves a shop on this machine; `use` says which files replace the standard ones (null: missing). */
export async function openServer() {
  const standard = await standardFiles();
  let routes = standard;
  const server = createServer(({ url }, response) => {
    const path = url.split('?')[0];
    const found = routes[path];
    if (found === undefined || found === null) return response.writeHead(404).end();
    const { body, delay = 0, headers = {} } = typeof found === 'string' || Buffer.isBuffer(found) ? { body: found } : found;
    const type = types[path.endsWith('/') ? 'html' : path.split('.').pop()] ?? 'application/octet-stream';
    setTimeout(() => response.writeHead(200, { 'content-type': type, 'cache-control': 'no-store', ...headers }).end(body), delay).unref();
  });
  await new Promise((resolve) => server.listen(0, 'localhost', resolve));
  return {
    origin: `http://localhost:${server.address().port}`,
    use: (files) => (routes = { ...standard, ...files }),
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Starts browser and server for a test file; `visit` opens a page of the shop. */
export function setUp() {
  let browser, server;

  before(async () => {
    browser = await puppeteer.launch(CHROMIUM);
    server = await openServer();
  });

  after(async () => {
    await browser?.close();
    server?.close();
  });

  /**
   * A shopper with an empty profile. `files` replaces what the server has (null: missing); `visit` opens a page and
   * waits until the callbacks of its queue were called, unless `wait` is false.
   */
  async function shopper(t, files = {}) {
    const routes = server.use(files);
    const { origin } = server;
    const context = await browser.createBrowserContext();
    t.after(() => context.close());
    const said = [];
    const errors = [];

    async function visit({ path = '/', before = () => undefined, args = [], days = 0, wait = true, load = 'load', emulate, timezone, features } = {}) {
      const page = await context.newPage();
      if (emulate) await page.emulate(emulate);
      if (timezone) await page.emulateTimezone(timezone);
      if (features) await page.emulateMediaFeatures(features);
      page.on('console', (message) => {
        if (message.text().startsWith('[vitrine]')) said.push(message.text());
      });
      page.on('pageerror', (error) => errors.push(String(error)));
      await page.evaluateOnNewDocument((shift) => {
        const { now } = Date;
        Date.now = () => now() + shift;
        window.violations = [];
        window.told = [];
        addEventListener('securitypolicyviolation', (event) => window.violations.push(event.violatedDirective));
        for (const name of ['vitrine:decision', 'vitrine:shown']) {
          addEventListener(name, ({ detail }) => window.told.push([name, detail.rule, detail.applied]), true);
        }
      }, days * 86_400_000);
      for (const one of [before].flat()) await page.evaluateOnNewDocument(one, ...args);
      await page.goto(origin + path, { waitUntil: load });
      if (wait) page.state = await ready(page);
      return page;
    }

    return { visit, said, errors, context, routes, origin };
  }
  return shopper;
}

/** The messages of a shopper's console once there are so many: one comes after what it is about, when warnings.js has come. */
export async function heard(said, count = 1) {
  for (let turn = 0; turn < 500 && said.length < count; turn++) await new Promise((resolve) => setTimeout(resolve, 20));
  return said;
}

/** What a `ready` callback of the page is told. */
export const ready = (page) => page.evaluate(() => new Promise((resolve) => window.vitrine.ready(resolve)));

const entryOf = (path, bytes) => ({
  path,
  bytes: bytes.length,
  integrity: 'sha384-' + createHash('sha384').update(bytes).digest('base64'),
});

export const manifestOf = (rules, changes = {}) =>
  JSON.stringify({ vitrine: 1, off: false, files: { rules: entryOf('rules.vitrine', rules) }, ...changes });

/** Rules and a model as files of the shop. */
export function modelFiles(rules, model) {
  const folder = modelFolder(model);
  const entry = (name) => entryOf(`model/${name}`, Buffer.from(folder[name]));
  const files = {
    rules: entryOf('rules.vitrine', rules),
    model: { ranking: entry('core.vitrine'), display: entry('core.json') },
  };
  const served = Object.entries(folder).map(([name, bytes]) => [`/vitrine/model/${name}`, bytes]);
  return { ...Object.fromEntries(served), '/vitrine/rules.vitrine': rules, '/vitrine/vitrine.json': manifestOf(rules, { files }) };
}

/** The heading in a slot. */
export const heading = (page, slot = 'home-hero') =>
  page.$eval(`[data-vitrine-slot="${slot}"]`, (element) => element.querySelector('h1, p')?.textContent ?? null);

/** Calls a method of the page's vitrine, and lets the decision that follows happen. */
export const call = (page, name, ...args) =>
  page.evaluate(
    async (name, args) => {
      const answer = await window.vitrine[name](...args);
      await new Promise((resolve) => setTimeout(resolve));
      return answer;
    },
    name,
    args,
  );

/** The shopper does something, so that slots in view may change; the pointer is nowhere. */
export const act = (page) => page.keyboard.press('Shift');

/** The shopper looks at two products. */
export async function hike(page) {
  for (const item_id of ['boot-1', 'tent-1']) {
    await call(page, 'track', 'view_item', { items: [{ item_id, item_category: 'Hiking' }] });
  }
}

/** Until a function of the page gives something true. */
export const until = (page, condition, ...args) => page.waitForFunction(condition, { timeout: 10_000, polling: 20 }, ...args);
