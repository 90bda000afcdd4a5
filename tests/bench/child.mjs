// One measurement in a process of its own, which has seen no rule compiler: node child.mjs first|again <rules file>.
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

function checkDecided(decisions) {
  if (decisions.length !== 6 || !decisions.some((d) => d.rule)) throw new Error('nothing was decided');
}

async function first() {
  // The module's memory is not part of the API: it is caught where it is made.
  let memory;
  const instantiate = WebAssembly.instantiate;
  WebAssembly.instantiate = async (...args) => {
    const made = await instantiate.apply(WebAssembly, args);
    memory = (made.instance ?? made).exports.memory;
    return made;
  };
  const begin = performance.now();
  const vitrine = await createVitrine({
    bundle,
    wasm,
    now: () => START,
    storage: null,
    consent: { personalise: true },
    attributes: { loyalty_tier: 'gold', age: 40, newsletter: true, country: 'NO' },
  });
  vitrine.page({ type: 'home', url: 'https://shop.example/' });
  const decisions = vitrine.decideAll();
  const ms = performance.now() - begin;
  checkDecided(decisions);
  vitrine.dispose();
  return { ms, memory: memory.buffer.byteLength };
}

async function again() {
  let now = START;
  const vitrine = await createVitrine({
    bundle,
    wasm,
    now: () => now,
    storage: null,
    consent: { personalise: true },
    attributes: { loyalty_tier: 'gold', age: 40, newsletter: true, country: 'NO' },
  });
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
  checkDecided(vitrine.decideAll());
  vitrine.dispose();
  return samples.slice(5);
}

console.log(JSON.stringify(await (job === 'first' ? first() : again())));
