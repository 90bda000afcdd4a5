// What lists of items do in a page: what counts as seen and clicked, changes that keep what stays, carousels, pictures and prices.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import test from 'node:test';
import { outdoorModel } from '../node/support.mjs';
import { setHidden } from './popups.mjs';
import { act, bundleOf, call, html, modelFiles, setUp, until } from './support.mjs';

const shopper = setUp();
const model = await outdoorModel();
const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const pause = (page, ms) => page.evaluate((ms) => new Promise((resolve) => setTimeout(resolve, ms)), ms);
const shelf = (id, slot, recommend, show) => ({ id, slot, recommend, show: { template: 'shelf', ...show } });

const rules = {
  vitrine: 1,
  store: { currency: 'EUR', locales: ['en', 'nb', 'ar'] },
  slots: {
    shelf: { type: 'recommendations', limit: 6 },
    hero: { type: 'content' },
    offer: { type: 'popup' },
  },
  rules: [
    shelf('shelf', 'shelf', { strategy: 'popular' }, { title: 'Popular', updated: { en: 'The list has changed.', nb: 'Listen er endret.' } }),
    { id: 'hero', slot: 'hero', show: { template: 'hero', title: 'Welcome', link: '#hero' } },
    {
      id: 'offer', slot: 'offer', trigger: { on: 'click', selector: '#open' },
      show: { template: 'offer', title: 'An offer', link: '#offer', kind: 'corner' },
    },
  ],
};
const bundle = await bundleOf(rules);

const style = `
  body { margin: 0; font: 16px sans-serif; }
  [data-vitrine-slot=shelf] { display: block; height: 260px; position: relative; }
  .head { display: flex; min-height: 40px; align-items: center; }
  .head h2 { margin: 0; }
  [data-vitrine-carousel] { display: flex; gap: 10px; margin: 0; padding: 4px; overflow-x: auto; scroll-snap-type: x mandatory; list-style: none; }
  [data-vitrine-carousel] > * { flex: 0 0 190px; height: 160px; scroll-snap-align: start; }
  [data-vitrine-scroll] { color: #000; background: #fff; }
  a { color: #00c; }`;

const templates = `
  <template data-vitrine-template="shelf">
    <div class="head"><h2 data-vitrine-text="title"></h2>
    <button type="button" data-vitrine-scroll="previous" aria-label="Back" hidden>&lt;</button>
    <button type="button" data-vitrine-scroll="next" aria-label="On" hidden>&gt;</button></div>
    <ul data-vitrine-carousel>
      <li data-vitrine-items>
        <a data-vitrine-href="item.link"><img data-vitrine-src="item.image_link" alt="" width="100" height="60"><b data-vitrine-text="item.title"></b></a>
        <span data-vitrine-text="item.plain_price"></span> <ins data-vitrine-text="item.sale_price"></ins> <del data-vitrine-text="item.old_price"></del>
      </li>
    </ul>
  </template>
  <template data-vitrine-template="hero"><h2 data-vitrine-text="title"></h2><a data-vitrine-href="link">Look</a></template>
  <template data-vitrine-template="offer">
    <h2 data-vitrine-text="title"></h2><a data-vitrine-href="link">See it</a> <button type="button" data-vitrine-close>No, thanks</button>
  </template>`;
const shelfSlot = '<section data-vitrine-slot="shelf"></section>';
const heroSlot = '<section data-vitrine-slot="hero" style="height:150px"></section>';
const room = '<div style="height:3000px"></div>';

const head = `<meta name="viewport" content="width=device-width"><script src="/vitrine/stub.js"></script>
  <script async src="/vitrine/vitrine.js" data-bundle="/vitrine/vitrine.json" data-page="home"></script><link rel="stylesheet" href="/slow.css">`;
const policy = "default-src 'none'; connect-src 'self'; img-src 'self'; style-src 'self' 'unsafe-inline'; script-src 'self' 'wasm-unsafe-eval'; require-trusted-types-for 'script'; trusted-types 'none'";
const picture = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 6"><rect width="10" height="6"/></svg>';
const pictures = Object.fromEntries(
  model.core.display.fields.id.map((id) => [`/i/${id}.svg`, { body: picture, headers: { 'content-type': 'image/svg+xml' } }]),
);

/** Files of a shop with a page of this. The sheet keeps the first paint waiting for the slots. */
const shop = (body, { lang = 'lang="en"', ...files } = {}) => ({
  '/': {
    body: html({ head, body: `${templates}<main><h1>Shop</h1><button id="open">Open</button>${body}</main>` }).replace('lang="en"', lang),
    headers: { 'content-security-policy': policy },
  },
  '/slow.css': { body: style, delay: 1200 },
  ...modelFiles(bundle, model),
  ...pictures,
  ...files,
});

/** Lists what is reported and told. */
function listen() {
  window.reports = [];
  window.events = [];
  for (const name of ['shown', 'seen', 'click']) {
    addEventListener('vitrine:' + name, ({ detail, target }) => {
      window.events.push([name, target.dataset.vitrineSlot ?? target.localName, detail.rule, detail.item_id, detail.items?.length]);
    });
  }
  addEventListener('DOMContentLoaded', () => {
    window.vitrine.setConsent({ personalise: true, measure: true });
    window.vitrine.on('report', ({ rule, outcome, items }) => window.reports.push([rule, outcome, ...(items ?? ['all'])].join(' ')));
  });
}
const reports = (page) => page.evaluate(() => window.reports.splice(0));
const events = (page) => page.evaluate(() => window.events.splice(0));
const seen = (...ids) => ids.map((id) => `shelf seen ${id}`);
const items = (page) => page.$$eval('[data-vitrine-item]', (cards) => cards.map(({ dataset }) => dataset.vitrineItem));
const popular = ['tent-1', 'mat-1', 'boot-1', 'sock-1', 'stove-1', 'boot-2'];

test('cards that half stand in the window for a second are seen, one by one, and the decision is shown with the first', async (t) => {
  const { visit, said, errors } = await shopper(t, shop(shelfSlot));
  const page = await visit({ before: listen });
  assert.deepEqual(await items(page), popular);
  await until(page, () => window.reports.length === 5);
  await pause(page, 300);
  // Four cards of 190 pixels fit into 800.
  assert.deepEqual(await reports(page), ['shelf shown', ...seen('tent-1', 'mat-1', 'boot-1', 'sock-1')]);
  assert.deepEqual((await events(page)).slice(-2), [['seen', 'shelf', 'shelf', 'boot-1', 6], ['seen', 'shelf', 'shelf', 'sock-1', 6]]);
  assert.equal((await call(page, 'profile')).shown, 4);
  await page.$eval('[data-vitrine-carousel]', (list) => list.scrollTo(5000, 0));
  await until(page, () => window.reports.length === 2);
  await page.$eval('[data-vitrine-carousel]', (list) => list.scrollTo(0, 0));
  await pause(page, 1300);
  assert.deepEqual(await reports(page), seen('stove-1', 'boot-2'));
  assert.equal((await call(page, 'profile')).shown, 6);
  assert.deepEqual([said, errors], [[], []]);
});

test('what only passes by is not seen, nor what stands in a tab that nobody looks at', async (t) => {
  const { visit } = await shopper(t, shop(room + shelfSlot + room));
  const page = await visit({ before: listen });
  const top = await page.$eval('[data-vitrine-slot]', (slot) => slot.getBoundingClientRect().top);
  await page.evaluate(async (top) => {
    for (const y of [top, 0, top]) {
      scrollTo(0, y);
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }, top);
  await setHidden(page, true);
  await pause(page, 1500);
  assert.deepEqual(await reports(page), []);
  await setHidden(page, false);
  await pause(page, 400);
  assert.deepEqual(await reports(page), []);
  await until(page, () => window.reports.length === 5);
});

test('on the next page of a one-page shop all counts anew', async (t) => {
  const { visit } = await shopper(t, shop(heroSlot));
  const page = await visit({ before: listen });
  await until(page, () => window.reports.length === 1);
  await pause(page, 1200);
  await call(page, 'page', { type: 'home' });
  await until(page, () => window.reports.length === 2);
  assert.deepEqual(await reports(page), ['hero shown', 'hero shown']);
});

test('clicks on links and buttons are reported, by mouse, middle button and keyboard, of each item once', async (t) => {
  const { visit } = await shopper(t, shop(shelfSlot + heroSlot));
  const page = await visit({ before: listen });
  await page.evaluate(() => addEventListener('click', (event) => event.preventDefault()));
  await page.evaluate(() => addEventListener('auxclick', (event) => event.preventDefault()));
  const clicked = async () => (await reports(page)).filter((report) => report.includes('clicked'));
  await page.click('[data-vitrine-item="mat-1"] a');
  assert.deepEqual(await clicked(), ['shelf clicked mat-1']);
  assert.deepEqual((await events(page)).pop(), ['click', 'shelf', 'shelf', 'mat-1', 6]);
  await page.click('[data-vitrine-item="mat-1"] a');
  await page.click('[data-vitrine-item="boot-1"] a', { button: 'middle' });
  await page.click('[data-vitrine-item="sock-1"] a', { button: 'right' });
  assert.deepEqual(await clicked(), ['shelf clicked boot-1']);
  await page.focus('[data-vitrine-slot="hero"] a');
  await page.keyboard.press('Enter');
  assert.deepEqual(await clicked(), ['hero clicked']);
  await page.click('[data-vitrine-slot="hero"] h2');
  await page.click('[data-vitrine-scroll="next"]');
  await page.click('h1');
  await page.evaluate(() => document.querySelector('[data-vitrine-item="tent-1"] a').click());
  assert.deepEqual(await clicked(), []);
});

test('who clicks has seen', async (t) => {
  const { visit } = await shopper(t, shop(shelfSlot));
  const blind = () => {
    window.IntersectionObserver = class {
      observe() {}
      unobserve() {}
    };
  };
  const page = await visit({ before: [listen, blind] });
  await page.evaluate(() => addEventListener('click', (event) => event.preventDefault()));
  await page.click('[data-vitrine-item="mat-1"] a');
  await page.click('[data-vitrine-item="boot-1"] a');
  assert.deepEqual(await reports(page), ['shelf shown', 'shelf seen mat-1', 'shelf clicked mat-1', 'shelf seen boot-1', 'shelf clicked boot-1']);
});

test('clicks in a popup are reported, but for what closes it', async (t) => {
  const { visit } = await shopper(t, shop(''));
  const page = await visit({ before: listen });
  await page.evaluate(() => addEventListener('click', ({ target }) => target.matches?.('vitrine-popup a') && event.preventDefault()));
  const open = async () => {
    await until(page, async () => {
      document.getElementById('open').focus();
      return true;
    });
    await page.click('#open');
    await until(page, () => document.querySelector('vitrine-popup')?.shadowRoot.querySelector('dialog').open);
  };
  await pause(page, 500);
  await open();
  assert.deepEqual(await reports(page), ['offer shown all']);
  await page.click('vitrine-popup a');
  assert.deepEqual(await reports(page), ['offer clicked']);
  await page.click('vitrine-popup [data-vitrine-close]');
  await until(page, () => !document.querySelector('vitrine-popup'));
  assert.deepEqual(await reports(page), ['offer dismissed all']);
});

/** Marks the cards that stand there, to know them again. */
const mark = (page) => page.$$eval('[data-vitrine-item]', (cards) => cards.forEach((card) => (card.known = true)));
const known = (page) => page.$$eval('[data-vitrine-item]', (cards) => cards.map((card) => `${card.dataset.vitrineItem} ${!!card.known}`));
const said = (page) => page.$$eval('[role=status]', (all) => all.map(({ textContent }) => textContent).join());
const loaded = (page) => until(page, () => document.querySelector('[data-vitrine-carousel]')?.role === 'list');

test('when the cart changes, cards that stay are the same ones, where they were, and it is said once', async (t) => {
  const { visit, said: warnings, errors } = await shopper(t, shop('<button id="add">Add</button>' + shelfSlot, { lang: 'lang="nb"' }));
  const page = await visit({ before: listen });
  await loaded(page);
  await mark(page);
  await page.evaluate(() => {
    document.querySelector('[data-vitrine-item="boot-1"]').addEventListener('hello', () => (window.heard = true));
    document.querySelector('[data-vitrine-carousel]').scrollTo(200, 0);
    window.spoken = [];
    new MutationObserver(() => window.spoken.push(document.querySelector('[role=status]').textContent)).observe(document.querySelector('[role=status]'), { childList: true });
  });
  const left = () => page.$eval('[data-vitrine-carousel]', ({ scrollLeft }) => scrollLeft);
  const before = await left();
  assert.ok(before > 100);
  await page.evaluate(() => document.getElementById('add').addEventListener('click', () => window.vitrine.setCart([{ item_id: 'stove-1', price: 80 }])));
  await page.click('#add');
  await until(page, () => !document.querySelector('[data-vitrine-item="stove-1"]'));
  assert.deepEqual(await known(page), ['tent-1 true', 'mat-1 true', 'boot-1 true', 'sock-1 true', 'boot-2 true', 'rope-1 false']);
  assert.equal(await left(), before);
  await page.evaluate(() => document.querySelector('[data-vitrine-item="boot-1"]').dispatchEvent(new Event('hello')));
  assert.equal(await page.evaluate(() => window.heard), true);
  assert.equal(await page.evaluate(() => document.activeElement.id), 'add');
  assert.deepEqual(await page.evaluate(() => window.spoken), ['Listen er endret.']);
  assert.equal(await page.$eval('[data-vitrine-slot]', ({ dataset }) => dataset.vitrineToken), (await call(page, 'decide', 'shelf')).token);
  assert.deepEqual([warnings, errors], [[], []]);
});

test('a card whose price changed is a new one; another page, and what nobody asked for, is not spoken of', async (t) => {
  const { visit } = await shopper(t, shop(shelfSlot));
  const page = await visit({ before: listen });
  await loaded(page);
  await mark(page);
  await call(page, 'page', { type: 'home' });
  await call(page, 'setItems', [{ item_id: 'mat-1', price: 55 }]);
  assert.deepEqual(await known(page), ['tent-1 true', 'mat-1 false', 'boot-1 true', 'sock-1 true', 'stove-1 true', 'boot-2 true']);
  assert.equal(await page.$eval('[data-vitrine-item="mat-1"] span', ({ textContent }) => textContent), '€55.00');
  await call(page, 'setItems', [{ item_id: 'tent-1', availability: 'out_of_stock' }]);
  assert.deepEqual((await items(page))[0], 'mat-1');
  assert.equal(await said(page), '');
});

test('the focus stays on the card that it is on while the cart changes', async (t) => {
  const { visit } = await shopper(t, shop(shelfSlot));
  const page = await visit({ before: listen });
  await loaded(page);
  for (let i = 0; i < 5; i++) await page.keyboard.press('Tab');
  const at = () => page.evaluate(() => document.activeElement.closest('[data-vitrine-item]')?.dataset.vitrineItem);
  assert.equal(await at(), 'mat-1');
  await call(page, 'setCart', [{ item_id: 'tent-1', price: 300 }]);
  await pause(page, 100);
  assert.equal(await at(), 'mat-1');
});

test('the focus of a card that goes is taken by the one in its place', async (t) => {
  const { visit } = await shopper(t, shop(shelfSlot));
  const page = await visit({ before: listen });
  await loaded(page);
  await page.evaluate(() => addEventListener('click', (event) => {
    event.preventDefault();
    window.vitrine.setCart([{ item_id: event.target.closest('[data-vitrine-item]').dataset.vitrineItem, price: 60 }]);
  }));
  await page.focus('[data-vitrine-item="mat-1"] a');
  await page.keyboard.press('Enter');
  await until(page, () => !document.querySelector('[data-vitrine-item="mat-1"]'));
  assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Trail boots');
  assert.equal(await said(page), 'The list has changed.');
});

const scrolled = (page) => page.$eval('[data-vitrine-carousel]', ({ scrollLeft }) => Math.round(scrollLeft));
const buttons = (page) => page.$$eval('[data-vitrine-scroll]', (all) => all.map(({ hidden, ariaDisabled }) => [hidden, ariaDisabled]));
const still = (page) => pause(page, 150);

for (const direction of ['ltr', 'rtl']) {
  test(`a carousel from ${direction === 'ltr' ? 'left to right' : 'right to left'}: buttons scroll it, arrow keys go from card to card`, async (t) => {
    const { visit, said: warnings } = await shopper(t, shop(shelfSlot, { lang: `lang="${direction === 'ltr' ? 'en' : 'ar'}" dir="${direction}"` }));
    const page = await visit({ before: listen });
    await loaded(page);
    const sign = direction === 'ltr' ? 1 : -1;
    assert.deepEqual(await buttons(page), [[false, 'true'], [false, 'false']]);
    await page.click('[data-vitrine-scroll="next"]');
    await still(page);
    assert.deepEqual([await scrolled(page), await buttons(page)], [sign * 398, [[false, 'false'], [false, 'true']]]);
    await page.focus('[data-vitrine-scroll="previous"]');
    await page.keyboard.press('Enter');
    await still(page);
    assert.deepEqual([await scrolled(page), await buttons(page)], [sign * 4, [[false, 'true'], [false, 'false']]]);

    const at = () => page.evaluate(() => document.activeElement.closest('[data-vitrine-item]')?.dataset.vitrineItem);
    const [onwards, back] = direction === 'ltr' ? ['ArrowRight', 'ArrowLeft'] : ['ArrowLeft', 'ArrowRight'];
    await page.focus('[data-vitrine-item] a');
    for (const key of [back, onwards, onwards, 'ArrowDown', back]) await page.keyboard.press(key);
    assert.equal(await at(), 'mat-1');
    for (let i = 0; i < 9; i++) await page.keyboard.press(onwards);
    assert.equal(await at(), 'boot-2');
    const inside = await page.evaluate(() => {
      const { left, right } = document.activeElement.getBoundingClientRect();
      return left >= 0 && right <= innerWidth;
    });
    assert.ok(inside, 'what has the focus is seen');
    await page.keyboard.down('Alt');
    await page.evaluate(() => addEventListener('keydown', (event) => (window.taken = event.defaultPrevented)));
    await page.keyboard.press('ArrowLeft');
    assert.equal(await page.evaluate(() => window.taken), false, 'Alt with an arrow is the browser’s');
    await page.keyboard.up('Alt');
    assert.deepEqual(warnings, []);
  });
}

test('a carousel is a named list, its Tab order that of the page, and axe-core finds nothing', async (t) => {
  const { visit } = await shopper(t, shop(shelfSlot));
  const page = await visit({ before: listen });
  await loaded(page);
  const { children } = await page.accessibility.snapshot({ root: await page.$('[data-vitrine-slot]'), interestingOnly: false });
  const all = [];
  (function walk(nodes) {
    for (const { role, name, children } of nodes ?? []) {
      if (/^(list|button|link|heading)$/.test(role)) all.push(`${role} ${name}`);
      walk(children);
    }
  })(children);
  assert.deepEqual(all, [
    'heading Popular', 'button Back', 'button On', 'list Popular',
    ...['Tent for two', 'Sleeping mat', 'Trail boots', 'Wool socks', 'Gas stove', 'Winter boots'].map((title) => 'link ' + title),
  ]);
  assert.deepEqual(await page.$$eval('[data-vitrine-carousel] > *', (cards) => cards.map(({ role }) => role)), Array(6).fill('listitem'));
  const order = [];
  for (let i = 0; i < 9; i++) {
    await page.keyboard.press('Tab');
    order.push(await page.evaluate(() => document.activeElement.ariaLabel || document.activeElement.textContent.trim()));
  }
  assert.deepEqual(order, ['Open', 'Back', 'On', 'Tent for two', 'Sleeping mat', 'Trail boots', 'Wool socks', 'Gas stove', 'Winter boots']);
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run());
  assert.deepEqual(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]), []);
});

test('where all cards have room there are no buttons; with a smaller window there are', async (t) => {
  const { visit } = await shopper(t, shop(shelfSlot));
  const page = await visit({ before: listen, emulate: { viewport: { width: 1400, height: 700 }, userAgent: 'x' } });
  await loaded(page);
  assert.deepEqual((await buttons(page)).map(([hidden]) => hidden), [true, true]);
  await page.setViewport({ width: 500, height: 700 });
  await until(page, () => !document.querySelector('[data-vitrine-scroll]').hidden);
});

test('a carousel that is swiped knows where it stands', async (t) => {
  const { visit } = await shopper(t, shop(shelfSlot));
  const page = await visit({ before: listen, emulate: { viewport: { width: 390, height: 700, hasTouch: true, isMobile: true }, userAgent: 'x' } });
  await loaded(page);
  const y = await page.$eval('[data-vitrine-carousel]', (list) => list.getBoundingClientRect().top + 100);
  await page.touchscreen.touchStart(340, y);
  for (let x = 320; x >= 100; x -= 20) await page.touchscreen.touchMove(x, y);
  await page.touchscreen.touchEnd();
  // It comes to rest at a card.
  await until(page, () => [204, 404, 604].includes(document.querySelector('[data-vitrine-carousel]').scrollLeft));
  assert.deepEqual((await buttons(page))[0], [false, 'false']);
});

test('without widgets.js a carousel is a list that scrolls, and there is one message', async (t) => {
  const { visit, said: warnings, errors } = await shopper(t, shop(shelfSlot, { '/vitrine/widgets.js': null }));
  const page = await visit({ before: listen });
  await until(page, () => document.querySelector('[data-vitrine-item]'));
  await page.focus('[data-vitrine-item="boot-2"] a');
  assert.ok((await scrolled(page)) > 0);
  assert.deepEqual((await buttons(page)).map(([hidden]) => hidden), [true, true]);
  await page.evaluate(() => document.activeElement.blur()); // whose slot would not change
  await act(page);
  await call(page, 'setCart', [{ item_id: 'tent-1', price: 300 }]);
  assert.equal((await items(page))[0], 'mat-1');
  assert.deepEqual([warnings.length, errors], [1, []]);
  assert.match(warnings[0], /widgets\.js did not load/);
});

test('a page without lists does not load widgets.js', async (t) => {
  const { visit } = await shopper(t, shop(heroSlot));
  const page = await visit({ before: listen });
  await pause(page, 300);
  const files = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name.split('/').pop()));
  assert.equal(files.includes('widgets.js'), false);
});

test('pictures keep their size, and wait only where the list stands below the window', async (t) => {
  const image = (page) => page.$eval('[data-vitrine-item] img', (one) => [one.getAttribute('loading'), one.width, one.height]);
  const above = await shopper(t, shop(shelfSlot));
  assert.deepEqual(await image(await above.visit()), [null, 100, 60]);
  const below = await shopper(t, shop(room + room + shelfSlot));
  const page = await below.visit();
  assert.deepEqual(await image(page), ['lazy', 100, 60]);
  const asked = () => page.evaluate(() => performance.getEntriesByType('resource').filter(({ name }) => name.includes('/i/')).length);
  assert.equal(await asked(), 0);
  await page.evaluate(() => scrollTo(0, 9000));
  await until(page, () => performance.getEntriesByType('resource').some(({ name }) => name.includes('/i/')));
});

test('the price of a sale is inserted, the one before deleted, and any other is neither', async (t) => {
  const { visit } = await shopper(t, shop(shelfSlot));
  const page = await visit();
  const prices = (id) => page.$$eval(`[data-vitrine-item="${id}"] :is(span,ins,del)`, (all) => all.map(({ localName, textContent }) => `${localName} ${textContent}`));
  assert.deepEqual(await prices('boot-2'), ['ins €130.00', 'del €150.00']);
  assert.deepEqual(await prices('tent-1'), ['span €300.00']);
});

test('nothing moves when widgets.js comes, nor when cards are exchanged', async (t) => {
  const { visit } = await shopper(t, shop(shelfSlot + '<p>Words</p>'));
  const page = await visit({ before: listen });
  await loaded(page);
  await page.click('h1');
  await pause(page, 600); // so that what moves would count
  await call(page, 'setCart', [{ item_id: 'tent-1', price: 300 }]);
  await until(page, () => !document.querySelector('[data-vitrine-item="tent-1"]'));
  const moved = await page.evaluate(() => new Promise((resolve) => {
    let sum = 0;
    new PerformanceObserver((list) => list.getEntries().forEach(({ value }) => (sum += value))).observe({ type: 'layout-shift', buffered: true });
    setTimeout(() => resolve(sum), 300);
  }));
  assert.equal(moved, 0);
});
