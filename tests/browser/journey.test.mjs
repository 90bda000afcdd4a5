// A shopper's whole way through the demo's storefront, as demo/run serves it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { closed, hurry, look, opened, pause, violations } from './popups.mjs';
import { enter, follow, openStorefront, press, settled } from './storefront.mjs';

let storefront;
before(async () => (storefront = await openStorefront()));
after(() => storefront?.stop());

/** A shopper with an empty profile; what their browser complains of must be nothing. */
async function shopper(t, viewport = { width: 1280, height: 900 }) {
  const context = await storefront.browser.createBrowserContext();
  const complaints = [];
  async function open(path, before = () => undefined, ...args) {
    const page = await context.newPage();
    await page.evaluateOnNewDocument(before, ...args);
    await page.setViewport(viewport);
    page.on('console', (message) => ['error', 'warn'].includes(message.type()) && complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(String(error)));
    await page.evaluateOnNewDocument(() => {
      addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => console.error(`${violatedDirective} ${blockedURI}`));
      window.loads = 1; // lost when the document is another one
    });
    await enter(page, storefront.origin + path);
    return page;
  }
  t.after(async () => {
    await context.close();
    assert.deepEqual(complaints, []);
  });
  return open;
}

const slotText = (page, name, part) => page.$eval(`[data-vitrine-slot="${name}"]`, (slot, part) => slot.querySelector(part)?.textContent.trim() ?? null, part);
const hero = (page) => slotText(page, 'home-hero', 'h2');
const shelf = (page, name) => page.$$eval(`[data-vitrine-slot="${name}"] [data-vitrine-item]`, (cards) => cards.map((card) => card.dataset.vitrineItem));
const kinds = (ids) => [...new Set(ids.map((id) => id.replace(/-\d+$/, '')))];
const onLine = (page) => page.$$eval('.line a', (links) => links.map((link) => link.getAttribute('href')));
const onPage = (page) => page.$$eval('[data-vitrine-item], [data-product]', (cards) =>
  cards.filter((card) => card.checkVisibility()).map((card) => card.dataset.vitrineItem ?? card.dataset.product));

async function assertNoItemTwice(page, where) {
  const ids = await onPage(page);
  assert.ok(ids.length > 0, where);
  assert.deepEqual(ids.filter((id, i) => ids.indexOf(id) !== i), [], where);
}

/** A new visitor agrees and looks at products. */
async function lookAt(page, ...addresses) {
  await press(page, '#allow');
  for (const address of addresses) await page.evaluate((to) => dispatchEvent(new CustomEvent('shop:go', { detail: to })), address);
  await settled(page);
}

/** A new visitor agrees and looks at two pairs of boots, by links alone. */
async function lookAtBoots(page) {
  await press(page, '#allow');
  await follow(page, '/en/c/hiking-boots');
  await follow(page, '/en/p/boots-4');
  await press(page, '.crumbs a');
  await follow(page, '/en/p/boots-3');
  await press(page, '.name');
}

test('a rebuilt demo is seen with the next reload: all but pages and manifest has the hash of the build in its address', async (t) => {
  const context = await storefront.browser.createBrowserContext();
  t.after(() => context.close());
  const page = await context.newPage();
  const answers = [];
  page.on('response', (response) => answers.push([new URL(response.url()).pathname, response.headers()['cache-control']]));
  await enter(page, `${storefront.origin}/en/`);
  const asked = (caching) => [...new Set(answers.filter(([, told]) => told === caching).map(([path]) => path.replace(/\/files-[0-9a-f]{12}\//, '/files/')))].sort();
  assert.deepEqual(asked('no-cache'), ['/en/', '/files/vitrine/en/vitrine.json']);
  const kept = asked('max-age=31536000, immutable');
  assert.ok(kept.every((path) => path.startsWith('/files/')), String(kept));
  for (const path of ['shop/app.js', 'shop/style.css', 'shop/data/en.json', 'vitrine/en/vitrine.js', 'vitrine/en/vitrine.wasm', 'pictures/scene-welcome.svg']) {
    assert.ok(kept.includes(`/files/${path}`), path);
  }
  assert.deepEqual(answers.filter(([, told]) => told !== 'no-cache' && told !== 'max-age=31536000, immutable'), []);
});

test('a new visitor is welcomed; boots change the page without a reload; the cart knows what goes with it; the next day knows them', async (t) => {
  const open = await shopper(t);
  const page = await open('/en/');
  await page.evaluate(() => (window.loads = 'the first'));
  assert.equal(await hero(page), 'Find your way outside');
  assert.deepEqual(await shelf(page, 'home-for-you'), []);
  assert.equal((await shelf(page, 'home-popular')).length, 5);
  await assertNoItemTwice(page, 'home of a stranger');

  await lookAtBoots(page);
  assert.equal(await hero(page), 'Gear up for your hike');
  const forYou = await shelf(page, 'home-for-you');
  assert.equal(forYou.length, 10);
  assert.ok(forYou.filter((id) => /^(boots|shoes|gaiters|socks|poles|pack|daypack)-/.test(id)).length >= 7, String(forYou));
  assert.equal(forYou.includes('boots-3') || forYou.includes('boots-4'), false);
  assert.match(await slotText(page, 'home-for-you', '.because'), /^Because you viewed (Ur GT|Lyng Mid) hiking boots$/);
  await assertNoItemTwice(page, 'home of a hiker');

  await follow(page, '/en/c/hiking-boots');
  await assertNoItemTwice(page, 'category');
  await follow(page, '/en/p/boots-1');
  assert.ok(kinds(await shelf(page, 'product-similar')).includes('boots'));
  assert.equal((await shelf(page, 'product-together')).length, 5);
  await assertNoItemTwice(page, 'product');

  await press(page, '.product-words button');
  assert.equal(await page.$eval('#cart-count', (count) => count.textContent), '1');
  await press(page, '.cart-link');
  assert.equal(await slotText(page, 'cart-together', 'h2'), 'Goes with what is in your cart');
  const together = await shelf(page, 'cart-together');
  assert.equal(together.includes('boots-1'), false);
  assert.ok(together.some((id) => /^(socks|gaiters|poles)-/.test(id)), String(together));
  await assertNoItemTwice(page, 'cart');
  assert.equal(await slotText(page, 'notice', 'p'), 'Your order ships for free.');

  await press(page, '.sum button');
  assert.equal(await page.$eval('h1', (title) => title.textContent), 'Thank you!');
  assert.equal(await page.$eval('#cart-count', (count) => count.textContent), '0');
  const { orders, cart } = await page.evaluate(() => window.vitrine.profile());
  assert.deepEqual([orders.count, orders.value, cart.quantity], [1, 189, 0]);
  assert.equal((await shelf(page, 'done-for-you')).length, 5);

  await press(page, '#why-button');
  await press(page, '#tomorrow');
  assert.equal(await hero(page), 'Welcome back');
  const again = await shelf(page, 'home-again');
  // Boots 1 were bought yesterday.
  assert.deepEqual([again.slice(0, 2), again.includes('boots-1')], [['boots-3', 'boots-4'], false]);
  await assertNoItemTwice(page, 'home of one who returned');
  assert.equal(await page.evaluate(() => window.loads), 'the first');

  const later = await open('/en/');
  assert.equal(await hero(later), 'Welcome back', 'a new document knows them, too');
});

test('popups: letters from a corner, and one question on the way out; who said no is left alone', async (t) => {
  const open = await shopper(t);
  const page = await open('/nb/', hurry, 20);
  await lookAt(page, '/nb/p/boots-4', '/nb/p/boots-3');
  await opened(page);
  assert.deepEqual(await look(page), { kind: 'corner', label: 'Brev fra stien', modal: false, focus: 'h1' });
  assert.deepEqual(await violations(page), []);
  await page.type('vitrine-popup [name=email]', 'kari@example.com');
  await page.keyboard.press('Enter');
  await page.waitForSelector('vitrine-popup [role=status]');
  assert.match(await page.$eval('vitrine-popup form', (form) => form.textContent), /^Takk!/);
  await page.keyboard.press('Escape');
  await closed(page);

  const other = await (await shopper(t))('/en/', hurry, 5);
  await lookAt(other, '/en/p/boots-4');
  await press(other, '.product-words button');
  const leave = async () => {
    await pause(1500); // of the page's time seven seconds
    await other.mouse.move(300, 300);
    await other.mouse.move(300, -5);
  };
  await leave();
  await opened(other);
  assert.deepEqual(await look(other), { kind: 'modal', label: 'Leaving without your things?', modal: true, focus: 'close' });
  assert.deepEqual(await violations(other), []);
  await other.click('vitrine-popup [data-vitrine-close]');
  await closed(other);
  await follow(other, '/en/c/hiking-boots');
  await leave();
  await pause(500);
  assert.deepEqual((await look(other)).kind, null);
});

test('the Norwegian shop is Norwegian, keeps the address, and knows the same visitor', async (t) => {
  const open = await shopper(t);
  const page = await open('/en/');
  await lookAtBoots(page);
  await follow(page, '/en/c/hiking-boots');
  await page.waitForFunction(() => localStorage.getItem('vitrine') !== null);
  await Promise.all([page.waitForNavigation(), page.click('#languages a[lang="nb"]')]);
  await page.waitForSelector('main h1');
  assert.equal(new URL(page.url()).pathname, '/nb/c/hiking-boots');
  assert.equal(await page.$eval('html', ({ lang }) => lang), 'nb');
  assert.equal(await page.$eval('h1', (title) => title.textContent), 'Fjellsko');
  await press(page, '.name');
  assert.equal(await hero(page), 'Gjør deg klar til turen');
  assert.match(await slotText(page, 'home-for-you', '.because'), /^Fordi du så på (Ur GT|Lyng Mid) fjellsko$/);
  assert.match(await slotText(page, 'home-for-you', '.price'), /^\d+,00\s€/);
  for (const [words, found] of [['søvn', true], ['sleeping', false]]) {
    await page.evaluate((to) => dispatchEvent(new CustomEvent('shop:go', { detail: to })), `/nb/search?q=${words}`);
    assert.equal((await page.$$('main > .cards .card')).length > 0, found, words);
  }
});

test('who says no is not remembered, and still gets a shop', async (t) => {
  const open = await shopper(t);
  const page = await open('/en/p/boots-1');
  await press(page, '#deny');
  assert.equal((await shelf(page, 'product-similar')).length, 5);
  await follow(page, '/en/c/tents');
  assert.ok((await shelf(page, 'category-popular')).every((id) => /^(tent2|tent4|tarp|hammock)-/.test(id)));
  await press(page, '.name');
  assert.equal(await hero(page), 'Find your way outside');
  assert.deepEqual(await shelf(page, 'home-for-you'), []);
  assert.equal(await page.evaluate(() => localStorage.getItem('vitrine')), null);
  await follow(page, '/en/c/clothing');
  await follow(page, '/en/p/socks-1');
  await press(page, '.product-words button');
  await press(page, '.cart-link');
  assert.deepEqual([await shelf(page, 'cart-together'), await onLine(page)], [[], ['/en/p/socks-1']], 'nothing is offered that may lie in the cart');
  await press(page, '.sum button');
  assert.deepEqual(await shelf(page, 'done-for-you'), []);
});

test('forgetting leaves a stranger', async (t) => {
  const open = await shopper(t);
  const page = await open('/en/');
  await lookAtBoots(page);
  await press(page, '#forget');
  assert.equal(await hero(page), 'Find your way outside');
  assert.equal(await page.evaluate(() => localStorage.getItem('vitrine')), null);
  assert.equal(await page.$eval('#consent', ({ hidden }) => hidden), false);
});

test('the panel tells for every place which rule won and why each product stands there', async (t) => {
  const open = await shopper(t);
  const page = await open('/en/');
  await lookAtBoots(page);
  await press(page, '#why-button');
  await page.waitForSelector('#device');
  const text = await page.$eval('#why', (panel) => panel.innerText);
  assert.match(text, /Simulated: the shop, its products, its log and the shoppers in it are made up\./);
  assert.match(text, /Visit 1, 6 pages/);
  assert.match(text, /Interests: Hiking boots 100 %/);
  assert.match(text, /Looked at: Ur GT hiking boots, Lyng Mid hiking boots/);
  assert.deepEqual(
    await page.$$eval('[data-explains]', (places) => places.map((one) => [one.dataset.explains, one.querySelector('code')?.textContent ?? null, one.querySelectorAll('li').length])),
    [['notice', null, 0], ['home-hero', 'hero-hiking', 0], ['home-again', null, 0], ['home-for-you', 'for-you', 10], ['home-popular', 'popular', 5]],
  );
  assert.match(await page.$eval('[data-explains="home-for-you"] li', (item) => item.textContent), /: because you viewed (Ur GT|Lyng Mid) hiking boots$/);
  await page.keyboard.press('Escape');
  assert.equal(await page.$eval('#why', ({ hidden }) => hidden), true);
  assert.equal(await page.evaluate(() => document.activeElement.id), 'why-button');
});

test('the panel keeps focus and place while it is drawn anew, closes from anywhere, and covers its button never', async (t) => {
  const open = await shopper(t);
  const page = await open('/en/p/boots-1');
  await press(page, '#allow');
  const focused = () => page.evaluate(() => document.activeElement.id || document.activeElement.textContent);
  const view = (item_id) => page.evaluate((item_id) => window.vitrine.track('view_item', { items: [{ item_id, item_category: 'Tents' }] }), item_id).then(() => settled(page));
  await press(page, '#why-button');
  assert.equal(await focused(), 'why-close');
  await page.waitForSelector('#rules-notice');
  await press(page, '#rules-notice');
  await view('tent2-2');
  assert.equal(await focused(), 'rules-notice');
  assert.equal(await page.$eval('[data-explains="notice"] details', (details) => details.open), true);
  await page.focus('#why-controls [aria-pressed]');
  await page.keyboard.press('Enter');
  await settled(page);
  assert.equal(await focused(), 'Be a gold member');
  assert.equal(await page.$eval('[data-explains="notice"] code', (code) => code.textContent), 'notice-gold');
  await page.setViewport({ width: 390, height: 844 });
  assert.equal(await page.evaluate(() => {
    const { left, top } = document.getElementById('why-button').getBoundingClientRect();
    return document.elementFromPoint(left + 20, top + 20).id;
  }), 'why-button');
  await page.focus('#q');
  await page.keyboard.press('Escape');
  assert.deepEqual([await page.$eval('#why', ({ hidden }) => hidden), await focused()], [true, 'why-button']);
});

test('the panel is there at once, also when what explains never comes', async (t) => {
  const context = await storefront.browser.createBrowserContext();
  t.after(() => context.close());
  const page = await context.newPage();
  await page.setRequestInterception(true);
  page.on('request', (request) => (request.url().endsWith('/inspect.js') ? undefined : request.continue()));
  await enter(page, `${storefront.origin}/en/`);
  await press(page, '#why-button');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'why-close');
  assert.equal(await page.$eval('[data-explains="home-popular"] code', (code) => code.textContent), 'popular');
  await page.keyboard.press('Enter');
  assert.equal(await page.$eval('#why', ({ hidden }) => hidden), true);
});

test('tabs share one cart and one answer, and a place on the page is no page', async (t) => {
  const open = await shopper(t);
  const first = await open('/en/p/boots-4');
  await press(first, '#allow');
  await press(first, '.product-words button');
  await press(first, '.cart-link');
  const second = await open('/en/p/socks-1');
  const count = (page) => page.$eval('#cart-count', (count) => count.textContent);
  const inCart = (page) => page.evaluate(() => window.vitrine.profile().then(({ cart }) => cart.quantity));
  assert.deepEqual([await count(second), await inCart(second), await inCart(first)], ['1', 1, 1]);
  await press(second, '.product-words button');
  await first.waitForFunction(() => document.querySelectorAll('.line').length === 2);
  assert.deepEqual([await onLine(first), await count(first), await inCart(first)], [['/en/p/boots-4', '/en/p/socks-1'], '2', 2]);

  const pages = () => second.evaluate(() => window.vitrine.profile().then(({ visit, events }) => [visit.pages, events]));
  const before = await pages();
  await second.focus('.skip');
  await second.keyboard.press('Enter');
  await settled(second);
  assert.equal(new URL(second.url()).hash, '#main');
  assert.deepEqual(await pages(), before);

  await press(second, '#forget');
  await first.waitForFunction(() => !document.getElementById('consent').hidden);
  assert.equal(await first.evaluate(() => window.vitrine.consent().personalise), false);
  await press(second, '#allow');
  await first.waitForFunction(() => document.getElementById('consent').hidden);
  assert.deepEqual([await first.evaluate(() => window.vitrine.consent().personalise), await inCart(second)], [true, 2]);
});

test('what is clicked is reported with the token of what was shown', async (t) => {
  const open = await shopper(t);
  const page = await open('/en/');
  await press(page, '#allow');
  await page.evaluate(() => {
    window.reports = [];
    window.vitrine.on('report', ({ rule, outcome }) => outcome === 'clicked' && window.reports.push(rule));
  });
  await press(page, '[data-vitrine-slot="home-hero"] a'); // the default
  await press(page, '.name');
  await press(page, '[data-vitrine-slot="home-popular"] .card a');
  assert.deepEqual(await page.evaluate(() => window.reports), ['popular']);
});

for (const [screen, viewport, fit] of [['desktop', { width: 1280, height: 900 }, 5], ['phone', { width: 390, height: 844, hasTouch: true, isMobile: true }, 2]]) {
  test(`shelves are carousels on a ${screen}, with buttons where there is more than fits`, async (t) => {
    const open = await shopper(t, viewport);
    const page = await open('/en/');
    await page.emulateMediaFeatures([{ name: 'prefers-reduced-motion', value: 'reduce' }]);
    await lookAtBoots(page);
    await page.waitForFunction(() => document.querySelector('[data-vitrine-slot="home-for-you"] [role="list"]'));
    const buttons = (name) => page.$$eval(`[data-vitrine-slot="${name}"] [data-vitrine-scroll]`, (all) => all.filter((one) => one.checkVisibility()).map((one) => `${one.ariaLabel} ${one.ariaDisabled}`));
    assert.deepEqual(await buttons('home-for-you'), ['Previous true', 'Next false']);
    assert.deepEqual(await buttons('home-popular'), fit === 5 ? [] : ['Previous true', 'Next false']);
    const inView = () => page.$$eval('[data-vitrine-slot="home-for-you"] .card', (cards) =>
      cards.flatMap((card, i) => (card.getBoundingClientRect().left >= 0 && card.getBoundingClientRect().right <= innerWidth ? i : [])));
    assert.deepEqual(await inView(), [...Array(fit).keys()]);
    await press(page, '[data-vitrine-slot="home-for-you"] [data-vitrine-scroll="next"]');
    assert.deepEqual(await inView(), Array.from({ length: fit }, (_, i) => fit + i));
  });
}

test('what goes with the cart changes around the cards that stay, and that is said', async (t) => {
  const open = await shopper(t);
  const page = await open('/en/');
  await lookAtBoots(page);
  await page.evaluate(() => dispatchEvent(new CustomEvent('shop:go', { detail: '/en/p/boots-1' })));
  await press(page, '.product-words button');
  await press(page, '.cart-link');
  await page.waitForFunction(() => document.querySelector('[data-vitrine-slot="cart-together"] [role="list"]'));
  const before = await shelf(page, 'cart-together');
  await page.$$eval('[data-vitrine-slot="cart-together"] .card', (cards) => cards.forEach((card) => (card.known = true)));
  // What the shelf offers comes into the cart by another tab.
  await page.focus('.quantity button:last-child');
  await page.evaluate((id) => localStorage.setItem('demo:cart', JSON.stringify([['boots-1', 1], [id, 1]])), before[0]);
  await page.keyboard.press('Enter');
  await settled(page);
  const after = await shelf(page, 'cart-together');
  assert.equal(after.includes(before[0]), false);
  const known = await page.$$eval('[data-vitrine-slot="cart-together"] .card', (cards) => cards.filter((card) => card.known).map((card) => card.dataset.vitrineItem));
  // Of some the reason is another one now.
  assert.deepEqual(known, after.filter((id) => known.includes(id) && before.includes(id)));
  assert.ok(known.length >= 2);
  assert.ok(await page.$$eval('[role="status"]', (all) => all.some(({ textContent }) => textContent === 'What goes with your cart has changed.')));
});

test('the keyboard meets the question first, and it covers nothing that has the focus', async (t) => {
  const open = await shopper(t, { width: 390, height: 844 });
  const page = await open('/en/');
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'allow');
  for (let i = 0; i < 40; i++) {
    await page.keyboard.press('Tab');
    const covered = await page.evaluate(() => {
      const one = document.activeElement;
      const { left, top, width } = one.getBoundingClientRect();
      const found = document.elementFromPoint(left + width / 2, top + 5);
      return one.closest('main, .bottom') && found?.closest('#consent, #why-button') && one.outerHTML;
    });
    assert.ok(!covered, String(covered));
  }
});

test('the keyboard reaches every card, and the view that opens has the focus', async (t) => {
  const open = await shopper(t);
  const page = await open('/en/');
  await press(page, '#deny');
  const cards = new Set(await page.$$eval('.card a', (links) => links.map((link) => link.getAttribute('href'))));
  assert.ok(cards.size >= 5);
  for (let i = 0; i < 80 && cards.size > 0; i++) {
    await page.keyboard.press('Tab');
    cards.delete(await page.evaluate(() => document.activeElement.getAttribute('href')));
  }
  assert.equal(cards.size, 0);
  await page.focus('.card a');
  await page.keyboard.press('Enter');
  await settled(page);
  assert.equal(await page.evaluate(() => document.activeElement.localName), 'h1');
  assert.match(new URL(page.url()).pathname, /^\/en\/p\//);
});

test('searching, narrowing, going back and unknown addresses', async (t) => {
  const open = await shopper(t, { width: 390, height: 844 });
  const page = await open('/en/');
  await press(page, '#deny');
  await page.type('#q', 'wool hat');
  await page.keyboard.press('Enter');
  await settled(page);
  assert.equal(await page.$eval('h1', (title) => title.textContent), 'Results for "wool hat"');
  assert.equal(await page.$eval('.count', (count) => count.textContent), '3 products');
  await follow(page, '/en/c/climbing');
  assert.equal(await page.$eval('.count', (count) => count.textContent), '12 of 17 products');
  await page.select('select[name="price"]', '90');
  assert.equal(await page.$eval('.count', (count) => count.textContent), '9 products');
  assert.equal(new URL(page.url()).search, '?price=90');
  await assertNoItemTwice(page, 'narrowed');
  await page.goBack();
  await settled(page);
  assert.equal(await page.$eval('h1', (title) => title.textContent), 'Results for "wool hat"');
  await page.evaluate(() => dispatchEvent(new CustomEvent('shop:go', { detail: '/en/c/all?page=abc' })));
  assert.equal(await page.$eval('.pages span', (text) => text.textContent), 'Page 1 of 4');
  for (const path of ['/en/p/nothing', '/en/nowhere', '/en/p/%ff']) {
    await page.evaluate((to) => dispatchEvent(new CustomEvent('shop:go', { detail: to })), path);
    assert.equal(await page.$eval('h1', (title) => title.textContent), 'This page is not there');
  }
});

/** How far things moved by themselves since the page came. */
const shift = (page) => page.evaluate(() => new Promise((resolve) => {
  let sum = 0;
  new PerformanceObserver((list) => list.getEntries().forEach(({ value, hadRecentInput }) => (sum += hadRecentInput ? 0 : value)))
    .observe({ type: 'layout-shift', buffered: true });
  setTimeout(() => resolve(sum), 300);
}));

test('nothing moves while the page loads', async (t) => {
  const open = await shopper(t);
  const moved = await shift(await open('/en/p/boots-1'));
  assert.ok(moved < 0.02, String(moved));
});

for (const late of ['rules', 'core']) {
  test(`nothing moves when the ${late} come late`, async (t) => {
    const context = await storefront.browser.createBrowserContext();
    t.after(() => context.close());
    const known = await context.newPage();
    await enter(known, `${storefront.origin}/en/`);
    await lookAtBoots(known);
    await known.waitForFunction(() => localStorage.getItem('vitrine') !== null);
    await known.close();
    for (const [path, viewport] of [['/en/', { width: 1280, height: 900 }], ['/en/p/boots-1', { width: 1280, height: 900 }], ['/en/', { width: 390, height: 844 }]]) {
      const page = await context.newPage();
      await page.setViewport(viewport);
      await page.setCacheEnabled(false);
      await page.setRequestInterception(true);
      page.on('request', (request) => {
        setTimeout(() => request.continue().catch(() => undefined), new RegExp(`/${late}\\.\\w+\\.vitrine$`).test(request.url()) ? 1500 : 0);
      });
      await enter(page, storefront.origin + path);
      await page.waitForFunction(() => window.vitrine.decide('home-popular').rule === 'popular' || window.vitrine.decide('product-similar').rule);
      const moved = await shift(page);
      assert.ok(moved < 0.02, `${path} ${viewport.width}: ${moved}`);
      await page.close();
    }
  });
}

test('a narrow phone scrolls nothing sideways, in either language', async (t) => {
  const open = await shopper(t, { width: 320, height: 568 });
  for (const language of ['en', 'nb']) {
    const page = await open(`/${language}/p/boots-1`);
    await page.evaluate(() => localStorage.setItem('demo:consent', 'no'));
    await press(page, '.product-words button');
    for (const path of ['', 'c/tents', 'p/boots-1', 'cart', 'search?q=t']) {
      await page.evaluate((to) => dispatchEvent(new CustomEvent('shop:go', { detail: to })), `/${language}/${path}`);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.body.offsetWidth);
      assert.ok(wide <= 0, `${path}: ${wide}`);
      const tops = await page.$$eval('.name, .cart-link', (both) => both.map((one) => one.getBoundingClientRect()).map(({ top, height }) => Math.round(top + height / 2)));
      assert.ok(Math.abs(tops[0] - tops[1]) < 5, 'name and cart are in one row');
    }
  }
});

test('where the catalogue is missing, the shop says so', async (t) => {
  const context = await storefront.browser.createBrowserContext();
  t.after(() => context.close());
  const page = await context.newPage();
  await page.setRequestInterception(true);
  page.on('request', (request) => (request.url().endsWith('/data/nb.json') ? request.abort() : request.continue()));
  await page.goto(`${storefront.origin}/nb/`);
  await page.waitForSelector('main h1');
  assert.equal(await page.$eval('main', (main) => main.innerText), 'Butikken er stengt et øyeblikk\n\nVarene kunne ikke lastes. Prøv igjen om litt.');
});

test('without Vitrine every place keeps its default, and the shop works', async (t) => {
  const context = await storefront.browser.createBrowserContext();
  t.after(() => context.close());
  const page = await context.newPage();
  await page.setRequestInterception(true);
  page.on('request', (request) => (request.url().endsWith('/vitrine.js') ? request.abort() : request.continue()));
  await enter(page, `${storefront.origin}/en/`);
  assert.equal(await hero(page), 'Find your way outside');
  assert.equal(await slotText(page, 'home-popular', 'h2'), 'Bestsellers');
  assert.deepEqual(await onPage(page), ['boots-1', 'pack-1', 'tent2-2', 'shell-1', 'thermos-1']);
  await press(page, '#deny');
  await follow(page, '/en/p/boots-1');
  await press(page, '.product-words button');
  await press(page, '.cart-link');
  await press(page, '.sum button');
  assert.equal(await page.$eval('h1', (title) => title.textContent), 'Thank you!');
  await press(page, '#why-button');
  await page.waitForFunction(() => /Vitrine is failed \(script\)/.test(document.getElementById('why').textContent));
});
