// Experiments as a shop sees them: assignment, names, control groups, previews and reports.
import assert from 'node:assert/strict';
import test from 'node:test';
import { allowed, bundleOf, open } from './support.mjs';

const rulesOf = (experiment = {}, more = {}) => ({
  vitrine: 1,
  experiments: { copy: { variations: ['a', 'b'], ...experiment } },
  slots: { hero: { type: 'content' }, pop: { type: 'popup' } },
  rules: [
    { id: 'hero', slot: 'hero', priority: 2, experiment: 'copy', when: {}, show: { template: 't', title: { a: 'Gear up', b: 'The trail calls' } } },
    { id: 'plain', slot: 'hero', priority: 1, when: {}, show: { template: 't', title: 'Plain' } },
    { id: 'offer', slot: 'pop', when: {}, trigger: { on: 'exit_intent', after: '10s' }, show: { template: 'offer' } },
  ],
  ...more,
});
const bundle = await bundleOf(rulesOf());
const titles = { a: 'Gear up', b: 'The trail calls' };

/** The variation that a new visitor with each seed gets. */
async function variations(seeds, options) {
  const found = [];
  for (const seed of seeds) {
    const { vitrine } = await open({ bundle, consent: allowed, seed, ...options });
    found.push(vitrine.decide('hero').variation);
  }
  return found;
}
const seeds = Array.from({ length: 40 }, (_, i) => i * 7919);

test('a visitor gets one of the variations, the same every time, and others get the other', async () => {
  const first = await variations(seeds);
  assert.deepEqual([...new Set(first)].sort(), ['a', 'b']);
  assert.deepEqual(await variations(seeds), first);
});

test('the decision names experiment and variation, and shows its text', async () => {
  const { vitrine } = await open({ bundle, consent: { personalise: true, measure: true } });
  const reports = [];
  vitrine.on('report', (report) => reports.push(report));
  const { rule, experiment, variation, show, token } = vitrine.decide('hero');
  assert.deepEqual([rule, experiment, show], ['hero', 'copy', { template: 't', title: titles[variation] }]);
  assert.match(token, /^1\.[0-9a-f]{16}\.\d+\.\d+\.[01]\.\d+$/);
  assert.equal(vitrine.report(token, 'shown'), true);
  assert.deepEqual(reports, [{ token, rule: 'hero', experiment: 'copy', variation, outcome: 'shown' }]);
});

test('the variation is the visitor\'s: a snapshot carries it, forgetting draws anew', async () => {
  const first = await variations(seeds);
  const [one, other] = [seeds[first.indexOf('a')], seeds[first.indexOf('b')]];
  const { vitrine } = await open({ bundle, consent: allowed, seed: one });
  vitrine.page({ type: 'home' });
  const snapshot = vitrine.snapshot();
  const later = await open({ bundle, consent: allowed, seed: other, snapshot });
  assert.equal(later.vitrine.decide('hero').variation, 'a');
  later.vitrine.forget();
  assert.equal(later.vitrine.decide('hero').variation, 'b');
});

test('without consent nobody is assigned', async () => {
  const { vitrine } = await open({ bundle });
  assert.deepEqual([vitrine.decide('hero').rule, vitrine.decide('hero').experiment], ['plain', null]);
  vitrine.setConsent(allowed);
  assert.equal(vitrine.decide('hero').experiment, 'copy');
});

test('a preview shows either variation, also without consent, and ends', async () => {
  const { vitrine, warnings } = await open({ bundle });
  for (const variation of ['b', 'a', 'b']) {
    vitrine.force('copy', variation);
    assert.deepEqual([vitrine.decide('hero').variation, vitrine.decide('hero').show.title], [variation, titles[variation]]);
  }
  vitrine.force('copy', null);
  assert.equal(vitrine.decide('hero').rule, 'plain');
  assert.deepEqual(warnings, []);
  vitrine.force('copy', 'c');
  vitrine.force('colour', 'a');
  vitrine.force('colour', null);
  assert.deepEqual(warnings.map(({ code, message }) => [code, message]), [
    ['experiment', 'No "copy: c" in the rules.'],
    ['experiment', 'No "colour: a" in the rules.'],
    ['experiment', 'No "colour: null" in the rules.'],
  ]);
});

test('the control group keeps the default, with a token that counts', async () => {
  const control = await bundleOf(
    rulesOf({ control: 'a' }, {
      rules: [{ id: 'hero', slot: 'hero', experiment: 'copy', when: {}, show: { template: 't', title: 'New' } }],
      slots: { hero: { type: 'content' } },
    }),
  );
  const { vitrine } = await open({ bundle: control, consent: { personalise: true, measure: true } });
  const reports = [];
  vitrine.on('report', ({ variation, outcome }) => reports.push([variation, outcome]));
  vitrine.force('copy', 'a');
  const { rule, variation, show, items, token } = vitrine.decide('hero');
  assert.deepEqual([rule, variation, show, items], ['hero', 'a', null, []]);
  assert.equal(vitrine.report(token, 'shown'), true);
  vitrine.force('copy', 'b');
  assert.equal(vitrine.decide('hero').show.title, 'New');
  assert.equal(vitrine.report(vitrine.decide('hero').token, 'clicked'), true);
  assert.deepEqual(reports, [['a', 'shown'], ['b', 'clicked']]);
});

test('a variation that was shown stays when the weights change, if it is sticky', async () => {
  for (const sticky of [true, false]) {
    const [even, all] = await Promise.all([
      bundleOf(rulesOf({ sticky, seed: 's' })),
      bundleOf(rulesOf({ sticky, seed: 's', weights: [0, 1] })),
    ]);
    const first = await variations(seeds, { bundle: even });
    const before = await open({ bundle: even, consent: allowed, seed: seeds[first.indexOf('a')] });
    before.vitrine.page({ type: 'home' });
    before.vitrine.report(before.vitrine.decide('hero').token, 'shown');
    const after = await open({ bundle: all, consent: allowed, snapshot: before.vitrine.snapshot() });
    assert.equal(after.vitrine.decide('hero').variation, sticky ? 'a' : 'b');
  }
});

test('a popup tells what opens it, apart from what it shows', async () => {
  const { vitrine } = await open({ bundle });
  const { show, trigger } = vitrine.decide('pop');
  assert.deepEqual([show, trigger], [{ template: 'offer' }, { on: 'exit_intent', after: 10_000 }]);
  assert.ok(Object.isFrozen(trigger));
});

test('who is shown no popup on purpose knows when it would have opened', async () => {
  const rules = rulesOf({ control: 'a', holdout: 'all' }, { holdouts: { all: { share: 0.5 } } });
  rules.rules[2].experiment = 'copy';
  const popups = await bundleOf(rules);
  const seen = new Set();
  for (const seed of seeds) {
    const { vitrine } = await open({ bundle: popups, consent: allowed, seed });
    const { rule, experiment, variation, show, trigger, token } = vitrine.decide('pop');
    assert.deepEqual([rule, trigger], ['offer', { on: 'exit_intent', after: 10_000 }]);
    assert.deepEqual(show, variation === 'b' ? { template: 'offer' } : null);
    assert.equal(vitrine.report(token, 'shown'), true);
    const hero = vitrine.decide('hero');
    if (variation !== 'b') assert.deepEqual([hero.rule, hero.show, hero.trigger], ['hero', null, null]);
    seen.add(`${experiment} ${variation}`);
  }
  assert.deepEqual([...seen].sort(), ['all holdout', 'copy a', 'copy b']);
});

test('an explanation has one entry for a rule, whatever its variations', async () => {
  const { vitrine } = await open({ bundle, consent: allowed });
  vitrine.force('copy', 'b');
  assert.deepEqual(vitrine.explain('hero').rules.map(({ text }) => text), [
    'hero: holds and comes first, copy: b',
    'plain: holds, but hero comes first (priority 2, not 1)',
  ]);
  const unknown = await open({ bundle });
  const [{ outcome, stopped }] = unknown.vitrine.explain('hero').rules;
  assert.deepEqual([outcome, stopped.path], ['unknown', '$experiment copy']);
});

test('a seed that is no whole number below 2 to the power of 53 is refused at the start', async () => {
  for (const seed of [-1, 0.5, 2 ** 53, NaN, '7']) {
    await assert.rejects(open({ bundle, seed }), ({ code, message }) => code === 'options' && /`seed`/.test(message));
  }
});
