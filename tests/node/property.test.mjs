// Rules and visitors at random: the product kept up to date step by step, the product told everything at once, the
// product brought back from a snapshot, and the reference evaluator always agree.
import assert from 'node:assert/strict';
import test from 'node:test';
import { compileAccepted } from '../reference/accepted.mjs';
import { random } from '../reference/random.mjs';
import { START, randomRules, randomSteps } from '../reference/random_rules.mjs';
import { Reference } from '../reference/reference.mjs';
import { isContext, openProduct } from '../reference/steps.mjs';

const RULE_FILES = Number(process.env.VITRINE_PROPERTY_FILES ?? 150);
const VISITORS = 2;
const STEPS = 50;
const SEED = 0x1234567890abc;

/** Who is held out is told by the experiment alone. */
const comparable = (slots, rules) =>
  Object.fromEntries(
    Object.entries(slots).map(([slot, { rule, experiment, variation }]) => {
      const arm = rules.experiments?.[experiment] ? variation : null;
      return [slot, [rule, experiment ?? null, arm]];
    }),
  );

function stateOf(product, rules) {
  return { slots: comparable(product.slots(), rules), segments: product.segments().sort() };
}

async function live(bundle, rules, steps, snapshotAt, story) {
  const reference = new Reference(rules, { now: START, seed: SEED });
  const product = await openProduct(bundle, { now: START, seed: SEED });
  const tokens = [];
  const others = [];
  for (const [index, step] of steps.entries()) {
    reference.apply(step);
    for (const one of [product, ...others]) one.apply(step, tokens, index);
    const expected = stateOf(reference, rules);
    for (const [i, one] of [product, ...others].entries()) {
      const who = i ? `restored after step ${snapshotAt}` : 'kept up to date';
      assert.deepEqual(stateOf(one, rules), expected, `${who}, step ${index}, ${story(index)}`);
    }
    if (index === snapshotAt && reference.consent()) {
      others.push(
        await restored(bundle, product.vitrine.snapshot(), steps.slice(0, index + 1), steps.slice(index + 1)),
      );
      assert.deepEqual(stateOf(others[0], rules), expected, `just restored, step ${index}, ${story(index)}`);
    }
  }
  const fresh = await openProduct(bundle, { now: START, seed: SEED });
  steps.forEach((step, index) => fresh.apply(step, tokens, index));
  assert.deepEqual(stateOf(fresh, rules), stateOf(reference, rules), `told everything at once, ${story(steps.length)}`);
  for (const one of [product, fresh, ...others]) {
    // An experiment that nothing uses is not in the bundle.
    assert.deepEqual(
      one.warnings.filter(({ code }) => code !== 'experiment'),
      [],
      story(steps.length),
    );
    one.vitrine.dispose();
  }
}

/** Another page of the same visitor: the host tells what it knows, behaviour and seed come from the snapshot. */
async function restored(bundle, snapshot, past, future) {
  const forgets = future.some(({ forget, consent }) => forget || consent === false);
  const product = await openProduct(bundle, { now: START, seed: forgets ? SEED : 1 });
  for (const step of past.filter(isContext)) product.apply(step, []);
  product.apply({ consent: true }, []);
  assert.equal(product.vitrine.restore(snapshot), true);
  return product;
}

test(`${RULE_FILES} rule files, ${VISITORS} visitors each: incremental, full, restored and reference agree`, async () => {
  const refused = [];
  let made = 0;
  for (let file = 0; file < RULE_FILES; file++) {
    const r = random(file + 1);
    const all = randomRules(r);
    const accepted = await compileAccepted(all);
    const { bundle, rules } = accepted;
    refused.push(...accepted.refused);
    made += all.rules.length + Object.keys(all.segments).length;
    for (let visitor = 0; visitor < VISITORS; visitor++) {
      const steps = randomSteps(r, rules, STEPS);
      const story = (index) =>
        `file ${file}, visitor ${visitor}: ${JSON.stringify({ rules, steps: steps.slice(0, index + 1) })}`;
      await live(bundle, rules, steps, r.below(steps.length), story);
    }
  }
  assert.ok(
    refused.length < made / 5,
    `refused ${refused.length} of ${made}, such as ${JSON.stringify(refused.slice(0, 10))}`,
  );
});
