// What a model costs: a shop's training, a shopper's bytes, memory and time. Learned from a simulated log.
import { execFileSync } from 'node:child_process';
import { mkdirSync, statSync, writeFileSync } from 'node:fs';
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

/** Trains in `scratch` and measures. `spread` makes a figure of samples, `compile` a rules file. */
export async function measureModels({ scratch, rounds, spread, compile }) {
  const shop = makeShop(SHOP);
  const path = (name) => join(scratch, name);
  mkdirSync(path('model'));
  writeFileSync(path('events.csv'), shop.events);
  writeFileSync(path('feed.tsv'), shop.feed);
  writeFileSync(path('picked.vitrine'), (await compile(RULES)).bundle);

  const node = (...args) => JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 1 << 26 }));
  const training = Array.from({ length: Math.ceil(rounds / 7) }, () => node(child, 'train', path('events.csv'), path('feed.tsv')));
  execFileSync(process.execPath, [cli, 'train', path('events.csv'), '--feed', path('feed.tsv'), '--out', path('model')], { stdio: 'ignore' });
  const judged = node(cli, 'evaluate', path('events.csv'), '--feed', path('feed.tsv'), '--holdout', '10%', '--json');
  const used = Array.from({ length: Math.ceil(rounds / 4) }, () => node(child, 'recommend', path('picked.vitrine'), path('model')));

  const size = `${SHOP.items.toLocaleString('en')} items, ${shop.rows.toLocaleString('en')} events (simulated)`;
  const ranker = judged.model.us_per_recommendation;
  return {
    files: ['core.vitrine', 'core.json', 'shard-0.vitrine', 'shard-0.json'].map((name) => ({
      name: `model, ${name.replace('-0', '')}`,
      path: path(`model/${name}`),
      size: statSync(path(`model/${name}`)).size,
    })),
    title: size,
    rows: [
      [`training, ${size}`, 's', spread(training.map((t) => t.seconds))],
      ['memory of the training module', 'MB', spread(training.map((t) => t.memory / 2 ** 20))],
      ['core and shard taken into use', 'ms', spread(used.map((u) => u.load))],
      ['wasm memory with the model', 'MB', spread(used.map((u) => u.memory / 2 ** 20))],
      ['one recommendation of 20 items, in the ranker (to: p99)', 'us', { median: ranker.median, low: ranker.median, high: ranker.p99 }, 20],
      ['one event, then 20 items recommended again', 'us', spread(used.flatMap((u) => u.again))],
    ],
  };
}
