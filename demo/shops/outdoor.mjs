// The made-up shop: catalogue, pictures and a simulated log, all from tables and a fixed seed.
import { readFile } from 'node:fs/promises';
import { CATEGORIES, CURRENCY, LANGUAGES, products } from '../catalogue/catalogue.mjs';
import { simulatedLog } from '../log/generate.mjs';
import { picture } from '../pictures/draw.mjs';
import { PICTURES } from '../pictures/products.mjs';

/** What the shop itself believes to sell best: shown wherever Vitrine does not choose. */
const BESTSELLERS = ['boots-1', 'pack-1', 'tent2-2', 'shell-1', 'thermos-1'];

const quoted = (value) => (/[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);

/** The products as a feed with Google Merchant's attributes. */
function feedOf(products, language) {
  const price = (amount) => (amount === null ? '' : `${amount} ${CURRENCY}`);
  const rows = products.map(({ id, title, image, price: full, sale_price, availability, brand, category }) =>
    [id, title, `/${language}/p/${id}`, image, price(full), price(sale_price), availability, brand, category]);
  return [['id', 'title', 'link', 'image_link', 'price', 'sale_price', 'availability', 'brand', 'product_type'], ...rows]
    .map((row) => row.map(quoted).join(',')).join('\n') + '\n';
}

const read = async (name) => JSON.parse(await readFile(new URL(`../${name}`, import.meta.url), 'utf8'));

/** The rules with the texts of a language; a text without translation is a mistake. */
async function rulesIn(language, files) {
  const rules = await read('rules.json');
  for (const { show } of rules.rules) if (show.image) show.image = files + show.image;
  if (language === 'en') return rules;
  const translations = await read(`rules.${language}.json`);
  const translate = (field, text) => {
    if (['template', 'kind', 'image', 'countdown'].includes(field)) return text;
    if (field === 'link') return text.replace('/en/', `/${language}/`);
    if (!(text in translations)) throw new Error(`rules.${language}.json has no translation of "${text}"`);
    return translations[text];
  };
  for (const rule of rules.rules) {
    rule.show = Object.fromEntries(Object.entries(rule.show).map(([field, text]) => [field, translate(field, text)]));
  }
  return rules;
}

/** `files` is where the folder `pictures` will be. */
export function outdoorShop(files) {
  const all = products();
  const productsIn = (language) => all.map(({ id, brand, category, price, sale_price, availability, title, description }) => ({
    id, title: title[language], price, sale_price, availability, brand, category, image: `${files}/pictures/${id}.svg`, description: description[language],
  }));
  return {
    own: false,
    name: 'Fjell & Sti',
    languages: LANGUAGES,
    rules: (language) => rulesIn(language, files),
    log: { name: 'simulated-events.csv', text: () => simulatedLog(all) },
    feed: (language) => ({ name: `feed-${language}.csv`, text: () => feedOf(productsIn(language), language) }),
    training: [],
    catalogue: (language) => ({
      currency: CURRENCY,
      bestsellers: BESTSELLERS,
      categories: CATEGORIES.map(({ key, slug, cover, [language]: title }) => ({ key, slug, title, image: `${files}/pictures/${cover}-1.svg` })),
      products: productsIn(language),
      pictures: all.map(({ id, picture: name, colour }) => [`${id}.svg`, picture(PICTURES[name], colour)]),
    }),
  };
}
