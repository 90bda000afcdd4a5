// When popups open, what keeps them closed, and what is counted of them. Triggers have a file of their own.
import assert from 'node:assert/strict';
import test from 'node:test';
import { call, heard, ready, setUp, until } from './support.mjs';
import { allow, button, closed, hurry, isOpen, look, offer, opened, pause, phone, popupShop, reports, rule, setHidden } from './popups.mjs';

const shopper = setUp();
/** Long enough for a trigger that was reached to open its popup. */
const soon = () => pause(1100);

/** Tabs take half a second to agree. */
const slowLocks = () => {
  const { request } = LockManager.prototype;
  LockManager.prototype.request = async function (...args) {
    if (args[0] === 'vitrine-popup') {
      window.asked = true;
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
    return request.apply(this, args);
  };
};

async function stays(page) {
  await soon();
  assert.equal(await isOpen(page), false);
}

/** Visits a shop with these rules; nothing may be complained of. */
async function enter(t, rules, { visits = {}, ...options } = {}) {
  const kit = await shopper(t, await popupShop(rules, options));
  const page = await kit.visit({ before: allow, ...visits });
  t.after(() => assert.deepEqual([kit.said, kit.errors], [[], []]));
  return { ...kit, page };
}

test('load: with the page, once, and reported as shown', async (t) => {
  const { page } = await enter(t, [rule('r', { on: 'load' })]);
  await opened(page);
  assert.deepEqual(await reports(page), ['r shown']);
  assert.deepEqual(await page.evaluate(() => window.events), [['vitrine:shown', 'pop', 'r', 'vitrine-popup', null]]);
  await page.keyboard.press('Escape');
  await closed(page);
  await stays(page);
  assert.deepEqual(await reports(page), ['r shown', 'r dismissed']);
  assert.deepEqual(await page.evaluate(() => window.violations), []);
});

test('load: a page that the browser prepares opens nothing until somebody comes to it, and counts from then on', async (t) => {
  const files = await popupShop([rule('r', { on: 'load', after: '2s' }, { when: { 'page.path': '/other/' } })]);
  const state = `window.states = [];
    setInterval(() => window.states.push([document.prerendering, document.querySelector('vitrine-popup') !== null].join()), 100);`;
  const { visit } = await shopper(t, {
    ...files,
    '/': { ...files['/'], headers: { ...files['/'].headers, 'speculation-rules': '"/rules.json"' } },
    '/rules.json': { body: '{"prerender":[{"source":"list","urls":["/other/"],"eagerness":"immediate"}]}', headers: { 'content-type': 'application/speculationrules+json' } },
    '/other/': { ...files['/other/'], body: files['/other/'].body.replace('<head>', '<head><script src="/state.js"></script>') },
    '/state.js': state,
  });
  const page = await visit({ before: allow });
  await pause(4000);
  await page.evaluate(() => { location.href = '/other/'; });
  await pause(1000);
  assert.deepEqual(await page.evaluate(() => [...new Set(window.states)]), ['true,false', 'false,false']);
  await opened(page);
});

/** A finger moves so far, in `steps` steps of a frame. */
async function swipe(page, distance, steps) {
  const from = distance < 0 ? 650 : 50;
  const touch = await page.touchscreen.touchStart(150, from);
  for (let step = 1; step <= steps; step++) await touch.move(150, from + (distance / steps) * step);
  if (steps > 20) await pause(300); // stands still before it is lifted
  await touch.end();
}

test('exit_intent on a phone: fast upwards, by a finger', async (t) => {
  const kit = await shopper(t, await popupShop([rule('r', { on: 'exit_intent', after: '1s' })], { more: '<div class="tall"></div>' }));
  const page = await kit.visit({ before: allow, emulate: phone });
  await pause(1700);
  await page.evaluate(() => scrollTo(0, 3000));
  await swipe(page, 600, 60); // slowly
  await stays(page);
  await swipe(page, -600, 6); // downwards
  await stays(page);
  await swipe(page, 600, 6);
  await opened(page);
});

test('click: what the shopper asks for takes the place of what opened by itself', async (t) => {
  const bar = { ...offer, kind: 'bar' };
  const { page } = await enter(t, [rule('one', { on: 'load' }, { show: bar }), rule('guide', { on: 'click', selector: '#open' }, { slot: 'second' })], {
    visits: { before: [allow, slowLocks] }, // so that both clicks come before it opens, and the second not beside it
  });
  await opened(page);
  await page.click('#open', { count: 2 });
  await until(page, () => document.querySelector('vitrine-popup')?.shadowRoot.querySelector('.modal'));
  await page.keyboard.press('Escape');
  await closed(page);
  await stays(page);
  assert.deepEqual(await reports(page), ['one shown', 'guide shown', 'guide dismissed']);
});

test('click: what the shopper asks for opens when the budget is used up, and without any consent', async (t) => {
  const file = { slots: { pop: { type: 'popup' }, second: { type: 'popup' } }, budget: { popups: { per_session: 1, gap: '1h', quiet: ['cart'] } } };
  const rules = [rule('one', { on: 'load' }), rule('guide', { on: 'click', selector: '#open' }, { slot: 'second' })];
  const { page } = await enter(t, rules, { file });
  const used = async () => {
    await page.click('#open');
    await opened(page);
    await page.keyboard.press('Escape');
    await closed(page);
  };
  await opened(page);
  await page.keyboard.press('Escape');
  await closed(page);
  await used();
  await used();
  assert.deepEqual(await reports(page), ['one shown', 'one dismissed', 'guide shown', 'guide dismissed', 'guide shown', 'guide dismissed']);
  const stranger = await enter(t, rules, { file, visits: { before: [] } });
  await stranger.page.click('#open');
  await opened(stranger.page);
});

for (const kind of ['modal', 'corner', 'bar']) {
  test(`click: asked for within a ${kind}, which it replaces; the focus returns to where it was before both`, async (t) => {
    const more = '<template data-vitrine-template="ask"><p>Which size?</p><button type="button" id="ask">Size guide</button></template>';
    const rules = [
      rule('first', { on: 'load', after: '1s' }, { show: { template: 'ask', kind } }),
      rule('guide', { on: 'click', selector: 'vitrine-popup #ask' }, { slot: 'second', show: { ...offer, title: 'Guide' } }),
    ];
    const { page } = await enter(t, rules, { more });
    await page.focus('#link');
    await opened(page);
    await page.focus('#ask');
    await page.keyboard.press('Enter');
    await until(page, () => document.querySelector('vitrine-popup')?.shadowRoot.querySelector('dialog').ariaLabel === 'Guide');
    assert.equal((await look(page)).focus, 'close');
    await page.keyboard.press('Escape');
    await closed(page);
    assert.equal((await look(page)).focus, 'link');
    assert.deepEqual(await reports(page), ['first shown', 'first clicked', 'guide shown', 'guide dismissed']);
  });
}

/** A shop in which a file of the package takes so many ms to come. */
async function slowly(t, name, delay) {
  const kit = await shopper(t, await popupShop([rule('guide', { on: 'click', selector: '#open' })]));
  const path = `/vitrine/${name}`;
  kit.routes[path] = { body: kit.routes[path], delay };
  t.after(() => assert.deepEqual([kit.said, kit.errors], [[], []]));
  return kit.visit({ before: allow, wait: false });
}

for (const name of ['popups.js', 'rules.vitrine']) {
  test(`click: also before ${name} had come`, async (t) => {
    const page = await slowly(t, name, 1000);
    await page.click('#open');
    assert.equal(await isOpen(page), false);
    await opened(page);
    assert.deepEqual(await reports(page), ['guide shown']);
  });
}

for (const [what, delay, then] of [
  ['more than two seconds', 3000, () => undefined],
  ['on a page that is over', 1500, (page) => call(page, 'page', { type: 'home' })],
  ['but something else', 1500, (page) => page.click('h1')],
]) {
  test(`click: ${what} before popups.js had come does not count`, async (t) => {
    const page = await slowly(t, 'popups.js', delay);
    await ready(page);
    await page.click('#open');
    await then(page);
    await page.evaluate(() => import('/vitrine/popups.js'));
    await stays(page);
    await page.click('#open');
    await opened(page);
    assert.deepEqual(await reports(page), ['guide shown']);
  });
}

test('a rule may open on the next page again; caps decide whether it does', async (t) => {
  const cap = { dismissed: { max: 1, per: '7d' }, converted: { max: 1 } };
  const { page, visit } = await enter(t, [rule('r', { on: 'load' }, { cap })]);
  await opened(page);
  await call(page, 'page', { type: 'home' });
  await closed(page);
  await pause(5000); // after one was closed, none opens for a while
  await opened(page);
  await (await button(page)).click();
  await closed(page);
  await until(page, () => localStorage.vitrine);
  await pause(600);
  const later = await visit({ before: allow });
  await stays(later);
  assert.deepEqual((await call(later, 'explain', 'pop')).text.includes('stopped by cap dismissed r per 1w < 1, found 1'), true);
  await Promise.all([page.close(), later.close()]);
  const muchLater = await visit({ before: allow, days: 8 });
  await opened(muchLater);
});

test('dismissed and converted are remembered apart', async (t) => {
  const attributes = { size: { type: 'number' }, winter: { type: 'boolean' }, likes: { type: 'string' } };
  const cap = { dismissed: { max: 2 }, converted: { max: 1 } };
  const rules = [rule('guide', { on: 'click', selector: '#open' }, { cap, show: { template: 'sign-up' } })];
  const { page } = await enter(t, rules, { file: { attributes } });
  const ask = async () => {
    await page.evaluate(() => import('/vitrine/popups.js'));
    await page.click('#open');
    await opened(page);
  };
  await ask();
  await page.keyboard.press('Escape');
  await closed(page);
  await ask();
  await page.type('vitrine-popup [name=email]', 'kari@example.com');
  await page.click('vitrine-popup [value=tents]');
  await closed(page);
  assert.deepEqual(await reports(page), ['guide shown', 'guide dismissed', 'guide shown', 'guide converted']);
  await page.click('#open');
  await stays(page);
  assert.match((await call(page, 'explain', 'pop')).text, /stopped by cap converted guide < 1, found 1/);
});

test('while one is open in a tab, none opens in another, unless the shopper asks', async (t) => {
  const rules = [rule('one', { on: 'load' }), rule('guide', { on: 'click', selector: '#open' }, { slot: 'second' })];
  const { page, visit } = await enter(t, rules);
  await opened(page);
  const other = await visit({ before: allow });
  await stays(other);
  await other.click('#open');
  await opened(other);
  await other.keyboard.press('Escape');
  await closed(other);
  await page.bringToFront();
  await stays(other);
  await page.keyboard.press('Escape');
  await closed(page);
  const third = await visit({ before: allow });
  await opened(third);
});

test('eligibility is asked again at the moment of showing, and not while it is open', async (t) => {
  const { page } = await enter(t, [rule('r', { on: 'load', after: '1s' }, { when: { tier: { $ne: 'gold' } } })], { file: { attributes: { tier: { type: 'string' } } } });
  await call(page, 'setAttributes', { tier: 'gold' });
  await pause(2000);
  assert.equal(await isOpen(page), false);
  await call(page, 'setAttributes', { tier: 'none' });
  await opened(page);
  await call(page, 'setAttributes', { tier: 'gold' });
  await pause(700);
  assert.equal(await isOpen(page), true);
});

test('what changes while tabs agree is looked at again', async (t) => {
  const { page } = await enter(t, [rule('r', { on: 'load' }, { when: { tier: { $ne: 'gold' } } })], {
    file: { attributes: { tier: { type: 'string' } } }, visits: { before: [allow, slowLocks] },
  });
  await until(page, () => window.asked);
  await call(page, 'setAttributes', { tier: 'gold' });
  await stays(page);
  assert.deepEqual(await reports(page), []);
});

test('what was reached on a page does not open on the next one', async (t) => {
  const { page } = await enter(t, [rule('r', { on: 'load' })], { visits: { before: [allow, slowLocks] } });
  await until(page, () => window.asked);
  await call(page, 'page', { type: 'checkout' });
  await stays(page);
  assert.deepEqual(await reports(page), []);
  await call(page, 'page', { type: 'home' });
  await opened(page);
});

for (const [what, change] of [['are refused', 'request = () => Promise.reject(new DOMException("no", "SecurityError"))'], ['are missing', '']]) {
  test(`where locks ${what}, popups open all the same`, async (t) => {
    const before = what === 'are missing'
      ? () => Object.defineProperty(Navigator.prototype, 'locks', { value: undefined })
      : () => { LockManager.prototype.request = () => Promise.reject(new DOMException('no', 'SecurityError')); };
    const kit = await shopper(t, await popupShop([rule('r', { on: 'load' })]));
    const page = await kit.visit({ before: [allow, before] });
    await opened(page);
    assert.deepEqual(kit.errors, [], change);
  });
}

test('nobody is disturbed while writing', async (t) => {
  const { page } = await enter(t, [rule('r', { on: 'load', after: '1s' })]);
  await page.type('#words', 'hiking');
  await pause(1500);
  assert.equal(await isOpen(page), false);
  await page.click('h1');
  await opened(page);
});

test('nor in a field of a web component', async (t) => {
  const { page } = await enter(t, [rule('r', { on: 'load', after: '1s' })]);
  const active = await page.evaluate(() => {
    const within = (parent) => parent.appendChild(document.createElement('shop-field')).attachShadow({ mode: 'open' });
    within(within(document.querySelector('main'))).appendChild(document.createElement('input')).focus();
    return document.activeElement.localName;
  });
  assert.equal(active, 'shop-field');
  await page.keyboard.type('hiking');
  await pause(1500);
  assert.equal(await isOpen(page), false);
  await page.click('h1');
  await opened(page);
});

test('nothing opens on pages of the checkout', async (t) => {
  const { page } = await enter(t, [rule('r', { on: 'load' }), rule('guide', { on: 'click', selector: '#open' }, { slot: 'second' })], { page: 'checkout' });
  await stays(page);
  await page.click('#open');
  await stays(page);
  await call(page, 'page', { type: 'home' });
  await opened(page);
});

test("nothing opens over the shop's own dialog", async (t) => {
  const { page } = await enter(t, [rule('r', { on: 'load' })], { more: '<dialog id="own">Cookies?</dialog>', visits: { before: [allow, () => addEventListener('DOMContentLoaded', () => document.querySelector('#own').showModal())] } });
  await stays(page);
  await page.$eval('#own', (own) => own.close());
  await opened(page);
});

test('a control arm sees nothing and is reported when it would have seen it', async (t) => {
  const file = { experiments: { offer: { variations: ['none', 'ten'], weights: [1, 0], control: 'none' } } };
  const { page } = await enter(t, [rule('r', { on: 'click', selector: '#open' }, { experiment: 'offer' })], { file });
  await soon();
  assert.deepEqual(await reports(page), []);
  await page.click('#open');
  await until(page, () => window.reports.length);
  await stays(page);
  assert.deepEqual(await reports(page), ['r shown']);
});

test('a popup whose template the page does not have is one warning, and not reported', async (t) => {
  const kit = await shopper(t, await popupShop([rule('r', { on: 'load' }, { show: { template: 'nowhere' } })]));
  const page = await kit.visit({ before: allow });
  await stays(page);
  assert.deepEqual([await heard(kit.said), await reports(page)], [['[vitrine] No template "nowhere" in the page.'], []]);
});

test('a selector that is none is one warning, and other popups open', async (t) => {
  const kit = await shopper(t, await popupShop([rule('bad', { on: 'visible', selector: '..no' }), rule('r', { on: 'load' }, { slot: 'second' })]));
  const page = await kit.visit({ before: allow });
  await opened(page);
  await soon();
  assert.deepEqual([await heard(kit.said), kit.errors], [['[vitrine] "..no" is no selector.'], []]);
});

test('a page whose framework throws the popup away goes on', async (t) => {
  const rules = [rule('one', { on: 'load' }), rule('two', { on: 'load' }, { slot: 'second', show: { ...offer, title: 'Two' } })];
  const { page } = await enter(t, rules, { visits: { before: [allow, hurry], args: [4] } });
  await opened(page);
  await page.evaluate(() => document.querySelector('vitrine-popup').remove());
  await opened(page);
  assert.equal((await look(page)).label, 'Two');
  assert.deepEqual(await reports(page), ['one shown', 'two shown']);
});

test('nothing of it is loaded where no popup may open, and where it does not load, the rest works', async (t) => {
  const asked = [];
  const kit = await shopper(t, { ...(await popupShop([rule('r', { on: 'load' }, { when: { 'page.type': 'cart' } })])), '/vitrine/popups.js': null });
  const page = await kit.visit({ before: allow });
  page.on('request', (request) => asked.push(request.url().split('/').pop()));
  await stays(page);
  assert.deepEqual([asked, kit.said], [[], []]);
  await call(page, 'page', { type: 'cart' });
  await stays(page);
  assert.deepEqual([asked, (await heard(kit.said)).length], [['popups.js'], 1]);
  assert.match(kit.said[0], /^\[vitrine\] popups\.js did not load \(.+\): upload it, too\.$/);
});
