// A shop of somebody's own: their feed becomes the catalogue, their log teaches what goes with what.
import { COLOUR_NAMES, initials } from '../pictures/draw.mjs';
import { outdoorShop } from './outdoor.mjs';
import { readFeed } from './feed.mjs';

/** More products than this make the storefront's one catalogue file too large; the model itself takes more. */
const MAX_PRODUCTS = 5000;
/** Rules and segments that know the made-up shop's categories and offers. */
const OUTDOOR_RULES = /^(notice-.*|hero-(?!back).*)$/;
const OUTDOOR_SEGMENTS = ['browsing', 'hiker', 'camper', 'climber', 'runner'];

const lettersOf = (title) => (title.match(/[\p{L}\p{N}]+/gu) ?? ['?']).slice(0, 2).map((word) => [...word][0].toUpperCase()).join('');
const colourOf = (text) => COLOUR_NAMES[[...text].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)) % 9973, 7) % COLOUR_NAMES.length];
const nameOf = (letters, colour) => `initials-${[...letters].map((letter) => letter.codePointAt(0).toString(16)).join('-')}-${colour}.svg`;

/** `options` are those of demo/run: events, feed, columns, feed-columns, currency, time, event, format. */
export async function ownShop(options) {
  const feed = await readFeed(options.feed, { columns: options['feed-columns'], currency: options.currency ?? null });
  if (!feed.products.length) throw new Error(`${options.feed} has no products.`);
  if (feed.products.length > MAX_PRODUCTS) console.log(`The feed has ${feed.products.length} products; this demo takes the first ${MAX_PRODUCTS}.`);
  const pictures = new Map();
  const products = feed.products.slice(0, MAX_PRODUCTS).map((product) => {
    if (product.image) return product;
    const letters = lettersOf(product.title);
    const colour = colourOf(product.category ?? product.title);
    pictures.set(nameOf(letters, colour), initials(letters, colour));
    return { ...product, image: `/pictures/${nameOf(letters, colour)}` };
  });
  const sizes = new Map();
  for (const { category } of products) if (category) sizes.set(category, (sizes.get(category) ?? 0) + 1);
  const categories = [...sizes].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).map(([key], i) => ({
    key,
    slug: key.toLowerCase().normalize('NFKD').replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '').replace(/^(all)?$/, `category-${i}`),
    title: key,
    image: products.find(({ category }) => category === key).image,
  }));
  const slugs = new Set();
  for (const [i, category] of categories.entries()) {
    if (slugs.has(category.slug)) category.slug += `-${i}`;
    slugs.add(category.slug);
  }
  return {
    own: true,
    name: 'Your shop',
    currency: feed.currency,
    languages: ['en'],
    bestsellers: products.slice(0, 5).map(({ id }) => id),
    categories: () => categories,
    products: () => products,
    pictures: () => [...pictures],
    async rules() {
      const rules = await outdoorShop().rules('en');
      rules.rules = rules.rules.filter(({ id }) => !OUTDOOR_RULES.test(id));
      for (const { recommend } of rules.rules) if (recommend?.filter) delete recommend.filter['item.price'];
      for (const name of OUTDOOR_SEGMENTS) delete rules.segments[name];
      delete rules.attributes;
      delete rules.slots.notice;
      delete rules.store;
      return rules;
    },
    log: { path: options.events },
    training: ['columns', 'time', 'event', 'format'].flatMap((name) => (options[name] ? [`--${name}`, options[name]] : [])),
  };
}
