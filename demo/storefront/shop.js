// The shop of this page: its language, catalogue, addresses and prices.
import { byId, h } from './dom.js';
import { WORDS } from './words.js';

export const language = document.documentElement.lang;
const { own: ownWords, ...spoken } = WORDS[language];
const base = `/${language}/`;

export const pictureOf = (name) => new URL(`../pictures/${name}.svg`, import.meta.url).pathname;

async function load() {
  const answer = await fetch(new URL(`data/${language}.json`, import.meta.url));
  if (!answer.ok) throw new Error(`the catalogue of the shop: ${answer.status}`);
  return answer.json();
}

export const { name, currency, own, languages, categories, bestsellers, products } = await load().catch((error) => {
  byId('main').replaceChildren(h('h1', {}, spoken.away), h('p', {}, spoken.awayText));
  throw error;
});
export const words = own ? { ...spoken, ...ownWords } : spoken;

const productsById = new Map(products.map((product) => [product.id, product]));
export const productOf = (id) => productsById.get(id);
export const categoryOf = (slug) => categories.find((category) => category.slug === slug);
export const productsOf = (category) => products.filter((product) => product.category === category.key);

export const addresses = {
  home: base,
  cart: base + 'cart',
  done: base + 'done',
  data: base + 'data',
  everything: base + 'c/all',
  category: ({ slug }) => base + 'c/' + encodeURIComponent(slug),
  product: ({ id }) => base + 'p/' + encodeURIComponent(id),
};

/** What one has to pay now; null where the feed names no price. */
export const priceOf = ({ price, sale_price }) => sale_price ?? price;
const format = new Intl.NumberFormat(language, currency ? { style: 'currency', currency } : {});
export const money = (amount) => (amount === null ? '' : format.format(amount));

/** GA4's item. Categories are called the same in every language, so that a switch of language forgets nothing. */
export const itemOf = (product, quantity = 1) => ({
  item_id: product.id,
  item_name: product.title,
  item_brand: product.brand ?? undefined,
  item_category: product.category ?? undefined,
  price: priceOf(product) ?? undefined,
  quantity,
});
