// Every page and every popup of the demo, in both languages, on a desktop and a phone: what axe-core finds, which is
// nothing, and what a screen reader is told of the front page.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { closed, hurry, isOpen, opened } from './popups.mjs';
import { enter, openStorefront, press, settled } from './storefront.mjs';

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
let storefront;
before(async () => (storefront = await openStorefront()));
after(() => storefront?.stop());

/** A shopper with an empty profile; what their browser complains of must be nothing. */
async function shopper(t, path, ...before) {
  const context = await storefront.browser.createBrowserContext();
  const page = await context.newPage();
  const complaints = [];
  page.on('console', (message) => ['error', 'warn'].includes(message.type()) && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  if (before.length) await page.evaluateOnNewDocument(...before);
  await page.setViewport(SCREENS.desktop);
  await enter(page, storefront.origin + path);
  t.after(async () => {
    await context.close();
    assert.deepEqual(complaints, []);
  });
  return page;
}

const SCREENS = { desktop: { width: 1280, height: 900 }, phone: { width: 390, height: 844 } };

async function go(page, address) {
  await page.evaluate((to) => dispatchEvent(new CustomEvent('shop:go', { detail: to })), address);
  await settled(page);
}

/** The rules of axe-core that the page breaks on any screen, and where it is wider than that. */
async function findings(page, where) {
  const found = [];
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe);
  for (const [screen, viewport] of Object.entries(SCREENS)) {
    await page.setViewport(viewport);
    await page.mouse.move(1, 1);
    const [broken, passed, wide] = await page.evaluate(async () => {
      const moving = document.querySelector('vitrine-popup')?.shadowRoot.getAnimations() ?? [];
      await Promise.all(moving.map(({ finished }) => finished));
      const { violations, passes } = await window.axe.run(document, { resultTypes: ['violations'] });
      return [violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id} ${html.slice(0, 160)}`)), passes.length, document.documentElement.scrollWidth - innerWidth];
    });
    assert.ok(passed >= 20, `axe-core looked at ${where}: ${passed}`);
    found.push(...broken.map((one) => `${where}, ${screen}: ${one}`));
    if (wide > 0) found.push(`${where} is wider than a ${screen}: ${wide}`);
  }
  return found;
}

const SHOPS = {
  en: {
    hit: 'wool', miss: 'submarine',
    titles: ['Fjell & Sti', 'Hiking boots', 'Tents', 'Everything', 'Results for "wool"', 'Results for "submarine"', 'What are you looking for?', 'This page is not there', 'Cart', 'Your data'],
    popups: ['Which boots suit you?', 'Which boots suit you?', 'Letters from the trail', 'Leaving without your things?', 'How did you find us?'],
  },
  nb: {
    hit: 'ull', miss: 'ubåt',
    titles: ['Fjell & Sti', 'Fjellsko', 'Telt', 'Alt', 'Treff på «ull»', 'Treff på «ubåt»', 'Hva leter du etter?', 'Denne siden finnes ikke', 'Handlekurv', 'Dine data'],
    popups: ['Hvilke sko passer deg?', 'Hvilke sko passer deg?', 'Brev fra stien', 'Går du uten tingene dine?', 'Hvordan fant du oss?'],
  },
};

for (const [language, { hit, miss, titles, popups }] of Object.entries(SHOPS)) {
  const at = (path) => `/${language}/${path}`;

  test(`axe finds nothing on any page: ${language}`, async (t) => {
    const page = await shopper(t, at(''));
    const found = [];
    const check = async (where) => found.push(...(await findings(page, where)));
    const known = () => page.waitForSelector('[data-vitrine-known] input');
    async function visit(path) {
      await go(page, at(path));
      if (path === 'data') await known();
      await check(path);
    }
    await check('welcome');
    const seen = [await page.$eval('h1', ({ textContent }) => textContent)];
    for (const path of ['c/hiking-boots', 'c/tents', 'c/all?page=2', `search?q=${hit}`, `search?q=${miss}`, 'search', 'p/nothing', 'cart', 'data']) {
      await visit(path);
      seen.push(await page.$eval('h1', ({ textContent }) => textContent));
    }
    assert.deepEqual(seen, titles);
    await press(page, '#allow');
    for (const path of ['p/boots-4', 'p/tent2-1', 'c/hiking-boots?price=150', '', `search?q=${miss}`]) await visit(path);
    await go(page, at('p/boots-1'));
    await press(page, '.product-words button');
    for (const path of ['cart', 'data']) await visit(path);
    await go(page, at('cart'));
    await press(page, '.sum button');
    await check('done');
    await press(page, '#why-button');
    await page.waitForSelector('#device');
    await check('panel');
    await press(page, '#tomorrow');
    await page.waitForSelector('[data-vitrine-slot="home-again"] [data-vitrine-item]');
    await check('panel on the home of one who returned');
    await press(page, '#why-close');
    await check('home of one who returned');
    assert.deepEqual(found, []);
  });

  test(`axe finds nothing in any popup: ${language}`, async (t) => {
    const page = await shopper(t, at('c/hiking-boots'), hurry, 20);
    const found = [];
    const labels = [];
    async function check(where) {
      found.push(...(await findings(page, where)));
      await page.setViewport(SCREENS.desktop);
    }
    async function shown() {
      await opened(page);
      labels.push(await page.$eval('vitrine-popup >>> dialog', ({ ariaLabel }) => ariaLabel));
    }
    const click = (selector) => page.click(`vitrine-popup ${selector}`);
    const step = (name) => page.waitForSelector(`vitrine-popup [data-vitrine-step="${name}"]`);

    async function leave() {
      await page.keyboard.press('Escape');
      await closed(page);
    }

    for (const [ground, next, answers] of [['paths', 'load', ['light', 'mid']], ['rock', 'season', ['mid', 'stiff']]]) {
      await press(page, '[data-ask]');
      await shown();
      await check('quiz: ground');
      await click(`[value=${ground}]`);
      await step(next);
      await check(`quiz: ${next}`);
      for (const answer of answers) {
        await click(`[value=${answer}]`);
        await click('form button:not([type])');
        await step(answer);
        await check(`quiz: ${answer}`);
        await click('[data-vitrine-step] [data-vitrine-back]');
        await step(next);
      }
      await leave();
      await go(page, at('c/hiking-boots')); // a slot changes so often in a page view, and no more
    }

    await press(page, '#allow');
    for (const path of ['p/boots-4', 'p/boots-3']) await go(page, at(path));
    await shown();
    await check('letters');
    await page.type('vitrine-popup [name=email]', 'kari@example.com');
    await page.keyboard.press('Enter');
    await page.waitForSelector('vitrine-popup [role=status]');
    await check('letters: thanks');
    await leave();

    await press(page, '.product-words button');
    // On the way out, which counts once the shopper was here for a while.
    for (let turn = 0; turn < 100 && !(await isOpen(page)); turn++) {
      await page.mouse.move(300, 300);
      await page.mouse.move(300, -5);
      await settled(page);
    }
    await shown();
    await check('offer');
    await leave();

    await go(page, at('done?order=1'));
    await shown();
    await check('survey: question');
    await click('[value=trail]');
    await click('form button');
    await step('thanks');
    await check('survey: thanks');
    assert.deepEqual([labels, found], [popups, []]);
  });
}

test('axe finds nothing in the inspector on the front page', async (t) => {
  const page = await shopper(t, '/en/?vitrine=debug');
  const found = [];
  for (const id of ['slots', 'visitor', 'log', 'force', 'scenario']) {
    await page.locator(`vitrine-inspector >>> #tab-${id}`).click();
    await page.waitForSelector(`vitrine-inspector >>> #tab-${id}[aria-selected=true]`);
    await settled(page);
    found.push(...(await findings(page, id)));
  }
  assert.deepEqual(found, []);
});

const GROUPS = ['none', 'generic', 'StaticText', 'InlineTextBox', 'RootWebArea', 'insertion', 'deletion'];
const WORDS = ['paragraph', 'heading', 'link', 'button', 'status'];

const textIn = ({ role, name = '', children = [] }) => (role === 'StaticText' ? name : children.map(textIn).join(' '));

/** The tree that a screen reader gets, as lines of role, name or words, and state, indented; without what only groups. */
function linesOf(node, depth = 0) {
  const { role, name, level, disabled, live, children = [] } = node;
  const isText = role === 'StaticText';
  const deeper = isText || WORDS.includes(role) ? [] : children.flatMap((child) => linesOf(child, depth + (GROUPS.includes(role) ? 0 : 1)));
  if (GROUPS.includes(role) && !isText) return deeper;
  const words = name || (deeper.length ? '' : textIn(node));
  const told = [isText ? 'text' : role, words, role === 'heading' && level, disabled && 'disabled', live].filter(Boolean);
  return ['  '.repeat(depth) + told.join(' '), ...deeper];
}

test('what a screen reader is told of the front page: names, lists, prices, reasons, buttons, and where news are said', async (t) => {
  const page = await shopper(t, '/en/');
  await press(page, '#allow');
  for (const path of ['p/boots-4', 'p/boots-3', '']) await go(page, '/en/' + path);
  await page.waitForSelector('[data-vitrine-slot="home-for-you"] [role=list]');
  const items = (name) => page.evaluate((name) => window.vitrine.decide(name).items, name);
  const price = (n) => `€${n}.00`;
  const cards = (list) =>
    list.flatMap(({ title, price: full, sale_price: sale, reason }) => [
      '    listitem',
      `      link ${title} ${sale ? `${price(sale)} ${price(full)}` : price(full)}`,
      ...(reason.title ? [`      text Because you viewed ${reason.title}`] : []),
    ]);
  const [forYou, popular] = [await items('home-for-you'), await items('home-popular')];
  assert.deepEqual([forYou.length, popular.length, forYou.some((item) => item.sale_price)], [10, 5, true]);
  const links = (...names) => names.flatMap((name) => ['      listitem', `        link ${name}`]);
  const lines = linesOf(await page.accessibility.snapshot({ interestingOnly: false }));
  assert.deepEqual(lines.slice(lines.indexOf('main')), [
    'main',
    '  heading Fjell & Sti 1',
    '  paragraph For the path you have in mind',
    '  heading Gear up for your hike 2',
    '  paragraph Boots first, then the pack, and socks that forgive you.',
    '  link See the packs',
    '  heading Picked for you 2',
    '  button Previous disabled',
    '  button Next',
    '  list Picked for you',
    ...cards(forYou),
    '  region What are you up to?',
    '    heading What are you up to? 2',
    '    list',
    ...links('Hiking boots', 'Backpacks', 'Clothing', 'Tents', 'Sleeping', 'Camp kitchen', 'Trail running', 'Climbing', 'Tools and light', 'Everything'),
    '  heading Popular right now 2',
    '  list Popular right now',
    ...cards(popular),
    'contentinfo',
    '  paragraph Fjell & Sti is made up, and so are its things. What goes with what was learned from a simulated log of simulated shoppers.',
    '  paragraph Your data Forget me',
    'button Why do I see this?',
    'status polite',
    'status polite',
  ]);
  // At the other end, the buttons say so.
  await press(page, '[data-vitrine-slot="home-for-you"] [data-vitrine-scroll="next"]');
  await page.waitForFunction(() => document.querySelector('[data-vitrine-slot="home-for-you"] [data-vitrine-scroll="next"]').ariaDisabled === 'true');
  const scrolled = linesOf(await page.accessibility.snapshot({ interestingOnly: false }));
  assert.deepEqual(scrolled.filter((line) => /^ {2}button/.test(line)), ['  button Previous', '  button Next disabled']);
});
