// What a popup is once it is open: its kinds, the focus, the keyboard, small windows, forms, and what axe-core says.
import assert from 'node:assert/strict';
import test from 'node:test';
import { call, heard, setUp, until } from './support.mjs';
import { allow, button, closed, isOpen, look, offer, opened, pause, popupShop, reports, rule, violations } from './popups.mjs';

const shopper = setUp();
const KINDS = ['modal', 'corner', 'bar'];

/** A page on which a popup of this `show` opens by a click on the button, or with `trigger`. */
async function enter(t, show, { trigger = { on: 'click', selector: '#open' }, visits = {}, file = {}, ...options } = {}) {
  const kit = await shopper(t, await popupShop([rule('r', trigger, { show: { ...offer, ...show } })], { more: '<div class="tall"></div>', file, ...options }));
  const page = await kit.visit({ before: allow, ...visits });
  t.after(async () => assert.deepEqual([kit.said, kit.errors], [[], []]));
  return page;
}

async function open(page) {
  await page.waitForFunction(async () => (await import('/vitrine/popups.js')) && performance.now() > 700);
  await page.focus('#open');
  await page.keyboard.press('Enter');
  await opened(page);
}

const rect = (page, selector) => page.$eval(selector, (element) => JSON.parse(JSON.stringify(element.getBoundingClientRect())));
const rects = async (page) => ({ popup: await rect(page, 'vitrine-popup >>> dialog'), close: await rect(page, 'vitrine-popup >>> [part=close]') });

for (const kind of KINDS) {
  test(`${kind}: what it is, where the focus goes and returns to, and what axe-core says`, async (t) => {
    const page = await enter(t, { kind });
    await open(page);
    const modal = kind === 'modal';
    assert.deepEqual(await look(page), { kind, label: 'Still thinking?', modal, focus: modal ? 'close' : 'open' });
    assert.deepEqual(await violations(page), []);
    const { close } = await rects(page);
    assert.ok(close.width >= 44 && close.height >= 44, JSON.stringify(close));
    // Tab goes through what is in it: the button to close, a link, a button.
    if (!modal) await page.$eval('#link', (link) => link.focus());
    const way = [];
    for (let step = 0; step < (modal ? 5 : 3); step++) {
      if (step || !modal) await page.keyboard.press('Tab');
      way.push((await look(page)).focus);
    }
    if (modal) assert.deepEqual(way, ['close', 'a', 'button', 'body', 'close']);
    else assert.deepEqual(way, ['close', 'a', 'button']);
    await page.keyboard.press('Escape');
    await closed(page);
    assert.equal((await look(page)).focus, modal ? 'open' : 'link');
    assert.deepEqual(await reports(page), ['r shown', 'r dismissed']);
    assert.deepEqual(await page.evaluate(() => window.violations), []);
  });

  test(`${kind}: the button and the template's own close it, by mouse`, async (t) => {
    const page = await enter(t, { kind });
    for (const selector of ['vitrine-popup >>> [part=close]', 'vitrine-popup [data-vitrine-close]']) {
      await open(page);
      await page.click(selector);
      await closed(page);
      assert.equal((await look(page)).focus, 'open', selector);
    }
    assert.deepEqual(await reports(page), ['r shown', 'r dismissed', 'r shown', 'r dismissed']);
  });

  test(`${kind}: shifts nothing, and fits a window of 320 px and a text of double size`, async (t) => {
    const text = 'A long text that goes on. '.repeat(30);
    const page = await enter(t, { kind, text }, { visits: { emulate: { viewport: { width: 320, height: 480 }, userAgent: 'x' } } });
    await page.evaluate(() => {
      document.documentElement.style.fontSize = '32px'; // by script, which the policy allows
      window.shift = 0;
      new PerformanceObserver((list) => list.getEntries().forEach(({ value }) => (window.shift += value))).observe({ type: 'layout-shift', buffered: false });
    });
    const before = [await rect(page, 'h1'), await rect(page, '#link')];
    await open(page);
    await pause(400);
    const { popup, close } = await rects(page);
    for (const { left, right, top, bottom } of [popup, close]) {
      assert.ok(left >= 0 && right <= 320 && top >= 0 && bottom <= 480, JSON.stringify({ left, right, top, bottom }));
    }
    assert.equal(await page.$eval('vitrine-popup >>> dialog', ({ scrollWidth, clientWidth }) => scrollWidth <= clientWidth), true);
    // All of it can be reached, and the button stays in sight.
    await page.$eval('vitrine-popup [data-vitrine-close]', (last) => last.scrollIntoView({ block: 'end' }));
    const last = await rect(page, 'vitrine-popup [data-vitrine-close]');
    assert.ok(last.top >= 0 && last.bottom <= 480, JSON.stringify(last));
    const still = (await rects(page)).close;
    assert.ok(still.top >= 0 && still.bottom <= 480, JSON.stringify(still));
    await page.evaluate(() => scrollTo(0, 0));
    assert.deepEqual([await rect(page, 'h1'), await rect(page, '#link')], before);
    assert.equal(await page.evaluate(() => window.shift), 0);
  });
}

test('modal: the page behind it cannot be used, a click beside it closes it', async (t) => {
  const page = await enter(t, {});
  await open(page);
  await page.$eval('#words', (words) => words.focus());
  assert.equal((await look(page)).focus, 'close');
  await page.mouse.click(5, 5);
  await closed(page);
  assert.deepEqual(await reports(page), ['r shown', 'r dismissed']);
});

test('corner: the page beside it can be used, and a click there leaves it open', async (t) => {
  const page = await enter(t, { kind: 'corner' });
  await open(page);
  await page.click('#words');
  await page.keyboard.type('boots');
  assert.equal(await page.$eval('#words', ({ value }) => value), 'boots');
  await page.keyboard.press('Escape'); // belongs to the field
  await pause(300);
  assert.equal(await isOpen(page), true);
});

test('a corner that opens by itself leaves the focus where it is', async (t) => {
  const page = await enter(t, { kind: 'corner' }, { trigger: { on: 'load', after: '1s' } });
  await page.focus('#link');
  await opened(page);
  assert.equal((await look(page)).focus, 'link');
});

test('the label is the heading, else the title, else the slot', async (t) => {
  const labels = [];
  for (const show of [{}, { template: 'plain' }, { template: 'plain', title: undefined }]) {
    const page = await enter(t, show);
    await open(page);
    labels.push((await look(page)).label);
  }
  assert.deepEqual(labels, ['Still thinking?', 'Still thinking?', 'pop']);
});

test('the button has the name that the rule gives it, in the language of the page', async (t) => {
  const file = { store: { locales: ['en', 'nb'] } };
  const page = await enter(t, { close: { en: 'Close', nb: 'Lukk' } }, { file, lang: 'nb' });
  await open(page);
  assert.equal(await (await button(page)).evaluate(({ ariaLabel }) => ariaLabel), 'Lukk');
});

test('right to left: the corner is the left one, and so is the button', async (t) => {
  const page = await enter(t, { kind: 'corner' });
  await page.evaluate(() => (document.documentElement.dir = 'rtl'));
  await open(page);
  const { popup, close } = await rects(page);
  assert.ok(popup.left < 50 && close.left - popup.left < 60, JSON.stringify({ popup, close }));
});

test('nothing moves for who does not want it', async (t) => {
  const moving = (page) => page.evaluate(() => document.querySelector('vitrine-popup').shadowRoot.getAnimations().length);
  const page = await enter(t, {});
  await open(page);
  assert.equal(await moving(page), 1);
  const still = await enter(t, {});
  await still.emulateMediaFeatures([{ name: 'prefers-reduced-motion', value: 'reduce' }]);
  await open(still);
  assert.equal(await moving(still), 0);
});

test("the shop's style sheet dresses the content, its properties and parts the frame, and nothing else reaches that", async (t) => {
  const page = await enter(t, { kind: 'corner' });
  await page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`
      dialog { display: none !important; } button { width: 300px; }
      vitrine-popup { --vitrine-background: rgb(1, 2, 3); --vitrine-width: 200px; }
      vitrine-popup::part(corner) { border-top: 7px solid; } vitrine-popup::part(close) { color: rgb(9, 9, 9); }`);
    document.adoptedStyleSheets = [sheet];
  });
  await open(page);
  const found = await page.evaluate(() => {
    const host = document.querySelector('vitrine-popup');
    const [dialog, close, title] = [host.shadowRoot.querySelector('dialog'), host.shadowRoot.querySelector('button'), host.querySelector('h2')].map((one) => getComputedStyle(one));
    return [dialog.backgroundColor, dialog.width, dialog.borderTopWidth, close.color, close.width, title.color];
  });
  assert.deepEqual(found, ['rgb(1, 2, 3)', '200px', '7px', 'rgb(9, 9, 9)', '44px', 'rgb(44, 90, 76)']);
});

const signUp = { template: 'sign-up' };
const attributes = { size: { type: 'number' }, winter: { type: 'boolean' }, likes: { type: 'string', values: ['tents', 'boots'] } };

async function answer(page) {
  await open(page);
  await page.type('vitrine-popup [name=email]', 'kari@example.com');
  await page.type('vitrine-popup [name=size]', '42');
  await page.click('vitrine-popup [name=winter]');
  await page.click('vitrine-popup [value=boots]');
}

test('a form: converted, not dismissed; its values for the shop, some of them for the rules; nothing is sent', async (t) => {
  const page = await enter(t, signUp, { file: { attributes, segments: { cold: { size: 42, winter: true, likes: 'boots' } } } });
  const sent = [];
  page.on('request', (request) => sent.push(request.url()));
  await open(page);
  await page.click('vitrine-popup [value=boots]'); // the address is missing
  assert.equal(await isOpen(page), true);
  assert.deepEqual(await violations(page), []);
  await page.keyboard.press('Escape');
  await closed(page);
  sent.length = 0;
  await answer(page);
  await closed(page);
  assert.deepEqual(await reports(page), ['r shown', 'r dismissed', 'r shown', 'r converted']);
  const values = { email: 'kari@example.com', size: '42', winter: 'on', likes: 'boots' };
  assert.deepEqual((await page.evaluate(() => window.events)).slice(2), [['vitrine:submit', 'pop', 'r', 'form', values]]);
  assert.deepEqual(await call(page, 'segments'), ['cold']);
  assert.deepEqual(sent, []);
  assert.equal((await look(page)).focus, 'open');
});

test('a shop that says thanks in the popup keeps it open; then it is converted, and not dismissed', async (t) => {
  const page = await enter(t, { ...signUp, kind: 'corner' }, { file: { attributes } });
  await page.evaluate(() =>
    addEventListener('vitrine:submit', (event) => {
      event.preventDefault();
      event.target.replaceChildren('Thanks!');
    }));
  await answer(page);
  await pause(200);
  assert.equal(await page.$eval('vitrine-popup form', ({ textContent }) => textContent), 'Thanks!');
  assert.equal((await look(page)).focus, 'close'); // the button that had it is gone
  await page.keyboard.press('Escape');
  await closed(page);
  assert.equal((await look(page)).focus, 'open');
  assert.deepEqual(await reports(page), ['r shown', 'r converted']);
});

test('a form that has an address goes there', async (t) => {
  const page = await enter(t, signUp, { file: { attributes } });
  await page.$eval('template[data-vitrine-template="sign-up"]', ({ content }) => (content.querySelector('form').action = '/other/'));
  await Promise.all([page.waitForNavigation(), answer(page)]);
  assert.equal(new URL(page.url()).pathname + new URL(page.url()).search, '/other/?email=kari%40example.com&size=42&winter=on&likes=boots');
});

test('texts are texts, and addresses are checked', async (t) => {
  const kit = await shopper(t, await popupShop([rule('r', { on: 'load' }, { show: { ...offer, title: '<img src=x onerror=alert(1)>', link: 'javascript:alert(1)' } })]));
  const page = await kit.visit({ before: allow });
  await opened(page);
  assert.deepEqual(
    await page.$eval('vitrine-popup', (host) => [host.querySelector('h2').textContent, host.querySelector('img'), host.querySelector('a').getAttribute('href')]),
    ['<img src=x onerror=alert(1)>', null, null],
  );
  assert.equal((await look(page)).label, '<img src=x onerror=alert(1)>');
  assert.deepEqual(await heard(kit.said), ['[vitrine] Refused as href of <a>: javascript:alert(1)']);
});

test('a click in a popup is credited to it', async (t) => {
  const page = await enter(t, { link: '#there' });
  await open(page);
  await page.click('vitrine-popup a');
  assert.deepEqual(await reports(page), ['r shown', 'r clicked']);
});

test('back from another page: an open popup is still open, and closes', async (t) => {
  const page = await enter(t, { kind: 'corner' });
  await open(page);
  await page.evaluate(() => addEventListener('pageshow', ({ persisted }) => (window.persisted = persisted)));
  await page.goto(page.url() + 'other/');
  await page.goBack();
  const persisted = await page.evaluate(() => window.persisted);
  t.diagnostic(`back/forward cache: ${persisted}`);
  if (!persisted) return t.skip('this browser does not keep the page');
  assert.equal(await isOpen(page), true);
  await page.click('vitrine-popup [data-vitrine-close]');
  await closed(page);
  assert.deepEqual(await reports(page), ['r shown', 'r dismissed']);
  await until(page, async () => !(await navigator.locks.query()).held.some(({ name }) => name === 'vitrine-popup'));
});
