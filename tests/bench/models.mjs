// What a model costs: a shop's training, a shopper's bytes, memory and time. Learned from a simulated log.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeShop } from './log.mjs';

const cli = fileURLToPath(new URL('../../web/dist/cli.js', import.meta.url));
const child = fileURLToPath(new URL('child.mjs', import.meta.url));
const SHOP = { items: 10_000, sessions: 60_000 };

const RULES = {
  vitrine: 1,
  slots: { picked: { type: 'recommendations', limit: 20 } },
  rules: [{ id: 'picked', slot: 'picked', recommend: { strategy: 'for_you' } }],
};
const CHOOSY = {
  ...RULES,
  rules: [
    {
      id: 'picked',
      slot: 'picked',
      recommend: {
        strategy: 'for_you',
        filter: { 'item.price': { $gte: 10, $lte: 180 }, 'item.brand': { $ne: 'Brand 7' } },
        diversity: 0.3,
        at_most: { 'item.brand': 3 },
      },
    },
  ],
};

const LOOK_UP_PAGE = 4; // kind of a container, runtime/FORMAT.md

/** Of the model's files of each kind, the one of median size. */
function typicalFiles(folder) {
  const kinds = { 'a look-up page': [], 'a shard': [], 'a display page': [] };
  for (const name of readdirSync(folder).filter((one) => /^\d/.test(one))) {
    const path = join(folder, name);
    const isLookUp = name.endsWith('.vitrine') && readFileSync(path).readUInt16LE(6) === LOOK_UP_PAGE;
    kinds[name.endsWith('.json') ? 'a display page' : isLookUp ? 'a look-up page' : 'a shard'].push({ path, size: statSync(path).size });
  }
  return Object.entries(kinds).map(([kind, files]) => {
    const { path } = files.sort((a, b) => a.size - b.size)[files.length >> 1];
    return { name: `model, ${kind} (median of ${files.length})`, path };
  });
}

/** Trains in `scratch` and measures. `spread` makes a figure of samples, `compile` a rules file. */
export async function measureModels({ scratch, rounds, spread, compile }) {
  const shop = makeShop(SHOP);
  const path = (name) => join(scratch, name);
  mkdirSync(path('model'));
  writeFileSync(path('events.csv'), shop.events);
  writeFileSync(path('feed.tsv'), shop.feed);
  writeFileSync(path('picked.vitrine'), (await compile(RULES)).bundle);
  writeFileSync(path('choosy.vitrine'), (await compile(CHOOSY)).bundle);

  const node = (...args) => JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 1 << 26 }));
  const training = Array.from({ length: Math.ceil(rounds / 7) }, () => node(child, 'train', path('events.csv'), path('feed.tsv')));
  execFileSync(process.execPath, [cli, 'train', path('events.csv'), '--feed', path('feed.tsv'), '--out', path('model')], { stdio: 'ignore' });
  const judged = node(cli, 'evaluate', path('events.csv'), '--feed', path('feed.tsv'), '--holdout', '10%', '--json');
  const used = Array.from({ length: Math.ceil(rounds / 4) }, () => node(child, 'recommend', path('picked.vitrine'), path('model')));
  const choosy = Array.from({ length: Math.ceil(rounds / 4) }, () => node(child, 'recommend', path('choosy.vitrine'), path('model')));
  const typical = typicalFiles(path('model'));
  const shard = typical.find(({ name }) => name.includes('a shard')).path;
  const threeShards = [0, 1, 2].map((i) => shard.replace(/\d+(?=\.vitrine)/, (number) => Number(number) - i)).join();
  const loads = Array.from({ length: Math.ceil(rounds / 4) }, () => node(child, 'parts', path('model/core.vitrine'), threeShards));

  const size = `${SHOP.items.toLocaleString('en')} items, ${shop.rows.toLocaleString('en')} events (simulated)`;
  const ranker = judged.model.us_per_recommendation;
  const { core, lookups, shards } = judged.bytes_per_session;
  const session = (core + lookups + shards) / 1024;
  return {
    files: [
      ...['core.vitrine', 'core.json'].map((name) => ({ name: `model, ${name}`, path: path(`model/${name}`) })),
      ...typical,
    ],
    title: size,
    rows: [
      [`training, ${size}`, 's', spread(training.map((t) => t.seconds))],
      ['memory of the training module', 'MB', spread(training.map((t) => t.memory / 2 ** 20))],
      ['the whole model taken into use', 'ms', spread(used.map((u) => u.load))],
      ['core and three shards taken into use, new instance', 'ms', spread(loads.flatMap((l) => l.later)), 5],
      ['the same, the first time in a process', 'ms', spread(loads.map((l) => l.first)), 5],
      ['wasm memory with the model', 'MB', spread(used.map((u) => u.memory / 2 ** 20))],
      ['files to rank with that a session downloads', 'KB', { median: session, low: session, high: session }],
      ['one recommendation of 20 items, in the ranker (to: p99)', 'us', { median: ranker.median, low: ranker.median, high: ranker.p99 }, 20],
      ['one event, then 20 items recommended again', 'us', spread(used.flatMap((u) => u.again))],
      ['the same with a filter, diversity and caps', 'us', spread(choosy.flatMap((u) => u.again))],
    ],
  };
}
