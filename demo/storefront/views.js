// The pages of the shop. A view is { title, page, content, tell }: `page` is what Vitrine is told of where the shopper
// is, `tell` reports what looking at it means, again when consent comes later. `redraw` follows the cart of other tabs.
import * as cart from './cart.js';
import { list, priceTag, shelf } from './cards.js';
import { h, say, slot } from './dom.js';
import { filterForm, filtered } from './filter.js';
import { addresses, bestsellers, categories, categoryOf, itemOf, money, own, pictureOf, priceOf, productOf, products, productsOf, words } from './shop.js';

const heading = (text) => h('h1', { tabindex: -1 }, text);

/** Categories on the front page, beside the one for everything. */
const TILES = 9;

const tile = ([href, src, text, category]) =>
  h('li', { 'data-vitrine-category': category }, h('a', { href }, h('img', { src, alt: '', width: 320, height: 240, loading: 'lazy' }), h('span', {}, text)));

function welcome() {
  return h('div.hero', {},
    h('img', { src: pictureOf(`scene-${own ? 'plain' : 'welcome'}`), alt: '', width: 1200, height: 600, fetchpriority: 'high' }),
    h('div.hero-words', {}, h('p.kicker', {}, words.welcomeKicker), h('h2', {}, words.welcomeTitle), h('p', {}, words.welcomeText),
      h('a.button', { href: own ? addresses.everything : addresses.category(categories[0]) }, h('span', {}, words.welcomeAction))));
}

export function home() {
  return {
    title: words.home,
    page: { type: 'home' },
    content: [
      h('h1.unseen', { tabindex: -1 }, document.querySelector('.name').textContent.trim()),
      slot('home-hero', welcome()),
      slot('home-again'),
      slot('home-for-you'),
      categories.length > 0 && h('section', { 'aria-labelledby': 'departments' },
        h('h2', { id: 'departments' }, words.departments),
        h('ul.tiles', { 'data-vitrine-order': 'categories' },
          [...categories.slice(0, TILES).map((category) => [addresses.category(category), category.image, category.title, category.key]),
            [addresses.everything, pictureOf(`scene-${own ? 'plain' : 'calm'}`), words.all]].map(tile))),
      slot('home-popular', ...shelf(words.bestsellers, bestsellers.map(productOf))),
    ],
  };
}

export function category(slug, query) {
  const one = categoryOf(slug);
  if (!one && slug !== 'all') return notFound();
  const all = one ? productsOf(one) : products;
  const results = h('div');
  const shelf = slot('category-popular');
  /** What the shelf shows, the list below need not repeat. */
  let featured = new Set();
  const narrow = (by) => {
    const found = filtered(all, by);
    shelf.hidden = found.length < all.length;
    const rest = shelf.hidden ? found : found.filter(({ id }) => !featured.has(id));
    results.replaceChildren(...list(rest, by.get('page'), location.href, found.length));
  };
  shelf.addEventListener('vitrine:decision', ({ detail }) => {
    if (!detail.applied) return;
    featured = new Set(detail.items.map(({ item_id }) => item_id));
    narrow(new URL(location.href).searchParams);
  });
  narrow(query);
  return {
    title: one?.title ?? words.all,
    page: one ? { type: 'category', category: one.key } : { type: 'category' },
    content: [
      heading(one?.title ?? words.all),
      !own && slot('category-question'),
      shelf,
      filterForm(all, query, narrow),
      results,
    ],
  };
}

export function product(id) {
  const one = productOf(id);
  if (!one) return notFound();
  const home = categories.find(({ key }) => key === one.category);
  const buyable = one.availability !== 'out_of_stock';
  return {
    title: one.title,
    page: { type: 'product', item_id: one.id, category: one.category ?? undefined },
    tell: () => vitrine.track('view_item', { value: priceOf(one) ?? undefined, items: [itemOf(one)] }),
    content: [
      home && h('p.crumbs', {}, h('a', { href: addresses.category(home) }, home.title)),
      h('div.product', {},
        h('img', { src: one.image, alt: one.title, width: 640, height: 640 }),
        h('div.product-words', {},
          one.brand && h('p.kicker', {}, one.brand),
          heading(one.title),
          priceTag(one),
          one.description && h('p', {}, one.description),
          one.availability && h(`p.stock.${one.availability}`, {}, words[one.availability]),
          h('button', { type: 'button', disabled: !buyable, onclick: () => {
            cart.add(one);
            say(words.added(one.title));
          } }, buyable ? words.addToCart : words.out_of_stock))),
      slot('product-together'),
      slot('product-similar'),
    ],
  };
}

const titleOf = (key) => categories.find((category) => category.key === key)?.title;
const wordsOf = (text) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

/** Finds products that have a word beginning with each of the words. */
export function search(query) {
  const text = (query.get('q') ?? '').trim();
  const wanted = wordsOf(text);
  const matches = ({ title, brand, category: key, description }) => {
    const all = wordsOf([title, brand, titleOf(key), description].join(' '));
    return wanted.every((start) => all.some((word) => word.startsWith(start)));
  };
  const found = wanted.length ? products.filter(matches) : [];
  return {
    title: words.search,
    page: { type: 'search' },
    tell: () => wanted.length && vitrine.track('search', { search_term: text }),
    content: [
      heading(text ? words.searchFor(text) : words.searchEmpty),
      ...(found.length ? list(found, query.get('page'), location.href) : [wanted.length > 0 && h('p.count', { role: 'status' }, words.nothingFound)]),
      slot('search-popular'),
    ],
  };
}

export function cartView(go) {
  const content = h('div');
  const change = (action, text) => () => {
    const label = document.activeElement.getAttribute('aria-label');
    action();
    draw();
    say(text);
    (content.querySelector(`[aria-label="${CSS.escape(label)}"]`) ?? document.querySelector('h1')).focus();
  };
  const row = ([one, quantity]) => {
    const button = (kind, text, label, action, said) =>
      h(`button.${kind}`, { type: 'button', 'aria-label': `${label}: ${one.title}`, onclick: change(action, said(one.title)) }, text);
    return h('li.line', {},
      h('a', { href: addresses.product(one) },
        h('img', { src: one.image, alt: '', width: 96, height: 96 }), h('span', {}, one.title)),
      h('span.quantity', { role: 'group', 'aria-label': `${words.quantity}: ${one.title}` },
        button('quiet', '\u2212', words.less, () => cart.add(one, -1), words.removed),
        h('output', {}, String(quantity)),
        button('quiet', '+', words.more, () => cart.add(one), words.added)),
      h('span.price', {}, money((priceOf(one) ?? 0) * quantity)),
      button('plain', words.remove, words.remove, () => cart.remove(one), words.removed));
  };
  const draw = () => {
    const lines = cart.lines();
    content.replaceChildren(lines.length
      ? h('div.checkout', {},
          h('ul.lines', {}, lines.map(row)),
          h('div.sum', {}, h('p', {}, words.total, ' ', h('strong', {}, money(cart.value()))),
            h('button', { type: 'button', onclick: () => go(`${addresses.done}?order=${cart.order()}`) }, words.checkout),
            h('p.because', {}, words.simulatedPay)))
      : h('p', {}, words.cartEmpty, ' ', h('a', { href: addresses.home }, words.keepShopping)));
  };
  draw();
  return {
    title: words.cart,
    page: { type: 'cart' },
    redraw: draw,
    tell: () => cart.lines().length && vitrine.track('view_cart', { items: cart.items(), value: cart.value() }),
    content: [heading(words.cart), content, slot('cart-together')],
  };
}

export function done(query) {
  return {
    title: words.doneTitle,
    page: { type: 'order' },
    content: [
      h('div.thanks', {}, heading(words.doneTitle), h('p', {}, words.doneText),
        query.get('order') && h('p.count', {}, `${words.order} ${query.get('order')}`),
        h('a.button', { href: addresses.home }, words.keepShopping)),
      slot('done-for-you'),
    ],
  };
}

/** What the shop's browser knows, for the shopper to see and correct: vitrine.js fills it. */
export function data() {
  return {
    title: words.yourData,
    page: { type: 'data' },
    content: [heading(words.yourData), h('div.known', { 'data-vitrine-known': JSON.stringify(words.known) })],
  };
}

export function notFound() {
  return {
    title: words.notFound,
    page: { type: 'missing' },
    content: [heading(words.notFound), h('p', {}, words.notFoundText, ' ', h('a', { href: addresses.home }, words.keepShopping))],
  };
}
