// In Chromium, Firefox and WebKit alike: slots, lists, popups with their focus, policy, storage, consent, two tabs.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { outdoorModel } from '../node/support.mjs';
import { allow, axeFindings, call, inEveryShop, ready, seen } from './engine_shop.mjs';
import { offer, policy, popupShop, rule } from './popups.mjs';
import { bundleOf, embed, heroSlot, html, modelFiles, shop, templates } from './support.mjs';

const strict = (route) => ({ body: route, headers: { 'content-security-policy': policy } });
/** Nothing inline, which the policy forbids. */
const head = '<script src="/vitrine/stub.js"></script><script async src="/vitrine/vitrine.js" data-bundle="/vitrine/vitrine.json" data-page="home"></script>';
const bare = (body) => html({ head, body: body.replaceAll(/ style="[^"]*"/g, '') });

const heading = (tab, slot = 'home-hero') => tab.evaluate((slot) => document.querySelector(`[data-vitrine-slot="${slot}"]`).querySelector('h1, p')?.textContent ?? null, slot);
const stored = (tab) => tab.evaluate(() => localStorage.getItem('vitrine'));
const saved = (tab) => tab.until(() => localStorage.getItem('vitrine') !== null);
const nothingWrong = async (tab) => {
  const { said, errors, violations } = await seen(tab);
  assert.deepEqual({ said, errors, violations }, { said: [], errors: [], violations: [] });
};

async function hike(tab, ...ids) {
  for (const item_id of ids.length ? ids : ['boot-1', 'tent-1']) await call(tab, 'track', 'view_item', { items: [{ item_id, item_category: 'Hiking' }] });
}

const model = await outdoorModel();
const shelves = await bundleOf({
  vitrine: 1,
  slots: { 'home-shelf': { type: 'recommendations', limit: 3 }, more: { type: 'recommendations', limit: 4 } },
  rules: [
    { id: 'for-you', slot: 'home-shelf', recommend: { strategy: 'for_you' }, show: { template: 'shelf', title: 'For you', reason: 'Because you looked at {title}' } },
    { id: 'more', slot: 'more', recommend: { strategy: 'popular' }, show: { template: 'shelf', title: 'More' } },
  ],
});
const shelf = `<template data-vitrine-template="shelf"><h2 data-vitrine-text="title"></h2><ul><li data-vitrine-items>
  <a data-vitrine-href="item.link"><b data-vitrine-text="item.title"></b></a>
  <s data-vitrine-text="item.price"></s> <small data-vitrine-text="item.reason"></small></li></ul></template>`;
const cards = (tab, name) =>
  tab.evaluate((name) => [...document.querySelectorAll(`[data-vitrine-slot="${name}"] [data-vitrine-item]`)].map((card) =>
    [card.dataset.vitrineItem, ...[...card.querySelectorAll('b,s,small')].map(({ textContent }) => textContent)].join('|').replace(/\u00a0/g, ' ')), name);

/** What has the focus: an id, the part of a popup's frame, or the element's name; and whether a popup is open. */
const look = (tab) =>
  tab.evaluate(() => {
    const host = document.querySelector('vitrine-popup');
    const active = document.activeElement;
    return [host?.shadowRoot.querySelector('dialog').className ?? null, active?.shadowRoot?.activeElement?.part.value || active?.id || active?.localName];
  });
const opened = (tab) => tab.until(() => document.querySelector('vitrine-popup'));
const closed = (tab) => tab.until(() => !document.querySelector('vitrine-popup'));
/** Opens by a click, once the file of popups is there. */
const open = (tab) => tab.until(() => performance.getEntriesByType('resource').some(({ name, responseEnd }) => name.endsWith('/popups.js') && responseEnd > 0))
  .then(() => tab.pause(100))
  .then(() => tab.click('#open'))
  .then(() => opened(tab));
const guide = (kind, more = {}) => rule('r', { on: 'click', selector: '#open' }, { show: { ...offer, kind }, ...more });

inEveryShop((engine, shopper) => {
  test('a hero before the first paint or not before the shopper acts, another after two products, a third the next time', async (t) => {
    const first = () => addEventListener('vitrine:decision', ({ detail }) => (window.first ??= { applied: detail.applied, painted: performance.getEntriesByType('paint').length > 0 }), true);
    const visit = await shopper(t, {}, { before: [allow, first] });
    const tab = await visit();
    assert.deepEqual(tab.state, { status: 'ready', reason: null });
    const { applied, painted } = await tab.evaluate(() => window.first);
    t.diagnostic(`${engine}: ${applied ? 'in time for the first paint' : 'after the first paint'}`);
    assert.equal(applied && painted, false);
    assert.equal(await heading(tab), applied ? 'Welcome to the shop' : 'Everything for outside');
    await tab.key('Shift');
    await hike(tab);
    assert.equal(await heading(tab), 'Gear up for your hike');
    const { told } = await seen(tab);
    assert.deepEqual(told.filter((one) => one.startsWith('decision')), ['decision first', 'decision hiking']);
    await nothingWrong(tab);
    await saved(tab);
    await tab.reload();
    await ready(tab);
    assert.equal((await call(tab, 'profile')).views.length, 2);
  });

  test('what is below the window is filled late, what is seen is not; a rule that ends gives the very same default back', async (t) => {
    const far = '<div style="height:3000px"></div><div data-vitrine-slot="home-hero" id="below"><h1>Below</h1></div>';
    const footer = '<div data-vitrine-slot="footer"><!-- ours --><p>Terms</p> and <b>more</b></div>';
    const visit = await shopper(t, { '/': html({ head: embed, body: templates + heroSlot + footer + far }), '/vitrine/rules.vitrine': { body: await bundleOf(shop), delay: 800 } });
    const tab = await visit();
    assert.equal(await heading(tab), 'Everything for outside');
    assert.equal(await tab.evaluate(() => document.querySelector('#below h1').textContent), 'Welcome to the shop');
    await tab.evaluate(() => {
      const slot = document.querySelector('[data-vitrine-slot="footer"]');
      slot.querySelector('p').addEventListener('hello', () => (window.heard = true));
      window.was = slot.innerHTML;
    });
    await call(tab, 'setAttributes', { tier: 'gold' });
    assert.equal(await heading(tab, 'footer'), 'Terms');
    await call(tab, 'page', { type: 'home' });
    assert.equal(await heading(tab, 'footer'), 'For you in gold');
    await tab.key('Shift');
    await call(tab, 'setAttributes', { tier: null });
    assert.equal(await tab.evaluate(() => {
      const slot = document.querySelector('[data-vitrine-slot="footer"]');
      slot.querySelector('p').dispatchEvent(new Event('hello'));
      return window.heard && slot.innerHTML === window.was;
    }), true);
    await nothingWrong(tab);
  });

  test('where the entries of the first paint come late, what is seen is not filled all the same', async (t) => {
    const late = () => {
      const { getEntriesByType } = performance;
      performance.getEntriesByType = (type) => (type === 'paint' ? [] : getEntriesByType.call(performance, type));
    };
    const visit = await shopper(t, { '/': html({ head: embed }), '/vitrine/rules.vitrine': { body: await bundleOf(shop), delay: 800 } }, { before: late });
    const tab = await visit();
    assert.deepEqual([await heading(tab), (await seen(tab)).told], ['Everything for outside', ['decision first']]);
  });

  test('lists: prices in the language of the page, reasons, nothing twice; they change after a click', async (t) => {
    const body = `${shelf}<section data-vitrine-slot="home-shelf"></section><section data-vitrine-slot="more"></section>`;
    const visit = await shopper(t, { ...modelFiles(shelves, model), '/': bare(body) }, { before: allow });
    const tab = await visit();
    await call(tab, 'page', { type: 'home' });
    await tab.until(() => document.querySelectorAll('[data-vitrine-item]').length === 7);
    assert.deepEqual(await cards(tab, 'home-shelf'), ['tent-1|Tent for two|€300.00', 'mat-1|Sleeping mat|€60.00', 'boot-1|Trail boots|€120.00']);
    const ids = [...(await cards(tab, 'home-shelf')), ...(await cards(tab, 'more'))].map((card) => card.split('|')[0]);
    assert.equal(new Set(ids).size, 7);
    await tab.key('Shift');
    await call(tab, 'track', 'view_item', { items: [{ item_id: 'boot-1' }] });
    await tab.until(() => document.querySelector('[data-vitrine-slot="home-shelf"] [data-vitrine-item="sock-1"]'));
    assert.equal((await cards(tab, 'home-shelf'))[0], 'sock-1|Wool socks|€15.50|Because you looked at Trail boots');
    await nothingWrong(tab);
  });

  test('a modal popup: the focus goes in, stays in and comes back; Escape and the button close it; axe finds nothing', async (t) => {
    const visit = await shopper(t, await popupShop([guide('modal')]), { before: allow });
    const tab = await visit();
    await open(tab);
    assert.deepEqual(await look(tab), ['modal', 'close']);
    const role = await tab.evaluate(() => {
      const dialog = document.querySelector('vitrine-popup').shadowRoot.querySelector('dialog');
      return [dialog.matches(':modal'), dialog.getAttribute('aria-label')];
    });
    assert.deepEqual(role, [true, 'Still thinking?']);
    assert.deepEqual(await axeFindings(tab), []);
    for (let i = 0; i < 6; i++) {
      await tab.key('Tab');
      // Between the last and the first the focus may be in the browser's own bars.
      const outside = await tab.evaluate(() => {
        const { activeElement } = document;
        return document.hasFocus() && activeElement !== document.body && !activeElement.closest('vitrine-popup') ? activeElement.outerHTML : null;
      });
      assert.equal(outside, null, `Tab ${i + 1}`);
    }
    await tab.key('Escape');
    await closed(tab);
    assert.deepEqual(await look(tab), [null, 'open']);
    await open(tab);
    await tab.click('vitrine-popup >>> [part=close]');
    await closed(tab);
    assert.deepEqual(await look(tab), [null, 'open']);
    await tab.key('Enter');
    await opened(tab);
    await tab.click('vitrine-popup [data-vitrine-close]');
    await closed(tab);
    assert.deepEqual((await seen(tab)).reports, ['r shown', 'r dismissed', 'r shown', 'r dismissed', 'r shown', 'r dismissed']);
    await nothingWrong(tab);
  });

  test('a click beside a modal popup closes it', async (t) => {
    const visit = await shopper(t, await popupShop([guide('modal')]), { before: allow });
    const tab = await visit();
    await open(tab);
    await tab.clickAt(5, 5);
    await closed(tab);
    assert.deepEqual((await seen(tab)).reports, ['r shown', 'r dismissed']);
  });

  for (const kind of ['corner', 'bar']) {
    test(`a ${kind}: the focus stays where it was, the page goes on, and Escape belongs to who has the focus`, async (t) => {
      const visit = await shopper(t, await popupShop([rule('r', { on: 'event', event: 'search' }, { show: { ...offer, kind } })]), { before: allow });
      const tab = await visit();
      await tab.evaluate(() => document.getElementById('link').focus());
      await call(tab, 'track', 'search');
      await opened(tab);
      assert.deepEqual(await look(tab), [kind, 'link']);
      assert.deepEqual(await axeFindings(tab), []);
      await tab.type('#words', 'boots');
      await tab.key('Escape');
      assert.deepEqual([await look(tab), await tab.evaluate(() => document.getElementById('words').value)], [[kind, 'words'], 'boots']);
      await tab.click('vitrine-popup [data-vitrine-close]');
      await closed(tab);
      assert.deepEqual((await seen(tab)).reports, ['r shown', 'r dismissed']);
      await nothingWrong(tab);
    });
  }

  test('a form: asked for what is missing, then converted; its answers are attributes of the rules', async (t) => {
    const file = {
      attributes: { size: { type: 'number' }, winter: { type: 'boolean' }, likes: { type: 'string', values: ['tents', 'boots'] } },
      segments: { cold: { size: 42, winter: true, likes: 'boots' } },
    };
    const visit = await shopper(t, await popupShop([guide('modal', { show: { template: 'sign-up' } })], { file }), { before: allow });
    const tab = await visit();
    await open(tab);
    await tab.click('vitrine-popup [value=boots]');
    assert.deepEqual((await seen(tab)).reports, ['r shown']);
    await tab.type('vitrine-popup [name=email]', 'kari@example.com');
    await tab.type('vitrine-popup [name=size]', '42');
    await tab.click('vitrine-popup [name=winter]');
    await tab.click('vitrine-popup [value=boots]');
    await closed(tab);
    const { reports, told } = await seen(tab);
    assert.deepEqual([reports, told], [['r shown', 'r converted'], ['shown r', 'submit r']]);
    assert.deepEqual(await call(tab, 'segments'), ['cold']);
    await nothingWrong(tab);
  });

  test('a policy without inline scripts and with Trusted Types, which this engine enforces', async (t) => {
    const visit = await shopper(t, { '/': strict(bare(templates + heroSlot)) }, { before: allow });
    const tab = await visit();
    await tab.key('Shift');
    await hike(tab);
    assert.equal(await heading(tab), 'Gear up for your hike');
    assert.match((await call(tab, 'explain', 'home-hero')).text, /^home-hero: hiking/);
    await nothingWrong(tab);
    const refused = await tab.evaluate(() => {
      try {
        document.body.innerHTML = '<p>';
      } catch (error) {
        return error.name;
      }
    });
    assert.equal(refused, 'TypeError');
  });

  test('a policy that blocks wasm: the default stays, callbacks hear of it, one message', async (t) => {
    const blocked = policy.replace(" 'wasm-unsafe-eval'", '');
    const visit = await shopper(t, { '/': { body: bare(templates + heroSlot), headers: { 'content-security-policy': blocked } } });
    const tab = await visit();
    assert.equal(tab.state.status, 'failed');
    assert.equal(await heading(tab), 'Everything for outside');
    await tab.until(() => window.seen.said.length);
    const { said } = await seen(tab);
    assert.equal(said.length, 1, String(said));
    assert.match(said[0], /wasm-unsafe-eval/);
  });

  for (const [what, sabotage] of [
    ['blocked', () => Object.defineProperty(window, 'localStorage', {
      get() {
        throw new DOMException('blocked', 'SecurityError');
      },
    })],
    ['full', () => (Storage.prototype.setItem = () => {
      throw new DOMException('full', 'QuotaExceededError');
    })],
  ]) {
    test(`storage that is ${what}: one message, and the page goes on in memory`, async (t) => {
      const visit = await shopper(t, {}, { before: [sabotage, allow] });
      const tab = await visit();
      await tab.key('Shift');
      await hike(tab);
      assert.equal(await heading(tab), 'Gear up for your hike');
      await tab.pause(700);
      const { said, errors } = await seen(tab);
      assert.deepEqual([said.length, errors], [1, []], String(said));
    });
  }

  test('without consent nothing is stored anywhere; withdrawn, nothing is left', async (t) => {
    const visit = await shopper(t);
    const tab = await visit();
    const kept = () => tab.evaluate(async () => [localStorage.length, sessionStorage.length, document.cookie, (await indexedDB.databases?.())?.length ?? 0]);
    await hike(tab);
    await call(tab, 'setCart', [{ item_id: 'a', price: 1 }]);
    await tab.pause(700);
    assert.deepEqual(await kept(), [0, 0, '', 0]);
    assert.equal((await call(tab, 'profile')).known, false);
    await call(tab, 'setConsent', { personalise: true });
    assert.deepEqual((await call(tab, 'profile')).views, [], 'what was done before is not made up for');
    await tab.key('Shift');
    await hike(tab);
    await saved(tab);
    await call(tab, 'setConsent', { personalise: false });
    assert.equal(await stored(tab), null);
    assert.equal((await call(tab, 'profile')).known, false);
  });

  test('two tabs: neither loses what the other did, and forgetting is for both', async (t) => {
    const visit = await shopper(t, {}, { before: allow });
    const [a, b] = [await visit(), await visit()];
    await hike(a, 'a1', 'a2');
    await hike(b, 'b1', 'b2');
    for (const tab of [a, b]) await tab.until(async () => (await window.vitrine.profile()).views.length === 4);
    await call(a, 'forget');
    await b.until(async () => (await window.vitrine.profile()).views.length === 0);
  });

  test('back from another page: what is open is still open, what is known still known', async (t) => {
    const visit = await shopper(t, await popupShop([guide('corner')]), { before: allow });
    const tab = await visit();
    await hike(tab, 'a1');
    await open(tab);
    await tab.evaluate(() => (window.same = true));
    await tab.goto(new URL('/other/', await tab.evaluate(() => location.href)).href);
    const before = await stored(tab);
    await hike(tab, 'b1');
    await tab.until((before) => localStorage.getItem('vitrine') !== before, before);
    await tab.back();
    const kept = await tab.evaluate(() => window.same === true);
    t.diagnostic(`${engine}: ${kept ? 'the page was kept' : 'the page was loaded again'}`);
    await tab.until(() => window.vitrine.profile);
    await tab.until(async () => (await window.vitrine.profile()).views.length === 2);
    if (!kept) return;
    assert.equal((await look(tab))[0], 'corner');
    await tab.pause(200); // WebKit gives a page that it kept no clicks at once
    await tab.click('vitrine-popup [data-vitrine-close]');
    await closed(tab);
  });
});
