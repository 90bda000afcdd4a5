// A simulated event log in the shape of real ones: categories that shoppers stay in, items of very unequal popularity,
// sessions of a few views, a purchase now and then.

import { random } from './rules.mjs';

/** CSV of about five events for each session, and a feed to go with it. */
export function makeShop({ items, sessions }) {
  const pick = random(items + sessions);
  const categories = Math.ceil(items / 50);
  // Small numbers are drawn far more often than large ones.
  const skewed = (below) => Math.floor((pick(1 << 20) / (1 << 20)) ** 2 * below);
  const lines = ['session,item,time,event'];
  let time = Date.UTC(2026, 8, 1) / 1000;
  for (let session = 0; session < sessions; ++session) {
    time += pick(60);
    let category = skewed(categories);
    const length = 2 + pick(7);
    for (let step = 0; step < length; ++step) {
      if (pick(8) === 0) category = skewed(categories);
      const item = category + categories * skewed(Math.ceil(items / categories));
      if (item >= items) continue;
      const at = time + step * 40;
      lines.push(`s${session},item-${item},${at},view_item`);
      if (pick(25) === 0) lines.push(`s${session},item-${item},${at + 20},purchase`);
    }
  }
  const feed = ['id\ttitle\tlink\timage_link\tprice\tavailability\tbrand\tproduct_type'];
  for (let item = 0; item < items; ++item) {
    const [brand, type] = [`Brand ${item % 40}`, `Category ${item % categories}`];
    const price = (5 + pick(20000) / 100).toFixed(2);
    feed.push(
      [`item-${item}`, `${type} article ${item}`, `/p/item-${item}`, `/img/${item}.jpg`, `${price} EUR`, 'in_stock', brand, type].join('\t'),
    );
  }
  return { events: lines.join('\n') + '\n', feed: feed.join('\n') + '\n', rows: lines.length - 1 };
}
