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

/** Visitors who come every day for 20 days, and again for milk every five; kites trend in the last three. */
export const dailyText = lines(
  Array.from({ length: 20 }, (_, day) =>
    Array.from({ length: 12 }, (_, visitor) => {
      const time = (minute) => new Date(Date.UTC(2026, 0, 1 + day, 12, minute)).toISOString();
      const row = (event, item, minute) => ({ visitor_id: `v${visitor}`, event, item, time: time(minute) });
      const items = day < 17 || visitor < 2 ? [['boot', 'mat'], ['tent', 'stove']][visitor % 2] : ['kite', 'tent'];
      const views = items.map((item, minute) => row('view_item', item, minute));
      return day % 5 === 0 && visitor < 4 ? [...views, row('purchase', 'milk', 9)] : views;
    }).flat(),
  ).flat(),
  ',',
  ['visitor_id', 'event', 'item', 'time'],
);

/** Half of its products are in no log. */
export const wideFeedText = `id,title,price,brand,product_type,availability_date
boot,Red hiking boot,89.50 EUR,Fjell,Shoes > Boots,
mat,Light mat,40 EUR,Fjell,Camping,
tent,Tent for two,300 EUR,Vidda,Camping > Tents,
stove,Gas stove,70 EUR,Vidda,Camping,
kite,Stunt kite,35 EUR,,Toys,
milk,Milk,1.20 EUR,,Food,
sandal,Red sandal,60 EUR,Fjell,Shoes > Sandals,
tarp,Light tarp for two,90 EUR,Vidda,Camping > Tents,2026-01-19T00:00Z
lantern,Gas lantern,45 EUR,,Camping,2025-06-01T00:00Z
yo-yo,Yo-yo,5 EUR,,Toys,
cheese,Blå ost,6 EUR,,Food,
voucher,Voucher,,,,
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
