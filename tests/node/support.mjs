// What the tests of the package share: a small shop's rules, a clock that stands still, storage that can misbehave.
import assert from 'node:assert/strict';
import { createVitrine } from 'vitrine';
import { compile, train } from 'vitrine/authoring';

/** 2026-03-02T12:00:00Z, a Monday. */
export const noon = 1772452800000;
export const minute = 60_000;
export const day = 86_400_000;

export const heroes = {
  hiking: { template: 'hero', title: 'Gear up for your hike', link: '/c/hiking' },
  back: { template: 'hero', title: 'Welcome back', link: '/c/new-in' },
  first: { template: 'hero', title: 'Welcome to the shop', link: '/c/all' },
};

export const shop = {
  vitrine: 1,
  attributes: {
    loyalty_tier: { type: 'string' },
    age: { type: 'number' },
    member: { type: 'boolean' },
    weather: { type: 'string', ttl: '6h' },
  },
  segments: {
    returning: { 'visit.number': { $gte: 2 } },
    hiker: { $event: 'view_item', where: { item_category: 'Hiking' }, within: '30m', count: { $gte: 2 } },
  },
  slots: { 'home-hero': { type: 'content' }, banner: { type: 'content' } },
  rules: [
    { id: 'hero-hiking', slot: 'home-hero', priority: 30, when: { $segment: 'hiker' }, show: heroes.hiking },
    { id: 'hero-back', slot: 'home-hero', priority: 20, when: { $segment: 'returning' }, show: heroes.back },
    { id: 'hero-first', slot: 'home-hero', priority: 10, when: { 'page.type': 'home' }, show: heroes.first },
    { id: 'banner-adult', slot: 'banner', priority: 2, when: { age: { $gte: 18 } }, show: { template: 'banner', text: 'Wine' } },
    { id: 'banner-gold', slot: 'banner', priority: 1, when: { loyalty_tier: 'gold' }, show: { template: 'banner', text: 'Gold' } },
  ],
};

/** The rules file of rules that must be free of mistakes. */
export async function bundleOf(rules) {
  const { bundle, diagnostics } = await compile(rules);
  assert.deepEqual(diagnostics.filter(({ severity }) => severity === 'error'), []);
  return bundle;
}

/** Time that passes only when told to. */
export function clock(time = noon) {
  const now = () => time;
  now.pass = (ms) => (time += ms);
  return now;
}

/** A stand-in for localStorage that keeps a log of the calls. */
export function memoryStorage(entries = {}) {
  const map = new Map(Object.entries(entries));
  const calls = [];
  const log = (name, action) => (key, value) => {
    calls.push(name);
    return action(key, value);
  };
  return {
    map,
    calls,
    getItem: log('get', (key) => map.get(key) ?? null),
    setItem: log('set', (key, value) => void map.set(key, value)),
    removeItem: log('remove', (key) => void map.delete(key)),
  };
}

/** Lets microtasks and pending saves happen. */
export async function settle() {
  for (let i = 0; i < 3; i++) await new Promise((resolve) => setTimeout(resolve, 1));
}

const shopBundle = bundleOf(shop);

/** A vitrine of the shop with everything under control; `warnings` collects what it complains of. */
export async function open(options = {}) {
  const now = options.now ?? clock();
  const vitrine = await createVitrine({ bundle: await shopBundle, storage: null, ...options, now });
  const warnings = [];
  vitrine.on('warning', (warning) => warnings.push(warning));
  return { vitrine, now, warnings };
}

export const allowed = { personalise: true, measure: false };

/** Two products viewed: what makes a hiker. */
export function hike(vitrine) {
  vitrine.track('view_item', { items: [{ item_id: 'boot-1', item_category: 'Hiking', price: 120 }] });
  vitrine.track('view_item', { items: [{ item_id: 'tent-1', item_category: 'Hiking', price: 300 }] });
}

/** Sessions of a made-up outdoor shop: what was viewed together, how often, and whether it was then bought. */
const sessions = [
  { items: ['tent-1', 'mat-1'], times: 60 },
  { items: ['boot-1', 'sock-1'], times: 6, bought: true },
  { items: ['tent-1', 'stove-1'], times: 5 },
  { items: ['boot-1', 'boot-2'], times: 4 },
  { items: ['tent-1', 'lamp-1'], times: 3 },
  { items: ['tent-1', 'rope-1'], times: 1 },
];

/** Most popular first. The lamp is sold out, the winter boots are on sale, nobody drew the rope. */
const feed = [
  ['id', 'title', 'link', 'image_link', 'price', 'sale_price', 'availability', 'brand', 'product_type'],
  ['tent-1', 'Tent for two', '/p/tent-1', '/i/tent-1.svg', '300.00 EUR', '', 'in_stock', '', 'Camping'],
  ['mat-1', 'Sleeping mat', '/p/mat-1', '/i/mat-1.svg', '60.00 EUR', '', 'in_stock', '', 'Camping'],
  ['boot-1', 'Trail boots', '/p/boot-1', '/i/boot-1.svg', '120.00 EUR', '', 'in_stock', 'Norr', 'Hiking > Boots'],
  ['sock-1', 'Wool socks', '/p/sock-1', '/i/sock-1.svg', '15.50 EUR', '', 'in_stock', 'Ull', 'Hiking'],
  ['stove-1', 'Gas stove', '/p/stove-1', '/i/stove-1.svg', '80.00 EUR', '', 'in_stock', '', 'Camping'],
  ['boot-2', 'Winter boots', '/p/boot-2', '/i/boot-2.svg', '150.00 EUR', '130.00 EUR', 'in_stock', 'Norr', 'Hiking'],
  ['lamp-1', 'Head lamp', '/p/lamp-1', '/i/lamp-1.svg', '35.00 EUR', '', 'out_of_stock', '', 'Camping'],
  ['rope-1', 'Climbing rope', '/p/rope-1', '', '90.00 EUR', '', 'in_stock', '', 'Climbing'],
];

function eventsOf() {
  const rows = ['session,item,time,event'];
  let session = 0;
  for (const { items, times, bought } of sessions) {
    for (let i = 0; i < times; i++) {
      session++;
      const actions = [...items.map((item) => [item, 'view']), ...(bought ? items.map((item) => [item, 'purchase']) : [])];
      actions.forEach(([item, event], k) => rows.push([session, item, 1_700_000_000 + session * 3600 + k, event].join()));
    }
  }
  return rows.join('\n');
}

/** What an outdoor shop's log and feed become, as `train` gives it. */
export async function outdoorModel(changes = {}) {
  const bytes = (text) => new TextEncoder().encode(text);
  const { model } = await train({ events: bytes(eventsOf()), feed: bytes(feed.map((row) => row.join('\t')).join('\n')), ...changes });
  return model;
}

/**
 * A model of 2,000 items, so that it has many files: item-0 was viewed with item-1, item-2 with item-3 and so on, the
 * first ones most often, 20 to a category.
 */
export async function wideModel() {
  const rows = ['session,item,time'];
  for (let i = 0; i < 2000; i += 2) {
    const times = i < 40 ? 12 : 5;
    for (let k = 0; k < times; k++) {
      for (const item of [i, i + 1]) rows.push(`s${i}-${k},item-${item},${1_700_000_000 + i * 60 + k * 10 + (item % 2)}`);
    }
  }
  const products = Array.from({ length: 2000 }, (_, i) => `item-${i}\tItem ${i}\tKind ${Math.floor(i / 20)}\t${10 + i} EUR`);
  const bytes = (lines) => new TextEncoder().encode(lines.join('\n'));
  const feed = bytes(['id\ttitle\tproduct_type\tprice', ...products]);
  return (await train({ events: bytes(rows), feed })).model;
}

/** The files of a model as a folder has them, by name. */
export function modelFolder({ core, parts, displays }) {
  const files = { 'core.vitrine': Buffer.from(core.ranking), 'core.json': JSON.stringify(core.display) };
  parts.forEach((part, i) => (files[`${i}.vitrine`] = Buffer.from(part)));
  displays.forEach((display, i) => (files[`${parts.length + i}.json`] = JSON.stringify(display)));
  return files;
}

/** The same model, whose core shows only the first so many of the popular items. */
export function showing(count, model) {
  const { items, fields, ...display } = model.core.display;
  const first = (column) => column.slice(0, count);
  const columns = Object.entries(fields).map(([name, column]) => [name, first(column)]);
  return { ...model, core: { ...model.core, display: { ...display, items: first(items), fields: Object.fromEntries(columns) } } };
}

const shelf = (id, slot, recommend, title) => ({
  id, slot, recommend, show: { template: 'shelf', title, reason: 'Because you looked at {title}' },
});

/** Slots of recommendations for the outdoor shop. */
export const shelves = {
  vitrine: 1,
  slots: {
    cart: { type: 'recommendations', limit: 2 },
    category: { type: 'recommendations', limit: 3 },
    home: { type: 'recommendations', limit: 3 },
    product: { type: 'recommendations', limit: 2 },
    under: { type: 'recommendations', limit: 4 },
  },
  rules: [
    shelf('with-cart', 'cart', { strategy: 'bought_together' }, 'Goes well with it'),
    shelf('best', 'category', { strategy: 'popular_in_category' }, 'Best of its kind'),
    shelf('for-you', 'home', { strategy: 'for_you' }, 'For you'),
    shelf('similar', 'product', { strategy: 'similar' }, 'Others like it'),
    shelf('cheap', 'under', { strategy: 'popular', filter: { 'item.price': { $lte: 80 } } }, 'Up to 80'),
  ],
};
