// Prints how long one recommendation takes in vitrine.wasm: 20 of 43,000 items, for many visits, after each view.
// Start it with tests/bench/run ranker, which builds what is measured. The model is learned once and kept in
// build/bench/.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';
import { createVitrine } from 'vitrine';
import { compile, readModel } from 'vitrine/authoring';
import { makeShop } from './log.mjs';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '9' },
    model: { type: 'string' },
    visits: { type: 'string' },
    only: { type: 'string', default: '' },
    wasm: { type: 'string', multiple: true, default: [fileURLToPath(new URL('../../web/dist/vitrine.wasm', import.meta.url))] },
    help: { type: 'boolean' },
  },
});
if (values.help) {
  console.log(`tests/bench/run ranker [--rounds N] [--model DIR --visits FILE] [--only TEXT] [--wasm FILE]...
  --rounds  how often all visits are made (9)
  --model   a model that is there, in place of one of a simulated shop
  --visits  CSV or TSV whose first two columns are session and item, with a header: visits to that shop
  --only    rows whose name contains the text
  --wasm    modules to compare, in turns, in place of the one that was built`);
  process.exit();
}
const VISITS = 500;
const SHOP = { items: 43_000, sessions: 190_000 };
const cli = fileURLToPath(new URL('../../web/dist/cli.js', import.meta.url));
const START = Date.UTC(2026, 10, 1, 12);

/** Folder of a trained model, and a log of visits to its shop. */
function simulated() {
  const folder = fileURLToPath(new URL(`../../build/bench/${SHOP.items}-${SHOP.sessions}`, import.meta.url));
  const [events, feed, model] = ['events.csv', 'feed.tsv', 'model'].map((name) => join(folder, name));
  if (!existsSync(join(model, 'report.json'))) {
    console.log('training the model, which takes some minutes');
    mkdirSync(model, { recursive: true });
    const shop = makeShop(SHOP);
    writeFileSync(events, shop.events);
    writeFileSync(feed, shop.feed);
    execFileSync(process.execPath, [cli, 'train', events, '--feed', feed, '--out', model], { stdio: ['ignore', 'ignore', 'inherit'] });
  }
  return { model, visits: events };
}

/** Some visits of a log, spread over all of it: the items of each. */
function visitsOf(path) {
  const visits = new Map();
  for (const line of readFileSync(path, 'utf8').split(/\r?\n/).slice(1)) {
    const [session, item] = line.split(/[,\t]/);
    if (!item) continue;
    const items = visits.get(session) ?? [];
    if (items.at(-1) !== item) items.push(item);
    visits.set(session, items);
  }
  const all = [...visits.values()];
  const step = Math.max(1, Math.floor(all.length / VISITS));
  return all.filter((_, i) => i % step === 0).slice(0, VISITS);
}

const FILTER = { filter: { 'item.price': { $gte: 10, $lte: 180 }, 'item.brand': { $ne: 'Brand 7' } } };
const NEAR_PRICE = { filter: { 'item.price': { $lte: { $ref: 'viewed.price', times: 1.2 } } } };
const DIVERSE = { diversity: 0.3 };
const EVERYTHING = {
  ...NEAR_PRICE,
  ...DIVERSE,
  boost: [{ when: { 'item.brand': { $affinity: true } }, by: 1.2 }],
  at_most: { 'item.brand': 3 },
};
const recommendations = (strategy, more) => ({ slots: { slot: { type: 'recommendations', limit: 20 } }, rule: { recommend: { strategy, ...more } } });
const CASES = {
  'no recommendation: a slot of content': { slots: { slot: { type: 'content' } }, rule: { show: { template: 'hero' } } },
  plain: recommendations('for_you'),
  filter: recommendations('for_you', FILTER),
  'filter by the viewed price': recommendations('for_you', NEAR_PRICE),
  diversity: recommendations('for_you', DIVERSE),
  'filter and diversity': { ...recommendations('for_you', { ...FILTER, ...DIVERSE }), target: [10, 50] },
  'filter by the viewed price and diversity': { ...recommendations('for_you', { ...NEAR_PRICE, ...DIVERSE }), target: [10, 50] },
  'everything: with boosts and caps, too': { ...recommendations('for_you', EVERYTHING), target: [10, 50] },
  'everything, for a visitor who was often there': { ...recommendations('for_you', EVERYTHING), remembers: true },
  similar: recommendations('similar'),
  'similar, everything': recommendations('similar', EVERYTHING),
  popular: recommendations('popular'),
  'popular, everything': recommendations('popular', EVERYTHING),
  popular_in_category: recommendations('popular_in_category'),
  'popular_in_category, everything': recommendations('popular_in_category', EVERYTHING),
};

const caught = [];
const instantiate = WebAssembly.instantiate;
/** Instances from now on note how long each decision takes, in ms. */
WebAssembly.instantiate = async (...args) => {
  const made = await instantiate.apply(WebAssembly, args);
  const { exports } = made.instance ?? made;
  const decide = (instance, now) => {
    const begin = performance.now();
    const status = exports.vitrine_decide(instance, now);
    caught.push(performance.now() - begin);
    return status;
  };
  const instance = { exports: { ...exports, vitrine_decide: decide } };
  return made.instance ? { ...made, instance } : instance;
};

/** A vitrine of one case, and what makes all visits once: us of each decision, or NaN where nothing was decided. */
async function prepare({ slots, rule, remembers }, wasm, model, visits) {
  const rules = { vitrine: 1, slots, rules: [{ id: 'rule', slot: 'slot', ...rule }] };
  const { bundle, diagnostics } = await compile(rules);
  if (!bundle) throw new Error(JSON.stringify(diagnostics, null, 1));
  let now = START;
  const settings = { storage: null, consent: { personalise: true }, seed: 1 };
  const vitrine = await createVitrine({ bundle, wasm, model, now: () => now, ...settings });
  const page = () => vitrine.page({ type: 'home', url: 'https://shop.example/' });
  const view = (item_id) => vitrine.track('view_item', { items: [{ item_id }] });
  const past = [...new Set(visits.flat())].slice(0, 64);

  /** Each item was bought, and what goes with some of them was shown on three pages. */
  function remember() {
    past.forEach((item_id, i) => {
      vitrine.track('purchase', { transaction_id: `t${i}`, value: 1, items: [{ item_id, price: 1, quantity: 1 }] });
      if (i % 8) return;
      view(item_id);
      const { token } = vitrine.decide('slot');
      for (let times = 0; token && times < 3; ++times) {
        vitrine.report(token, 'shown');
        page();
      }
    });
  }

  return () => {
    now = START;
    const times = [];
    for (const items of visits) {
      vitrine.forget();
      page();
      if (remembers) remember();
      for (const item_id of items) {
        now += 1000;
        view(item_id);
        caught.length = 0;
        vitrine.decide('slot');
        times.push((caught.at(-1) ?? NaN) * 1000);
      }
    }
    return times;
  };
}

const at = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
const ascending = (numbers) => Float64Array.from(numbers).sort();
const median = (numbers) => at(ascending(numbers), 0.5);

const shop = values.model && values.visits ? { model: values.model, visits: values.visits } : simulated();
const model = await readModel(shop.model);
const visits = visitsOf(shop.visits);
const rounds = Number(values.rounds);
const modules = values.wasm.map((path) => readFileSync(path));

console.log(`vitrine_decide with one slot of 20 items, after each of ${visits.flat().length} views in ${visits.length} visits; us.
Each view's time is the median of ${rounds} rounds; in brackets the median p50 and p99 of single rounds, interruptions included.\n`);
console.log('| the slot | p50 | p99 | of single rounds | (target) |\n| - | -: | -: | -: | -: |');
for (const [name, told] of Object.entries(CASES)) {
  if (!name.includes(values.only)) continue;
  const runs = [];
  for (const wasm of modules) runs.push({ run: await prepare(told, wasm, model, visits), rounds: [] });
  for (const { run } of runs) run(); // compiles
  for (let round = 0; round < rounds; ++round) {
    for (const one of runs) {
      one.rounds.push(one.run());
      // Coalesced work of the round happens outside of the measurement.
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
  for (const { rounds: samples } of runs) {
    const typical = ascending(samples[0].map((_, i) => median(samples.map((times) => times[i]))));
    const single = [0.5, 0.99].map((share) => median(samples.map((times) => at(ascending(times), share))).toFixed(1));
    const target = told.target ? `(${told.target.join(' / ')})` : '';
    console.log(`| ${name} | ${at(typical, 0.5).toFixed(1)} | ${at(typical, 0.99).toFixed(1)} | (${single.join(' / ')}) | ${target} |`);
  }
}
process.exit(); // vitrines have timers
