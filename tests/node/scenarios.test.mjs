// Scenarios, as a function: what each step does, what is expected of it, and mistakes in files.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import Ajv from 'ajv/dist/2020.js';
import { VitrineError, compile, runScenarios } from 'vitrine/authoring';
import { outdoorModel, shelves, shop } from './support.mjs';

const read = (path) => JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'));
const fileOf = (steps, scenario = {}) => ({ vitrine: 1, scenarios: [{ name: 'one', ...scenario, steps }] });

/** Runs one scenario that must be without mistakes in the file. */
async function run(steps, scenario, { rules = shop, model } = {}) {
  const { mistakes, scenarios, coverage, passed } = await runScenarios(fileOf(steps, scenario), { rules, model });
  assert.deepEqual(mistakes, []);
  assert.equal(passed, scenarios[0].passed);
  return { ...scenarios[0], coverage, failed: scenarios[0].outcomes.filter((outcome) => !outcome.passed).map(({ message }) => message) };
}

/** All expectations of a scenario are met. */
async function passes(steps, scenario, options) {
  const { failed, passed } = await run(steps, scenario, options);
  assert.deepEqual([failed, passed], [[], true]);
}

async function mistakesIn(file, rules = shop) {
  const { mistakes, scenarios, passed } = await runScenarios(file, { rules });
  assert.deepEqual([scenarios, passed], [[], mistakes.length === 0]);
  return mistakes.map(({ pointer, message }) => `${pointer}: ${message}`);
}

const hike = { track: 'view_item', items: [{ item_id: 'boot-1', item_category: 'Hiking', price: 120 }] };
const hero = (rule) => ({ expect: { slots: { 'home-hero': rule } } });
const banner = (rule) => ({ expect: { slots: { banner: rule } } });

test('page: a type, or what page() takes', () =>
  passes([hero(null), { page: 'home' }, hero('hero-first'), { page: { type: 'other', url: '/x' } }, hero(null)]));

test('track, repeat and wait: windows close and visits end', () =>
  passes([
    { repeat: 2, steps: [hike] },
    hero('hero-hiking'),
    { wait: '29m' },
    hero('hero-hiking'),
    { wait: '90s' },
    hero(null),
    { page: 'home' },
    hero('hero-back'),
  ]));

test('track: item is short for items', () => {
  const rules = {
    vitrine: 1,
    slots: { a: { type: 'content' } },
    rules: [{ id: 'r', slot: 'a', when: { $event: 'purchase', where: { item_id: 'boot-1' } }, show: { template: 't' } }],
  };
  return passes([{ track: 'purchase', item: 'sock-1' }, { expect: { slots: { a: null } } }, { track: 'purchase', item: 'boot-1', transaction_id: 7 }, { expect: { slots: { a: 'r' } } }], {}, { rules });
});

test('items: complete events that carry only ids; cart: replaces what events added up to', async () => {
  await passes([{ items: [{ item_id: 'boot-1', item_category: 'Hiking' }] }, { repeat: 2, steps: [{ track: 'view_item', item: 'boot-1' }] }, hero('hero-hiking')]);
  const rules = {
    vitrine: 1,
    slots: { a: { type: 'content' } },
    rules: [{ id: 'full', slot: 'a', when: { 'cart.quantity': { $gte: 3 } }, show: { template: 't' } }],
  };
  const full = (rule) => ({ expect: { slots: { a: rule } } });
  await passes([{ cart: [{ item_id: 'a', price: 5, quantity: 3 }] }, full('full'), { cart: [] }, full(null)], {}, { rules });
});

test('attributes: of the scenario on every page, of a step on this page; null clears', () =>
  passes(
    [banner('banner-gold'), { attributes: { age: 30 } }, banner('banner-adult'), { leave: true }, banner('banner-gold'), { attributes: { loyalty_tier: null } }, banner(null)],
    { attributes: { loyalty_tier: 'gold' } },
  ));

test('attributes: objects are paths', () =>
  passes([{ attributes: { user: { plan: 'pro' } } }, { expect: { slots: { a: 'r' } } }], {}, {
    rules: {
      vitrine: 1,
      attributes: { 'user.plan': { type: 'string' } },
      slots: { a: { type: 'content' } },
      rules: [{ id: 'r', slot: 'a', when: { 'user.plan': 'pro' }, show: { template: 't' } }],
    },
  }));

test('consent: granted unless told, given and withdrawn by steps, kept from page to page', async () => {
  const twice = { repeat: 2, steps: [hike] };
  await passes([twice, hero('hero-hiking'), { consent: { personalise: false } }, { leave: true }, twice, hero(null), { consent: true }, twice, hero('hero-hiking'), { consent: { measure: false } }, { leave: true }, hero('hero-hiking')]);
  for (const consent of [false, { measure: true }]) await passes([twice, hero(null)], { consent });
  await passes([twice, hero('hero-hiking')], { consent: { personalise: true } });
});

test('leave: another page of the same visitor; forget: of nobody', () =>
  passes([
    { repeat: 2, steps: [hike] },
    { leave: true },
    hero('hero-hiking'),
    { expect: { segments: ['hiker'], notSegments: ['returning'] } },
    { wait: '1d' },
    { page: 'home' },
    { expect: { slots: { 'home-hero': 'hero-back' }, segments: ['returning'], notSegments: ['hiker'] } },
    { forget: true },
    { leave: true },
    { page: 'home' },
    hero('hero-first'),
  ]));

/** A slot `a` that one rule fills under a condition. */
const when = (condition, rest = {}) => ({
  vitrine: 1,
  slots: { a: { type: 'content' } },
  ...rest,
  rules: [{ id: 'r', slot: 'a', when: condition, show: { template: 't' } }],
});
const yes = { expect: { slots: { a: 'r' } } };
const no = { expect: { slots: { a: null } } };

test('page: address, title and the parameters of the address', async () => {
  const page = { page: { url: '/sale/shoes?size=42&size=43', title: 'Shoes' } };
  for (const [path, value, other] of [
    ['page.url', 'https://shop.example/sale/shoes?size=42&size=43', '/sale/shoes'],
    ['page.path', '/sale/shoes', '/sale'],
    ['page.query.size', '42', '43'],
    ['page.title', 'Shoes', 'shoes'],
  ]) {
    await passes([page, yes, { page: 'home' }, no], {}, { rules: when({ [path]: value }) });
    await passes([page, no], {}, { rules: when({ [path]: other }) });
  }
});

test('page: how the visitor came, until another way is told', async () => {
  const letter = { page: { url: 'https://shop.example/?utm_source=letter&utm_medium=email' } };
  const [email, direct] = ['email', 'direct'].map((channel) => ({ rules: when({ 'traffic.channel': channel }) }));
  await passes([letter, yes, { page: 'home' }, yes, { leave: true }, { wait: '29m' }, { page: 'home' }, yes], {}, email);
  await passes([letter, { wait: '29m' }, { leave: true }, { wait: '31m' }, { page: 'home' }, yes], {}, direct);
  await passes([{ page: { referrer: 'https://www.google.com/' } }, yes], {}, { rules: when({ 'traffic.channel': 'search' }) });
});

test('device and locale: on every page', async () => {
  const shopper = { device: { type: 'mobile', touch: true, width: 390, os: 'ios', browser: 'safari', language: 'nb-NO' }, locale: 'nb' };
  const condition = {
    'device.type': 'mobile', 'device.touch': true, 'device.width': { $lt: 400 }, 'device.os': 'ios',
    'device.browser': 'safari', 'device.language': 'nb-NO', locale: 'nb',
  };
  await passes([yes, { leave: true }, yes], shopper, { rules: when(condition) });
  await passes([no], { ...shopper, locale: 'en' }, { rules: when(condition) });
  await passes([no], {}, { rules: when({ locale: 'en' }) });
});

test('active: time in which the visitor does something', async () => {
  const rules = when({ 'visit.active_seconds': { $gte: 90 }, 'visit.seconds': { $gte: 120 } });
  await passes([{ page: 'home' }, { active: '89s' }, { wait: '31s' }, no, { active: '1s' }, yes], {}, { rules });
  await passes([{ page: 'home' }, { wait: '20m' }, no], {}, { rules });
  await passes([{ page: 'home' }, { active: '2m' }, yes, { leave: true }, { page: 'home' }, yes], {}, { rules });
  assert.deepEqual((await run([{ active: '9999h' }, { at: '2026-01-06T12:00:00Z' }])).failed, [
    'time runs forward only: it is 2027-02-26T03:00:00.000Z already',
  ]);
});

test('event and item: what a shop adds to GA4', async () => {
  const rules = when({ $event: 'survey', where: { 'event.score': { $gte: 4 }, 'item.color': 'red' } });
  const survey = (score, color) => ({ track: 'survey', 'event.score': score, items: [{ item_id: 'a', 'item.color': color }] });
  await passes([survey(3, 'red'), no, survey(4, 'blue'), no, survey(4, 'red'), yes], {}, { rules });
});

test('attributes: lists and objects where they are declared', async () => {
  const attributes = { plan: { type: 'any' }, tags: { type: 'list' }, born: { type: 'date' } };
  const rules = when({ 'plan.items.0.name': 'gold', tags: { $all: ['a'] }, born: { $before: '2000-01-01' } }, { attributes });
  await passes([{ attributes: { plan: { items: [{ name: 'gold' }] }, tags: ['b', 'a'], born: '1999-12-31' } }, yes, { attributes: { tags: [] } }, no], {}, { rules });
  assert.deepEqual(await mistakesIn(fileOf([{ attributes: { plan: 1, tags: 'a', born: 'soon' } }]), rules), [
    '/scenarios/0/steps/0/attributes/tags: the attribute `tags` is a list, found "a"',
    '/scenarios/0/steps/0/attributes/born: the attribute `born` is a date, found "soon"',
  ]);
});

const tested = {
  vitrine: 1,
  slots: { a: { type: 'content' } },
  experiments: { copy: { variations: ['plain', 'bold', 'none'], control: 'none' } },
  rules: [{ id: 'r', slot: 'a', experiment: 'copy', show: { template: 't', title: { plain: 'Hello', bold: 'HELLO', none: '' } } }],
};
const copy = (variation, title) => ({ expect: { slots: { a: { rule: 'r', experiment: 'copy', variation, show: { title } } } } });

test('force: a variation for every page, or until the page is left', async () => {
  const options = { rules: tested };
  await passes([copy('bold', 'HELLO'), { force: { copy: 'plain' } }, copy('plain', 'Hello'), { leave: true }, copy('bold', 'HELLO')], { force: { copy: 'bold' } }, options);
  await passes([{ force: { copy: 'none' } }, copy('none', null), { report: 'shown', slot: 'a' }], {}, options);
  const { failed } = await run([{ force: { copy: 'plain' } }, copy('bold', 'Hello')], {}, options);
  assert.deepEqual(failed, ['variation of a: expected "bold", found "plain"']);
  await passes([{ expect: { slots: { 'home-hero': { experiment: null, variation: null } } } }]);
});

test('seed: another visitor, who may get another variation and keeps it', async () => {
  const found = new Set();
  for (let seed = 0; seed < 20; seed++) {
    const look = { expect: { slots: { a: { variation: 'plain' } } } };
    const { outcomes } = await run([look, { leave: true }, look, { wait: '9d' }, look], { seed }, { rules: tested });
    const [first, ...later] = outcomes.map((outcome) => outcome.found);
    assert.deepEqual(later, [first, first]);
    found.add(first);
  }
  assert.deepEqual([...found].sort(), ['bold', 'none', 'plain']);
  const [one, same] = [await run([copy('plain', 'Hello')], {}, { rules: tested }), await run([copy('plain', 'Hello')], { seed: 0 }, { rules: tested })];
  assert.deepEqual(one.outcomes.map((outcome) => outcome.found), same.outcomes.map((outcome) => outcome.found));
});

test('timezone: what its clocks show', async () => {
  const at = async (start, timezone) => (await run([{ leave: true }, no], { start, timezone }, { rules: when({ 'visit.number': 9 }) })).outcomes[0].at;
  assert.equal(await at('2026-07-01T10:00', 'Europe/Oslo'), '2026-07-01T08:00:00.000Z');
  assert.equal(await at('2026-07-01T10:00:00Z', 'Europe/Oslo'), '2026-07-01T10:00:00.000Z');
  assert.equal(await at('2026-12-01T10:00:00.500', 'America/New_York'), '2026-12-01T15:00:00.500Z');
  assert.equal(await at('2026-01-01T00:30', 'Asia/Kathmandu'), '2025-12-31T18:45:00.000Z');
  assert.equal(await at('2026-10-25T02:30', 'Europe/Oslo'), '2026-10-25T00:30:00.000Z', 'shown twice: the first time');
  assert.equal(await at('2026-03-29T02:30', 'Europe/Oslo'), '2026-03-29T01:30:00.000Z', 'never shown');
  const rules = when({ 'time.hour': 9 }, { store: { timezone: 'Asia/Tokyo' } });
  await passes([no, { at: '2026-01-06T09:00' }, yes, { at: '2026-01-06T10:00' }, no], { timezone: 'Asia/Tokyo' }, { rules });
});

test('start and at: the clock of the scenario', async () => {
  const rules = {
    vitrine: 1,
    slots: { a: { type: 'content' } },
    rules: [{ id: 'r', slot: 'a', when: { $event: 'view_item', within: '3d' }, show: { template: 't' } }],
  };
  const start = '2026-11-02T10:00:00+01:00';
  const still = (rule) => ({ expect: { slots: { a: rule } } });
  await passes([hike, { at: '2026-11-05T08:59:59Z' }, still('r'), { at: '2026-11-05T10:00:01+01:00' }, still(null)], { start }, { rules });
  const { outcomes } = await run([{ wait: '1h' }, still('r')], { start }, { rules });
  assert.equal(outcomes[0].at, '2026-11-02T10:00:00.000Z');
  assert.equal((await run([still('r')], {}, { rules })).outcomes[0].at, '2026-01-05T12:00:00.000Z');
  const back = await run([{ wait: '1h' }, { at: '2026-11-02T09:59:59Z', note: 'too early' }, hike], { start });
  assert.deepEqual(back.outcomes, [{
    kind: 'mistake', passed: false, step: '2', round: null, note: 'too early', pointer: '/scenarios/0/steps/1', at: '2026-11-02T10:00:00.000Z',
    message: 'time runs forward only: it is 2026-11-02T10:00:00.000Z already', explanation: null,
  }]);
  assert.equal(back.steps, 2);
  assert.deepEqual((await run([{ repeat: 9, steps: [{ wait: '999999d' }] }])).failed, ['the year 9999 is over']);
});

test('report: of what the slot shows, which must be something', async () => {
  await passes([{ page: 'home' }, { report: 'shown', slot: 'home-hero' }, { report: 'clicked', slot: 'home-hero' }, hero('hero-first')]);
  assert.deepEqual((await run([{ report: 'shown', slot: 'banner' }, banner('banner-gold')])).failed, ['banner keeps its default: nothing of it was shown']);
});

test('what the page would warn of is a mistake; what comes after it still runs', async () => {
  const { failed, outcomes } = await run([{ page: { url: 'http://[' } }, hero(null)]);
  assert.deepEqual(failed, ['page() takes a url.']);
  assert.deepEqual(outcomes.map(({ kind, passed }) => [kind, passed]), [['mistake', false], ['expectation', true]]);
});

test('expectations that are not met: each with what was expected, what was found, and why', async () => {
  const { outcomes } = await run([
    { page: 'home' },
    { repeat: 2, steps: [{ expect: {
      slots: { 'home-hero': { rule: 'hero-back', show: { title: 'Welcome back', link: '/c/all' } }, banner: 'banner-gold' },
      segments: ['hiker'], notSegments: ['returning'],
      explain: { banner: ['found null', 'nowhere'] },
    } }] },
  ]);
  assert.equal(outcomes.length, 2 * 8);
  const [rule, title, link, gold, hiker, returning, , nowhere] = outcomes.slice(8);
  const explanation = [
    'home-hero: hero-first',
    '  hero-hiking: stopped by $event view_item where {"item_category":"Hiking"} within 30m $gte 2, found 0, known since 2026-01-05T12:00:00.000Z',
    '  hero-back: stopped by visit.number $gte 2, found 1',
    '  hero-first: holds and comes first',
    '    page.type = "home", found "home"',
  ].join('\n');
  assert.deepEqual(rule, {
    kind: 'expectation', passed: false, step: '2.1', round: '2 of 2', note: null, at: '2026-01-05T12:00:00.000Z',
    pointer: '/scenarios/0/steps/1/steps/0/expect/slots/home-hero/rule', message: 'rule of home-hero: expected "hero-back", found "hero-first"',
    expected: 'hero-back', found: 'hero-first', explanation,
  });
  assert.deepEqual([title.passed, title.pointer, title.message], [false, '/scenarios/0/steps/1/steps/0/expect/slots/home-hero/show/title', 'title of home-hero: expected "Welcome back", found "Welcome to the shop"']);
  assert.deepEqual([link.passed, link.explanation], [true, null]);
  assert.equal(gold.message, 'rule of banner: expected "banner-gold", found null');
  assert.deepEqual([hiker.message, hiker.explanation, returning.passed], ['segment hiker: expected true, found false', null, true]);
  assert.equal(nowhere.message, 'explanation of banner: does not have "nowhere"');
  assert.match(nowhere.explanation, /^banner: keeps its default\n/);
});

test('items of recommendations: exactly, or something of them', async () => {
  const model = await outdoorModel();
  const options = { rules: shelves, model };
  const product = { page: { type: 'product', item_id: 'boot-1', slots: ['product'] } };
  const items = (expected) => ({ expect: { slots: { product: { items: expected } } } });
  await passes([product, { expect: { slots: { product: 'similar' } } }, items(['sock-1', 'boot-2']), items({ includes: ['boot-2'], excludes: ['tent-1'], count: 2 })], {}, options);
  for (const wrong of [['boot-2', 'sock-1'], ['sock-1'], [], { includes: ['tent-1'] }, { excludes: ['sock-1'] }, { count: 1 }]) {
    const { failed } = await run([product, items(wrong)], {}, options);
    assert.deepEqual(failed, [`items of product: expected ${JSON.stringify(wrong)}, found ["sock-1","boot-2"]`]);
  }
  await passes([product, items([]), { expect: { slots: { product: null } } }], {}, { rules: shelves });
});

test('coverage: after every step, also those that expect nothing', async () => {
  const first = await run([{ page: 'home' }, { page: 'other' }, { repeat: 2, steps: [hike] }]);
  assert.deepEqual(first.coverage.rules.seen.sort(), ['hero-first', 'hero-hiking']);
  assert.deepEqual(first.coverage.rules.never.sort(), ['banner-adult', 'banner-gold', 'hero-back']);
  assert.deepEqual(first.coverage.segments, { seen: ['hiker'], never: ['returning'] });
  assert.deepEqual(first.coverage.needModel, []);
  const without = await run([{ page: 'home' }], {}, { rules: shelves });
  assert.deepEqual([without.coverage.rules.seen, without.coverage.needModel.length], [[], 5]);
  const model = await run([{ page: 'home' }], {}, { rules: shelves, model: await outdoorModel() });
  assert.deepEqual([model.coverage.rules.seen.includes('for-you'), model.coverage.needModel], [true, []]);
});

test('rules as object, text and bytes; results as they come; only some', async () => {
  const file = { vitrine: 1, scenarios: ['Alpha', 'beta'].map((name) => ({ name, steps: [{ page: 'home' }, hero('hero-first')] })) };
  for (const rules of [shop, JSON.stringify(shop), (await compile(shop)).bundle]) {
    const seen = [];
    const { scenarios } = await runScenarios(file, { rules, onResult: (result) => seen.push(result) });
    assert.deepEqual([seen, seen.map(({ name, passed, steps }) => [name, passed, steps])], [scenarios, [['Alpha', true, 2], ['beta', true, 2]]]);
  }
  const { scenarios } = await runScenarios(file, { rules: shop, only: 'ALPH' });
  assert.deepEqual(scenarios.map(({ name, pointer }) => [name, pointer]), [['Alpha', '/scenarios/0']]);
  const refused = (message) => (error) => error instanceof VitrineError && error.code === 'rules' && message.test(error.message);
  await assert.rejects(runScenarios(file, { rules: { vitrine: 1, slotz: {} } }), refused(/^The rules have a mistake in line 3: .*did you mean `slots`/));
  await assert.rejects(runScenarios(file, { rules: new Uint8Array(9) }), refused(/^The rules cannot be used: /));
});

test('scenarios know nothing of each other', async () => {
  const file = { vitrine: 1, scenarios: [{ name: 'a', steps: [{ repeat: 2, steps: [hike] }, hero('hero-hiking')] }, { name: 'b', steps: [hero(null)] }] };
  assert.equal((await runScenarios(file, { rules: shop })).passed, true);
});

test('more steps than a breath', async () => {
  const { steps, outcomes, passed } = await run([{ repeat: 5, steps: [{ repeat: 500, steps: [hike, hero(null)] }] }]);
  assert.deepEqual([steps, outcomes.length, passed], [5000, 2500, false]);
  assert.deepEqual([outcomes[0].passed, outcomes[1].passed, outcomes[501].step, outcomes[501].round], [true, false, '1.1.2', '2 of 5, 2 of 500']);
});

const corpus = read('../conformance/scenarios.json');
test(`${corpus.length} files: schema and checker agree on what is a scenario file`, async () => {
  const validate = new Ajv({ strict: false }).compile(read('../../rules/schema/scenarios.schema.json'));
  const { bundle } = await compile({
    ...shop,
    attributes: { ...shop.attributes, plan: { type: 'any' }, tags: { type: 'list' } },
    experiments: { 'hero-copy': { variations: ['a', 'b'] } },
    rules: [...shop.rules, { id: 'banner-copy', slot: 'banner', experiment: 'hero-copy', show: { template: 'banner' } }],
  });
  for (const { number, valid, file, step } of corpus) {
    const whole = step === undefined ? file : fileOf([step]);
    assert.equal(validate(whole), valid, `schema, file ${number}`);
    const { mistakes } = await runScenarios(whole, { rules: bundle, only: 'no such name' });
    assert.equal(mistakes.length === 0, valid, `checker, file ${number}: ${JSON.stringify(mistakes[0])}`);
  }
});

test('a mistake in the file: experiments and variations that the rules do not have', async () => {
  const file = fileOf([
    { force: { copy: 'blod', hero: null } },
    { expect: { slots: { a: { experiment: 'cpoy', variation: 'bold' } } } },
    { expect: { slots: { a: { experiment: 'copy', variation: 'x' } } } },
    { expect: { slots: { a: { variation: 'palin' } } } },
  ], { force: { copy: 'none', hero: 'b' } });
  assert.deepEqual(await mistakesIn(file, tested), [
    '/scenarios/0/force/hero: the rules have no experiment `hero`, only `copy`',
    '/scenarios/0/steps/0/force/copy: the experiment `copy` has no variation `blod`; did you mean `bold`?',
    '/scenarios/0/steps/0/force/hero: the rules have no experiment `hero`, only `copy`',
    '/scenarios/0/steps/1/expect/slots/a/experiment: the rules have no experiment `cpoy`; did you mean `copy`?',
    '/scenarios/0/steps/2/expect/slots/a/variation: the experiment `copy` has no variation `x`, only `plain`, `bold` or `none`',
    '/scenarios/0/steps/3/expect/slots/a/variation: the rules have no variation `palin`; did you mean `plain`?',
  ]);
});

for (const [what, file, ...messages] of [
  ['unknown keys', { vitrine: 1, rulse: 'a', scenarios: [{ name: 'a', stpes: [], steps: [hike] }] },
    '/rulse: unknown key `rulse`; did you mean `rules`?', '/scenarios/0/stpes: unknown key `stpes`; did you mean `steps`?'],
  ['a misspelt step', fileOf([{ trakc: 'view_item', items: [] }]), '/scenarios/0/steps/0/trakc: unknown step `trakc`; did you mean `track`?'],
  ['a misspelt step beside keys of its own', fileOf([{ slot: 'banner', reprot: 'shown' }]), '/scenarios/0/steps/0/reprot: unknown step `reprot`; did you mean `report`?'],
  ['a step that is none', fileOf([{ note: 'later' }]),
    '/scenarios/0/steps/0: the step does nothing: expected `track`, `report`, `repeat`, `page`, `cart`, `items`, `attributes`, `consent`, `force`, `active`, `wait`, `at`, `forget`, `leave` or `expect`'],
  ['two steps in one', fileOf([{ page: 'home', wait: '1h' }]), '/scenarios/0/steps/0: a step does one thing: `page` and `wait` are two steps'],
  ['item and items', fileOf([{ track: 'a', item: 'b', items: [] }]), '/scenarios/0/steps/0/item: `item` is short for one of `items`: a step has one of them'],
  ['a misspelt field of an item', fileOf([{ track: 'a', items: [{ item_id: 'b', category: 'c' }] }]),
    '/scenarios/0/steps/0/items/0/category: unknown key `category`; did you mean `item_category`?'],
  ['a stock that is none', fileOf([{ items: [{ item_id: 'b', availability: 'in stock' }] }]),
    '/scenarios/0/steps/0/items/0/availability: expected `in_stock`, `out_of_stock`, `preorder` or `backorder`, found "in stock"; did you mean `in_stock`?'],
  ['a duration', fileOf([{ wait: '2w' }]), '/scenarios/0/steps/0/wait: expected a duration such as "30s", "20m", "2h" or "7d", found "2w"'],
  ['a day of no calendar', fileOf([hike], { start: '2026-02-29T00:00:00Z' }), '/scenarios/0/start: no calendar has `2026-02-29T00:00:00Z`'],
  ['a time without zone', fileOf([{ at: '2026-03-02T12:00:00' }]),
    '/scenarios/0/steps/0/at: `2026-03-02T12:00:00` needs its offset from UTC, or the scenario a `timezone`'],
  ['a time without zone, deeper', fileOf([{ repeat: 2, steps: [{ at: '2026-03-02T12:00' }] }], { start: '2026-03-02T12:00' }),
    '/scenarios/0/start: `2026-03-02T12:00` needs its offset from UTC, or the scenario a `timezone`',
    '/scenarios/0/steps/0/steps/0/at: `2026-03-02T12:00` needs its offset from UTC, or the scenario a `timezone`'],
  ['a zone that no place has', fileOf([hike], { timezone: 'Europe/Olso' }), '/scenarios/0/timezone: expected a time zone such as "Europe/Oslo", found "Europe/Olso"'],
  ["a parameter of the shop's own", fileOf([{ track: 'survey', score: 3 }]), '/scenarios/0/steps/0/score: unknown key `score`; one of your own is written `event.score`'],
  ['a day instead of a time', fileOf([{ at: '2026-03-02' }]), '/scenarios/0/steps/0/at: expected a time from 2000 on, such as "2026-11-02T10:00:00+01:00", found "2026-03-02"'],
  ['a newer file', { vitrine: 2, scenarios: [{ name: 'a', steps: [hike] }] }, '/vitrine: expected 1 (a higher number is a file for a newer Vitrine), found 2'],
  ['no scenarios', { vitrine: 1, scenarios: [] }, '/scenarios: expected a list that is not empty, found an empty list'],
  ['a name twice', { vitrine: 1, scenarios: [{ name: 'a', steps: [hike] }, { name: 'a', steps: [hike] }] }, '/scenarios/1/name: another scenario is called `a`, too'],
  ['too much work', fileOf([{ repeat: 10000, steps: [{ repeat: 101, steps: [hike] }] }]), '/scenarios/0/steps: 1010000 steps with repetitions are too many, at most 1000000'],
  ['too deep', fileOf([{ attributes: JSON.parse('{"a":'.repeat(99) + '1' + '}'.repeat(99)) }]), ': the file is nested too deep, at most 64 levels'],
  ['an unknown slot', fileOf([{ expect: { slots: { 'home-hreo': null }, explain: { baner: ['a'] } } }, { report: 'shown', slot: 'x' }, { page: { slots: ['banners'] } }]),
    '/scenarios/0/steps/0/expect/slots/home-hreo: the rules have no slot `home-hreo`; did you mean `home-hero`?',
    '/scenarios/0/steps/0/expect/explain/baner: the rules have no slot `baner`; did you mean `banner`?',
    '/scenarios/0/steps/1/slot: the rules have no slot `x`, only `banner` or `home-hero`',
    '/scenarios/0/steps/2/page/slots/0: the rules have no slot `banners`; did you mean `banner`?'],
  ['an unknown rule, and one of another slot', fileOf([{ repeat: 2, steps: [{ expect: { slots: { banner: { rule: 'hero-back' }, 'home-hero': 'hero-bakc' } } }] }]),
    '/scenarios/0/steps/0/steps/0/expect/slots/banner/rule: the rule `hero-back` fills the slot `home-hero`, not `banner`',
    '/scenarios/0/steps/0/steps/0/expect/slots/home-hero: the rules have no rule `hero-bakc`; did you mean `hero-back`?'],
  ['an unknown segment', fileOf([{ expect: { segments: ['hikers'], notSegments: ['x'] } }]),
    '/scenarios/0/steps/0/expect/segments/0: the rules have no segment `hikers`; did you mean `hiker`?',
    '/scenarios/0/steps/0/expect/notSegments/0: the rules have no segment `x`, only `hiker` or `returning`'],
  ['an unknown attribute, and one of another type', fileOf([{ attributes: { age: '30', membr: true } }], { attributes: { user: { age: 3 } } }),
    '/scenarios/0/attributes/user/age: the rules have no attribute `user.age`, only `age`, `loyalty_tier`, `member` or `weather`',
    '/scenarios/0/steps/0/attributes/age: the attribute `age` is a number, found "30"',
    '/scenarios/0/steps/0/attributes/membr: the rules have no attribute `membr`; did you mean `member`?'],
]) {
  test(`a mistake in the file: ${what}`, async () => assert.deepEqual(await mistakesIn(file), messages));
}

test('a mistake tells its scenario, its step and the nearest name', async () => {
  const file = { vitrine: 1, scenarios: [{ name: 'first', steps: [hike] }, { name: 'second', steps: [hike, { repeat: 2, steps: [hike, { 'wa/it~': '1h' }, { wiat: '1h' }] }] }] };
  const { mistakes } = await runScenarios(file, { rules: shop });
  assert.deepEqual(mistakes.map(({ pointer, scenario, step, nearest }) => [pointer, scenario, step, nearest]), [
    ['/scenarios/1/steps/1/steps/1/wa~1it~0', 'second', '2.2', 'wait'],
    ['/scenarios/1/steps/1/steps/2/wiat', 'second', '2.3', 'wait'],
  ]);
});

test("the demo's rules: every rule of content wins, every segment holds", async () => {
  const rules = read('../../demo/rules.json');
  const { passed, scenarios, mistakes, coverage } = await runScenarios(read('../../demo/scenarios.json'), { rules });
  const failed = scenarios.flatMap(({ name, outcomes }) => outcomes.filter((outcome) => !outcome.passed).map(({ message }) => [name, message]));
  assert.deepEqual([mistakes, failed, passed], [[], [], true]);
  assert.deepEqual(coverage.segments.never, []);
  const recommending = rules.rules.filter(({ recommend }) => recommend).map(({ id }) => id);
  assert.deepEqual([...coverage.rules.never].sort(), recommending.sort());
});

test('the example of the documentation', async () => {
  const block = (path, title) => {
    const text = readFileSync(new URL(path, import.meta.url), 'utf8');
    return JSON.parse(/```json\n([^]*?)```/.exec(text.slice(text.indexOf(`\n## ${title}\n`)))[1]);
  };
  const { passed, mistakes, scenarios } = await runScenarios(block('../../web/README.md', 'Testing rules'), { rules: block('../../README.md', 'A first rule file') });
  const failed = scenarios.flatMap(({ outcomes }) => outcomes.filter((outcome) => !outcome.passed).map(({ message, explanation }) => [message, explanation]));
  assert.deepEqual([mistakes, failed, passed], [[], [], true]);
});
