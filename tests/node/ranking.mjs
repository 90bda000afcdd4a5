// The shop of the tests about ranking: what was viewed and bought together over ten weeks, and rules made of one
// `recommend`.
import { compile, train } from 'vitrine/authoring';
import { allowed, clock, open } from './support.mjs';

/** Visits in which a shopper looked at all of these and bought the rest. */
const visits = [
  { items: ['boot-1', 'boot-2'], times: 12 },
  { items: ['boot-1', 'boot-3'], times: 9 },
  { items: ['boot-1', 'boot-4'], times: 6 },
  { items: ['boot-1', 'boot-5'], times: 5 },
  { items: ['boot-1', 'sock-1'], times: 8, bought: ['boot-1', 'sock-1'] },
  { items: ['boot-1', 'wax-1'], times: 7, bought: ['boot-1', 'wax-1'] },
  { items: ['boot-1', 'boot-2'], times: 4, bought: ['boot-1', 'boot-2'] },
  { items: ['tent-1', 'mat-1'], times: 10, bought: ['tent-1', 'mat-1'] },
  { items: ['tent-1', 'lamp-1'], times: 7 },
  { items: ['sock-1', 'sock-2'], times: 6 },
];

const feed = [
  'id title price availability brand product_type size color',
  'boot-1 Trail_boots 120 in_stock Norr Boots 42 red',
  'boot-2 Winter_boots 150 in_stock Norr Boots 42 blue',
  'boot-3 Light_boots 100 in_stock Ull Boots 43 red',
  'boot-4 Alpine_boots 175 in_stock Alfa Boots 44 blue',
  'boot-5 Town_boots 130 in_stock Ull Boots 42 black',
  'sock-1 Wool_socks 15 in_stock Ull Socks 42 grey',
  'sock-2 Thin_socks 12 in_stock Alfa Socks 42 grey',
  'wax-1 Wax 10 in_stock Norr Care - -',
  'tent-1 Tent 300 in_stock Norr Camping - green',
  'mat-1 Mat 60 in_stock Ull Camping - green',
  'lamp-1 Lamp 35 out_of_stock Alfa Camping - black',
  'cup-1 New_cup 8 in_stock Ull Camping - white',
  'cup-2 New_mug 9 in_stock Alfa Camping - white',
];

/** Monday, ten weeks before the log ends. */
const BEGIN = Date.UTC(2025, 11, 22, 12);
const DAY = 86_400_000;
export const DAYS = 70;

function log() {
  const rows = ['session,visitor,item,time,event,price'];
  let session = 0;
  const add = (visitor, at, items, bought = []) => {
    session++;
    [...items.map((item) => [item, 'view']), ...bought.map((item) => [item, 'purchase'])].forEach(([item, event], k) =>
      rows.push([session, visitor, item, new Date(at + k * 60_000).toISOString(), event, 1].join()),
    );
  };
  for (const { items, times, bought } of visits) {
    for (let i = 0; i < times; i++) add(`v${session}`, BEGIN + ((i * DAYS) / times) * DAY, items, bought);
  }
  // Ten people buy wax every twenty days.
  for (let person = 0; person < 10; person++) {
    for (let i = 0; i < 3; i++) add(`w${person}`, BEGIN + (20 * i + person / 10) * DAY, ['wax-1'], ['wax-1']);
  }
  // In the last days everybody looks at the mat, and two new products come.
  for (let i = 0; i < 14; i++) add(`m${i}`, BEGIN + (DAYS - 2) * DAY + i * 3_600_000, ['mat-1']);
  for (let i = 0; i < 4; i++) add(`c${i}`, BEGIN + (DAYS - 1) * DAY + i * 3_600_000, ['cup-1']);
  for (let i = 0; i < 3; i++) add(`d${i}`, BEGIN + (DAYS - 1) * DAY + (i + 5) * 3_600_000, ['cup-2']);
  return rows.join('\n');
}

const bytes = (text) => new TextEncoder().encode(text);
const cells = (row) => row.split(' ').map((cell) => (cell === '-' ? '' : cell.replaceAll('_', ' ')));
const priced = (row, i) => (i ? [...row.slice(0, 2), `${row[2]} EUR`, ...row.slice(3)] : row).join('\t');

/** `train`'s whole answer. */
export const trained = await train({
  events: bytes(log()),
  feed: bytes(feed.map(cells).map(priced).join('\n')),
  display: ['size', 'color'],
});
export const { model } = trained;

/** The rules file of one slot `list` of so many places; more of the file in `more`. */
export async function listOf(recommend, limit = 4, more = {}) {
  const { bundle, diagnostics } = await compile({
    vitrine: 1,
    slots: { list: { type: 'recommendations', limit } },
    rules: [{ id: 'list', slot: 'list', recommend, show: { template: 'shelf' } }],
    ...more,
  });
  if (!bundle) throw new Error(JSON.stringify(diagnostics, null, 2));
  return bundle;
}

/** A visitor on a page of this shop. */
export async function visit(recommend, { page = {}, limit, more, ...options } = {}) {
  const bundle = await listOf(recommend, limit, more);
  const opened = await open({ bundle, model, consent: allowed, now: clock(Date.UTC(2026, 2, 2, 12)), seed: 7, ...options });
  opened.vitrine.page({ type: 'page', ...page });
  const { vitrine } = opened;
  return {
    ...opened,
    view: (item_id, more) => vitrine.track('view_item', { items: [{ item_id, ...more }] }),
    buy: (...ids) =>
      vitrine.track('purchase', { transaction_id: `t${ids.join()}${opened.now()}`, items: ids.map((item_id) => ({ item_id, price: 1 })) }),
    ids: () => vitrine.decide('list').items.map(({ item_id }) => item_id),
    /** Each item with the strategy that gave it. */
    told: () => vitrine.decide('list').items.map(({ item_id, reason }) => `${item_id} ${reason.strategy}`),
    why: () => vitrine.explain('list'),
  };
}
