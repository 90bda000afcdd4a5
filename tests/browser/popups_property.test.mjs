// Whatever a shopper and a shop do in whatever order: at most one popup, no more than caps and budget allow, and the
// focus comes back.
import assert from 'node:assert/strict';
import test from 'node:test';
import { call, setUp, until } from './support.mjs';
import { allow, hurry, offer, pause, popupShop, rule, setHidden } from './popups.mjs';

const shopper = setUp();
const SEQUENCES = 4;
const ACTIONS = 60;

const show = (kind, more = {}) => ({ ...offer, kind, ...more });
const often = (max) => ({ shown: { max, per: 'session' } });
const RULES = [
  rule('guide', { on: 'click', selector: '#open' }, { cap: often(2), show: show('modal') }),
  rule('deep', { on: 'scroll', depth: 50 }, { slot: 'second', priority: 2, cap: { ...often(2), dismissed: { max: 1 } }, show: show('corner') }),
  rule('bought', { on: 'event', event: 'add_to_cart' }, { slot: 'third', priority: 1, cap: often(2), show: show('bar') }),
  rule('letters', { on: 'time', after: '4s' }, { slot: 'fourth', cap: { ...often(4), converted: { max: 1 } }, show: { template: 'sign-up' } }),
  rule('leaving', { on: 'exit_intent', after: '2s' }, { slot: 'fifth', cap: often(1), show: show('modal') }),
];
const CAPS = { guide: 2, deep: 2, bought: 2, letters: 4, leaving: 1 };
const BUDGET = 4;

/** Looks at every popup that comes and goes. */
function watch() {
  window.wrong = [];
  window.log = () => JSON.parse(localStorage.getItem('log') ?? '[]');
  const { showModal } = HTMLDialogElement.prototype;
  let before = null;
  HTMLDialogElement.prototype.showModal = function () {
    before = document.activeElement;
    showModal.call(this);
  };
  addEventListener('DOMContentLoaded', () => {
    window.vitrine.on('report', ({ rule, outcome }) => localStorage.setItem('log', JSON.stringify([...window.log(), `${rule} ${outcome}`])));
    new MutationObserver((changes) => {
      if (document.querySelectorAll('vitrine-popup').length > 1) window.wrong.push('two popups');
      for (const host of changes.flatMap(({ removedNodes }) => [...removedNodes])) {
        if (host.localName !== 'vitrine-popup' || window.redrawn) continue;
        const now = document.activeElement;
        if (host.shadowRoot.querySelector('.modal') && now !== before) window.wrong.push(`the focus is at ${now.outerHTML}, not at ${before.outerHTML}`);
      }
    }).observe(document.body, { childList: true });
  });
}

/** A small generator of numbers from 0, below `limit`: equal seeds, equal sequences. */
function generator(seed) {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

const press = (page, selector) => page.click(selector).catch(() => undefined); // not there, or something lies on it
const ACTS = {
  guide: (page) => press(page, '#open'),
  guideByKey: async (page) => {
    await page.focus('#open');
    await page.keyboard.press('Enter');
  },
  write: async (page) => {
    await press(page, '#words');
    await page.keyboard.type('hut');
  },
  leaveField: (page) => page.evaluate(() => document.activeElement?.blur()),
  tab: (page) => page.keyboard.press('Tab'),
  escape: (page) => page.keyboard.press('Escape'),
  close: (page) => press(page, 'vitrine-popup >>> [part=close]'),
  decline: (page) => press(page, 'vitrine-popup [data-vitrine-close]'),
  beside: (page) => page.mouse.click(790, 10),
  answer: async (page) => {
    if (!(await page.$('vitrine-popup form'))) return;
    await page.type('vitrine-popup [name=email]', 'a@example.com').catch(() => undefined);
    await press(page, 'vitrine-popup [value=tents]');
  },
  scroll: (page) => page.mouse.wheel({ deltaY: 2500 }),
  scrollBack: (page) => page.mouse.wheel({ deltaY: -2500 }),
  exit: async (page) => {
    await page.mouse.move(300, 200);
    await page.mouse.move(300, -5);
  },
  buy: (page) => call(page, 'track', 'add_to_cart', { items: [{ item_id: 'boot-1' }] }),
  home: (page) => call(page, 'page', { type: 'home' }),
  checkout: (page) => call(page, 'page', { type: 'checkout' }),
  reload: (page) => page.reload(),
  hide: async (page) => {
    await setHidden(page, true);
    await pause(100);
    await setHidden(page, false);
  },
  redraw: (page) => page.evaluate(async () => {
    window.redrawn = true; // a popup that is torn out gives no focus back
    document.querySelector('vitrine-popup')?.remove();
    await null;
    window.redrawn = false;
  }),
  wait: () => pause(500),
  rest: () => pause(800),
};

for (let seed = 1; seed <= SEQUENCES; seed++) {
  test(`random actions, sequence ${seed}`, async (t) => {
    const slots = Object.fromEntries(['pop', 'second', 'third', 'fourth', 'fifth'].map((name) => [name, { type: 'popup' }]));
    const file = { slots, attributes: { size: { type: 'number' }, winter: { type: 'boolean' }, likes: { type: 'string' } }, budget: { popups: { per_session: BUDGET } } };
    const kit = await shopper(t, await popupShop(RULES, { more: '<div class="tall"></div>', file }));
    const page = await kit.visit({ before: [allow, hurry, watch], args: [8] });
    const next = generator(seed);
    const names = Object.keys(ACTS);
    const done = [];
    for (let step = 0; step < ACTIONS; step++) {
      const name = names[next(names.length)];
      done.push(name);
      await ACTS[name](page);
      await pause(80);
      const { wrong, log } = await page.evaluate(() => ({ wrong: window.wrong, log: window.log() }));
      const count = (outcome, id = '') => log.filter((one) => one.startsWith(id) && one.endsWith(outcome)).length;
      for (const [id, max] of Object.entries(CAPS)) if (count('shown', id) > max) wrong.push(`${id} was shown too often`);
      if (count('shown') > BUDGET) wrong.push('more than the budget');
      if (count('dismissed', 'deep') > 1 || count('converted', 'letters') > 1) wrong.push('dismissed or converted twice');
      if (count('dismissed') + count('converted') > count('shown')) wrong.push('an end without a beginning');
      assert.deepEqual(wrong, [], `${done.join(' ')}\n${log.join('\n')}`);
    }
    // The last one can be closed, too.
    await page.bringToFront();
    await page.evaluate(() => document.querySelector('vitrine-popup')?.shadowRoot.querySelector('button').click());
    await until(page, () => !document.querySelector('vitrine-popup'));
    const shown = (await page.evaluate(() => window.log())).filter((one) => one.endsWith('shown'));
    t.diagnostic(`shown: ${shown.map((one) => one.split(' ')[0]).join(' ')}`);
    assert.ok(shown.length >= 2, 'too little happened to say anything');
    assert.deepEqual([kit.said, kit.errors], [[], []]);
  });
}
