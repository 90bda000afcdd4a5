// Pages with popups for the tests of them: rules, templates, and what a popup looks like from outside.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { bundleOf, html, manifestOf, until } from './support.mjs';

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Nothing inline, nothing from elsewhere, no markup from text. */
export const policy =
  "default-src 'none'; connect-src 'self'; style-src 'self'; script-src 'self' 'wasm-unsafe-eval'; require-trusted-types-for 'script'; trusted-types 'none'; base-uri 'none'";

export const phone = {
  viewport: { width: 390, height: 700, isMobile: true, hasTouch: true },
  userAgent: 'Mozilla/5.0 (Linux; Android 14) Chrome/126.0 Mobile Safari/537.36',
};

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
  </template>
  <template data-vitrine-template="quiz">
    <h2>Which boots suit you?</h2>
    <form data-vitrine-step="ground">
      <h3><small>Question <span data-vitrine-progress>1</span> of 3</small> Where do you walk?</h3>
      <button name="ground" value="rock" data-vitrine-attribute="ground" data-vitrine-next="load">Rock</button>
      <button name="ground" value="forest" data-vitrine-attribute="ground" data-vitrine-next="wet">Forest</button>
    </form>
    <form data-vitrine-step="load" data-vitrine-next="mail">
      <fieldset>
        <legend>Question <span data-vitrine-progress></span> of 3: What do you carry?</legend>
        <label><input type="radio" name="load" value="day" required> A daypack</label>
        <label><input type="radio" name="load" value="tent" data-vitrine-next="stiff"> A tent</label>
      </fieldset>
      <input type="hidden" name="boots" value="mid" data-vitrine-attribute="boots">
      <button>On</button> <button type="button" data-vitrine-back>Back</button>
    </form>
    <form data-vitrine-step="wet" data-vitrine-next="mail">
      <h3>Question <span data-vitrine-progress></span> of 3: How wet is it?</h3>
      <label>Days of rain <input type="number" name="rain" min="0" max="365" required data-vitrine-attribute="rain"></label>
      <input type="hidden" name="boots" value="light" data-vitrine-attribute="boots">
      <button>On</button> <button type="button" data-vitrine-back>Back</button>
    </form>
    <form data-vitrine-step="mail">
      <h3>Question <span data-vitrine-progress></span> of 3: Where may we write to?</h3>
      <label>E-mail <input type="email" name="email"></label>
      <button>Send</button> <button data-vitrine-next="stiff">Rather not</button> <button type="button" data-vitrine-back>Back</button>
    </form>
    <div data-vitrine-step="stiff"><h3>Stiff boots</h3><a href="/other/">See them</a> <button type="button" data-vitrine-back>Back</button></div>
  </template>
  <template data-vitrine-template="choice">
    <form>
      <h2>Mountain or sea?</h2>
      <button name="place" value="mountain" data-vitrine-attribute="place">Mountain</button>
      <button name="place" value="sea" data-vitrine-attribute="place">Sea</button>
    </form>
  </template>
  <template data-vitrine-template="survey">
    <form data-vitrine-step="question" data-vitrine-next="thanks">
      <fieldset>
        <legend>How did you find us?</legend>
        <label><input type="radio" name="source" value="friend" required data-vitrine-attribute="source"> A friend</label>
        <label><input type="radio" name="source" value="search"> A search</label>
      </fieldset>
      <button>Send</button>
    </form>
    <p data-vitrine-step="thanks">Thank you!</p>
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

/** Makes the page's time run so much faster, for those who wait for half a minute; but not how long it waits for its script. */
export function hurry(times) {
  const began = performance.now();
  const { now } = performance;
  const [every, later] = [setInterval, setTimeout];
  performance.now = () => began + (now.call(performance) - began) * times;
  window.setInterval = (act, ms) => every(act, ms / times);
  window.setTimeout = (act, ms, ...more) => later(act, window.vitrine?.loaded ? ms / times : ms, ...more);
}

/**
 * The page's time stands still until `pass` lets it run: timers but those of 0 ms, performance.now and Date.now. What
 * `until` and `opened` wait for never comes in such a page, as they look every 20 ms.
 */
export function stopTime() {
  const began = Date.now();
  const soon = window.setTimeout;
  const timers = new Map();
  let now = 0;
  let last = 0;
  performance.now = () => now;
  Date.now = () => began + now;
  const start = (act, ms, every, more) => timers.set(++last, { act, at: now + ms, every, more }) && last;
  window.setTimeout = (act, ms, ...more) => (ms > 0 ? start(act, ms, 0, more) : soon(act, 0, ...more));
  window.setInterval = (act, ms, ...more) => start(act, ms, ms, more);
  window.clearTimeout = window.clearInterval = (id) => void timers.delete(id);
  const turn = () => new Promise((resolve) => soon(resolve));
  /** Lets so many ms pass, and what they lead to happen, also in other processes. */
  window.pass = async (ms) => {
    const end = now + ms;
    for (;;) {
      const [next] = [...timers].filter(([, { at }]) => at <= end).sort(([, a], [, b]) => a.at - b.at);
      if (!next) break;
      const [id, timer] = next;
      now = Math.max(now, timer.at);
      if (timer.every) timer.at += timer.every;
      else timers.delete(id);
      timer.act(...timer.more);
      await navigator.locks.request('pass', turn);
    }
    now = end;
    await navigator.locks.request('pass', turn);
  };
}
export const pass = (page, ms) => page.evaluate((ms) => window.pass(ms), ms);

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
