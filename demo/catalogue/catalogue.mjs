// The catalogue of the made-up shop, from the tables beside this file.
import { CATEGORIES, FEATURES, TYPES } from './types.mjs';
import { PRODUCTS } from './products.mjs';

export { CATEGORIES };
export const CURRENCY = 'EUR';
/** Which text of a pair belongs to which language. */
export const LANGUAGES = ['en', 'nb'];

/** The products in the order of the table: what is the same in all languages, and `title` and `description` by language. */
export function products() {
  const all = [];
  let kind = '';
  let number = 0;
  for (const line of PRODUCTS.split('\n').filter(Boolean)) {
    if (!line.startsWith(' ')) {
      kind = line;
      number = 0;
      continue;
    }
    const [model, brand, price, colour, features, special = ''] = line.split('|').map((cell) => cell.trim());
    const type = TYPES[kind];
    all.push({
      id: `${kind}-${++number}`,
      kind,
      brand,
      colour,
      picture: type.picture,
      category: type.category,
      price: Number(price),
      sale_price: /^\d+$/.test(special) ? Number(special) : null,
      availability: { out: 'out_of_stock', back: 'backorder' }[special] ?? 'in_stock',
      title: textOf((language) => `${model} ${type[language][0]}`),
      description: textOf((language, i) =>
        [type[language][1], ...features.split(' ').map((feature) => FEATURES[feature][i])].join(' ')),
    });
  }
  return all;
}

const textOf = (text) => Object.fromEntries(LANGUAGES.map((language, i) => [language, text(language, i)]));
