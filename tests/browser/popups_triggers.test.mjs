// Every trigger, to the half second: the page's time passes only when the test lets it.
import assert from 'node:assert/strict';
import test from 'node:test';
import { call, heard, setUp } from './support.mjs';
import { allow, isOpen, look, offer, pass, phone, popupShop, reports, rule, setHidden, stopTime } from './popups.mjs';

const shopper = setUp();
const tall = '<div class="tall"></div>';

/** Once popups.js listens. */
const armed = (page) => page.evaluate(() => import('/vitrine/popups.js').then(() => new Promise((resolve) => setTimeout(resolve))));

/** Visits a shop with these rules, in a page whose time stands still. */
async function enter(t, rules, { before = [], args = [], emulate, ...options } = {}) {
  const kit = await shopper(t, await popupShop(rules, options));
  const visit = async () => {
    const page = await kit.visit({ before: [allow, stopTime, before].flat(), args, emulate });
    await armed(page);
    return page;
  };
  t.after(() => assert.deepEqual([kit.said, kit.errors], [[], []]));
  return { page: await visit(), visit };
}

async function staysClosed(page, ms) {
  await pass(page, ms);
  assert.equal(await isOpen(page), false);
}

async function opens(page, ms = 0) {
  await pass(page, ms);
  assert.equal(await isOpen(page), true);
}

async function shuts(page) {
  await page.evaluate(() => new Promise((resolve) => {
    const host = document.querySelector('vitrine-popup');
    new MutationObserver(() => host.isConnected || resolve()).observe(document.body, { childList: true });
    host.shadowRoot.querySelector('button').click();
  }));
  await pass(page, 0);
}

/** Scrolls there, and lets the page notice. */
const scroll = (page, to) =>
  page.evaluate((to) => {
    scrollTo({ top: to, behavior: 'instant' });
    return new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  }, to);

async function leave(page, x, y) {
  await page.mouse.move(300, 200);
  await page.mouse.move(x, y);
}

test('load: so long after, while the page is visible', async (t) => {
  const { page } = await enter(t, [rule('r', { on: 'load', after: '2s' })]);
  await staysClosed(page, 1500);
  await setHidden(page, true);
  await staysClosed(page, 60_000);
  await setHidden(page, false);
  await opens(page, 500);
});

test('time: as much as somebody was active, which ends half a minute after what they did last', async (t) => {
  const { page } = await enter(t, [rule('r', { on: 'time', after: '40s' })]);
  await staysClosed(page, 60_000);
  await page.mouse.move(50, 50);
  await staysClosed(page, 9500);
  await opens(page, 500);
});

test('active time of the whole visit is a condition of the rule', async (t) => {
  const { page } = await enter(t, [rule('r', { on: 'load' }, { when: { 'visit.active_seconds': { $gte: 45 } } })]);
  await staysClosed(page, 60_000);
  await call(page, 'page', { type: 'home' });
  await page.mouse.move(50, 50);
  await staysClosed(page, 14_000);
  await armed(page);
  await opens(page, 2000);
});

test('activity.js is loaded where active time is a condition, and nowhere else; without it one warning', async (t) => {
  const loaded = (page) => page.evaluate(() => performance.getEntriesByType('resource').some(({ name }) => name.endsWith('/activity.js')));
  const kit = await shopper(t, await popupShop([rule('r', { on: 'time', after: '40s' })]));
  const timed = await kit.visit({ before: allow });
  await armed(timed);
  assert.equal(await loaded(timed), false);
  const active = await shopper(t, { ...(await popupShop([rule('r', { on: 'load' }, { when: { 'visit.active_seconds': { $gte: 45 } } })])), '/vitrine/activity.js': null });
  const page = await active.visit({ before: allow });
  assert.deepEqual([(await heard(active.said)).length, active.errors], [1, []]);
  assert.equal(await loaded(page), true);
  assert.match(active.said[0], /^\[vitrine\] activity\.js did not load/);
  assert.deepEqual(kit.said, []);
});

test('scroll: when so much of the page was seen', async (t) => {
  const { page } = await enter(t, [rule('r', { on: 'scroll', depth: 60 })], { more: tall });
  const to = (share) => page.evaluate((share) => share * document.documentElement.scrollHeight - innerHeight, share);
  await scroll(page, await to(0.59));
  await staysClosed(page, 5000);
  await scroll(page, await to(0.61));
  await scroll(page, 0);
  await opens(page, 500);
});

test('scroll: a page that is seen as a whole does not open it by itself', async (t) => {
  const { page } = await enter(t, [rule('r', { on: 'scroll', depth: 10 })]);
  await staysClosed(page, 60_000);
});

test('exit_intent: the pointer leaves at the top, but not at once and not at the side', async (t) => {
  const { page } = await enter(t, [rule('r', { on: 'exit_intent', after: '10s' })]);
  await staysClosed(page, 9500);
  await leave(page, 300, -5);
  await staysClosed(page, 500);
  await leave(page, -5, 200);
  await staysClosed(page, 0);
  await leave(page, 300, -5);
  await opens(page);
});

test('exit_intent: without a time, whoever has just come does not leave yet', async (t) => {
  const { page } = await enter(t, [rule('r', { on: 'exit_intent' })]);
  await staysClosed(page, 4500);
  await leave(page, 300, -5);
  await staysClosed(page, 500);
  await leave(page, 300, -5);
  await opens(page);
});

test('exit_intent: with a pointer, neither another tab nor half a minute without an act', async (t) => {
  const { page } = await enter(t, [rule('r', { on: 'exit_intent', after: '1s' })]);
  await staysClosed(page, 60_000);
  await setHidden(page, true);
  await setHidden(page, false);
  await staysClosed(page, 1000);
});

test('exit_intent on a phone: a window upwards within half a second', async (t) => {
  const { page } = await enter(t, [rule('r', { on: 'exit_intent', after: '1s' })], { emulate: phone, more: tall });
  /** In steps of a tenth of the window, which take so many ms each. */
  const swipe = async (from, steps, ms) => {
    for (let step = 0; step <= Math.abs(steps); step++) {
      await scroll(page, from + Math.sign(steps) * step * 70);
      await pass(page, ms);
    }
  };
  await swipe(3000, -14, 40); // before its time
  await staysClosed(page, 1000);
  await swipe(3000, -28, 60); // slowly
  await swipe(1000, 28, 10); // downwards
  await staysClosed(page, 1000);
  await swipe(3000, -14, 40);
  await opens(page);
});

test('exit_intent on a phone: back from another tab', async (t) => {
  const { page } = await enter(t, [rule('r', { on: 'exit_intent', after: '1s' })], { emulate: phone });
  await pass(page, 1000);
  await setHidden(page, true);
  await staysClosed(page, 3000);
  await setHidden(page, false);
  await opens(page);
});

test('exit_intent on a phone: half a minute without an act', async (t) => {
  const { page } = await enter(t, [rule('r', { on: 'exit_intent', after: '1s' })], { emulate: phone });
  await staysClosed(page, 20_000);
  await page.touchscreen.tap(100, 300);
  await staysClosed(page, 29_500);
  await opens(page, 1000);
});

test('inactivity: so long without a sign of life, with something in the cart', async (t) => {
  const { page } = await enter(t, [rule('r', { on: 'inactivity', after: '20s' }, { when: { 'cart.quantity': { $gte: 1 } } })]);
  await staysClosed(page, 60_000);
  await call(page, 'setCart', [{ item_id: 'boot-1', quantity: 1 }]);
  await armed(page);
  for (const act of [() => page.mouse.move(50, 50), () => page.keyboard.press('Tab'), () => page.mouse.move(60, 50)]) {
    await staysClosed(page, 19_500);
    await act();
  }
  await staysClosed(page, 19_500);
  await opens(page, 500);
});

test('visible: when an element of this selector is in the window; one without a size never is', async (t) => {
  const more = '<div class="low" id="empty" hidden></div><div class="low">Low</div>';
  const { page } = await enter(t, [rule('r', { on: 'visible', selector: '.low' })], { more });
  await staysClosed(page, 60_000);
  await page.$eval('.low:not([hidden])', (element) => element.scrollIntoView());
  await opens(page, 500);
});

test('click: as often as the shopper asks, not when a script does', async (t) => {
  const { page } = await enter(t, [rule('guide', { on: 'click', selector: '#open' })]);
  await page.$eval('#open', (element) => element.click());
  await staysClosed(page, 60_000);
  for (let times = 0; times < 2; times++) {
    await page.click('#open');
    await opens(page);
    await shuts(page);
  }
  assert.deepEqual(await reports(page), ['guide shown', 'guide dismissed', 'guide shown', 'guide dismissed']);
});

test('event: when it is tracked on this page', async (t) => {
  const { page } = await enter(t, [rule('r', { on: 'event', event: 'add_to_cart' })]);
  await call(page, 'track', 'view_item', {});
  await staysClosed(page, 60_000);
  await call(page, 'track', 'add_to_cart', { items: [{ item_id: 'boot-1' }] });
  await opens(page, 500);
  await call(page, 'page', { type: 'home' });
  await staysClosed(page, 60_000); // that was on the page before
});

test('event: also one that was tracked before the script had come', async (t) => {
  const early = () => addEventListener('DOMContentLoaded', () => window.vitrine.track('add_to_cart', {}));
  const { page } = await enter(t, [rule('r', { on: 'event', event: 'add_to_cart' })], { before: early });
  await opens(page, 500);
});

test('pages: on the page of the visit with that number', async (t) => {
  const { page } = await enter(t, [rule('r', { on: 'pages', count: 3 })]);
  const settled = async () => {
    await pass(page, 500); // asks for the number, which comes with a file
    await page.evaluate(() => window.vitrine.profile());
  };
  await settled();
  await staysClosed(page, 5000);
  await call(page, 'page', { type: 'home' });
  await settled();
  await staysClosed(page, 5000);
  await call(page, 'page', { type: 'home' });
  await settled();
  await opens(page, 500);
  await call(page, 'page', { type: 'home' }); // the page that it belonged to is gone; nobody dismissed it
  await settled();
  await staysClosed(page, 60_000);
  assert.deepEqual(await reports(page), ['r shown']);
});

test('times begin anew with each page', async (t) => {
  const { page } = await enter(t, [rule('r', { on: 'load', after: '10s' }), rule('e', { on: 'exit_intent', after: '5s' }, { slot: 'second' })]);
  await staysClosed(page, 9500);
  await call(page, 'page', { type: 'home' });
  await staysClosed(page, 4500);
  await leave(page, 300, -5);
  await staysClosed(page, 5000);
  await opens(page, 500);
});

test('two slots: one at a time, and the second five seconds after the first was closed', async (t) => {
  const { page } = await enter(t, [rule('one', { on: 'load' }), rule('two', { on: 'load' }, { slot: 'second', show: { ...offer, title: 'Two' } })]);
  await opens(page, 500);
  await pass(page, 60_000);
  assert.equal((await look(page)).label, 'Still thinking?');
  await shuts(page);
  await staysClosed(page, 4500);
  await opens(page, 500);
  assert.equal((await look(page)).label, 'Two');
  assert.deepEqual(await reports(page), ['one shown', 'one dismissed', 'two shown']);
});

test('the budget of the rules keeps popups apart, also across pages, and ends', async (t) => {
  const rules = ['pop', 'second', 'third'].map((slot) => rule(slot, { on: 'load' }, { slot }));
  const slots = Object.fromEntries(['pop', 'second', 'third'].map((name) => [name, { type: 'popup' }]));
  const { page } = await enter(t, rules, { file: { slots, budget: { popups: { per_session: 2, gap: '30s', quiet: ['cart'] } } } });
  await opens(page, 500);
  await shuts(page);
  await call(page, 'page', { type: 'home' });
  await staysClosed(page, 29_000);
  await call(page, 'page', { type: 'cart' });
  await staysClosed(page, 10_000);
  await call(page, 'page', { type: 'home' });
  await opens(page, 1000);
  await shuts(page);
  await call(page, 'page', { type: 'home' });
  await staysClosed(page, 300_000);
  assert.deepEqual(await reports(page), ['pop shown', 'pop dismissed', 'pop shown', 'pop dismissed']);
});

for (const [from, emulate, quiet] of [
  ['https://www.google.com/', phone, 5000],
  ['https://blog.example/', phone, 500],
  ['https://www.google.com/', undefined, 500],
]) {
  test(`from ${from} ${emulate ? 'on a phone' : 'on a desktop'}: nothing before ${quiet} ms, but what is asked for`, async (t) => {
    const referrer = (from) => Object.defineProperty(document, 'referrer', { get: () => from });
    const rules = [rule('r', { on: 'load' }), rule('guide', { on: 'click', selector: '#open' }, { slot: 'second' })];
    const { page } = await enter(t, rules, { before: referrer, args: [from], emulate });
    if (quiet > 500) {
      await staysClosed(page, quiet - 500);
      await page.click('#open');
      await opens(page);
      await shuts(page);
      await staysClosed(page, 4500); // again, after that one
    }
    await opens(page, 500);
    assert.deepEqual((await reports(page)).at(-1), 'r shown');
  });
}
