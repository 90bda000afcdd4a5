// One measurement in a process of its own, which has seen no rule compiler:
//   node child.mjs first|page|again <rules file>
//   node child.mjs train <events> <feed>
//   node child.mjs recommend <rules file> <model folder>
//   node child.mjs parts <model core> <comma-separated files of the model>
// Prints JSON.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createVitrine } from 'vitrine';

const [job, rules, extra] = process.argv.slice(2);
const bundle = readFileSync(rules);
const wasm = readFileSync(fileURLToPath(new URL('../../web/dist/vitrine.wasm', import.meta.url)));
const START = Date.UTC(2026, 10, 1, 12);
const ITEMS = ['Hiking', 'Camping', 'Climbing', 'Running'].map((item_category, i) => ({
  item_id: `item-${i}`,
  item_category,
  item_brand: 'Fjell',
  price: 20 + i,
}));

const ATTRIBUTES = { loyalty_tier: 'gold', age: 40, newsletter: true, country: 'NO' };

/** A bare vitrine and its first decision. */
async function decideOnce() {
  const vitrine = await createVitrine({ bundle, wasm, now: () => START, storage: null });
  const decisions = vitrine.decideAll();
  return { vitrine, decisions };
}

/** What a page does at its start: consent, four attributes, a page view, the decision. */
async function openPage() {
  const settings = { now: () => START, storage: null, consent: { personalise: true }, attributes: ATTRIBUTES };
  const vitrine = await createVitrine({ bundle, wasm, ...settings });
  vitrine.page({ type: 'home', url: 'https://shop.example/' });
  const decisions = vitrine.decideAll();
  return { vitrine, decisions };
}

/** The memory of modules is not part of the API: that of the next one is caught where it is made. */
function catchMemory() {
  const caught = {};
  const instantiate = WebAssembly.instantiate;
  WebAssembly.instantiate = async (...args) => {
    const made = await instantiate.apply(WebAssembly, args);
    caught.memory = (made.instance ?? made).exports.memory;
    return made;
  };
  return caught;
}

/** The first run in this process, and the median of those that profit from it. */
async function first(run) {
  const caught = catchMemory();
  const times = [];
  for (let i = 0; i < 40; ++i) {
    const begin = performance.now();
    const { vitrine, decisions } = await run();
    times.push(performance.now() - begin);
    if (decisions.length !== 6) throw new Error('not all slots were decided');
    vitrine.dispose();
  }
  const warm = times.slice(20).sort((a, b) => a - b);
  return { cold: times[0], warm: warm[10], memory: caught.memory.buffer.byteLength };
}

async function again() {
  let now = START;
  const settings = { now: () => now, storage: null, consent: { personalise: true }, attributes: ATTRIBUTES };
  const vitrine = await createVitrine({ bundle, wasm, ...settings });
  vitrine.page({ type: 'home', url: 'https://shop.example/' });
  const samples = [];
  for (let round = 0; round < 30; ++round) {
    const repeats = 200;
    const begin = performance.now();
    for (let i = 0; i < repeats; ++i) {
      now += 1000;
      vitrine.track('view_item', { items: [ITEMS[(i + round) % 4]] });
      vitrine.decideAll();
    }
    samples.push(((performance.now() - begin) / repeats) * 1000);
    await settled();
  }
  if (!vitrine.decideAll().some(({ rule }) => rule)) throw new Error('nothing was decided');
  vitrine.dispose();
  return samples.slice(5);
}

async function train() {
  const { train: learn } = await import('vitrine/authoring');
  const caught = catchMemory();
  const begin = performance.now();
  await learn({ events: rules, feed: extra });
  return { seconds: (performance.now() - begin) / 1000, memory: caught.memory.buffer.byteLength };
}

async function recommend() {
  const { readModel } = await import('vitrine/authoring');
  const model = await readModel(extra);
  const settings = { storage: null, consent: { personalise: true } };
  let now = START;
  const caught = catchMemory();
  const open = async (options) => {
    const begin = performance.now();
    const vitrine = await createVitrine({ bundle, wasm, now: () => now, ...settings, ...options });
    vitrine.page({ type: 'home', url: 'https://shop.example/' });
    vitrine.track('view_item', { items: [{ item_id: 'item-1' }] });
    await settled();
    if (options.model && vitrine.decide('picked').items.length !== 20) throw new Error('there are not 20 items');
    return { vitrine, took: performance.now() - begin };
  };
  await open({ model }); // compiles
  const bare = await open({});
  const { vitrine, took } = await open({ model });
  const again = [];
  for (let round = 0; round < 30; ++round) {
    const repeats = 200;
    const begin = performance.now();
    for (let i = 0; i < repeats; ++i) {
      now += 1000;
      vitrine.track('view_item', { items: [{ item_id: `item-${(i * 37 + round) % 2000}` }] });
      vitrine.decideAll();
    }
    again.push(((performance.now() - begin) / repeats) * 1000);
    await settled();
  }
  return { load: Math.max(took - bare.took, 0), memory: caught.memory.buffer.byteLength, again: again.slice(5) };
}

/** Core and parts of a model into new instances of the compiled module: ms, of each but the first few. */
async function parts() {
  const files = [rules, ...extra.split(',')].map((path) => readFileSync(path));
  const module = await WebAssembly.compile(wasm);
  const samples = [];
  for (let round = 0; round < 40; ++round) {
    const core = new WebAssembly.Instance(module, {}).exports;
    core._initialize();
    const instance = core.vitrine_new();
    const begin = performance.now();
    files.forEach((bytes, i) => {
      const arena = core.vitrine_arena(instance, bytes.length);
      new Uint8Array(core.memory.buffer).set(bytes, arena);
      const status = (i ? core.vitrine_part : core.vitrine_model)(instance, bytes.length);
      if (status) throw new Error(`file ${i} was refused: ${status}`);
    });
    samples.push(performance.now() - begin);
  }
  return { first: samples[0], later: samples.slice(5) };
}

/** Lets the coalesced work of a round happen outside of the measurement. */
const settled = () => new Promise((resolve) => setTimeout(resolve, 20));

const jobs = { train, recommend, parts, first: () => first(decideOnce), page: () => first(openPage), again };
console.log(JSON.stringify(await jobs[job]()));
