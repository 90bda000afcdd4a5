// What the tests of the package share: a small shop's rules, a clock that stands still, storage that can misbehave.
import assert from 'node:assert/strict';
import { createVitrine } from 'vitrine';
import { compile } from 'vitrine/authoring';

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
