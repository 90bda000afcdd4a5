// When slots are filled, with what, and what the page is told of it.
import assert from 'node:assert/strict';
import test from 'node:test';
import { act, bundleOf, call, embed, heading, heard, heroSlot, hike, html, manifestOf, setUp, shop, slowStyle, stub, templates, until } from './support.mjs';

const shopper = setUp();
const pause = (page, ms = 100) => page.evaluate((ms) => new Promise((resolve) => setTimeout(resolve, ms)), ms);
const allow = () => addEventListener('DOMContentLoaded', () => window.vitrine.setConsent({ personalise: true }));

/** A shop with one rule of the given `show`, and the files that replace the standard ones. */
async function showing(show, body) {
  const rules = await bundleOf({
    vitrine: 1,
    slots: { a: { type: 'content' } },
    rules: [{ id: 'r', slot: 'a', when: {}, show: { template: 't', ...show } }],
  });
  return { '/': html({ body }), '/vitrine/rules.vitrine': rules, '/vitrine/vitrine.json': manifestOf(rules) };
}
const markup = (page, selector = '[data-vitrine-slot]') => page.$eval(selector, (element) => element.innerHTML);

test('rules that come after the first paint do not change what is seen, and wait for the next page', async (t) => {
  const late = { body: await bundleOf(shop), delay: 800 };
  const tall = '<div style="height:3000px"></div><div data-vitrine-slot="home-hero" class="below"><h1>Below</h1></div>';
  const { visit, said } = await shopper(t, {
    '/': html({ head: embed, body: templates + heroSlot + tall }),
    '/vitrine/rules.vitrine': late,
  });
  const page = await visit();
  assert.equal(await heading(page), 'Everything for outside');
  assert.equal(await page.$eval('.below h1', (title) => title.textContent), 'Welcome to the shop'); // off screen
  assert.deepEqual(
    await page.evaluate(() => window.told.filter(([name]) => name === 'vitrine:decision')),
    [['vitrine:decision', 'first', false], ['vitrine:decision', 'first', true]],
  );
  // Scrolling, host data and other slots do not bring it up.
  await page.evaluate(() => scrollTo(0, 3000));
  await call(page, 'setAttributes', { tier: 'gold' });
  await pause(page);
  assert.equal(await heading(page), 'Everything for outside');
  await call(page, 'page', { type: 'home' });
  assert.equal(await heading(page), 'Welcome to the shop');
  assert.deepEqual(said, []);
});

test('a script that comes just after the page was drawn changes nothing in view', async (t) => {
  const far = '<div style="height:3000px"></div><div data-vitrine-slot="home-hero" class="below"><h1>Below</h1></div>';
  const inline = `<script data-bundle="/vitrine/vitrine.json">${stub}</script><script src="/later.js"></script>`;
  const late = `requestAnimationFrame(() => setTimeout(() => {
    const script = document.createElement('script');
    Object.assign(script.dataset, { bundle: '/vitrine/vitrine.json', page: 'home' });
    script.src = '/vitrine/vitrine.js';
    document.head.append(script);
  }));`;
  const { visit } = await shopper(t, { '/': html({ head: inline, body: templates + heroSlot + far }), '/later.js': late });
  // Where drawing takes long, pages hear of it late.
  const slowly = () => {
    performance.getEntriesByType = () => [];
    const { IntersectionObserver } = window;
    window.IntersectionObserver = class extends IntersectionObserver {
      constructor(callback, options) {
        super((...told) => setTimeout(() => callback(...told), 500), options);
      }
    };
  };
  const page = await visit({ before: slowly });
  assert.equal(await heading(page), 'Everything for outside');
  assert.equal(await page.$eval('.below h1', (title) => title.textContent), 'Welcome to the shop');
});

for (const [what, style] of [['is not displayed', 'display:none'], ['has no height', ''], ['has no width', 'display:inline-block;height:20px']]) {
  test(`an empty slot that ${what} does not open late above what is seen, but after a click`, async (t) => {
    const empty = (name) => `<section data-vitrine-slot="home-hero" id="${name}" style="${style}"></section>`;
    const shown = `<style>[data-vitrine-token]{display:block!important;height:auto!important}</style>`;
    const { visit } = await shopper(t, {
      '/': html({ head: embed, body: templates + shown + empty('above') + '<p id="words">Words</p><div style="height:3000px"></div>' + empty('below') }),
      '/vitrine/rules.vitrine': { body: await bundleOf(shop), delay: 2000 },
    });
    const top = () => page.$eval('#words', (words) => words.getBoundingClientRect().top);
    const filled = () => page.$$eval('[data-vitrine-slot]', (list) => list.filter(({ innerHTML }) => innerHTML).map(({ id }) => id));
    const page = await visit({ wait: false, before: allow });
    const before = await top();
    await until(page, () => window.told.length);
    assert.equal(await top(), before);
    assert.deepEqual(await filled(), style === 'display:none' ? [] : ['below']);
    await page.click('#words');
    await hike(page);
    assert.deepEqual(await filled(), ['above', 'below']);
    assert.ok((await top()) > before);
  });
}

test('an empty slot above the window does not open late', async (t) => {
  const far = '<div style="height:3000px"></div>';
  const { visit } = await shopper(t, {
    '/': html({ head: embed, body: templates + '<section data-vitrine-slot="home-hero"></section><p>Words</p>' + far }),
    '/vitrine/rules.vitrine': { body: await bundleOf(shop), delay: 1500 },
  });
  const page = await visit({ wait: false });
  await page.evaluate(() => scrollTo(0, 1000));
  await until(page, () => window.told.length);
  assert.equal(await markup(page), '');
});

test('host data that comes late changes no slot in view, but one after a click does', async (t) => {
  const { visit } = await shopper(t, {
    '/': html({ body: templates + '<button>Log in</button><div data-vitrine-slot="footer"><p>Terms</p></div>' }),
  });
  const page = await visit();
  await until(page, () => performance.getEntriesByType('paint').length > 0);
  await call(page, 'setAttributes', { tier: 'gold' });
  assert.equal(await heading(page, 'footer'), 'Terms');
  await call(page, 'setAttributes', { tier: 'none' });
  await page.click('button');
  await call(page, 'setAttributes', { tier: 'gold' });
  assert.equal(await heading(page, 'footer'), 'For you in gold');
});

test('a rule that stops holding gives the very same default back', async (t) => {
  const { visit } = await shopper(t, {
    '/': html({ body: templates + '<div data-vitrine-slot="footer"><!-- ours --><p>Terms</p> and <b>more</b></div>' }),
  });
  const page = await visit();
  await page.evaluate(() => {
    document.querySelector('p').addEventListener('hello', () => (window.heard = true));
    window.before = document.querySelector('[data-vitrine-slot]').innerHTML;
  });
  const token = () => page.$eval('[data-vitrine-slot]', ({ dataset }) => dataset.vitrineToken ?? null);
  assert.equal(await token(), null);
  await act(page);
  await call(page, 'setAttributes', { tier: 'gold' });
  assert.equal(await heading(page, 'footer'), 'For you in gold');
  assert.equal(await token(), await page.evaluate(() => window.vitrine.decide('footer').token));
  await act(page);
  await call(page, 'setAttributes', { tier: null });
  assert.equal(await token(), null);
  assert.equal(
    await page.evaluate(() => {
      document.querySelector('p').dispatchEvent(new Event('hello'));
      return window.heard && document.querySelector('[data-vitrine-slot]').innerHTML === window.before;
    }),
    true,
  );
});

test('what scripts do, such as analytics on load, is no answer to the shopper', async (t) => {
  const { visit } = await shopper(t);
  const page = await visit({ before: allow });
  await until(page, () => performance.getEntriesByType('paint').length > 0);
  await page.evaluate(() => document.body.click());
  await hike(page);
  assert.equal(await heading(page), 'Welcome to the shop');
  await call(page, 'page', { type: 'home' });
  assert.equal(await heading(page), 'Gear up for your hike');
});

test('time that ends a rule does not take it from under the eyes of the shopper', async (t) => {
  const rules = await bundleOf({
    vitrine: 1,
    slots: { 'home-hero': { type: 'content' } },
    rules: [{ id: 'r', slot: 'home-hero', when: { $event: 'search', within: '2s' }, show: { template: 'hero', title: 'Found it?', link: '/' } }],
  });
  const { visit } = await shopper(t, { '/vitrine/rules.vitrine': rules, '/vitrine/vitrine.json': manifestOf(rules) });
  const page = await visit({ before: allow });
  await act(page);
  await call(page, 'track', 'search');
  assert.equal(await heading(page), 'Found it?');
  await pause(page, 2500);
  assert.equal(await page.evaluate(() => window.vitrine.decide('home-hero').rule), null);
  assert.equal(await heading(page), 'Found it?');
  await call(page, 'page', {});
  assert.equal(await heading(page), 'Everything for outside');
});

test('a slot is shown once, when half of it was in the window for a second', async (t) => {
  const below = '<div style="height:3000px"></div>' + heroSlot;
  const { visit } = await shopper(t, { '/': html({ body: templates + below }) });
  const page = await visit();
  await page.evaluate(() => {
    window.reports = [];
    window.vitrine.setConsent({ measure: true });
    window.vitrine.on('report', ({ rule, outcome }) => window.reports.push([rule, outcome]));
  });
  const shown = () => page.evaluate(() => window.told.filter(([name]) => name === 'vitrine:shown').length);
  const top = await page.$eval('[data-vitrine-slot]', (slot) => slot.getBoundingClientRect().top);
  const height = await page.evaluate(() => innerHeight);
  await page.evaluate((y) => scrollTo(0, y), top - height + 80);
  await pause(page, 1300);
  assert.equal(await shown(), 0);
  for (const y of [top - height + 120, 0]) {
    await page.evaluate((y) => scrollTo(0, y), y);
    await pause(page, 700);
  }
  assert.equal(await shown(), 0);
  for (const y of [top - height + 120, 0, top]) {
    await page.evaluate((y) => scrollTo(0, y), y);
    await pause(page, 1300);
  }
  assert.equal(await shown(), 1);
  assert.deepEqual(await page.evaluate(() => window.reports), [['first', 'shown']]);
});

test('the page is told every decision and every exposure', async (t) => {
  const { visit } = await shopper(t);
  const page = await visit({ before: allow });
  await until(page, () => window.told.length === 2);
  await act(page);
  await hike(page);
  await until(page, () => window.told.length === 4);
  assert.deepEqual(await page.evaluate(() => window.told), [
    ['vitrine:decision', 'first', true],
    ['vitrine:shown', 'first', null],
    ['vitrine:decision', 'hiking', true],
    ['vitrine:shown', 'hiking', null],
  ]);
});

test('texts are texts, and links that could run code are left off', async (t) => {
  const evil = '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>';
  const links = {
    js: 'javascript:window.hacked=1', tabbed: ' java\tscript:window.hacked=1', data: 'data:text/html,<script>window.hacked=1</script>',
    blob: 'blob:x', vb: 'vbscript:x', file: 'file:///etc/passwd', bad: 'http://[',
    ok: 'https://shop.example/a', near: '/c/a?b=1#c', mail: 'mailto:a@shop.example', phone: 'tel:+4712345678',
  };
  const body = `<template data-vitrine-template="t"><h1 data-vitrine-text="title">x</h1>${Object.keys(links)
    .map((name) => `<a id="${name}" data-vitrine-href="${name}" href="/placeholder">${name}</a><img id="${name}-image" data-vitrine-src="${name}">`)
    .join('')}</template><div data-vitrine-slot="a">Default</div>`;
  const { visit, said, errors } = await shopper(t, await showing({ title: evil, ...links }, body));
  const page = await visit();
  assert.equal(await heading(page, 'a'), evil);
  const attributes = (suffix, attribute) =>
    page.evaluate((names, suffix, attribute) => names.map((name) => document.getElementById(name + suffix).getAttribute(attribute)), Object.keys(links), suffix, attribute);
  assert.deepEqual(await attributes('', 'href'), [
    null, null, null, null, null, null, null,
    'https://shop.example/a', '/c/a?b=1#c', 'mailto:a@shop.example', 'tel:+4712345678',
  ]);
  assert.deepEqual(await attributes('-image', 'src'), [
    null, null, null, null, null, null, null, 'https://shop.example/a', '/c/a?b=1#c', null, null,
  ]);
  await page.evaluate(() => document.getElementById('js').click());
  await pause(page, 200);
  assert.equal(await page.evaluate(() => window.hacked), undefined);
  assert.equal((await heard(said, 16)).length, 16);
  assert.equal(said[0], '[vitrine] Refused as href of <a>: javascript:window.hacked=1');
  assert.deepEqual(errors, []);
});

test('bindings fill no element that could run what it is given', async (t) => {
  const body = `<template data-vitrine-template="t"><script data-vitrine-text="code"></script><style data-vitrine-text="code"></style>
    <script data-vitrine-src="url"></script><iframe data-vitrine-src="url"></iframe><link rel="stylesheet" data-vitrine-href="url">
    <p>rest</p></template><div data-vitrine-slot="a">Default</div>`;
  const { visit, said } = await shopper(t, {
    ...(await showing({ code: 'window.hacked=1', url: '/evil.js' }, body)),
    '/evil.js': 'window.hacked=1',
  });
  const page = await visit();
  await pause(page, 200);
  assert.equal(await heading(page, 'a'), 'rest');
  assert.equal(await page.evaluate(() => window.hacked), undefined);
  assert.equal(await page.$$eval('[data-vitrine-slot] :is([src],[href])', (list) => list.length), 0);
  assert.deepEqual(await heard(said, 5), [
    '[vitrine] Refused as text of <script>: window.hacked=1',
    '[vitrine] Refused as text of <style>: window.hacked=1',
    '[vitrine] Refused as href of <link>: /evil.js',
    '[vitrine] Refused as src of <script>: /evil.js',
    '[vitrine] Refused as src of <iframe>: /evil.js',
  ]);
});

test('what a rule leaves out: texts and images go, links stay without a target', async (t) => {
  const body = `<template data-vitrine-template="t"><h1 data-vitrine-text="title">x</h1><p data-vitrine-text="none">x</p><img data-vitrine-src="none" src="/x.png"><a data-vitrine-href="none" href="/x">go</a><i data-vitrine-text="count"></i><u data-vitrine-text="flag"></u><b data-vitrine-text="toString">x</b></template><div data-vitrine-slot="a">Default</div>`;
  const { visit } = await shopper(t, await showing({ title: 'T', count: 0, flag: false }, body));
  const page = await visit();
  assert.equal(
    (await markup(page)).replace(/ data-vitrine-\w+="\w*"/g, ''),
    '<h1>T</h1><a>go</a><i>0</i><u>false</u>',
  );
});

test('a page without the template or with an unknown slot: a message, and the default stays', async (t) => {
  const body = '<template data-vitrine-template="other">x</template><div data-vitrine-slot="a">Default</div><div data-vitrine-slot="sidebar">Side</div>';
  const { visit, said, errors } = await shopper(t, await showing({}, body));
  const page = await visit();
  assert.equal(await markup(page), 'Default');
  assert.equal(await markup(page, '[data-vitrine-slot="sidebar"]'), 'Side');
  assert.deepEqual((await heard(said, 2)).sort(), [
    '[vitrine] No slot "sidebar" in the rules, only a.',
    '[vitrine] No template "t" in the page.',
  ]);
  assert.deepEqual(errors, []);
});

test('a shop that is one page: page() finds new slots and fills them', async (t) => {
  const { visit } = await shopper(t);
  const page = await visit();
  await page.evaluate((slot) => {
    document.querySelector('[data-vitrine-slot]').outerHTML = slot.replaceAll('default', 'second');
  }, heroSlot);
  assert.equal(await heading(page), 'Everything for outside');
  await call(page, 'page', { type: 'product' });
  assert.equal(await heading(page), 'Everything for outside');
  await call(page, 'page', { type: 'home' });
  assert.equal(await heading(page), 'Welcome to the shop');
});

test('an element that leaves and returns keeps the default of the shop', async (t) => {
  const body = templates + '<main><div data-vitrine-slot="footer"><p>Terms</p></div></main>';
  const { visit } = await shopper(t, { '/': html({ body }) });
  const page = await visit();
  await act(page);
  await call(page, 'setAttributes', { tier: 'gold' });
  assert.equal(await heading(page, 'footer'), 'For you in gold');
  await page.evaluate(() => {
    window.away = document.querySelector('[data-vitrine-slot]');
    window.away.remove();
    window.vitrine.page({ type: 'elsewhere' });
    document.querySelector('main').append(window.away);
  });
  await call(page, 'page', { type: 'back' });
  assert.equal(await heading(page, 'footer'), 'For you in gold');
  await call(page, 'setAttributes', { tier: null });
  assert.equal(await heading(page, 'footer'), 'Terms');
});

test('an element that is away is filled, and stands so when it returns', async (t) => {
  const body = templates + '<main><p>Words</p><div data-vitrine-slot="footer"><p>Terms</p></div></main>';
  const { visit } = await shopper(t, { '/': html({ body }) });
  const page = await visit();
  await until(page, () => performance.getEntriesByType('paint').length > 0);
  await page.evaluate(() => {
    window.away = document.querySelector('[data-vitrine-slot]');
    window.away.remove();
  });
  await call(page, 'setAttributes', { tier: 'gold' });
  await page.evaluate(() => document.querySelector('main').append(window.away));
  assert.equal(await heading(page, 'footer'), 'For you in gold');
});

test('two elements of one slot are one exposure', async (t) => {
  const { visit } = await shopper(t, { '/': html({ body: templates + heroSlot + heroSlot }) });
  const page = await visit();
  await pause(page, 1500);
  assert.equal(await page.evaluate(() => window.told.filter(([name]) => name === 'vitrine:shown').length), 1);
});

test('two elements of one slot are both filled', async (t) => {
  const { visit } = await shopper(t, { '/': html({ head: embed + slowStyle, body: templates + heroSlot + heroSlot }) });
  const page = await visit();
  assert.deepEqual(await page.$$eval('[data-vitrine-slot] h1', (list) => list.map(({ textContent }) => textContent)), [
    'Welcome to the shop', 'Welcome to the shop',
  ]);
});
