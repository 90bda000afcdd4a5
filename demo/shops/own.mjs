// A shop of somebody's own: their log and feed, read by `vitrine train`, become catalogue and recommendations.
import { COLOUR_NAMES, initials } from '../pictures/draw.mjs';
import { outdoorShop } from './outdoor.mjs';
import { openModel } from './model.mjs';

/** Rules, slots and segments that know the made-up shop's categories and offers. */
const OUTDOOR_RULES = /^(notice-.*|hero-(?!back).*|boots-.*|survey)$/;
const OUTDOOR_SLOTS = ['notice', 'category-question', 'quiz', 'survey'];
const OUTDOOR_SEGMENTS = ['browsing', 'hiker', 'camper', 'climber', 'runner'];

const lettersOf = (title) => (title.match(/[\p{L}\p{N}]+/gu) ?? ['?']).slice(0, 2).map((word) => [...word][0].toUpperCase()).join('');
const colourOf = (text) => COLOUR_NAMES[[...text].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)) % 9973, 7) % COLOUR_NAMES.length];
const nameOf = (letters, colour) => `initials-${[...letters].map((letter) => letter.codePointAt(0).toString(16)).join('-')}-${colour}.svg`;

/** By size. Two names may come down to the same address: then a number tells them apart. */
function categoriesOf(products) {
  const members = new Map();
  for (const product of products) if (product.category) members.set(product.category, [...(members.get(product.category) ?? []), product]);
  const slugs = new Set(['all']);
  return [...members].sort(([a, { length: m }], [b, { length: n }]) => n - m || (a < b ? -1 : 1)).map(([key, [{ image }]], i) => {
    let slug = key.toLowerCase().normalize('NFKD').replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '') || 'category';
    if (slugs.has(slug)) slug += `-${i}`;
    slugs.add(slug);
    return { key, slug, title: key, image };
  });
}

/** What the model knows becomes the catalogue, and what it shows points into this storefront. */
async function catalogue(language, folder, files) {
  const model = await openModel(folder);
  const pictures = new Map();
  const products = model.items.map(({ id, title, price = null, sale_price = null, availability: told, brand = null, category = null, image_link }) => {
    const availability = told === 'in_stock' ? null : told; // the model takes that for granted where the feed is silent
    const product = { id, title: title ?? id, price, sale_price, availability, brand, category, description: null, image: image_link };
    if (/^https:\/\//.test(image_link)) return product;
    const letters = lettersOf(product.title);
    const colour = colourOf(category ?? product.title);
    pictures.set(nameOf(letters, colour), initials(letters, colour));
    return { ...product, image: `${files}/pictures/${nameOf(letters, colour)}` };
  });
  await model.show(products.map(({ id, title, image }) => ({ title, link: `/${language}/p/${encodeURIComponent(id)}`, image_link: image })));
  return {
    currency: model.currency,
    bestsellers: products.slice(0, 5).map(({ id }) => id),
    categories: categoriesOf(products),
    products,
    pictures: [...pictures],
  };
}

async function rules(files) {
  const rules = await outdoorShop(files).rules('en');
  rules.rules = rules.rules.filter(({ id }) => !OUTDOOR_RULES.test(id));
  for (const { recommend, show } of rules.rules) {
    if (recommend?.filter) delete recommend.filter['item.price'];
    if (show.image) show.image = `${files}/pictures/scene-plain.svg`;
  }
  for (const name of OUTDOOR_SEGMENTS) delete rules.segments[name];
  delete rules.attributes;
  for (const name of OUTDOOR_SLOTS) delete rules.slots[name];
  delete rules.store;
  return rules;
}

/**
 * Options are those of demo/run: events, feed, columns, feed-columns, currency, time, event, format. `files` is where the
 * folder `pictures` will be.
 */
export function ownShop({ events, feed, ...options }, files) {
  return {
    own: true,
    name: 'Your shop',
    languages: ['en'],
    rules: () => rules(files),
    log: { path: events },
    feed: () => ({ path: feed }),
    training: Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]),
    catalogue: (language, folder) => catalogue(language, folder, files),
  };
}
