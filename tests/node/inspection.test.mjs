// explain() and profile() need a module that pages do not begin with.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import test from 'node:test';
import { allowed, hike, open } from './support.mjs';

const dist = new URL('../../web/dist/', import.meta.url);

test('with vitrine.wasm everything is decided, and explain() and profile() say why they cannot answer', async () => {
  const { vitrine, warnings } = await open({ wasm: await readFile(new URL('vitrine.wasm', dist)), consent: allowed });
  vitrine.page({ type: 'home' });
  hike(vitrine);
  assert.equal(vitrine.explain('home-hero'), null);
  assert.deepEqual(vitrine.profile(), {
    known: false,
    visit: { number: 0, pages: 0, started: 0 },
    cart: { quantity: 0, value: 0 },
    orders: { count: 0, value: 0 },
    events: 0,
    views: [],
    purchases: [],
    unwanted: [],
    shown: 0,
    affinity: { item_category: [], item_brand: [] },
    attributes: {},
  });
  assert.deepEqual(warnings.map(({ code }) => code), ['wasm-lean']);
  assert.match(warnings[0].message, /vitrine-inspect\.wasm/);
  assert.deepEqual([vitrine.decide('home-hero').rule, vitrine.status().status], ['hero-hiking', 'ready']);
});

test('a module with all answers may be given by address, and is what one gets', async () => {
  for (const options of [{}, { wasm: new URL('vitrine-inspect.wasm', dist) }]) {
    const { vitrine, warnings } = await open({ ...options, consent: allowed });
    hike(vitrine);
    assert.deepEqual([vitrine.explain('home-hero').rule, vitrine.profile().events, warnings], ['hero-hiking', 2, []]);
  }
});
