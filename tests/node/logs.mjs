// Small logs for the tests of training.

const visits = [
  ['boot', 'mat'],
  ['boot', 'mat', 'tent'],
  ['tent', 'stove'],
  ['tent', 'stove'],
  ['boot', 'mat'],
  ['boot', 'tent', 'stove'],
  ['boot', 'mat'],
  ['boot', 'mat'],
  ['tent', 'stove'],
  ['boot', 'mat', 'stove', 'tent'],
];

/** Visits a day apart, from 2026-01-01 on, one view a minute. */
export const rows = visits.flatMap((items, visit) =>
  items.map((item, view) => ({
    session: `s${visit}`,
    item,
    time: new Date(Date.UTC(2026, 0, 1 + visit, 12, view)).toISOString(),
  })),
);

const lines = (list, delimiter, columns) =>
  [columns, ...list.map((row) => columns.map((column) => row[column]))].map((line) => line.join(delimiter) + '\n').join('');

export const logText = lines(rows, ',', ['session', 'item', 'time']);
export const tsvText = lines(rows, '\t', ['session', 'item', 'time']);
export const jsonlText = rows.map((row) => JSON.stringify(row) + '\n').join('');

export const feedText = `id,title,link,image_link,price,availability,brand,product_type
boot,Boot,/p/boot,/i/boot.svg,89.50 EUR,in_stock,Fjell,Hiking > Boots
mat,Mat,/p/mat,/i/mat.svg,40 EUR,in_stock,Fjell,Camping
tent,Tent,/p/tent,/i/tent.svg,300 EUR,out_of_stock,Vidda,Camping
stove,Stove,/p/stove,/i/stove.svg,70 EUR,in_stock,Vidda,Camping
`;

const [feedColumns, ...products] = feedText.trimEnd().split('\n').map((line) => line.split(','));
const escaped = (text) => text.replace(/[&<>]/g, (unit) => `&#${unit.charCodeAt(0)};`);
const element = (column, text) => `<g:${column}>${escaped(text)}</g:${column}>`;

/** The same products as RSS and as JSON lines, each with a color. */
export const rssText = `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:g="http://base.google.com/ns/1.0"><channel><title>Shop</title>
${products.map((product) => `<item>${feedColumns.map((column, i) => element(column, product[i])).join('')}<g:color>red</g:color></item>\n`).join('')}</channel></rss>
`;
export const jsonlFeedText = products
  .map((product) => JSON.stringify({ ...Object.fromEntries(feedColumns.map((column, i) => [column, product[i]])), color: 'red' }) + '\n')
  .join('');
