// What a screen reader is told of a popup, what the keyboard reaches, and the page at double zoom.
import assert from 'node:assert/strict';
import test from 'node:test';
import { setUp } from './support.mjs';
import { allow, closed, look, offer, opened, popupShop, reports, rule, violations } from './popups.mjs';

const shopper = setUp();

async function enter(t, show, { visits = {}, ...options } = {}) {
  const attributes = Object.fromEntries(['ground', 'boots', 'place', 'source'].map((name) => [name, { type: 'string' }]));
  const file = { attributes: { ...attributes, rain: { type: 'number' } } };
  const kit = await shopper(t, await popupShop([rule('r', { on: 'click', selector: '#open' }, { show: { ...offer, ...show } })], { file, ...options }));
  const page = await kit.visit({ before: allow, ...visits });
  t.after(async () => assert.deepEqual([kit.said, kit.errors], [[], []]));
  await page.evaluate(() => import('/vitrine/popups.js'));
  await page.focus('#open');
  await page.keyboard.press('Enter');
  await opened(page);
  return page;
}

/** The tree as lines of role, name and what else is told, indented; without what only groups. */
async function tree(page) {
  const lines = [];
  function walk({ role, name, children = [], ...more }, depth) {
    const told = ['modal', 'focused', 'level', 'required', 'checked', 'invalid'].filter((key) => more[key] !== undefined);
    lines.push('  '.repeat(depth) + [role, JSON.stringify(name ?? ''), ...told.map((key) => `${key}=${more[key]}`)].join(' '));
    for (const child of children) walk(child, depth + 1);
  }
  const root = await page.accessibility.snapshot();
  for (const child of root.children) walk(child, 0);
  return lines;
}

const PAGE = [
  'main ""',
  '  heading "Shop" level=1',
  '  button "Size guide" focused=true',
  '  textbox "Words" required=false',
  '  link "Link"',
  '    StaticText "Link"',
];
const CONTENT = [
  '  heading "Still thinking?" level=2',
  '  StaticText "Ten percent for you."',
  '  link "See it"',
  '    StaticText "See it"',
  '  button "No, thanks"',
];

test('a modal popup is all that a screen reader finds, and begins at its button', async (t) => {
  const page = await enter(t, {});
  assert.deepEqual(await tree(page), ['dialog "Still thinking?" modal=true', '  button "Close" focused=true', ...CONTENT]);
  await page.keyboard.press('Escape');
  await closed(page);
  assert.deepEqual(await tree(page), PAGE);
});

for (const kind of ['corner', 'bar']) {
  test(`a ${kind} is a dialog beside the page, which stays as it is`, async (t) => {
    const page = await enter(t, { kind });
    assert.deepEqual(await tree(page), [...PAGE, 'dialog "Still thinking?" modal=false', '  button "Close"', ...CONTENT]);
  });
}

test('of a quiz only the question that is asked, with its number, where the focus is', async (t) => {
  const page = await enter(t, { template: 'quiz' });
  const head = (focused) => ['dialog "Which boots suit you?" modal=true', `  button "Close"${focused ? ' focused=true' : ''}`, '  heading "Which boots suit you?" level=2'];
  assert.deepEqual(await tree(page), [
    ...head(true),
    '  form ""',
    '    heading "Question 1 of 3 Where do you walk?" level=3',
    '    button "Rock"',
    '    button "Forest"',
  ]);
  await page.click('vitrine-popup [value=rock]');
  assert.deepEqual(await tree(page), [
    ...head(false),
    '  form ""',
    '    Legend "Question 2 of 3: What do you carry?" focused=true',
    '      StaticText "Question "',
    '      StaticText "2"',
    '      StaticText " of 3: What do you carry?"',
    '    radio "A daypack" checked=false invalid=true',
    '    radio "A tent" checked=false invalid=true',
    '    button "On"',
    '    button "Back"',
  ]);
  await page.click('vitrine-popup [value=tent]');
  await page.keyboard.press('Enter');
  assert.deepEqual(await tree(page), [
    ...head(false),
    '  heading "Stiff boots" focused=true level=3',
    '  link "See them"',
    '    StaticText "See them"',
    '  button "Back"',
  ]);
});

for (const kind of ['modal', 'corner', 'bar']) {
  test(`${kind}: a field that is pressed has the focus, and a text can be marked`, async (t) => {
    const page = await enter(t, { template: 'sign-up', kind });
    await page.click('vitrine-popup [name=email]');
    await page.keyboard.type('kari');
    assert.equal(await page.$eval('vitrine-popup [name=email]', ({ value }) => value), 'kari');
    await page.click('vitrine-popup h2', { count: 3 });
    assert.equal(await page.evaluate(() => getSelection().toString().trim()), 'Letters from the trail');
  });

  test(`${kind}: at a zoom of 200 % all of it is in the window, and nothing overlaps`, async (t) => {
    const visits = { emulate: { viewport: { width: 640, height: 400, deviceScaleFactor: 2 }, userAgent: 'x' } };
    const page = await enter(t, { template: 'sign-up', kind }, { visits });
    assert.deepEqual(await violations(page), []);
    const boxes = await page.evaluate(() => {
      const host = document.querySelector('vitrine-popup');
      const dialog = host.shadowRoot.querySelector('dialog');
      const title = document.createRange(); // its text: the box of a heading goes behind what floats
      title.selectNodeContents(host.querySelector('h2'));
      const rects = [dialog, dialog.querySelector('button'), title, ...host.querySelectorAll('input,button')].map((one) => one.getBoundingClientRect());
      return rects.map(({ top, bottom, left, right }) => ({ top, bottom, left, right }));
    });
    const [dialog, ...inside] = boxes;
    assert.ok(dialog.top >= 0 && dialog.bottom <= 400 && dialog.left >= 0 && dialog.right <= 640, JSON.stringify(dialog));
    for (const [i, one] of inside.entries()) {
      assert.ok(one.left >= dialog.left && one.right <= dialog.right, JSON.stringify(one));
      for (const other of inside.slice(i + 1)) {
        const apart = one.right <= other.left || other.right <= one.left || one.bottom <= other.top || other.bottom <= one.top;
        assert.ok(apart, JSON.stringify([one, other]));
      }
    }
  });

  test(`${kind}: right to left, everything stands the other way round`, async (t) => {
    const boxes = (page) =>
      page.evaluate(() => {
        const dialog = document.querySelector('vitrine-popup').shadowRoot.querySelector('dialog');
        return [dialog, dialog.querySelector('button')].map((one) => one.getBoundingClientRect()).map(({ left, right }) => [left, right]);
      });
    const page = await enter(t, { kind });
    const before = await boxes(page);
    const { clientWidth } = await page.evaluate(() => ({ clientWidth: document.documentElement.clientWidth }));
    await page.evaluate(() => (document.documentElement.dir = 'rtl'));
    assert.deepEqual(await boxes(page), before.map(([left, right]) => [clientWidth - right, clientWidth - left]));
  });
}

/** Where a point beside the popup is, and one in it. */
const points = (page) =>
  page.$eval('vitrine-popup >>> dialog', (dialog) => {
    const { top, left, bottom } = dialog.getBoundingClientRect();
    return { beside: [left - 40, top], edge: [left + 4, bottom - 4] };
  });

test('modal: a click beside it closes it, one on its edge does not, nor a drag that began or ended within', async (t) => {
  const page = await enter(t, {});
  const { beside, edge } = await points(page);
  const drag = async (from, to) => {
    await page.mouse.move(...from);
    await page.mouse.down();
    await page.mouse.move(...to);
    await page.mouse.up();
    assert.equal((await look(page)).kind, 'modal');
  };
  await drag(edge, edge);
  await drag(edge, beside);
  await drag(beside, edge);
  assert.deepEqual(await reports(page), ['r shown']);
  await page.mouse.click(...beside);
  await closed(page);
  assert.deepEqual(await reports(page), ['r shown', 'r dismissed']);
  assert.equal((await look(page)).focus, 'open');
});

test('modal: by touch, a tap beside it closes it and reaches nothing behind', async (t) => {
  const visits = { emulate: { viewport: { width: 390, height: 700, isMobile: true, hasTouch: true }, userAgent: 'Mozilla/5.0 (Linux; Android 14) Chrome/126.0 Mobile Safari/537.36' } };
  const page = await enter(t, {}, { visits });
  await page.evaluate(() => {
    window.clicks = 0;
    document.querySelector('main').addEventListener('click', () => window.clicks++);
  });
  await page.touchscreen.tap(30, 90);
  await closed(page);
  assert.deepEqual([await page.evaluate(() => window.clicks), await reports(page)], [0, ['r shown', 'r dismissed']]);
});
