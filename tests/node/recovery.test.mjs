// A core that traps: a new instance takes over once, after that every slot keeps its default.
import assert from 'node:assert/strict';
import test from 'node:test';
import { allowed, bundleOf, clock, hike, memoryStorage, open, outdoorModel, settle, shelves } from './support.mjs';

/** Instances of vitrine.wasm made while a test runs, with a switch that makes the next call trap. */
function watch(t) {
  const instances = [];
  const { instantiate, Instance } = WebAssembly;
  const wrap = (instance) => {
    if (!instance.exports.vitrine_new) return instance;
    const entry = { memory: instance.exports.memory, trap: null };
    const exports = Object.fromEntries(
      Object.entries(instance.exports).map(([name, member]) => [
        name,
        typeof member !== 'function'
          ? member
          : (...numbers) => {
              if (entry.trap === name) throw new WebAssembly.RuntimeError('unreachable');
              return member(...numbers);
            },
      ]),
    );
    instances.push(entry);
    return { exports };
  };
  WebAssembly.instantiate = async (...args) => wrap(await instantiate(...args));
  WebAssembly.Instance = function (...args) {
    return wrap(new Instance(...args));
  };
  t.after(() => Object.assign(WebAssembly, { instantiate, Instance }));
  return instances;
}

const shred = ({ memory }) => new Uint8Array(memory.buffer).fill(0xff);
const views = (vitrine) => vitrine.profile().views.map(({ item_id }) => item_id).sort();

/** Everything that a rebuilt instance has to know again. */
async function busy(options) {
  const opened = await open({ consent: allowed, ...options });
  const { vitrine } = opened;
  const states = [];
  vitrine.on('status', (status) => states.push(status));
  vitrine.setAttributes({ loyalty_tier: 'gold' });
  vitrine.page({ type: 'home' });
  hike(vitrine);
  return { ...opened, states };
}

for (const saved of [false, true]) {
  test(`memory is destroyed ${saved ? 'after' : 'before'} the first save: nothing is lost`, async (t) => {
    const instances = watch(t);
    const { vitrine, warnings, states } = await busy();
    const before = vitrine.profile();
    if (saved) await settle();
    shred(instances[0]);
    vitrine.track('view_item', { items: [{ item_id: 'map-1' }] });
    assert.equal(instances.length, 2);
    assert.deepEqual(warnings.map(({ code }) => code), ['recovered']);
    assert.deepEqual(vitrine.decideAll().map(({ rule }) => rule), ['banner-gold', 'hero-hiking']);
    assert.deepEqual(views(vitrine), ['boot-1', 'map-1', 'tent-1']);
    assert.deepEqual(vitrine.profile().visit, before.visit);
    assert.equal(vitrine.profile().events, before.events + 1);
    assert.deepEqual([vitrine.status().status, states], ['ready', []]);
  });
}

for (const call of ['event', 'page', 'cart', 'values', 'decide', 'profile', 'explain', 'snapshot', 'segments', 'report', 'forget']) {
  test(`a trap in vitrine_${call} is survived`, async (t) => {
    const instances = watch(t);
    const { vitrine, warnings } = await busy();
    const { token } = vitrine.decide('home-hero');
    instances[0].trap = 'vitrine_' + call;
    vitrine.track('search');
    vitrine.page({ type: 'home' });
    vitrine.setCart([]);
    vitrine.setAttributes({ age: 7 });
    assert.equal(vitrine.decide('home-hero').rule, 'hero-hiking');
    assert.equal(vitrine.profile().visit.pages, 2);
    assert.equal(vitrine.explain('home-hero').rule, 'hero-hiking');
    assert.ok(vitrine.snapshot().length > 0);
    assert.deepEqual(vitrine.segments(), ['hiker']);
    assert.equal(vitrine.report(token, 'shown'), true);
    vitrine.forget();
    assert.deepEqual(warnings.map(({ code }) => code), ['recovered']);
    assert.equal(vitrine.profile().events, 0);
  });
}

test('a second trap: defaults everywhere, and the page is told', async (t) => {
  const instances = watch(t);
  const { vitrine, warnings, states } = await busy();
  const changed = [];
  await settle();
  vitrine.on('decision', (event) => changed.push(...event.changed));
  shred(instances[0]);
  vitrine.track('search');
  shred(instances[1]);
  vitrine.track('search');
  assert.equal(instances.length, 2);
  assert.deepEqual(vitrine.status(), { status: 'failed', reason: 'core' });
  assert.deepEqual(states, [{ status: 'failed', reason: 'core' }]);
  assert.deepEqual(warnings.map(({ code }) => code), ['recovered', 'failed']);
  await settle();
  assert.deepEqual(changed.map(({ slot, rule }) => [slot, rule]), [['banner', null], ['home-hero', null]]);
  vitrine.page({ type: 'home' });
  vitrine.setAttributes({ age: 99 });
  vitrine.setConsent({ personalise: false });
  assert.deepEqual(vitrine.decideAll().map(({ rule }) => rule), [null, null]);
  assert.deepEqual(vitrine.segments(), []);
  assert.equal(vitrine.profile().known, false);
  assert.equal(vitrine.explain('home-hero'), null);
  assert.equal(vitrine.snapshot().length, 0);
});

test('a trap that repeats itself ends in defaults at once', async (t) => {
  const instances = watch(t);
  const { vitrine } = await busy();
  const { push } = instances;
  instances.push = (entry) => push.call(instances, Object.assign(entry, { trap: 'vitrine_event' }));
  instances[0].trap = 'vitrine_event';
  vitrine.track('search');
  assert.deepEqual(vitrine.status(), { status: 'failed', reason: 'core' });
});

test('what a failed core leaves in storage is the last good state', async (t) => {
  const instances = watch(t);
  const storage = memoryStorage();
  const { vitrine } = await busy({ storage });
  await settle();
  const before = storage.map.get('vitrine');
  shred(instances[0]);
  vitrine.track('search');
  shred(instances[1]);
  vitrine.track('search');
  await settle();
  vitrine.dispose();
  assert.equal(storage.map.get('vitrine'), before);
  const next = await open({ storage, consent: allowed });
  assert.deepEqual(views(next.vitrine), ['boot-1', 'tent-1']);
});

test('a stored visitor that makes the core trap is dropped, not tried for ever', async (t) => {
  const storage = memoryStorage();
  await busy({ storage });
  await settle();
  const instances = watch(t);
  const { vitrine, warnings } = await open({ storage });
  instances[0].trap = 'vitrine_restore';
  vitrine.setConsent(allowed);
  vitrine.page({ type: 'home' });
  await settle();
  assert.deepEqual(warnings.map(({ code }) => code).filter((code) => code !== 'no-locks'), ['recovered', 'snapshot']);
  assert.equal(vitrine.profile().visit.number, 1);
  const next = await open({ storage, consent: allowed });
  assert.deepEqual([next.vitrine.profile().visit.pages, next.warnings], [1, []]);
});

test('attributes keep their time to live across a recovery', async (t) => {
  const instances = watch(t);
  const bundle = await bundleOf({
    vitrine: 1,
    attributes: { weather: { type: 'string', ttl: '1h' } },
    slots: { a: { type: 'content' } },
    rules: [{ id: 'rain', slot: 'a', when: { weather: 'rain' }, show: { template: 't' } }],
  });
  const { vitrine, now } = await open({ bundle, now: clock(), attributes: { weather: 'rain' } });
  now.pass(30 * 60_000);
  instances[0].trap = 'vitrine_page';
  vitrine.page({ type: 'home' });
  assert.equal(vitrine.decide('a').rule, 'rain');
  now.pass(30 * 60_000);
  assert.equal(vitrine.decide('a').rule, null);
});

test('the item that is looked at is known across a recovery, until the next page', async (t) => {
  const instances = watch(t);
  const { vitrine } = await open({ bundle: await bundleOf(shelves), model: await outdoorModel(), consent: allowed });
  const because = () => vitrine.decide('cart').items[0].reason.because;
  vitrine.page({ slots: ['cart'] });
  vitrine.track('view_item', { items: [{ item_id: 'boot-1' }] });
  await settle(); // what is saved is not told again
  instances[0].trap = 'vitrine_cart';
  vitrine.setCart([]);
  assert.equal(instances.length, 2);
  assert.deepEqual([because(), vitrine.profile().events], ['boot-1', 2]);
  vitrine.page({ slots: ['cart'] });
  assert.equal(because(), null);
});
