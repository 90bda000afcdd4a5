// A shop on a server that can be watched, slowed down, changed and stopped, as browsers with a cache see it.
import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { createServer } from 'node:http';
import puppeteer from 'puppeteer-core';
import { bundleOf, heroSlot, manifestOf, shop, stub, templates } from './support.mjs';

const dist = new URL('../../web/dist/', import.meta.url);
const TYPES = { html: 'text/html', js: 'text/javascript', json: 'application/json', wasm: 'application/wasm' };

/** The lines that `vitrine build` prints, for a page of this type. */
export const embedded = ({ type = 'home', more = '' } = {}) =>
  `<script data-bundle="/vitrine/vitrine.json">${stub}</script>
  <script async src="/vitrine/vitrine.js" data-bundle="/vitrine/vitrine.json" data-page="${type}" ${more}></script>`;

export const document = ({ head = embedded(), body = templates + heroSlot, title = 'Shop' } = {}) =>
  `<!doctype html><html lang="en"><head><title>${title}</title>${head}</head><body>${body}</body></html>`;

/** The rules of the shop with another headline for new visitors. */
export const rulesSaying = (title) =>
  bundleOf({ ...shop, rules: shop.rules.map((rule) => (rule.id === 'first' ? { ...rule, show: { ...rule.show, title } } : rule)) });

/** A manifest and the rules that it names, as `vitrine build` writes them. */
export async function release(title, changes) {
  const rules = await rulesSaying(title);
  const name = `rules.${createHash('sha256').update(rules).digest('hex').slice(0, 12)}.vitrine`;
  return {
    '/vitrine/vitrine.json': manifestOf(rules, changes).replace('rules.vitrine', name),
    ['/vitrine/' + name]: rules,
  };
}

/** Serves a shop until the test ends. `files` and `headers`, by path, may be changed at any time. */
export async function openShop(t, files = {}) {
  const all = { '/': document(), ...(await release('Welcome to the shop')) };
  for (const name of await readdir(dist)) if (/\.(js|wasm)$/.test(name)) all['/vitrine/' + name] = await readFile(new URL(name, dist));
  const origin = {
    files: Object.assign(all, files),
    /** As most servers have it: nothing is used without asking, unless a test says otherwise. */
    headers: {},
    /** How long answers take from now on, in ms, by path. */
    delays: {},
    /** What was asked for: path and status. */
    asked: [],
    /**
     * Answers none of these paths until all of them were asked for: who waits for one of them before asking for the
     * next waits in vain. The promise tells whether that came about, within `patience` ms; then all are answered anyway.
     */
    hold(paths, patience = 15_000) {
      const missing = new Set(paths);
      return new Promise((resolve) => {
        const answer = (together) => {
          held.splice(0).forEach((go) => go());
          clearTimeout(timer);
          meet = null;
          resolve(together);
        };
        const timer = setTimeout(answer, patience, false);
        meet = (path, go) => {
          if (!paths.includes(path)) return go();
          held.push(go);
          missing.delete(path);
          if (!missing.size) answer(true);
        };
      });
    },
    /** What was asked for since the last look, but pages and icons. */
    look() {
      return this.asked.splice(0).filter((line) => line.startsWith('/vitrine/')).map((line) => line.slice(9)).sort();
    },
  };
  /** Of `hold`: what to do with who asks, and answers that wait. */
  let meet = null;
  const held = [];
  const server = createServer(({ url, headers }, response) => {
    const path = url.split('?')[0];
    const body = origin.files[path];
    const etag = body === undefined ? '' : `"${createHash('sha256').update(body).digest('hex').slice(0, 12)}"`;
    const status = body === undefined ? 404 : headers['if-none-match'] === etag ? 304 : 200;
    origin.asked.push(`${path} ${status}`);
    const type = TYPES[path.endsWith('/') ? 'html' : path.split('.').pop()] ?? 'application/octet-stream';
    const named = { 'content-type': type, 'cache-control': 'no-cache', ...(body !== undefined && { etag }), ...origin.headers[path] };
    const answer = () => response.writeHead(status, named).end(status === 200 ? body : undefined);
    if (meet) meet(path, answer);
    else setTimeout(answer, origin.delays[path] ?? 0).unref();
  });
  const listen = (port) => new Promise((resolve) => server.listen(port, 'localhost', resolve));
  await listen(0);
  const { port } = server.address();
  origin.address = `http://localhost:${port}`;
  origin.stop = () => new Promise((resolve) => {
    server.close(resolve);
    server.closeAllConnections();
  });
  origin.start = () => listen(port);
  t.after(() => server.listening && origin.stop());
  return origin;
}

/** A browser as shoppers have it, with its back/forward cache; each call of `shopper` is a profile of its own. */
export async function openBrowser(t) {
  const browser = await puppeteer.launch({
    executablePath: process.env.VITRINE_CHROMIUM || '/usr/bin/chromium',
    ignoreDefaultArgs: ['--disable-back-forward-cache'],
    args: [
      '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync',
    ],
  });
  t.after(() => browser.close());
  return browser;
}

/** Follows what pages of a context say and where they fail. */
export async function shopperIn(t, browser) {
  const context = await browser.createBrowserContext();
  t.after(() => context.close());
  const said = [];
  const errors = [];
  async function open(address, { before = [], load = 'load' } = {}) {
    const page = await context.newPage();
    page.on('console', (message) => message.text().startsWith('[vitrine]') && said.push(message.text()));
    page.on('pageerror', (error) => errors.push(String(error)));
    for (const one of [before].flat()) await page.evaluateOnNewDocument(one);
    await page.goto(address, { waitUntil: load });
    return page;
  }
  return { open, said, errors, context };
}
