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
