// Pages with popups for the tests of them: rules, templates, and what a popup looks like from outside.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { bundleOf, html, manifestOf, until } from './support.mjs';

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Nothing inline, nothing from elsewhere, no markup from text. */
export const policy =
  "default-src 'none'; connect-src 'self'; style-src 'self'; script-src 'self' 'wasm-unsafe-eval'; require-trusted-types-for 'script'; trusted-types 'none'; base-uri 'none'";

/** As a shop's own style sheet would dress it. */
const style = `
  body { margin: 0; font: 16px sans-serif; }
  vitrine-popup h2 { margin: 0; color: rgb(44, 90, 76); }
  .tall { height: 4000px; }
  .low { margin-top: 2000px; height: 50px; }`;

const templates = `
  <template data-vitrine-template="offer">
    <h2 data-vitrine-text="title"></h2>
    <p data-vitrine-text="text"></p>
    <a data-vitrine-href="link" href="/">See it</a>
    <button type="button" data-vitrine-close>No, thanks</button>
  </template>
  <template data-vitrine-template="plain"><p data-vitrine-text="text"></p></template>
  <template data-vitrine-template="sign-up">
    <h2>Letters from the trail</h2>
    <form>
      <label>E-mail <input type="email" name="email" required></label>
      <label>Size <input type="number" name="size" data-vitrine-attribute="size"></label>
      <label><input type="checkbox" name="winter" data-vitrine-attribute="winter"> Winter</label>
      <button name="likes" value="tents" data-vitrine-attribute="likes">Tents</button>
      <button name="likes" value="boots" data-vitrine-attribute="likes">Boots</button>
    </form>
  </template>`;

export const offer = { template: 'offer', title: 'Still thinking?', text: 'Ten percent for you.', link: '/c/boots' };

/** A popup rule of the slot `pop` unless told. */
export const rule = (id, trigger, more = {}) => ({ id, slot: 'pop', trigger, show: offer, ...more });

const body = (more) => `${templates}<main><h1>Shop</h1><button id="open">Size guide</button> <input id="words" aria-label="Words"><p><a id="link" href="#there">Link</a></p>${more}</main>`;

/** The files of a shop with these rules; `page` holds further elements, `attributes` those of the script. */
export async function popupShop(rules, { more = '', page = 'home', lang = 'en', file = {} } = {}) {
  const bytes = await bundleOf({
    vitrine: 1,
    slots: { pop: { type: 'popup' }, second: { type: 'popup' } },
    ...file,
    rules,
  });
  const head = `<meta name="viewport" content="width=device-width"><link rel="stylesheet" href="/shop.css">
    <script src="/vitrine/stub.js"></script><script async src="/vitrine/vitrine.js" data-bundle="/vitrine/vitrine.json" data-page="${page}"></script>`;
  const text = html({ head, body: body(more) }).replace('lang="en"', `lang="${lang}"`);
  const at = { body: text, headers: { 'content-security-policy': policy, 'cache-control': 'no-cache' } };
  return { '/': at, '/other/': at, '/shop.css': style, '/vitrine/rules.vitrine': bytes, '/vitrine/vitrine.json': manifestOf(bytes) };
}

/** Before the page's own scripts: consent, and a list of what was reported and told. */
export function allow() {
  window.reports = [];
  window.events = [];
  for (const name of ['vitrine:shown', 'vitrine:submit']) {
    addEventListener(name, ({ detail, target }) => window.events.push([name, detail.slot, detail.rule, target.localName, detail.values ?? null]));
  }
  addEventListener('DOMContentLoaded', () => {
    window.vitrine.setConsent({ personalise: true, measure: true });
    window.vitrine.on('report', ({ rule, outcome }) => window.reports.push(`${rule} ${outcome}`));
  });
}

/** Makes the page's time run so much faster, for those who wait for half a minute. */
export function hurry(times) {
  const began = performance.now();
  const { now } = performance;
  const [every, later] = [setInterval, setTimeout];
  performance.now = () => began + (now.call(performance) - began) * times;
  window.setInterval = (act, ms) => every(act, ms / times);
  window.setTimeout = (act, ms, ...more) => later(act, ms / times, ...more);
}

/** The tab goes away or comes back, as far as scripts can tell. */
export const setHidden = (page, hidden) =>
  page.evaluate((hidden) => {
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => hidden });
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
  }, hidden);

export const isOpen = (page) => page.evaluate(() => document.querySelector('vitrine-popup') !== null);
export const opened = (page) => until(page, () => document.querySelector('vitrine-popup'));
export const closed = (page) => until(page, () => !document.querySelector('vitrine-popup'));
export const reports = (page) => page.evaluate(() => window.reports);
export const button = (page) => page.$('vitrine-popup >>> [part=close]');
export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** What stands on the screen, and who has the focus: an id, `close` for the popup's button, or the element's name. */
export const look = (page) =>
  page.evaluate(() => {
    const host = document.querySelector('vitrine-popup');
    const dialog = host?.shadowRoot.querySelector('dialog');
    const active = document.activeElement;
    return {
      kind: dialog?.className ?? null,
      label: dialog?.ariaLabel ?? null,
      modal: dialog?.matches(':modal') ?? null,
      focus: active?.shadowRoot?.activeElement?.part.value || active?.id || active?.localName,
    };
  });

/** The rules of axe-core that the page breaks; all but those about whole pages of a shop. */
export async function violations(page) {
  // Not by a script element, which the policy forbids.
  await page.evaluate(axe);
  await page.evaluate(() => Promise.all(document.querySelector('vitrine-popup').shadowRoot.getAnimations().map(({ finished }) => finished)));
  const { violations } = await page.evaluate(() => window.axe.run());
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target)}`);
}
