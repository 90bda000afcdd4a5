// Products as cards, in lists with pages. The template "shelf" in the page draws the same card from a decision.
import { h } from './dom.js';
import { addresses, money, words } from './shop.js';

const PAGE_SIZE = 40;

export const priceTag = ({ price, sale_price }) =>
  h('span.price', {}, ...(sale_price === null ? [h('span', {}, money(price))] : [h('ins', {}, money(sale_price)), ' ', h('del', {}, money(price))]));

export const card = (product) =>
  h('li.card', { 'data-product': product.id },
    h('a', { href: addresses.product(product) },
      h('img', { src: product.image, alt: '', width: 320, height: 320, loading: 'lazy' }),
      h('span.card-title', {}, product.title),
      priceTag(product)),
    product.availability === 'out_of_stock' && h('p.sold-out', {}, words.out_of_stock));

/** What stands where the template "shelf" may: a carousel like that. */
export const shelf = (title, products) => [
  h('div.shelf-head', {}, h('h2', {}, title), ...[['previous', '\u2190'], ['next', '\u2192']].map(([to, arrow]) =>
    h('button.quiet', { type: 'button', 'data-vitrine-scroll': to, 'aria-label': words[to], hidden: true }, arrow))),
  h('ul.cards.shelf', { 'data-vitrine-carousel': true }, products.map(card)),
];

/** The cards of one page of a list, with links to the others, below their number. `all` counts what is shown elsewhere, too. */
export function list(products, page, address, all = products.length) {
  const pages = Math.max(1, Math.ceil(products.length / PAGE_SIZE));
  const shown = Math.min(Math.max(1, Math.trunc(page) || 1), pages);
  const to = (number, text) => {
    const url = new URL(address, location.href);
    if (number > 1) url.searchParams.set('page', number);
    else url.searchParams.delete('page');
    return h('a.button.quiet', { href: url.pathname + url.search }, text);
  };
  const cards = products.slice((shown - 1) * PAGE_SIZE, shown * PAGE_SIZE).map(card);
  return [
    h('p.count', { role: 'status' }, words.results(cards.length, all)),
    h('ul.cards', {}, cards),
    ...(pages > 1 ? [h('nav.pages', { 'aria-label': words.pages },
      shown > 1 && to(shown - 1, words.previous), h('span', {}, words.pageOf(shown, pages)), shown < pages && to(shown + 1, words.next))] : []),
  ];
}
