// Nothing is kept before consent, everything is wiped when it ends.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import test from 'node:test';
import { allowed, clock, day, heroes, hike, memoryStorage, open, settle } from './support.mjs';

const nobody = {
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
};

function live(vitrine) {
  vitrine.page({ type: 'home' });
  hike(vitrine);
  vitrine.setCart([{ item_id: 'a', price: 1 }]);
  const { token } = vitrine.decide('home-hero');
  if (token) vitrine.report(token, 'shown');
}

test('without consent storage is not even looked at, and nothing is kept', async () => {
  for (const consent of [undefined, {}, { measure: true }, { personalise: 'yes' }]) {
    const storage = memoryStorage();
    const { vitrine } = await open({ storage, consent });
    live(vitrine);
    await settle();
    vitrine.dispose();
    assert.deepEqual(storage.calls, []);
    assert.deepEqual(vitrine.profile(), nobody);
    assert.equal(vitrine.snapshot().length, 0);
  }
});

test('an explicit refusal erases what an earlier page stored, what is not named does not', async () => {
  for (const [consent, left] of [[{}, 1], [{ measure: false }, 1], [{ personalise: undefined }, 1], [{ personalise: false }, 0]]) {
    for (const atStart of [true, false]) {
      const storage = memoryStorage({ vitrine: 'of an earlier page' });
      const { vitrine } = await open({ storage, consent: atStart ? consent : undefined });
      if (!atStart) vitrine.setConsent(consent);
      assert.equal(storage.map.size, left, JSON.stringify(consent));
      assert.deepEqual(storage.calls, left ? [] : ['remove']);
    }
  }
});

test('where Vitrine is switched off, a refusal and forget() still erase, and nothing is written', async (t) => {
  const server = createServer((_, response) => response.end('{"vitrine":9,"off":true}'));
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  const bundle = `http://127.0.0.1:${server.address().port}/vitrine.json`;
  for (const erase of [(vitrine) => vitrine.setConsent({ personalise: false }), (vitrine) => vitrine.forget()]) {
    const storage = memoryStorage({ vitrine: 'of an earlier page' });
    const { vitrine } = await open({ storage, bundle });
    assert.equal(vitrine.status().status, 'off');
    vitrine.setConsent(allowed);
    live(vitrine);
    await settle();
    assert.equal(storage.calls.includes('set'), false);
    erase(vitrine);
    vitrine.dispose();
    assert.equal(storage.map.size, 0);
  }
});

test('without consent the page and the host still decide', async () => {
  const { vitrine } = await open();
  live(vitrine);
  vitrine.setAttributes({ loyalty_tier: 'gold' });
  assert.deepEqual(vitrine.decideAll().map(({ rule }) => rule), ['banner-gold', 'hero-first']);
});

test('consent: what happened before is not replayed, the current page counts once', async () => {
  const { vitrine } = await open({ storage: memoryStorage() });
  vitrine.page({ type: 'product' });
  hike(vitrine);
  vitrine.page({ type: 'home' });
  vitrine.setConsent({ personalise: true });
  const { visit, events } = vitrine.profile();
  assert.deepEqual([visit.number, visit.pages, events], [1, 1, 1]);
  assert.equal(vitrine.decide('home-hero').rule, 'hero-first');
  hike(vitrine);
  assert.equal(vitrine.decide('home-hero').rule, 'hero-hiking');
});

test('consent given twice changes nothing', async () => {
  const { vitrine } = await open({ consent: allowed });
  const events = [];
  vitrine.on('consent', (consent) => events.push(consent));
  vitrine.page({ type: 'home' });
  vitrine.setConsent(allowed);
  vitrine.setConsent({ personalise: true });
  assert.equal(vitrine.profile().visit.pages, 1);
  assert.deepEqual(events, []);
});

test('what is not named stays as it was', async () => {
  const { vitrine } = await open();
  const events = [];
  vitrine.on('consent', (consent) => events.push(consent));
  vitrine.setConsent({ measure: true });
  vitrine.setConsent({ personalise: true });
  assert.deepEqual(events, [
    { personalise: false, measure: true },
    { personalise: true, measure: true },
  ]);
  assert.deepEqual(vitrine.consent(), { personalise: true, measure: true });
});

test('a returning visitor is known again', async () => {
  const storage = memoryStorage();
  const now = clock();
  const first = await open({ storage, now, consent: allowed });
  first.vitrine.page({ type: 'home' });
  assert.deepEqual(first.vitrine.decide('home-hero').show, heroes.first);
  await settle();
  first.vitrine.dispose();
  now.pass(day);
  const second = await open({ storage, now });
  second.vitrine.page({ type: 'home' });
  assert.deepEqual(second.vitrine.decide('home-hero').show, heroes.first);
  second.vitrine.setConsent(allowed);
  assert.deepEqual(second.vitrine.decide('home-hero').show, heroes.back);
  assert.equal(second.vitrine.profile().visit.number, 2);
});

test('revocation wipes memory and storage', async () => {
  const storage = memoryStorage();
  const { vitrine } = await open({ storage, consent: allowed });
  live(vitrine);
  await settle();
  assert.equal(storage.map.size, 1);
  vitrine.setConsent({ personalise: false });
  assert.equal(storage.map.size, 0);
  assert.deepEqual(vitrine.profile(), nobody);
  assert.equal(vitrine.decide('home-hero').rule, 'hero-first');
  live(vitrine);
  await settle();
  vitrine.dispose();
  assert.equal(storage.map.size, 0);
});

test('consent after revocation begins anew', async () => {
  const { vitrine } = await open({ storage: memoryStorage(), consent: allowed });
  live(vitrine);
  vitrine.setConsent({ personalise: false });
  vitrine.setConsent({ personalise: true });
  const { visit, events } = vitrine.profile();
  assert.deepEqual([visit.number, visit.pages, events], [1, 1, 1]);
});

test('forget wipes, and consent stays', async () => {
  const storage = memoryStorage();
  const { vitrine } = await open({ storage, consent: allowed });
  live(vitrine);
  await settle();
  vitrine.forget();
  assert.equal(storage.map.size, 0);
  assert.equal(vitrine.profile().events, 0);
  assert.equal(vitrine.decide('home-hero').rule, 'hero-first');
  hike(vitrine);
  await settle();
  assert.equal(vitrine.profile().events, 2);
  assert.equal(storage.map.size, 1);
});

test('reports leave only with consent to measure', async () => {
  for (const [consent, expected] of [
    [{}, 0],
    [{ personalise: true }, 0],
    [{ measure: true }, 1],
    [{ personalise: true, measure: true }, 1],
  ]) {
    const { vitrine } = await open({ consent });
    let reports = 0;
    vitrine.on('report', () => reports++);
    vitrine.page({ type: 'home' });
    assert.equal(vitrine.report(vitrine.decide('home-hero').token, 'shown'), true);
    assert.equal(reports, expected, JSON.stringify(consent));
  }
});
