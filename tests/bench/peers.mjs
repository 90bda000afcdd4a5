// Measures Vitrine beside other rule and flag libraries: the same rules, the same contexts, in one process, and equal
// results before anything is timed. tests/bench/run peers builds what it needs.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { GrowthBookClient } from '@growthbook/growthbook';
import { createVitrine } from 'vitrine';
import { conditionOf, makeContexts, makeTests, peers, ruleFile, ruleId, winners } from './peer_rules.mjs';

const JOBS = ['conditions', 'experiments', 'one-change', 'load', 'bytes'];
const { values } = parseArgs({
  options: {
    json: { type: 'string' },
    rounds: { type: 'string', default: '31' },
    only: { type: 'string', multiple: true, default: JOBS },
    readme: { type: 'boolean' },
    child: { type: 'string' },
    help: { type: 'boolean' },
  },
});
if (values.help) {
  console.log(`node tests/bench/peers.mjs [--json FILE] [--readme] [--rounds N] [--only ${JOBS.join('|')}]...
  --json    also write the figures to a file
  --readme  also put the table into the README
  --rounds  measurements of each time (31)`);
  process.exit();
}

// What a bundler puts in its place: the SDK asks for it all the time, and Node answers slowly.
process.env = { ...process.env, NODE_ENV: 'production' };

const COUNT = 1000;
const START = Date.UTC(2026, 10, 1, 12);
const consent = { personalise: true };
const contexts = makeContexts(64);
const tests = makeTests(COUNT);
const conditions = tests.map(conditionOf);
const wasm = readFileSync(fileURLToPath(new URL('../../web/dist/vitrine.wasm', import.meta.url)));

async function bundleOf(file) {
  const { compile } = await import('vitrine/authoring');
  const { bundle, diagnostics } = await compile(file);
  if (!bundle) throw new Error(JSON.stringify(diagnostics.slice(0, 5), null, 1));
  return bundle;
}

async function open(bundle, options = {}) {
  let now = START;
  const vitrine = await createVitrine({ bundle, wasm, now: () => now, storage: null, consent, ...options });
  return Object.assign(vitrine, { pass: (ms) => (now += ms) });
}

const chosen = (vitrine) => vitrine.decideAll().map(({ rule }) => rule);
const idOf = (winner) => (winner === null ? null : ruleId(winner));

/** Median and the quarter of the measurements on each side of it. */
function spread(samples) {
  const sorted = [...samples].sort((a, b) => a - b);
  const at = (share) => sorted[Math.round(share * (sorted.length - 1))];
  return { median: at(0.5), low: at(0.25), high: at(0.75) };
}

/** Microseconds of one call of each of the functions by name, which take turns. Calls get a number that goes up. */
async function race(functions) {
  const samples = {};
  const calls = {};
  const state = {};
  for (const [name, run] of Object.entries(functions)) {
    samples[name] = [];
    state[name] = 0;
    const began = performance.now();
    for (let warm = 0; warm < 200 && performance.now() - began < 1500; ++warm) await run(state[name]++);
    const each = (performance.now() - began) / state[name];
    calls[name] = Math.max(1, Math.round(15 / each));
  }
  for (let round = 0; round < Number(values.rounds); ++round) {
    for (const [name, run] of Object.entries(functions)) {
      const began = performance.now();
      // A function that answers at once is not made to wait.
      if (run.asynchronous) for (let i = calls[name]; i > 0; --i) await run(state[name]++);
      else for (let i = calls[name]; i > 0; --i) run(state[name]++);
      samples[name].push(((performance.now() - began) / calls[name]) * 1000);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }
  return Object.fromEntries(Object.entries(samples).map(([name, list]) => [name, spread(list)]));
}

const rows = [];
const row = (job, unit, figures, target) => rows.push({ job, unit, figures, target });
const contextOf = (i) => contexts[i % contexts.length];

async function measureConditions() {
  const segments = Object.fromEntries(conditions.map((condition, i) => [ruleId(i), condition]));
  const all = await open(await bundleOf(ruleFile([], undefined, { file: { segments } })));
  const vitrine = await open(await bundleOf(ruleFile(conditions)));
  const loaded = Object.entries(peers).map(([name, { write, load }]) => [name, load(write(tests))]);
  let some = 0;
  for (const context of contexts) {
    all.setAttributes(context);
    vitrine.setAttributes(context);
    const expected = new Set(all.segments());
    some += expected.size;
    for (const [name, run] of loaded) {
      const held = await run(context);
      assert.deepEqual(new Set(held.map(ruleId)), expected, name);
      assert.deepEqual(winners(held).map(idOf), chosen(vitrine), name);
    }
  }
  assert.ok(some > contexts.length * 20, 'too few rules hold');

  const functions = {
    vitrine(i) {
      vitrine.setAttributes(contextOf(i));
      vitrine.decideAll();
    },
    'vitrine, all 1,000 answers'(i) {
      all.setAttributes(contextOf(i));
      all.segments();
    },
  };
  for (const [name, run] of loaded) {
    functions[name] = (i) => run(contextOf(i));
    functions[name].asynchronous = name === 'json-rules-engine';
  }
  const { 'vitrine, all 1,000 answers': answers, ...figures } = await race(functions);
  row('1,000 rules x 3 conditions, 12 attributes set anew', 'us', figures, 30);
  row('the same, telling every rule that holds', 'us', { ...figures, vitrine: answers });
}

const EXPERIMENT = { variations: ['a', 'b'], weights: [0.5, 0.5], hashAttribute: 'id', hashVersion: 2 };

/** Buckets are kept while the id stays, or not: then each call has another one. */
async function measureExperiments() {
  const experiments = Object.fromEntries(conditions.map((_, i) => [ruleId(i), { ...EXPERIMENT, seed: `seed-${i}` }]));
  const extra = { attributes: { id: { type: 'string' } }, file: { experiments } };
  const inArm = ([name, condition]) => [`${name}:b`, { $and: [condition, { $experiment: name, variation: 'b' }] }];
  const segments = Object.fromEntries(conditions.map((condition, i) => inArm([ruleId(i), condition])));
  const all = await open(await bundleOf(ruleFile([], undefined, { ...extra, file: { experiments, segments } })));
  const vitrine = await open(await bundleOf(ruleFile(conditions, (i) => ({ experiment: ruleId(i) }), extra)));

  const client = new GrowthBookClient();
  const runs = conditions.map((condition, i) => ({ ...EXPERIMENT, key: ruleId(i), seed: `seed-${i}`, condition }));
  const askGrowthBook = (attributes) => {
    const user = { attributes };
    return runs.map((experiment) => client.runInlineExperiment(experiment, user));
  };

  const person = (i) => ({ ...contextOf(i), id: `person-${i}` });
  for (let i = 0; i < contexts.length; ++i) {
    all.setAttributes(person(i));
    vitrine.setAttributes(person(i));
    const results = askGrowthBook(person(i));
    const inB = results.flatMap(({ inExperiment, value }, k) =>
      inExperiment && value === 'b' ? [`${ruleId(k)}:b`] : [],
    );
    assert.deepEqual(new Set(all.segments()), new Set(inB));
    const held = results.flatMap(({ inExperiment }, k) => (inExperiment ? [k] : []));
    const expected = winners(held).map((k) => (k === null ? [null, null] : [ruleId(k), results[k].value]));
    assert.deepEqual(
      vitrine.decideAll().map(({ rule, variation }) => [rule, variation]),
      expected,
    );
  }

  const same = (i) => ({ ...contextOf(i), id: 'person' });
  for (const [make, what, target] of [
    [same, 'buckets kept', 60],
    [person, 'hashed attribute changes every time', 100],
  ]) {
    const made = Array.from({ length: 4096 }, (_, i) => make(i));
    const figures = await race({
      vitrine(i) {
        vitrine.setAttributes(made[i % made.length]);
        vitrine.decideAll();
      },
      '@growthbook/growthbook': (i) => askGrowthBook(made[i % made.length]),
    });
    row(`the same with 50/50 experiments on every rule, ${what}`, 'us', figures, target);
  }
}

/** Ten rules read what changes, all others something else. */
async function measureOneChange() {
  const changing = {
    attribute: [(k) => ({ hot: { $gte: k } }), (vitrine, i) => vitrine.setAttributes({ hot: i % 11 })],
    event: [
      (k) => ({ $event: 'search', within: '1m', count: { $gte: k + 1 } }),
      (vitrine, i) => {
        vitrine.pass(i % 9 ? 7000 : 61_000);
        vitrine.track('search');
      },
    ],
  };
  for (const [what, [reads, change]] of Object.entries(changing)) {
    for (const count of [1000, 10_000]) {
      const all = makeTests(count).map(conditionOf);
      for (let k = 0; k < 10; ++k) Object.assign(all[k * 97], reads(k));
      const bundle = await bundleOf(ruleFile(all, undefined, { attributes: { hot: { type: 'number' } } }));
      const vitrine = await open(bundle, { attributes: contexts[0] });
      const evaluate = peers['@growthbook/growthbook'].load(JSON.stringify(all));
      for (let i = 0; what === 'attribute' && i < 11; ++i) {
        change(vitrine, i);
        assert.deepEqual(winners(evaluate({ ...contexts[0], hot: i })).map(idOf), chosen(vitrine));
      }
      const functions = {
        vitrine(i) {
          change(vitrine, i);
          vitrine.decideAll();
        },
      };
      if (what === 'attribute') functions['@growthbook/growthbook'] = (i) => evaluate({ ...contexts[0], hot: i % 11 });
      row(
        `one ${what} changes that 10 rules read, ${count.toLocaleString('en')} rules`,
        'us',
        await race(functions),
        5,
      );
    }
  }
}

const script = fileURLToPath(import.meta.url);

/** Each measurement in a new process, in which all code is cold, and again when it is warm. */
async function measureLoading() {
  const scratch = mkdtempSync(join(tmpdir(), 'vitrine-peers-'));
  writeFileSync(join(scratch, 'vitrine'), await bundleOf(ruleFile(conditions)));
  for (const [name, { write }] of Object.entries(peers))
    writeFileSync(join(scratch, name.replace('/', '_')), write(tests));
  const names = ['vitrine', ...Object.keys(peers)];
  const cold = Object.fromEntries(names.map((name) => [name, []]));
  const warm = Object.fromEntries(names.map((name) => [name, []]));
  for (let round = 0; round < Math.ceil(Number(values.rounds) / 2); ++round) {
    for (const name of names) {
      const file = join(scratch, name.replace('/', '_'));
      const times = JSON.parse(
        execFileSync(process.execPath, [script, '--child', JSON.stringify({ name, file })], { encoding: 'utf8' }),
      );
      cold[name].push(times[0]);
      warm[name].push(...times.slice(-5));
    }
  }
  rmSync(scratch, { recursive: true });
  const spreads = (times) => Object.fromEntries(names.map((name) => [name, spread(times[name])]));
  row('load 1,000 rules and evaluate all, module instantiation included, new process', 'ms', spreads(cold), 3);
  row('the same, code warm', 'ms', spreads(warm), 3);
}

async function loadInChild({ name, file }) {
  const data = readFileSync(file, name === 'vitrine' ? null : 'utf8');
  const times = [];
  for (let i = 0; i < 25; ++i) {
    const began = performance.now();
    if (name === 'vitrine') {
      const vitrine = await open(data, { attributes: contextOf(i) });
      vitrine.decideAll();
      times.push(performance.now() - began);
      vitrine.dispose();
    } else {
      await peers[name].load(data)(contextOf(i));
      times.push(performance.now() - began);
    }
  }
  console.log(JSON.stringify(times));
}

async function measureBytes() {
  const size = (data) => ({ median: gzipSync(data, { level: 9 }).length });
  const written = Object.fromEntries(Object.entries(peers).map(([name, { write }]) => [name, size(write(tests))]));
  const bare = ruleFile(conditions, () => ({}));
  const whole = ruleFile(conditions);
  row(
    '1,000 rules that all show the same, gzip',
    'bytes',
    { vitrine: size(await bundleOf(bare)), ...written },
    9.6 * 1024,
  );
  row(
    'the same, each with a title and a link',
    'bytes',
    { vitrine: size(await bundleOf(whole)), 'the rule file': size(JSON.stringify(whole)) },
  );
}

function print() {
  const names = ['vitrine', ...Object.keys(peers), 'the rule file'];
  const digits = (n) => (n >= 100 ? n.toFixed(0) : n.toPrecision(3));
  const cell = ({ median, low, high } = {}) =>
    median === undefined
      ? ''
      : low === undefined
        ? digits(median)
        : `${digits(median)} (${digits(low)} - ${digits(high)})`;
  const lines = [
    ['job', 'unit', ...names, 'at most'],
    ['-', '-', ...names.map(() => '-:'), '-:'],
    ...rows.map(({ job, unit, figures, target }) => [
      job,
      unit,
      ...names.map((name) => cell(figures[name])),
      target ? `${digits(target)}` : '',
    ]),
  ];
  const head = `Node ${process.version}, ${cpus()[0]?.model ?? 'unknown'}, ${values.rounds} measurements of each time: median (middle half).`;
  const table = [head, '', ...lines.map((line) => `| ${line.join(' | ')} |`)].join('\n');
  console.log(table);
  if (values.readme) {
    const readme = fileURLToPath(new URL('../../README.md', import.meta.url));
    const marked = /(<!-- measured by tests\/bench\/run peers -->\n)[^]*?(<!-- end -->)/;
    writeFileSync(readme, readFileSync(readme, 'utf8').replace(marked, (_, begin, end) => `${begin}\n${table}\n\n${end}`));
  }
  if (values.json) writeFileSync(values.json, JSON.stringify(rows, null, 2) + '\n');
}

if (values.child) {
  await loadInChild(JSON.parse(values.child));
} else {
  const measures = [measureConditions, measureExperiments, measureOneChange, measureLoading, measureBytes];
  for (const [i, job] of JOBS.entries()) if (values.only.includes(job)) await measures[i]();
  print();
}
