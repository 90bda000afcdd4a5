// Whatever a shopper and a shop do in whatever order: at most one popup, no more and no sooner than caps and budget allow
// by what stands on the screen, none on quiet pages, one step of a quiz at a time, and the focus comes back.
import assert from 'node:assert/strict';
import test from 'node:test';
import { call, setUp, until } from './support.mjs';
import { allow, hurry, offer, pause, popupShop, rule, setHidden } from './popups.mjs';

const shopper = setUp();
const SEQUENCES = 5;
const ACTIONS = 70;

const show = (kind, more = {}) => ({ ...offer, kind, ...more });
const often = (max) => ({ shown: { max, per: 'session' } });
const RULES = [
  rule('guide', { on: 'click', selector: '#open, vitrine-popup .ask' }, { cap: often(2), show: show('modal') }),
  rule('quiz', { on: 'click', selector: '#link' }, { slot: 'sixth', cap: { ...often(3), converted: { max: 1 } }, show: { template: 'quiz' } }),
  rule('deep', { on: 'scroll', depth: 50 }, { slot: 'second', priority: 2, cap: { ...often(2), dismissed: { max: 1 } }, show: { template: 'ask', kind: 'corner' } }),
  rule('bought', { on: 'event', event: 'add_to_cart' }, { slot: 'third', priority: 1, cap: often(2), show: { template: 'quiz', kind: 'bar' } }),
  rule('letters', { on: 'time', after: '4s' }, { slot: 'fourth', cap: { ...often(4), converted: { max: 1 } }, show: { template: 'sign-up' } }),
  rule('leaving', { on: 'exit_intent', after: '2s' }, { slot: 'fifth', cap: often(1), show: { template: 'ask' } }),
];
const CAPS = { guide: 2, quiz: 3, deep: 2, bought: 2, letters: 4, leaving: 1 };
const SLOTS = ['pop', 'second', 'third', 'fourth', 'fifth', 'sixth'];
const BUDGET = 6;
/** In ms of the real time: the page's own is hurried, the clock of the rules is not. */
const GAP = 1000;
const ASKED = RULES.filter(({ trigger }) => trigger.on === 'click').map(({ id }) => id);
const more = `<div class="tall"></div>
  <template data-vitrine-template="ask"><p>Which size?</p><button type="button" class="ask">Size guide</button></template>`;

/** Looks at every popup that comes and goes, and keeps by rule what came: by what is in the page, not by reports. */
function watch(times, asked, budget, gap) {
  window.wrong = [];
  window.type = 'home';
  const kept = (name) => JSON.parse(localStorage.getItem(name) ?? '[]');
  const keep = (name, one) => localStorage.setItem(name, JSON.stringify([...kept(name), one]));
  window.seen = () => kept('seen');
  window.log = () => kept('log');
  const { showModal } = HTMLDialogElement.prototype;
  /** Had the focus before; of what is no modal dialog, what lay outside of it last. */
  let before = null;
  HTMLDialogElement.prototype.showModal = function () {
    before = document.activeElement;
    showModal.call(this);
  };
  addEventListener('focusin', ({ target }) => {
    if (!target.closest('vitrine-popup')) before = target;
  });
  addEventListener('focusout', ({ target, relatedTarget }) => {
    if (!relatedTarget && !target.closest('vitrine-popup')) before = null; // to nowhere: whoever then enters a popup came from nowhere
  });
  addEventListener('click', (event) => event.target.closest('[href^="/"]') && event.preventDefault()); // nobody goes elsewhere
  const nameOf = (element) => element.cloneNode().outerHTML;
  let within = false;
  addEventListener('keydown', () => (within = document.activeElement.closest('vitrine-popup') !== null), true);
  addEventListener('pointerdown', () => (within = document.activeElement.closest('vitrine-popup') !== null), true);
  addEventListener('vitrine:shown', ({ detail: { rule } }) => {
    const now = Date.now();
    if (window.type !== 'home') window.wrong.push(`${rule} came on a page of the type ${window.type}`);
    if (!asked.includes(rule)) {
      // Frames take some time to open: what the rules count began a little earlier.
      const since = now - (kept('times').at(-1) ?? 0);
      if (since < gap - 100) window.wrong.push(`${rule} came ${since} ms after the one before`);
      if (kept('seen').length >= budget) window.wrong.push(`${rule} was more than the budget`);
    }
    keep('seen', rule);
    keep('times', now);
  });
  addEventListener('DOMContentLoaded', () => {
    window.vitrine.on('report', ({ rule, outcome }) => keep('log', `${rule} ${outcome}`));
    new MutationObserver((changes) => {
      const popups = document.querySelectorAll('vitrine-popup');
      if (popups.length > 1) window.wrong.push('two popups');
      for (const host of changes.flatMap(({ removedNodes }) => [...removedNodes])) {
        if (host.localName !== 'vitrine-popup' || window.redrawn || popups.length) continue;
        const now = document.activeElement;
        const modal = host.shadowRoot.querySelector('.modal') !== null;
        if ((modal || within) && before?.isConnected && now !== before) window.wrong.push(`the focus is at ${nameOf(now)}, not at ${nameOf(before)}`);
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

/** What is done half of the time while a question is asked. */
const ANSWERS = ['rock', 'forest', 'choose', 'rain', 'on', 'back', 'key', 'tab'];

const press = (page, selector) => page.click(selector).catch(() => undefined); // not there, or something lies on it
const enter = async (page, selector) => {
  await page.focus(selector);
  await page.keyboard.press('Enter');
};
const turn = (page, type) =>
  page.evaluate((type) => {
    window.vitrine.page({ type });
    window.type = type;
  }, type);
const ACTS = {
  guide: (page) => press(page, '#open'),
  guideByKey: (page) => enter(page, '#open'),
  quizByKey: (page) => enter(page, '#link'),
  write: async (page) => {
    await press(page, '#words');
    await page.keyboard.type('hut');
  },
  leaveField: (page) => page.evaluate(() => document.activeElement?.blur()),
  into: async (page) => {
    for (const selector of ['#link', 'vitrine-popup button']) await page.focus(selector).catch(() => undefined);
  },
  tab: (page) => page.keyboard.press('Tab'),
  key: (page) => page.keyboard.press('Enter'),
  escape: (page) => page.keyboard.press('Escape'),
  close: (page) => press(page, 'vitrine-popup >>> [part=close]'),
  decline: (page) => press(page, 'vitrine-popup [data-vitrine-close]'),
  beside: (page) => page.mouse.click(790, 10),
  rock: (page) => press(page, 'vitrine-popup [value=rock]'),
  forest: (page) => press(page, 'vitrine-popup [value=forest]'),
  choose: (page) => press(page, 'vitrine-popup [type=radio]'),
  rain: (page) => page.type('vitrine-popup [name=rain]', '5').catch(() => undefined),
  on: (page) => press(page, 'vitrine-popup [data-vitrine-step] button:not([type=button])'),
  back: (page) => press(page, 'vitrine-popup [data-vitrine-back]'),
  answer: async (page) => {
    if (!(await page.$('vitrine-popup [value=tents]'))) return;
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
  ask: (page) => press(page, 'vitrine-popup .ask'),
  askByKey: (page) => enter(page, 'vitrine-popup .ask').catch(() => undefined),
  home: (page) => turn(page, 'home'),
  quiet: (page, number) => turn(page, number % 2 ? 'cart' : 'checkout'),
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

/** What chance may miss: clicks on quiet pages, a bar that is closed from within, a corner that is replaced from within. */
const SCRIPT = [
  'quiet', 'guide', 'quizByKey', 'quiet', 'guide', 'quizByKey', 'wait',
  'home', 'rest', 'escape', 'scroll', 'rest', 'rest', 'into', 'askByKey', 'wait', 'escape', 'buy', 'rest', 'wait', 'into', 'escape',
];
const SCRIPTED = ['letters', 'deep', 'guide', 'bought'];

for (let seed = 0; seed <= SEQUENCES; seed++) {
  test(seed ? `random actions, sequence ${seed}` : 'a script of actions', async (t) => {
    const types = { size: 'number', winter: 'boolean', likes: 'string', ground: 'string', boots: 'string', rain: 'number' };
    const attributes = Object.fromEntries(Object.entries(types).map(([name, type]) => [name, { type }]));
    const slots = Object.fromEntries(SLOTS.map((name) => [name, { type: 'popup' }]));
    const file = { slots, attributes, budget: { popups: { per_session: BUDGET, gap: `${GAP / 1000}s`, quiet: ['cart'] } } };
    const kit = await shopper(t, await popupShop(RULES, { more, file }));
    const page = await kit.visit({ before: [allow, hurry, watch], args: [8, ASKED, BUDGET, GAP] });
    const next = generator(seed);
    const names = Object.keys(ACTS);
    const done = [];
    const steps = new Set();
    let asked = false;
    for (let number = 0; number < (seed ? ACTIONS : SCRIPT.length); number++) {
      const from = asked && next(2) ? ANSWERS : names;
      const name = seed ? from[next(from.length)] : SCRIPT[number];
      done.push(name);
      await ACTS[name](page, number);
      await pause(80);
      const { wrong, log, seen, step } = await page.evaluate(() => ({
        wrong: window.wrong,
        log: window.log(),
        seen: window.seen(),
        step: [...document.querySelectorAll('vitrine-popup [data-vitrine-step]')].map(({ dataset }) => dataset.vitrineStep),
      }));
      const count = (outcome, id = '') => log.filter((one) => one.startsWith(id) && one.endsWith(outcome)).length;
      if (step.length > 1) wrong.push(`${step.length} steps at a time`);
      asked = step.length > 0;
      if (asked) steps.add(step[0]);
      for (const [id, max] of Object.entries(CAPS)) if (seen.filter((one) => one === id).length > max) wrong.push(`${id} was seen too often`);
      if (count('shown') !== seen.length) wrong.push('what was reported is not what was seen');
      if (count('dismissed', 'deep') > 1 || count('converted', 'letters') > 1 || count('converted', 'quiz') > 1) wrong.push('dismissed or converted too often');
      if (count('dismissed') + count('converted') > count('shown')) wrong.push('an end without a beginning');
      assert.deepEqual(wrong, [], `${done.join(' ')}\n${log.join('\n')}`);
    }
    // The last one can be closed, too.
    await page.bringToFront();
    await page.evaluate(() => document.querySelector('vitrine-popup')?.shadowRoot.querySelector('button').click());
    await until(page, () => !document.querySelector('vitrine-popup'));
    const seen = await page.evaluate(() => window.seen());
    t.diagnostic(`seen: ${seen.join(' ')}; steps: ${[...steps].join(' ')}`);
    if (seed) assert.ok(seen.length >= 2, 'too little happened to say anything');
    else assert.deepEqual(seen, SCRIPTED);
    assert.deepEqual([kit.said, kit.errors], [[], []]);
  });
}
