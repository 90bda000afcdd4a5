// Shops for the tests that run in every engine. What a page did is written down by a script of the page itself, which
// the server puts before all others: engines differ in what they tell the outside.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { after, before, describe } from 'node:test';
import { ENGINES, openEngine } from './engines.mjs';
import { openServer } from './support.mjs';

/** Writes down what is told, complained of and, where nothing may be, executed. */
function witness() {
  const seen = (window.seen = { said: [], errors: [], violations: [], told: [], reports: [], executed: [] });
  const { warn, error } = console;
  console.warn = (...words) => (seen.said.push(words.join(' ')), warn.apply(console, words));
  console.error = (...words) => (seen.errors.push(words.join(' ')), error.apply(console, words));
  addEventListener('error', ({ message, error }) => message && seen.errors.push(`${message}\n${error?.stack}`));
  addEventListener('unhandledrejection', ({ reason }) => seen.errors.push(String(reason)));
  // Some engines ask for an icon that nobody named.
  addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
    blockedURI.endsWith('/favicon.ico') || seen.violations.push(`${violatedDirective} ${blockedURI}`));
  for (const name of ['decision', 'shown', 'submit']) {
    addEventListener('vitrine:' + name, ({ detail }) => seen.told.push(`${name} ${detail.rule}`), true);
  }
  for (const name of ['alert', 'confirm', 'prompt', 'print', 'open']) window[name] = (...words) => void seen.executed.push([name, ...words].join(' '));
  addEventListener('DOMContentLoaded', () => window.vitrine?.on?.('report', ({ rule, outcome }) => seen.reports.push(`${rule} ${outcome}`)));
}

/** Agrees to everything, as soon as there is somebody to tell. */
export const allow = () => addEventListener('DOMContentLoaded', () => window.vitrine.setConsent({ personalise: true, measure: true }));

const first = '<script src="/before.js"></script>';
const withFirst = (text) => text.replace('<head>', '<head>' + first);
const scriptOf = (acts) => [witness, ...acts].map((act) => `(${act})();`).join('\n');

/** Runs tests once per engine. `tests` gets the engine's name and a way to open it. */
export function inEveryEngine(tests) {
  for (const name of ENGINES) {
    describe(name, () => {
      let engine;
      before(async () => (engine = await openEngine(name)));
      after(() => engine?.close());
      tests(name, async (t) => {
        const visitor = await engine.visitor();
        t.after(() => visitor.close());
        return visitor;
      });
    });
  }
}

/** What a `ready` callback of the page is told. */
export const ready = (tab) => tab.evaluate(() => new Promise((resolve) => window.vitrine.ready(resolve)));
export const seen = (tab) => tab.evaluate(() => window.seen);

/** Calls a method of the page's vitrine, and lets the decision that follows happen. */
export const call = (tab, name, ...args) =>
  tab.evaluate(
    async (name, args) => {
      const answer = await window.vitrine[name](...args);
      await new Promise((resolve) => setTimeout(resolve));
      return answer ?? null;
    },
    name,
    args,
  );

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** The rules of axe-core that the page breaks, with the elements that do. */
export async function axeFindings(tab) {
  await tab.load(axe);
  return tab.evaluate(async () => {
    const popup = document.querySelector('vitrine-popup')?.shadowRoot;
    await Promise.all((popup?.getAnimations?.() ?? []).map(({ finished }) => finished));
    const { violations } = await window.axe.run(document, { resultTypes: ['violations'] });
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`));
  });
}

/** Tests in every engine with the fixture's shop; a shopper's `visit` gives a tab in which Vitrine has started. */
export function inEveryShop(tests) {
  let server;
  before(async () => (server = await openServer()));
  after(() => server?.close());
  inEveryEngine((name, visitorOf) => {
    async function shopper(t, files = {}, { before = [] } = {}) {
      const routes = server.use({ '/before.js': scriptOf([before].flat()), ...files });
      for (const [path, route] of Object.entries(routes)) {
        if (!path.endsWith('/')) continue;
        routes[path] = typeof route === 'string' ? withFirst(route) : { ...route, body: withFirst(route.body) };
      }
      const visitor = await visitorOf(t);
      return async ({ path = '/', wait = true } = {}) => {
        const tab = await visitor.tab();
        await tab.goto(server.origin + path);
        if (wait) tab.state = await ready(tab);
        return tab;
      };
    }
    tests(name, shopper);
  });
}

/** Serves what another server has, its pages with the witness. */
export async function witnessed(origin, acts = []) {
  const server = createServer(async ({ url }, response) => {
    if (url === '/before.js') return response.writeHead(200, { 'content-type': 'text/javascript' }).end(scriptOf(acts));
    const found = await fetch(origin + url);
    const type = found.headers.get('content-type');
    const body = Buffer.from(await found.arrayBuffer());
    response.writeHead(found.status, { 'content-type': type, 'cache-control': 'no-cache' }).end(type.startsWith('text/html') ? withFirst(String(body)) : body);
  });
  await new Promise((resolve) => server.listen(0, 'localhost', resolve));
  return {
    origin: `http://localhost:${server.address().port}`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
