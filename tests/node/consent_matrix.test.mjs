// The rules of consent, for everybody who may ask the visitor (consent.js), at every moment, with every kind of event.
import assert from 'node:assert/strict';
import { after, afterEach, test } from 'node:test';
import { follow } from '../../web/dist/consent.js';
import { bundleOf, clock, memoryStorage, open, settle } from './support.mjs';

const says = (id, when, more = {}) => ({ id, slot: id, when, show: { template: 'line', text: id }, ...more });

/** A slot for the page, which needs no consent; one that was shown at most once; and one for each kind of event. */
const bundle = bundleOf({
  vitrine: 1,
  slots: Object.fromEntries(['home', 'capped', 'page', 'view', 'cart', 'purchase', 'search', 'active'].map((slot) => [slot, { type: 'content' }])),
  rules: [
    says('home', { 'page.type': 'home' }),
    says('capped', { 'page.type': 'home' }, { cap: { shown: { max: 1, per: 'session' } } }),
    says('page', { 'visit.pages': { $gte: 2 } }),
    says('view', { $event: 'view_item', where: { item_category: 'Hiking' } }),
    says('cart', { 'cart.quantity': { $gte: 1 } }),
    says('purchase', { 'orders.count': { $gte: 1 } }),
    says('search', { 'search.last': 'tent' }),
    says('active', { 'visit.active_seconds': { $gte: 30 } }),
  ],
});

/** Names the decision for `capped`, which is only made with consent, but may be reported at any time. */
const capped = await (async () => {
  const { vitrine } = await open({ bundle: await bundle, consent: { personalise: true } });
  vitrine.page({ type: 'home' });
  return vitrine.decide('capped').token;
})();

const boot = { item_id: 'boot-1', item_category: 'Hiking', price: 120 };
const EVENTS = {
  page: (vitrine) => vitrine.page({ type: 'home' }),
  view: (vitrine) => vitrine.track('view_item', { items: [boot] }),
  cart: (vitrine) => vitrine.setCart([boot]),
  purchase: (vitrine) => vitrine.track('purchase', { transaction_id: 'T-1', items: [boot] }),
  search: (vitrine) => vitrine.track('search', { search_term: 'Tent' }),
  active: (vitrine) => vitrine.active(31_000),
  report: (vitrine) => vitrine.report(capped, 'shown'),
};

/** The rules that hold where the event is known; of the report, those that no longer do. */
const rulesAfter = (event) =>
  event === 'report' ? ['home'] : ['home', 'capped', event].sort();

const YES = { personalise: true, measure: true };
const NO = { personalise: false, measure: false };

/** Stands in for the document. */
const page = new EventTarget();

/** `banner`: what is in the page before anybody answers. `answer`: the visitor does. Either may come late. */
const SOURCES = {
  google: {
    banner() {
      globalThis.dataLayer ??= [];
      globalThis.gtag = function () {
        globalThis.dataLayer.push(arguments);
      };
      gtag('consent', 'default', { analytics_storage: 'denied', personalization_storage: 'denied', ad_storage: 'denied', wait_for_update: 500 });
    },
    answer({ personalise, measure }) {
      const word = (granted) => (granted ? 'granted' : 'denied');
      gtag('consent', 'update', { analytics_storage: word(measure), personalization_storage: word(personalise) });
    },
  },
  tcf: {
    banner() {
      const listeners = [];
      let data = { eventStatus: 'cmpuishown', gdprApplies: true, purpose: { consents: {} } };
      globalThis.__tcfapi = (command, version, callback) => {
        if (command !== 'addEventListener' || version !== 2) throw new Error(command);
        listeners.push(callback);
        callback({ ...data, listenerId: listeners.length }, true);
      };
      this.tell = (changes) => {
        data = { ...data, ...changes };
        for (const listener of listeners) listener(data, true);
      };
    },
    answer({ personalise, measure }) {
      const consents = { 1: personalise, 2: false, 5: personalise, 6: personalise, 8: measure };
      this.tell({ eventStatus: 'useractioncomplete', purpose: { consents } });
    },
  },
  shopify: {
    banner() {
      let chosen = { preferences: '', analytics: '' };
      const customerPrivacy = {
        preferencesProcessingAllowed: () => chosen.preferences === 'yes',
        analyticsProcessingAllowed: () => chosen.analytics === 'yes',
        currentVisitorConsent: () => chosen,
      };
      globalThis.Shopify = {
        loadFeatures([{ name }], done) {
          if (name === 'consent-tracking-api') this.customerPrivacy = customerPrivacy;
          setTimeout(done);
        },
      };
      this.choose = (answer) => {
        const word = (granted) => (granted ? 'yes' : 'no');
        chosen = { preferences: word(answer.personalise), analytics: word(answer.measure) };
      };
    },
    answer({ personalise, measure }) {
      this.choose({ personalise, measure });
      const detail = { preferencesAllowed: personalise, analyticsAllowed: measure, marketingAllowed: false };
      page.dispatchEvent(Object.assign(new Event('visitorConsentCollected'), { detail }));
    },
  },
  manual: {
    banner() {},
    answer(given) {
      this.vitrine.setConsent(given);
    },
  },
};

// Whoever still looks for a script finds one, so that the process ends.
after(() => Object.assign(globalThis, { __tcfapi: () => undefined, Shopify: { loadFeatures: () => undefined } }));
afterEach(() => {
  for (const name of ['dataLayer', 'gtag', '__tcfapi', 'Shopify', 'navigator']) delete globalThis[name];
});

/** Until what looks for the scripts of the page has looked again. */
const found = async () => {
  await new Promise((resolve) => setTimeout(resolve, 60));
  await settle();
};

/** A vitrine that follows `named` as the page script has it. */
async function start(named, storage = memoryStorage()) {
  const { vitrine, warnings } = await open({ bundle: await bundle, storage, now: clock() });
  const consents = [];
  vitrine.on('consent', (consent) => consents.push(consent));
  const warned = [];
  globalThis.document = page; // and for no longer: to a vitrine it would mean that it lives in one
  const told = follow(named === 'manual' ? '' : named, vitrine, (code, message) => warned.push([code, message]));
  delete globalThis.document;
  Object.assign(vitrine, told);
  if (SOURCES[named]) SOURCES[named].vitrine = vitrine;
  vitrine.page({ type: 'home' });
  return { vitrine, storage, warnings, consents, warned };
}

const rulesOf = (vitrine) => vitrine.decideAll().map(({ rule }) => rule).filter(Boolean);

/** Nothing is known, kept or stored, and storage was only touched by `calls`. */
async function assertClosed({ vitrine, storage }, calls = []) {
  await settle();
  const { known, events, views, visit, orders, cart } = vitrine.profile();
  assert.deepEqual([known, events, views.length, visit.number, orders.count, cart.quantity], [false, 0, 0, 0, 0, 0]);
  assert.deepEqual(rulesOf(vitrine), ['home']);
  assert.equal(vitrine.snapshot().length, 0);
  assert.deepEqual(storage.calls, calls);
}

/** The visitor is known since the consent: one page, and then the event. */
async function assertOpen({ vitrine, storage }, event) {
  await settle();
  const { known, visit } = vitrine.profile();
  assert.deepEqual([known, visit.number, visit.pages], [true, 1, event === 'page' ? 2 : 1]);
  assert.deepEqual(rulesOf(vitrine), event ? rulesAfter(event) : ['capped', 'home']);
  assert.equal(storage.map.size, 1);
}

const MOMENTS = {
  async 'before anybody answers'(source, name, event) {
    source.banner();
    const shop = await start(name);
    event(shop.vitrine);
    await assertClosed(shop);
    return shop;
  },
  async 'where the script that asks never comes'(source, name, event) {
    const shop = await start(name);
    event(shop.vitrine);
    await found();
    await assertClosed(shop);
  },
  async 'before anybody answers, with a visitor of an earlier page in storage'(source, name, event) {
    source.banner();
    const shop = await start(name, memoryStorage({ vitrine: 'of an earlier page' }));
    event(shop.vitrine);
    await assertClosed(shop);
    assert.equal(shop.storage.map.get('vitrine'), 'of an earlier page');
  },
  async 'before a consent: not replayed; after it: kept'(source, name, event, kind) {
    source.banner();
    const shop = await start(name);
    event(shop.vitrine);
    await assertClosed(shop);
    if (kind !== 'page') shop.vitrine.page({ type: 'home' });
    await found();
    source.answer(YES);
    await assertOpen(shop);
    event(shop.vitrine);
    await assertOpen(shop, kind);
    assert.deepEqual(shop.consents, [YES]);
  },
  async 'where the answer was there first'(source, name, event, kind) {
    if (name === 'manual') return;
    source.banner();
    if (name === 'shopify') source.choose(YES);
    else if (name === 'tcf') source.tell({ eventStatus: 'tcloaded', purpose: { consents: { 1: true, 5: true, 6: true, 8: true } } });
    else source.answer(YES);
    const shop = await start(name);
    await settle();
    await assertOpen(shop);
    event(shop.vitrine);
    await assertOpen(shop, kind);
  },
  async 'where the script that asks comes late'(source, name, event, kind) {
    const shop = await start(name);
    event(shop.vitrine);
    source.banner();
    await found();
    await assertClosed(shop);
    source.answer(YES);
    event(shop.vitrine);
    await settle();
    // The page that is shown is counted, whether or not another one was before it.
    assert.deepEqual(rulesOf(shop.vitrine), rulesAfter(kind));
  },
  async 'after a refusal, which erases what an earlier page stored'(source, name, event) {
    source.banner();
    const shop = await start(name, memoryStorage({ vitrine: 'of an earlier page' }));
    await found();
    source.answer(NO);
    event(shop.vitrine);
    await assertClosed(shop, ['remove']);
    assert.equal(shop.storage.map.size, 0);
  },
  async 'after consent was withdrawn'(source, name, event, kind) {
    source.banner();
    const shop = await start(name);
    await found();
    source.answer(YES);
    event(shop.vitrine);
    await assertOpen(shop, kind);
    source.answer(NO);
    assert.equal(shop.storage.map.size, 0);
    shop.storage.calls.length = 0;
    event(shop.vitrine);
    await assertClosed(shop);
    assert.deepEqual(shop.consents, [YES, NO]);
  },
  async 'after consent was withdrawn and given again'(source, name, event, kind) {
    source.banner();
    const shop = await start(name);
    await found();
    source.answer(YES);
    event(shop.vitrine);
    source.answer(NO);
    source.answer(YES);
    await assertOpen(shop);
    event(shop.vitrine);
    await assertOpen(shop, kind);
  },
  async 'with consent to measure only'(source, name, event) {
    source.banner();
    const shop = await start(name);
    await found();
    source.answer({ personalise: false, measure: true });
    event(shop.vitrine);
    await assertClosed(shop, ['remove']);
    assert.deepEqual(shop.vitrine.consent(), { personalise: false, measure: true });
  },
  async 'with consent to personalise only: no report leaves'(source, name, event, kind) {
    source.banner();
    const shop = await start(name);
    await found();
    let reports = 0;
    shop.vitrine.on('report', () => reports++);
    source.answer({ personalise: true, measure: false });
    event(shop.vitrine);
    await assertOpen(shop, kind);
    assert.equal(reports, 0);
  },
};

for (const [name, source] of Object.entries(SOURCES)) {
  for (const [moment, run] of Object.entries(MOMENTS)) {
    for (const [kind, event] of Object.entries(EVENTS)) {
      test(`${name}, ${kind}, ${moment}`, async () => {
        await run(source, name, event, kind);
      });
    }
  }
}
