// Reads a shop's product feed for the storefront: CSV or TSV with Google Merchant attributes, plain or gzip.
// `vitrine train` has a stricter reader of its own; what it refuses is not recommended, but can still be looked at.
import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';

/** The cells of each row; quoted cells may hold delimiters, line ends and doubled quotes. */
export function rowsOf(text) {
  const header = text.slice(0, text.search(/[\r\n]|$/));
  const delimiter = header.includes('\t') ? '\t' : header.split(';').length > header.split(',').length ? ';' : ',';
  const cell = new RegExp(`(?:"((?:[^"]|"")*)"|([^${delimiter}\\r\\n]*))(${delimiter}|\\r?\\n|\\r|$)`, 'y');
  const rows = [];
  let row = [];
  while (cell.lastIndex < text.length) {
    const found = cell.exec(text);
    if (!found) throw new Error('The feed has a quote that is not closed, or text after a closing quote.');
    row.push((found[1]?.replaceAll('""', '"') ?? found[2]).trim());
    if (found[3] === delimiter) {
      if (cell.lastIndex === text.length) row.push('');
      else continue;
    }
    rows.push(row);
    row = [];
  }
  return rows.filter((cells) => cells.some(Boolean));
}

/** "89.50 EUR", "EUR 1,299.00", "89,50": [amount, currency], null for what is not told. */
export function priceOf(text) {
  const [number] = /\d[\d.,]*/.exec(text) ?? [];
  const [currency = null] = /[A-Z]{3}/.exec(text) ?? [];
  if (!number) return [null, currency];
  const decimals = /[.,](\d{1,2})$/.exec(number)?.[1] ?? '';
  const whole = number.slice(0, number.length - (decimals && decimals.length + 1)).replace(/\D/g, '');
  return [Number(`${whole || 0}.${decimals || 0}`), currency];
}

function availabilityOf(text) {
  const name = text.toLowerCase().replace(/\s+/g, '_');
  return ['out_of_stock', 'preorder', 'backorder'].includes(name) ? name : 'in_stock';
}

/**
 * {products, currency}; `columns` ("id=SKU,title=Name") names the feed's own columns, `currency` that of prices without
 * one. The first of several products with one id counts.
 */
export async function readFeed(file, { columns = '', currency = null }) {
  const bytes = await readFile(file);
  const text = (bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes).toString('utf8').replace(/^\ufeff/, '');
  const [header = [], ...rows] = rowsOf(text);
  const plain = (name) => name.trim().toLowerCase().replace(/\s+/g, '_');
  const names = new Map(header.map((name, i) => [plain(name), i]));
  for (const pair of columns.split(',').filter(Boolean)) {
    const [attribute, name = ''] = pair.split('=');
    if (!names.has(plain(name))) throw new Error(`${file} has no column "${name}", only: ${header.join(', ')}`);
    names.set(plain(attribute), names.get(plain(name)));
  }
  for (const attribute of ['id', 'title']) {
    if (names.has(attribute)) continue;
    const hint = `--feed-columns ${attribute}=NAME tells which; it has ${header.join(', ')}`;
    throw new Error(`${file} has no column for ${attribute}: ${hint}`);
  }
  const products = new Map();
  for (const row of rows) {
    const field = (name) => row[names.get(name)] ?? '';
    const id = field('id');
    if (!id || products.has(id)) continue;
    const [price, told] = priceOf(field('price'));
    currency ??= told;
    const [category] = (field('product_type') || field('google_product_category')).split('>');
    products.set(id, {
      id,
      title: field('title') || id,
      price,
      sale_price: priceOf(field('sale_price'))[0],
      availability: availabilityOf(field('availability')),
      brand: field('brand') || null,
      category: category.trim() || null,
      image: /^https:\/\//.test(field('image_link')) ? field('image_link') : null,
      description: field('description').slice(0, 600) || null,
    });
  }
  return { products: [...products.values()], currency };
}
