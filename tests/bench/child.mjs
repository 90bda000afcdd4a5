// One measurement in a process of its own, which has seen no rule compiler: node child.mjs first|page|again <rules file>.
// Prints JSON.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createVitrine } from 'vitrine';

const [job, rules] = process.argv.slice(2);
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

/** The first run in this process, and the median of those that profit from it. */
async function first(run) {
  // The module's memory is not part of the API: it is caught where it is made.
  let memory;
  const instantiate = WebAssembly.instantiate;
  WebAssembly.instantiate = async (...args) => {
    const made = await instantiate.apply(WebAssembly, args);
    memory = (made.instance ?? made).exports.memory;
    return made;
  };
  const times = [];
  for (let i = 0; i < 40; ++i) {
    const begin = performance.now();
    const { vitrine, decisions } = await run();
    times.push(performance.now() - begin);
    if (decisions.length !== 6) throw new Error('not all slots were decided');
    vitrine.dispose();
  }
  const warm = times.slice(20).sort((a, b) => a - b);
  return { cold: times[0], warm: warm[10], memory: memory.buffer.byteLength };
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
    // Lets the coalesced work of the round happen outside of the measurement.
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  if (!vitrine.decideAll().some(({ rule }) => rule)) throw new Error('nothing was decided');
  vitrine.dispose();
  return samples.slice(5);
}

const jobs = { first: () => first(decideOnce), page: () => first(openPage), again };
console.log(JSON.stringify(await jobs[job]()));
