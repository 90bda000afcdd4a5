// What templates bind beside text and addresses, where content stands, what keeps a slot as it is, countdowns, stock, and
// lists of the page that are put into order.
import assert from 'node:assert/strict';
import test from 'node:test';
import { outdoorModel } from '../node/support.mjs';
import { act, bundleOf, call, embed, heard, html, manifestOf, modelFiles, setUp, slowStyle, until } from './support.mjs';

const shopper = setUp();
const pause = (page, ms = 100) => page.evaluate((ms) => new Promise((resolve) => setTimeout(resolve, ms)), ms);
const allow = () => addEventListener('DOMContentLoaded', () => window.vitrine.setConsent({ personalise: true }));
const painted = (page) => until(page, () => performance.getEntriesByType('paint').length > 0);
const markup = (page, selector = '[data-vitrine-slot]') => page.$eval(selector, (element) => element.innerHTML.trim());
const template = (content, name = 't') => `<template data-vitrine-template="${name}">${content}</template>`;
const slot = (content = 'Default', more = '') => `<div data-vitrine-slot="a" ${more}>${content}</div>`;

/** Files of a shop whose slot `a` shows this, or what these rules say. */
async function showing(show, body, { lang = 'en', head, more = {}, rules = [{ id: 'r', slot: 'a', show: { template: 't', ...show } }] } = {}) {
  const bundle = await bundleOf({ vitrine: 1, slots: { a: { type: 'content' } }, rules, ...more });
  return {
    '/': html({ body, head }).replace('lang="en"', `lang="${lang}"`),
    '/vitrine/rules.vitrine': bundle,
    '/vitrine/vitrine.json': manifestOf(bundle),
  };
}

/** A shop whose slot `a` says how often the shopper searched. */
const counting = (body, head) =>
  showing({}, template('<p data-vitrine-text="title"></p>') + body, {
    head,
    more: { attributes: { n: { type: 'number' } } },
    rules: [{ id: 'r', slot: 'a', when: { n: { $gte: 1 } }, show: { template: 't', title: 'Number {n}' } }],
  });
const count = (page, n) => call(page, 'setAttributes', { n });

test('attributes and classes are bound, and none that could do harm', async (t) => {
  const names = ['onclick', 'style', 'srcdoc', 'href', 'src', 'srcset', 'action', 'formaction', 'id', 'name', 'class', 'is', 'data-vitrine-slot', 'OnClick', 'xlink:href'];
  const body =
    template(`<img class="card new" data-vitrine-attr="alt:title  aria-label:title data-id:count title:none" alt="ours" title="ours" data-vitrine-class="sale:price md:grid:title new:none zero:count">
      <i id="evil" data-vitrine-attr="${names.map((name) => name + ':evil').join(' ')}">x</i>`) + slot();
  const { visit, said, errors } = await shopper(t, await showing({ title: '"><b>Tent', price: 10, count: 0, evil: 'javascript:alert(1)' }, body));
  const page = await visit();
  assert.deepEqual(
    await page.$eval('[data-vitrine-slot] img', (image) => Object.fromEntries([...image.attributes].map(({ name, value }) => [name, value]))),
    { class: 'card sale md:grid', alt: '"><b>Tent', title: 'ours', 'aria-label': '"><b>Tent', 'data-id': '0' },
  );
  assert.equal(await page.$eval('#evil', ({ outerHTML }) => outerHTML), '<i id="evil">x</i>');
  assert.deepEqual(await heard(said, names.length), names.map((name) => `[vitrine] Refused as ${name.split(':')[0] === 'xlink' ? 'xlink:href' : name} of <i>: javascript:alert(1)`));
  assert.deepEqual(errors, []);
});

test('parts of a template are repeated for the elements of a list', async (t) => {
  const body =
    template(`<ul><li data-vitrine-each="points" data-vitrine-text="points"></li></ul>
      <a data-vitrine-each="links" data-vitrine-href="links.link"><b data-vitrine-text="links.title"></b> <i data-vitrine-text="title"></i><u data-vitrine-text="links.none"></u></a>
      <hr data-vitrine-each="none">`) + slot();
  const show = {
    title: 'T',
    points: { en: ['Light'], nb: ['Lett', 'Varm <b>', 3] },
    links: [{ title: { en: 'Tents', nb: 'Telt' }, link: '/c/{page.query.c}' }, { title: 'Evil', link: 'javascript:alert(1)' }],
  };
  const { visit, said } = await shopper(t, await showing(show, body, { lang: 'nb', more: { store: { locales: ['en', 'nb'] } } }));
  const page = await visit({ path: '/?c=a/b' });
  assert.equal(
    (await markup(page)).replace(/\s*\n\s*/g, ''),
    '<ul><li>Lett</li><li>Varm &lt;b&gt;</li><li>3</li></ul><a href="/c/a%2Fb"><b>Telt</b> <i>T</i></a><a><b>Evil</b> <i>T</i></a>',
  );
  assert.deepEqual(await heard(said), ['[vitrine] Refused as href of <a>: javascript:alert(1)']);
});

test('prices and dates as the language of the page writes them', async (t) => {
  const bind = ['price:from', 'price:word', 'date:day', 'date:moment', 'date:bad', 'date:none'].map((one) => {
    const [name, field] = one.split(':');
    return `<p data-vitrine-${name}="${field}">x</p>`;
  });
  const body = template(bind.join('')) + slot();
  const show = { from: 1234.5, word: 'free', currency: 'EUR', day: '2026-11-30', moment: '2026-11-30T23:59:00+01:00', bad: 'soon' };
  for (const [lang, expected] of [
    ['en', ['€1,234.50', 'free', 'November 30, 2026', 'November 30, 2026 at 2:59 PM']],
    ['nb', ['1 234,50 €', 'free', '30. november 2026', '30. november 2026 kl. 14:59']],
    ['x y', ['1234.5', 'free', '2026-11-30', '2026-11-30T23:59:00+01:00']],
  ]) {
    const { visit, said } = await shopper(t, await showing(show, body, { lang }));
    const page = await visit({ before: () => undefined, timezone: 'America/Los_Angeles' });
    assert.deepEqual(
      await page.$$eval('[data-vitrine-slot] p', (list) => list.map(({ textContent }) => textContent.replace(/\s/g, ' '))),
      expected,
      lang,
    );
    assert.deepEqual(said, []);
  }
});

for (const [where, expected] of [
  ['append', '<main><div data-vitrine-slot="a" data-vitrine-place="append"><b>Ours</b><div data-vitrine-token="T"><p>Number 1</p></div></div></main>'],
  ['before', '<main><div data-vitrine-token="T"><p>Number 1</p></div><div data-vitrine-slot="a" data-vitrine-place="before"><b>Ours</b></div></main>'],
  ['after', '<main><div data-vitrine-slot="a" data-vitrine-place="after"><b>Ours</b></div><div data-vitrine-token="T"><p>Number 1</p></div></main>'],
  ['inside', '<main><div data-vitrine-slot="a" data-vitrine-place="inside" data-vitrine-token="T"><p>Number 1</p></div></main>'],
]) {
  test(`content with the place "${where}"`, async (t) => {
    const { visit } = await shopper(t, await counting(`<main>${slot('<b>Ours</b>', `data-vitrine-place="${where}"`)}</main>`));
    const page = await visit();
    await act(page);
    await count(page, 1);
    const found = () => page.$eval('main', ({ outerHTML }) => outerHTML.replace(/token="[^"]*"/g, 'token="T"'));
    assert.equal(await found(), expected);
    await until(page, () => window.told.some(([name]) => name === 'vitrine:shown'));
    await act(page);
    await count(page, 0);
    assert.equal(await found(), `<main>${slot('<b>Ours</b>', `data-vitrine-place="${where}"`)}</main>`);
  });
}

test('content beside a list is an item of a list, and does not open late where it would push what is seen', async (t) => {
  const body = `<ul data-vitrine-slot="a" data-vitrine-place="append"><li>Ours</li></ul><p id="words">Words</p>`;
  const { visit } = await shopper(t, await counting(body));
  const page = await visit();
  await painted(page);
  await count(page, 1);
  assert.equal(await markup(page), '<li>Ours</li>');
  await act(page);
  await count(page, 2);
  assert.match(await markup(page), /^<li>Ours<\/li><li data-vitrine-token="[^"]*"><p>Number 2<\/p><\/li>$/);
});

test('nothing changes under the pointer or the focus, but for who pressed a button there', async (t) => {
  const body = slot('<input aria-label="Name"><button>More</button>', 'style="height:100px"') + '<button id="beside">Beside</button>';
  const files = await counting(body);
  const { visit } = await shopper(t, files);
  const page = await visit();
  await painted(page);
  const isOurs = () => page.$eval('[data-vitrine-slot]', ({ textContent }) => textContent);
  await page.mouse.move(300, 50);
  await act(page);
  await count(page, 1);
  assert.equal(await isOurs(), 'More', 'the pointer is on it');
  await page.mouse.move(300, 500);
  await page.focus('input');
  await page.keyboard.type('Ada');
  await count(page, 2);
  assert.equal(await isOurs(), 'More', 'the focus is in it');
  await page.click('#beside');
  await count(page, 3);
  assert.equal(await isOurs(), 'Number 3');
  const again = await visit();
  await painted(again);
  await again.click('[data-vitrine-slot] button');
  await count(again, 4);
  assert.equal(await again.$eval('[data-vitrine-slot]', ({ textContent }) => textContent), 'Number 4');
});

test('a slot changes eight times in a page view at most', async (t) => {
  const { visit, said } = await shopper(t, await counting(slot()));
  const page = await visit();
  for (let n = 1; n <= 10; n++) {
    await act(page);
    await count(page, n);
  }
  assert.equal(await markup(page), '<p>Number 8</p>');
  await call(page, 'page', {});
  assert.equal(await markup(page), '<p>Number 10</p>');
  assert.deepEqual(await heard(said), ['[vitrine] Slot "a" changed 8 times: is it drawn again and again?']);
});

test('what a framework throws out is put back before it is seen, and given up with one warning', async (t) => {
  const { visit, said } = await shopper(t, await counting(slot()));
  const page = await visit();
  await act(page);
  await count(page, 1);
  const drawn = (times) =>
    page.evaluate(async (times) => {
      const seen = [];
      const slot = document.querySelector('[data-vitrine-slot]');
      for (let i = 0; i < times; i++) {
        slot.innerHTML = `<i>Drawn ${i}</i>`;
        await new Promise((resolve) => requestAnimationFrame(resolve));
        seen.push(slot.textContent);
      }
      return seen;
    }, times);
  assert.deepEqual(await drawn(3), ['Number 1', 'Number 1', 'Number 1']);
  assert.deepEqual(said, []);
  assert.deepEqual((await drawn(6)).slice(-3), ['Number 1', 'Drawn 4', 'Drawn 5']);
  assert.deepEqual(await heard(said), ['[vitrine] Slot "a" changed 8 times: is it drawn again and again?']);
});

test('what was thrown out is no default any more: the one drawn last is given back; what is emptied stays empty', async (t) => {
  const { visit } = await shopper(t, await counting(slot()));
  const page = await visit();
  await act(page);
  await count(page, 1);
  const draw = (content) => page.$eval('[data-vitrine-slot]', (slot, content) => void (slot.innerHTML = content), content);
  await draw('<i>New</i>');
  assert.equal(await markup(page), '<p>Number 1</p>');
  await act(page);
  await count(page, 0);
  assert.equal(await markup(page), '<i>New</i>');
  await act(page);
  await count(page, 1);
  await draw('');
  await pause(page);
  assert.equal(await markup(page), '');
});

test('a shop that shows its page anew with every decision ends with one warning', async (t) => {
  const { visit, said, errors } = await shopper(t, await counting(`<main>${slot()}</main>`));
  const page = await visit();
  await page.evaluate(() => {
    window.turns = 0;
    addEventListener('vitrine:decision', () => {
      if (window.turns++ === 500) return; // the test ends in any case
      setTimeout(() => {
        document.querySelector('main').innerHTML = '<div data-vitrine-slot="a">Default</div>';
        window.vitrine.page({});
      });
    });
  });
  await act(page);
  await count(page, 1);
  await until(page, () => window.turns >= 8);
  await pause(page, 300);
  assert.equal(await markup(page), 'Default');
  assert.deepEqual(await heard(said), ['[vitrine] Slot "a" changed 8 times: is it drawn again and again?']);
  assert.deepEqual(errors, []);
});

/** A page whose clock stands at a moment and is put forward by `window.wait(ms)`. */
const clock = (at) => {
  let now = at;
  Date.now = () => now;
  window.wait = (ms) => void (now += ms);
};
const NOW = Date.parse('2026-11-28T12:00:00Z');
const ENDS = '2026-11-30T15:04:05Z';

test('a countdown goes to a fixed end, is quiet, moves nothing, and is gone when it ends', async (t) => {
  const body =
    template('<p id="whole" data-vitrine-until="countdown">Ends in <b data-vitrine-left>x</b></p><i data-vitrine-until="rolling">x</i><u data-vitrine-until="local">x</u><s data-vitrine-until="past">x</s><p id="next">Next</p>') +
    slot('', 'style="height:200px"') + '<p>Words</p>';
  const show = { countdown: ENDS, rolling: '10m', local: '2026-11-30T15:04:05', past: '2026-11-28T11:00:00Z' };
  const { visit, said } = await shopper(t, await showing(show, body));
  const page = await visit({ before: clock, args: [NOW] });
  const text = () => page.$eval('#whole', ({ textContent }) => textContent);
  assert.equal(await text(), 'Ends in 2d 03h 04m 05s');
  assert.deepEqual(await page.$eval('#whole b', ({ role, ariaLive }) => [role, ariaLive]), ['timer', null]);
  assert.equal(await page.$$eval('[data-vitrine-slot] :is(i,u,s)', ({ length }) => length), 0);
  await page.evaluate(() => {
    window.top0 = document.querySelector('#next').getBoundingClientRect().top;
    window.shifts = [];
    new PerformanceObserver((list) => window.shifts.push(...list.getEntries().map(({ value }) => value))).observe({ type: 'layout-shift', buffered: true });
    window.wait(2 * 86_400_000 + 3 * 3_600_000);
  });
  await until(page, () => document.querySelector('#whole').textContent === 'Ends in 00h 04m 05s');
  await page.evaluate(() => window.wait(300_000));
  await until(page, () => getComputedStyle(document.querySelector('#whole')).visibility === 'hidden');
  await pause(page, 200);
  assert.deepEqual(await page.evaluate(() => [window.shifts, document.querySelector('#next').getBoundingClientRect().top - window.top0]), [[], 0]);
  assert.doesNotMatch(JSON.stringify(await page.accessibility.snapshot()), /Ends in/);
  assert.deepEqual(said, []);
});

test('with reduced motion seconds are not counted until the last minute', async (t) => {
  const body = template('<p data-vitrine-until="countdown">x</p>') + slot('', 'style="height:200px"');
  const { visit } = await shopper(t, await showing({ countdown: ENDS }, body));
  const page = await visit({ before: clock, args: [NOW], features: [{ name: 'prefers-reduced-motion', value: 'reduce' }] });
  const text = () => page.$eval('[data-vitrine-slot] p', ({ textContent }) => textContent);
  assert.equal(await text(), '2d 03h 04m');
  await page.evaluate((ms) => window.wait(ms), Date.parse(ENDS) - NOW - 30_000);
  await until(page, () => document.querySelector('[data-vitrine-slot] p').textContent === '00h 00m 30s');
});

const model = await outdoorModel();
const shelf = template('<ul><li data-vitrine-items><b data-vitrine-text="item.title"></b> <i data-vitrine-text="stock"></i></li></ul>', 'shelf');
const stocked = async () => {
  const bundle = await bundleOf({
    vitrine: 1,
    attributes: { left: { type: 'number' } },
    slots: { a: { type: 'recommendations', limit: 3 }, b: { type: 'content' } },
    rules: [
      { id: 'popular', slot: 'a', recommend: { strategy: 'popular' }, show: { template: 'shelf', stock: 'Only {stock} left' } },
      { id: 'left', slot: 'b', show: { template: 't', title: 'Here', stock: '{left} left' } },
    ],
  });
  const body = shelf + template('<p data-vitrine-text="title"></p><i data-vitrine-text="stock"></i>') + slot('', 'style="height:200px"') + '<div data-vitrine-slot="b"></div>';
  return { '/': html({ body, head: embed + slowStyle }), ...modelFiles(bundle, model) };
};

test('how many are left is said while the figure is fresh, and never without one', async (t) => {
  const { visit } = await shopper(t, await stocked());
  const page = await visit({ before: clock, args: [NOW] });
  const lines = (name) => page.$$eval(`[data-vitrine-slot="${name}"] :is(li,p,i)`, (list) => list.filter(({ localName, parentNode }) => localName !== 'i' || parentNode.localName !== 'li').map(({ textContent }) => textContent.trim()));
  const plain = ['Tent for two', 'Sleeping mat', 'Trail boots'];
  assert.deepEqual([await lines('a'), await lines('b')], [plain, ['Here']]);
  await act(page);
  await call(page, 'setItems', [{ item_id: 'tent-1', stock: 3 }, { item_id: 'mat-1', stock: 0 }, { item_id: 'boot-1', stock: 'many' }]);
  await call(page, 'setAttributes', { left: 2 });
  assert.deepEqual([await lines('a'), await lines('b')], [['Tent for two Only 3 left', ...plain.slice(1)], ['Here', '2 left']]);
  await page.evaluate(() => window.wait(590_000));
  await call(page, 'page', {});
  assert.deepEqual([await lines('a'), await lines('b')], [['Tent for two Only 3 left', ...plain.slice(1)], ['Here', '2 left']]);
  await page.evaluate(() => window.wait(20_000));
  await call(page, 'page', {});
  assert.deepEqual([await lines('a'), await lines('b')], [plain, ['Here']]);
  await call(page, 'setAttributes', { left: 0 });
  await call(page, 'page', {});
  assert.deepEqual(await lines('b'), ['Here']);
});

const tile = (name) => `<li data-vitrine-category="${name}" style="height:40px"><a href="/c/${name}">${name}</a></li>`;
const tiles = (above = '') => `${above}<ul style="margin:0" data-vitrine-order="categories"><li>Before</li>${['Tents', 'Sleeping', 'Climbing', 'Hiking'].map(tile).join('')}<li>After</li></ul>`;
const texts = (page) => page.$$eval('[data-vitrine-order] > *', (list) => list.map(({ textContent }) => textContent));
const viewed = async (page, ...items) => {
  for (const [item_id, item_category] of items) await call(page, 'track', 'view_item', { items: [{ item_id, item_category }] });
};
/** Children of the list as they are seen: row by row, each in the direction of reading. */
const seen = (page) =>
  page.$eval('[data-vitrine-order]', (list) => {
    const forwards = getComputedStyle(list).direction === 'rtl' ? -1 : 1;
    const boxes = [...list.children].map((child) => [child.textContent, child.getBoundingClientRect()]);
    return boxes.sort(([, a], [, b]) => a.top - b.top || (a.left - b.left) * forwards).map(([text]) => text);
  });
const shifts = (page) =>
  page.evaluate(() => new Promise((resolve) => {
    new PerformanceObserver((list) => resolve(list.getEntries().map(({ value }) => value))).observe({ type: 'layout-shift', buffered: true });
    setTimeout(resolve, 300, []);
  }));

test('category tiles stand in the order of the interests of a visitor who comes back, without a shift', async (t) => {
  const { visit, said } = await shopper(t, await showing({}, template('') + tiles('<div style="height:2000px"></div>')));
  const first = await visit({ before: allow });
  await viewed(first, ['rope', 'Climbing'], ['rope-2', 'Climbing'], ['boot', 'Hiking']);
  assert.deepEqual(await texts(first), ['Before', 'Tents', 'Sleeping', 'Climbing', 'Hiking', 'After'], 'what came later waits for the next page');
  await pause(first, 1200);
  const page = await visit({ before: allow });
  await until(page, () => document.querySelector('[data-vitrine-category]').textContent === 'Climbing');
  const expected = ['Before', 'Climbing', 'Hiking', 'Tents', 'Sleeping', 'After'];
  assert.deepEqual(await texts(page), expected);
  assert.deepEqual(
    await page.$$eval('[data-vitrine-category]', (list) => list.sort((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top).map(({ textContent }) => textContent)),
    expected.slice(1, -1),
    'who sees and who listens meet them in the same order',
  );
  await viewed(page, ['tent', 'Tents'], ['tent-2', 'Tents'], ['tent-3', 'Tents'], ['tent-4', 'Tents']);
  await call(page, 'page', {});
  await pause(page);
  assert.deepEqual(await texts(page), expected, 'none moves twice');
  assert.deepEqual(await shifts(page), []);
  assert.deepEqual(said, []);
});

test('tiles that are seen, or have the focus, stay; those below the window are ordered among themselves', async (t) => {
  const files = await showing({}, template('') + tiles('<div style="height:540px"></div>'), { head: embed });
  const { visit, routes } = await shopper(t, files);
  const first = await visit({ before: allow });
  await viewed(first, ['rope', 'Climbing'], ['rope-2', 'Climbing'], ['tent', 'Tents'], ['tent-2', 'Tents'], ['tent-3', 'Tents']);
  await pause(first, 1200);
  routes['/vitrine/content.js'] = { body: routes['/vitrine/content.js'], delay: 1000 };
  const page = await visit({ before: allow });
  await painted(page);
  await until(page, () => document.querySelectorAll('[data-vitrine-category]')[1].textContent === 'Climbing');
  assert.deepEqual(await texts(page), ['Before', 'Tents', 'Climbing', 'Sleeping', 'Hiking', 'After']);
  assert.deepEqual(await shifts(page), []);
  const focused = await visit({ before: allow });
  await painted(focused);
  await focused.evaluate(() => document.querySelector('[data-vitrine-category="Climbing"] a').focus({ preventScroll: true }));
  await pause(focused, 1500);
  assert.deepEqual(await texts(focused), ['Before', 'Tents', 'Sleeping', 'Climbing', 'Hiking', 'After']);
});

test('cards of a listing, in a grid, are ordered by what was viewed, by five places at most; without consent nothing moves', async (t) => {
  const ids = ['tent-1', 'mat-1', 'boot-1', 'stove-1', 'rope-1', 'boot-2', 'sock-1'];
  const grid = 'display:grid;grid-template-columns:repeat(3,200px);gap:20px;padding:0;list-style:none';
  const cards = `<div style="height:2000px"></div><ul data-vitrine-order="items" style="${grid}">${ids.map((id) => `<li data-vitrine-item="${id}">${id}</li>`).join('')}</ul>`;
  const bundle = await bundleOf({ vitrine: 1, slots: { a: { type: 'recommendations' } }, rules: [{ id: 'r', slot: 'a', recommend: { strategy: 'for_you' } }] });
  const { visit, said } = await shopper(t, { '/': html({ body: template('') + cards, head: embed }), ...modelFiles(bundle, model) });
  const stranger = await visit();
  await pause(stranger, 300);
  assert.deepEqual(await texts(stranger), ids);
  const first = await visit({ before: allow });
  await viewed(first, ['boot-1', 'Hiking']);
  await pause(first, 1200);
  const page = await visit({ before: allow });
  await until(page, () => document.querySelector('[data-vitrine-item]').textContent !== 'tent-1');
  const order = await page.evaluate((ids) => window.vitrine.rerank(ids), ids);
  assert.deepEqual(await texts(page), order);
  assert.notDeepEqual(order, ids);
  for (const [i, id] of order.entries()) assert.ok(Math.abs(ids.indexOf(id) - i) <= 5, id);
  const columns = await page.$$eval('[data-vitrine-item]', (list) => new Set(list.map((one) => one.getBoundingClientRect().left)).size);
  assert.deepEqual([columns, await seen(page)], [3, order], 'who sees and who listens meet them in the same order');
  await page.$eval('html', (root) => (root.dir = 'rtl'));
  assert.deepEqual(await seen(page), order);
  assert.deepEqual(said, []);
});

test('without content.js the default stays where a template needs it, with one warning', async (t) => {
  const body = template('<p data-vitrine-each="points" data-vitrine-text="points"></p>') + slot();
  const { visit, said, errors } = await shopper(t, { ...(await showing({ points: ['x'] }, body)), '/vitrine/content.js': null });
  const page = await visit();
  await pause(page, 300);
  assert.equal(await markup(page), 'Default');
  assert.equal((await heard(said)).length, 1);
  assert.match(said[0], /^\[vitrine\] content\.js did not load/);
  assert.deepEqual(errors, []);
});

test('a page whose templates bind text and addresses only does not load content.js', async (t) => {
  const { visit } = await shopper(t);
  const page = await visit();
  const files = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name.split('/').pop()));
  assert.ok(!files.includes('content.js'), files.join());
});
