// The visitor in storage: saved, shared with other tabs, damaged, full, forbidden.
import assert from 'node:assert/strict';
import test from 'node:test';
import { allowed, clock, day, hike, memoryStorage, open, settle } from './support.mjs';

const view = (vitrine, id) => vitrine.track('view_item', { items: [{ item_id: id, item_category: 'Hiking' }] });
const viewed = (vitrine) => vitrine.profile().views.map(({ item_id }) => item_id).sort();
const stored = (storage) => JSON.parse(storage.map.get('vitrine'));
const codes = (warnings) => warnings.map(({ code }) => code);

test('the visitor is saved once for many calls, and its generation grows', async () => {
  const storage = memoryStorage();
  const { vitrine } = await open({ storage, consent: allowed });
  for (let i = 0; i < 20; i++) view(vitrine, `i${i}`);
  await settle();
  assert.equal(storage.calls.filter((call) => call === 'set').length, 1);
  assert.equal(stored(storage)[1], 1);
  view(vitrine, 'more');
  await settle();
  assert.equal(stored(storage)[1], 2);
  assert.equal(storage.map.size, 1);
});

test('dispose saves what is left', async () => {
  const storage = memoryStorage();
  const first = await open({ storage, consent: allowed });
  view(first.vitrine, 'a');
  first.vitrine.dispose();
  const second = await open({ storage, consent: allowed });
  assert.deepEqual(viewed(second.vitrine), ['a']);
});

test('two tabs do not lose each other\'s events', async () => {
  const storage = memoryStorage();
  const now = clock();
  const a = (await open({ storage, now, consent: allowed })).vitrine;
  const b = (await open({ storage, now, consent: allowed })).vitrine;
  view(a, 'a1');
  await settle();
  now.pass(1000);
  view(b, 'b1'); // b has not seen a1 yet
  await settle();
  assert.deepEqual(viewed(b), ['a1', 'b1']);
  now.pass(1000);
  view(a, 'a2');
  view(b, 'b2');
  await settle();
  const c = (await open({ storage, now, consent: allowed })).vitrine;
  assert.deepEqual(viewed(c), ['a1', 'a2', 'b1', 'b2']);
  assert.equal(c.profile().events, 4);
});

test('a write that did not see ours is repaired, and nothing counts twice', async () => {
  const storage = memoryStorage();
  const a = (await open({ storage, consent: allowed })).vitrine;
  const b = (await open({ storage, consent: allowed })).vitrine;
  view(a, 'a1');
  await settle();
  view(b, 'b1');
  // What b reads is as old as another process's copy of localStorage may be.
  const { getItem } = storage;
  storage.getItem = () => null;
  await settle();
  storage.getItem = getItem;
  view(a, 'a2');
  await settle();
  const c = (await open({ storage, consent: allowed })).vitrine;
  assert.deepEqual(viewed(c), ['a1', 'a2', 'b1']);
  assert.equal(c.profile().events, 3);
});

test('forgetting in one tab is forgetting in the other', async () => {
  const storage = memoryStorage();
  const a = (await open({ storage, consent: allowed })).vitrine;
  const b = (await open({ storage, consent: allowed })).vitrine;
  view(a, 'a1');
  await settle();
  view(b, 'b1');
  await settle();
  a.forget();
  view(b, 'b2'); // before b noticed
  await settle();
  assert.deepEqual(viewed(b), []);
  // What was wiped in one tab does not come back from the other, which goes on in memory until it is told anew.
  view(b, 'b3');
  await settle();
  b.dispose();
  assert.deepEqual([storage.map.size, viewed(a)], [0, []]);
});

test('after a revocation elsewhere a tab stores again once its own consent is given anew', async () => {
  const storage = memoryStorage();
  const a = (await open({ storage, consent: allowed })).vitrine;
  const b = (await open({ storage, consent: allowed })).vitrine;
  view(a, 'a1');
  view(b, 'b1');
  await settle();
  a.setConsent({ personalise: false });
  view(b, 'b2');
  await settle();
  assert.deepEqual([storage.map.size, viewed(b)], [0, []]);
  view(b, 'b3');
  await settle();
  assert.deepEqual([storage.map.size, viewed(b)], [0, ['b3']]);
  b.setConsent({ measure: true });
  await settle();
  assert.equal(storage.map.size, 0);
  b.setConsent(allowed);
  await settle();
  assert.deepEqual(viewed((await open({ storage, consent: allowed })).vitrine), ['b3']);
});

test('a clock that was set back since the snapshot: one warning, and the visitor stays', async () => {
  const storage = memoryStorage();
  const first = await open({ storage, consent: allowed });
  view(first.vitrine, 'a');
  first.vitrine.dispose();
  const now = clock();
  now.pass(-40 * day);
  const { vitrine, warnings } = await open({ storage, now, consent: allowed });
  assert.deepEqual(codes(warnings), ['clock']);
  assert.deepEqual(viewed(vitrine), ['a']);
  assert.equal(vitrine.restore(first.vitrine.snapshot()), false); // of a disposed one: empty
});

test('an entry with a generation or tab that is none is damaged, an undefined one is none', async () => {
  const good = memoryStorage();
  const { vitrine } = await open({ storage: good, consent: allowed });
  view(vitrine, 'a');
  await settle();
  const [version, , , tabs, data] = stored(good);
  for (const [generation, tab] of [['1', 'x'], [1.5, 'x'], [1e300, 'x'], [null, 'x'], [1, 7], [1, null]]) {
    const storage = memoryStorage({ vitrine: JSON.stringify([version, generation, tab, tabs, data]) });
    assert.deepEqual(codes((await open({ storage, consent: allowed })).warnings), ['snapshot'], `${generation} ${tab}`);
  }
  const plain = { ...memoryStorage(), getItem: () => undefined };
  assert.deepEqual((await open({ storage: plain, consent: allowed })).warnings, []);
});

test('a huge entry in storage is restored or refused, and fatal to nobody', async () => {
  const data = Buffer.alloc(3 << 20).toString('base64');
  const storage = memoryStorage({ vitrine: JSON.stringify([1, 1, 'x', [], data]) });
  const { vitrine, warnings } = await open({ storage, consent: allowed });
  assert.deepEqual(codes(warnings), ['snapshot']);
  view(vitrine, 'a');
  assert.deepEqual(viewed(vitrine), ['a']);
});

test('damaged storage: a fresh visitor, one warning, and sound again afterwards', async () => {
  const good = memoryStorage();
  const { vitrine } = await open({ storage: good, consent: allowed });
  view(vitrine, 'a');
  await settle();
  const text = good.map.get('vitrine');
  const [version, generation, tab, tabs, data] = JSON.parse(text);
  const flipped = Buffer.from(data, 'base64');
  flipped[flipped.length >> 1] ^= 1;
  const damaged = [
    '', 'x', 'null', '7', '{}', '[]', '[1,2,3,4,5]', text.slice(0, -9), '['.repeat(5000),
    JSON.stringify([version, generation, tab, tabs, flipped.toString('base64')]),
    JSON.stringify([version, generation, tab, tabs, '']),
    JSON.stringify([version, generation, tab, [null], data]),
    JSON.stringify([2, generation, tab, tabs, data]),
  ];
  for (const content of damaged) {
    const storage = memoryStorage({ vitrine: content });
    const { vitrine, warnings } = await open({ storage, consent: allowed });
    assert.deepEqual(codes(warnings), ['snapshot'], content.slice(0, 80));
    view(vitrine, 'b');
    await settle();
    const next = await open({ storage, consent: allowed });
    assert.deepEqual([viewed(next.vitrine), next.warnings], [['b'], []], content.slice(0, 80));
  }
});

test('storage that another damages while we run: ours stays', async () => {
  const storage = memoryStorage();
  const { vitrine, warnings } = await open({ storage, consent: allowed });
  view(vitrine, 'a');
  await settle();
  storage.map.set('vitrine', 'garbage');
  view(vitrine, 'b');
  await settle();
  assert.deepEqual(viewed(vitrine), ['a', 'b']);
  assert.equal(codes(warnings).filter((code) => code === 'snapshot').length, 1);
  const next = await open({ storage, consent: allowed });
  assert.deepEqual(viewed(next.vitrine), ['a', 'b']);
});

const forbidden = () => {
  throw new DOMException('The operation is insecure.', 'SecurityError');
};
const full = () => {
  throw new DOMException('The quota has been exceeded.', 'QuotaExceededError');
};
for (const [what, faults] of [
  ['full', { setItem: full }],
  ['forbidden', { getItem: forbidden, setItem: forbidden, removeItem: forbidden }],
  ['unreadable', { getItem: forbidden }],
]) {
  test(`storage that is ${what}: one warning, and all goes on in memory`, async () => {
    const storage = Object.assign(memoryStorage(), faults);
    const { vitrine, warnings } = await open({ storage, consent: allowed });
    vitrine.page({ type: 'home' });
    await settle();
    hike(vitrine);
    await settle();
    assert.equal(vitrine.decide('home-hero').rule, 'hero-hiking');
    vitrine.setConsent({ personalise: false });
    vitrine.setConsent({ personalise: true });
    vitrine.forget();
    vitrine.dispose();
    assert.equal(codes(warnings).filter((code) => code === 'storage').length, 1);
  });
}

test('without storage nothing is missed', async () => {
  const { vitrine, warnings } = await open({ consent: allowed });
  hike(vitrine);
  await settle();
  assert.deepEqual([viewed(vitrine), warnings], [['boot-1', 'tent-1'], []]);
});

test('where there are no Web Locks, that is reported once', async (t) => {
  Object.defineProperty(globalThis, 'navigator', { value: {}, configurable: true });
  t.after(() => delete globalThis.navigator);
  const { vitrine, warnings } = await open({ storage: memoryStorage(), consent: allowed });
  view(vitrine, 'a');
  await settle();
  view(vitrine, 'b');
  await settle();
  assert.deepEqual(codes(warnings), ['no-locks']);
});

test('where there are Web Locks, a save holds one', async (t) => {
  const requests = [];
  const locks = {
    async request(name, action) {
      requests.push(name);
      return action();
    },
  };
  Object.defineProperty(globalThis, 'navigator', { value: { locks }, configurable: true });
  t.after(() => delete globalThis.navigator);
  const storage = memoryStorage();
  const { vitrine, warnings } = await open({ storage, consent: allowed });
  view(vitrine, 'a');
  await settle();
  assert.deepEqual([requests, warnings, storage.map.size], [['vitrine'], [], 1]);
});

test('a snapshot is a visitor in hand', async () => {
  const now = clock();
  const first = await open({ now, consent: allowed });
  first.vitrine.page({ type: 'home' });
  view(first.vitrine, 'a');
  const snapshot = first.vitrine.snapshot();
  assert.ok(snapshot instanceof Uint8Array && snapshot.length > 0 && snapshot.length <= 65536);
  now.pass(day);
  const later = await open({ now, snapshot });
  assert.equal(later.vitrine.profile().known, false);
  later.vitrine.setConsent(allowed);
  assert.deepEqual(viewed(later.vitrine), ['a']);
  const other = await open({ now, consent: allowed });
  assert.equal(other.vitrine.restore(snapshot), true);
  assert.deepEqual(viewed(other.vitrine), ['a']);
});

test('a snapshot in hand replaces the stored visitor', async () => {
  const storage = memoryStorage();
  const first = await open({ storage, consent: allowed });
  view(first.vitrine, 'stored');
  first.vitrine.dispose();
  const hand = await open({ consent: allowed });
  view(hand.vitrine, 'hand');
  const second = await open({ storage, consent: allowed, snapshot: hand.vitrine.snapshot() });
  await settle();
  assert.deepEqual(viewed(second.vitrine), ['hand']);
  assert.deepEqual(viewed((await open({ storage, consent: allowed })).vitrine), ['hand']);
});

test('a damaged or foreign snapshot starts a fresh visitor and says so', async () => {
  const { vitrine, warnings } = await open({ consent: allowed });
  view(vitrine, 'a');
  for (const bad of [new Uint8Array(), new Uint8Array(100), vitrine.snapshot().slice(1), 'x', null, undefined]) {
    assert.equal(vitrine.restore(bad), false);
    assert.equal(vitrine.profile().events, 0);
  }
  assert.deepEqual(codes(warnings), ['snapshot']);
  assert.equal(vitrine.profile().known, true);
});

test('a snapshot that waits for consent is forgotten, too', async () => {
  const hand = await open({ consent: allowed });
  view(hand.vitrine, 'a');
  for (const erase of [(vitrine) => vitrine.forget(), (vitrine) => vitrine.setConsent({ personalise: false })]) {
    const { vitrine } = await open({ snapshot: hand.vitrine.snapshot() });
    erase(vitrine);
    vitrine.setConsent(allowed);
    assert.deepEqual(viewed(vitrine), []);
  }
});

test('without consent a snapshot is not restored', async () => {
  const hand = await open({ consent: allowed });
  const { vitrine } = await open();
  assert.equal(vitrine.restore(hand.vitrine.snapshot()), false);
  assert.equal(vitrine.profile().known, false);
});
