// Training and evaluation as functions: every kind of source, what comes out, and figures that can be worked out by hand.
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after } from 'node:test';
import { pathToFileURL } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { createVitrine } from 'vitrine';
import { compile, evaluate, train } from 'vitrine/authoring';
import { feedText, jsonlFeedText, logText, rssText } from './logs.mjs';
import { wideModel } from './support.mjs';

const folder = await mkdtemp(join(tmpdir(), 'vitrine-training-'));
after(() => rm(folder, { recursive: true }));

const bytes = (text) => new TextEncoder().encode(text);
const log = bytes(logText);
const feed = bytes(feedText);

async function* pieces(all, size) {
  for (let at = 0; at < all.length; at += size) yield all.subarray(at, at + size);
}

test('a model comes with what pages show of its items, and says what it was made of', async () => {
  const { model, report, text } = await train({ events: log, feed });
  assert.equal(String.fromCharCode(...model.core.ranking.subarray(0, 4)), 'VTRL');
  assert.deepEqual([model.parts.length, model.displays.length], [2, 1], 'a look-up page and a shard, a display page');
  const { model: identity, first, currency, fields } = model.displays[0];
  assert.match(identity, /^[0-9a-f]{16}$/);
  assert.deepEqual([first, currency], [0, 'EUR']);
  assert.deepEqual([...fields.id].sort(), ['boot', 'mat', 'stove', 'tent']);
  assert.deepEqual([...fields.title].sort(), ['Boot', 'Mat', 'Stove', 'Tent']);
  const { items, fields: shown, ...core } = model.core.display;
  assert.deepEqual(core, { model: identity, currency: 'EUR' });
  assert.deepEqual(shown.id, items.map((number) => fields.id[number]), 'the most popular ones, best first');
  assert.equal(fields.price[fields.title.indexOf('Boot')], 89.5);
  assert.equal(report.items, 4);
  assert.match(text, /^items +4$/m);
  assert.deepEqual(report.files.map(({ name, rows, broken }) => [name, rows, broken]), [['events', 24, 0], ['feed', 4, 0]]);
});

test('a feed in every form, with further attributes where they are asked for', async () => {
  const { model } = await train({ events: log, feed });
  for (const text of [rssText, jsonlFeedText, '\uFEFF' + rssText]) {
    assert.deepEqual((await train({ events: log, feed: bytes(text) })).model, model);
  }
  assert.deepEqual((await train({ events: log, feed: pieces(bytes(rssText), 3) })).model, model);
  const colored = await train({ events: log, feed: bytes(rssText), display: ['color'] });
  assert.deepEqual(colored.model.core.display.fields.color, ['red', 'red', 'red', 'red']);
  const { bundle } = await compile({
    vitrine: 1,
    slots: { shelf: { type: 'recommendations', limit: 1 } },
    rules: [{ id: 'popular', slot: 'shelf', recommend: { strategy: 'popular' } }],
  });
  const vitrine = await createVitrine({ bundle, model: colored.model, storage: null, consent: { personalise: true } });
  vitrine.page({ type: 'home', slots: ['shelf'] });
  assert.equal(vitrine.decide('shelf').items[0].color, 'red');
  vitrine.dispose();
  await assert.rejects(train({ events: log, feed, display: ['color'] }), { code: 'data', message: /no attribute `color` for display/ });
});

test('health of a log, and visits that no shopper makes', async () => {
  const bot = Array.from({ length: 300 }, (_, i) => `bot,boot,${Date.UTC(2026, 0, 1) + i}\n`).join('');
  const events = bytes(logText + bot);
  const { report } = await train({ events, feed });
  const { bots, events: kinds, share_in_feed, days, gaps } = report.health;
  assert.deepEqual(bots, [{ rule: 'more than 200 events in a visit', sessions: 1, events: 300 }]);
  assert.deepEqual([kinds, share_in_feed, days, gaps], [{ view: 324, cart: 0, purchase: 0 }, 1, 10, []]);
  assert.equal(report.events, 24);
  assert.equal((await train({ events, feed, keepBots: true })).report.events, 324);
});

test('every kind of source gives the same model', async () => {
  const { model } = await train({ events: log });
  const path = join(folder, 'log with spaces & 100%.csv');
  const packed = gzipSync(log);
  await writeFile(path, log);
  await writeFile(join(folder, 'packed.csv'), packed); // whatever the name
  const server = createServer((_, response) => response.end(packed)).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  after(() => server.close());
  const sources = {
    path,
    'file URL': pathToFileURL(path),
    'gzip file': join(folder, 'packed.csv'),
    'address': new URL(`http://127.0.0.1:${server.address().port}/log.csv.gz`),
    'bytes': Buffer.from(log),
    'gzip bytes': packed,
    'two gzip files in one': Buffer.concat([gzipSync(log.subarray(0, 50)), gzipSync(log.subarray(50))]),
    'stream': pieces(log, 5),
    'gzip stream, byte by byte': pieces(packed, 1),
    'stream of one piece': pieces(log, 1e9),
  };
  for (const [name, events] of Object.entries(sources)) {
    assert.deepEqual((await train({ events })).model, model, name);
  }
});

test('what cannot be read is told before the work begins', async () => {
  const rejects = (events, code, message) => assert.rejects(train({ events }), { code, message });
  await rejects(join(folder, 'none.csv'), 'source', `${join(folder, 'none.csv')} cannot be read: there is no such file`);
  await rejects(folder, 'source', `${folder} cannot be read: it is a folder`);
  await rejects(pathToFileURL(join(folder, 'none.csv')), 'source', 'none.csv cannot be read: there is no such file');
  await rejects(7, 'options', '"events" is neither a path, a URL, a Uint8Array nor a stream of them.');
  await rejects(undefined, 'options', '`events` is missing: the log to learn from.');
  await rejects((async function* () { yield 'text'; })(), 'options', '"events" is a stream, but not of Uint8Array.');
  let touched = false;
  async function* untouched() {
    touched = true;
    yield log;
  }
  await assert.rejects(train({ events: untouched(), feed: join(folder, 'none.tsv') }), { code: 'source' });
  assert.equal(touched, false);
});

test('a stream that fails, and gzip that is damaged', async () => {
  async function* failing() {
    yield log.subarray(0, 10);
    throw new Error('the line is dead');
  }
  await assert.rejects(train({ events: failing() }), { message: 'the line is dead' });
  async function* cut() {
    yield gzipSync(log).subarray(0, 20);
    throw new Error('the line is dead');
  }
  await assert.rejects(train({ events: cut() }), { message: 'the line is dead' });
  const packed = gzipSync(logText);
  const broken = Buffer.from(packed);
  broken[30] ^= 0xff;
  for (const events of [packed.subarray(0, packed.length - 12), broken, packed.subarray(0, 12)]) {
    await assert.rejects(train({ events }), {
      code: 'data',
      message: 'events is damaged: it begins as gzip, but cannot be uncompressed.',
    });
  }
});

test('a page uncompresses by its own means', async () => {
  const { process } = globalThis;
  const packed = gzipSync(log);
  const { model } = await train({ events: log });
  globalThis.process = undefined;
  try {
    assert.deepEqual((await train({ events: pieces(packed, 7) })).model, model);
    await assert.rejects(train({ events: packed.subarray(0, packed.length - 12) }), { code: 'data' });
    await assert.rejects(train({ events: pieces(packed, 7), columns: { item: 'none' } }), { code: 'data', message: /no column `none`/ });
  } finally {
    globalThis.process = process;
  }
});

test('progress: each file, then the training, never backwards', async () => {
  const seen = [];
  await train({ events: log, feed, onProgress: (progress) => seen.push(progress) });
  assert.deepEqual([...new Set(seen.map(({ phase, file }) => `${phase} ${file}`))], [
    'reading events',
    'reading feed',
    'training undefined',
  ]);
  const reading = seen.find(({ file }) => file === 'events');
  assert.equal(reading.done, 1);
  assert.ok(reading.rate > 0);
  assert.equal(reading.seconds, 0);
  const training = seen.filter(({ phase }) => phase === 'training').map(({ done }) => done);
  assert.deepEqual(training, [...training].sort((a, b) => a - b));
  const streamed = [];
  await train({ events: pieces(log, 9), onProgress: (progress) => streamed.push(progress) });
  assert.equal(streamed[0].done, null, 'nobody knows how long a stream is');
});

test('a module that gives up names the native command', async () => {
  const { instantiate } = WebAssembly;
  WebAssembly.instantiate = async (...given) => {
    const { exports } = await instantiate(...given);
    const vitrine_authoring_step = () => {
      throw new WebAssembly.RuntimeError('unreachable');
    };
    return { exports: { ...exports, vitrine_authoring_step } };
  };
  try {
    await assert.rejects(train({ events: log }), {
      code: 'memory',
      message: /^The authoring module gave up with \d+ MB in use: .*build\/release\/vitrine\.$/,
    });
  } finally {
    WebAssembly.instantiate = instantiate;
  }
  assert.ok((await train({ events: log })).model);
});

/**
 * 22 products, of which product k was viewed in 8 * (23 - k) visits of its own, so that popularity is p1, p2, ... p22;
 * and three visits that went from p21 to p22.
 */
function ranking() {
  const lines = ['session,item,time'];
  for (let k = 1; k <= 22; k++) {
    for (let i = 0; i < 8 * (23 - k); i++) lines.push(`p${k}-${i},p${k},2026-01-01T12:00`);
  }
  for (let i = 0; i < 3; i++) lines.push(`pair-${i},p21,2026-01-01T12:00`, `pair-${i},p22,2026-01-01T12:01`);
  return bytes(lines.join('\n'));
}

// What popularity recommends to somebody who viewed p1 is p1 to p20; without what the visit has seen already, p2 to p21.
// The model recommends p22 after p21. Where it knows nothing better: what the visit has seen, then what is near, and its
// order of the others is that of popularity: after p1 as popularity; after p3 first p3; after p21 p22, p21, p20 and so on
// down to p3, without what was seen down to p2.
const unseen = `session,item,time
known-pair,p21,2026-01-02T12:00
known-pair,p22,2026-01-02T12:01
popular,p1,2026-01-02T12:00
popular,p2,2026-01-02T12:01
unpopular,p1,2026-01-02T12:00
unpopular,p21,2026-01-02T12:01
back-again,p3,2026-01-02T12:00
back-again,p3,2026-01-02T12:01
`;

// One line for each visit: known-pair + popular + unpopular + back-again.
const byHand = {
  model: {
    'hr@20': (1 + 1 + 0 + 1) / 4,
    'mrr@20': (1 / 1 + 1 / 2 + 0 + 1 / 1) / 4,
    coverage: 22 / 22,
    cases: 4,
    novel: { 'hr@20': (1 + 1 + 1) / 3, 'mrr@20': (1 / 1 + 1 / 1 + 1 / 20) / 3, coverage: 21 / 22, cases: 3 }, // all but p1
  },
  popularity: {
    'hr@20': (0 + 1 + 0 + 1) / 4,
    'mrr@20': (0 + 1 / 2 + 0 + 1 / 3) / 4,
    coverage: 20 / 22,
    cases: 4,
    novel: { 'hr@20': (0 + 1 + 1) / 3, 'mrr@20': (0 + 1 / 1 + 1 / 20) / 3, coverage: 21 / 22, cases: 3 },
  },
};

/** Without what report.test.mjs looks at. */
const plain = ({ novel, ...figures }) => {
  const { interval, popularity, model_better_by, 'hr@k': rates, ...rest } = figures;
  return { ...rest, ...(novel && { novel: plain(novel) }) };
};

const rounded = (figures) => JSON.parse(JSON.stringify(figures), (_, value) => (typeof value === 'number' ? value.toFixed(9) : value));

test('figures as worked out by hand', async () => {
  const { report, text } = await evaluate({ events: ranking(), test: bytes(unseen) });
  const { us_per_recommendation, ...model } = report.model;
  assert.deepEqual(rounded({ model: plain(model), popularity: plain(report.popularity) }), rounded(byHand));
  assert.ok(us_per_recommendation.median > 0);
  assert.deepEqual([report.items, report.sessions, report.training.sessions], [22, 4, 2027]);
  assert.match(text, /0\.7500 +0\.6250 +1\.0000 +4\n/);
});

test('a model in hand and one in a folder are judged alike, with what a session downloads of it', async () => {
  const { model } = await train({ events: ranking() });
  const { report, text } = await evaluate({ model, test: bytes(unseen) });
  const { us_per_recommendation, ...figures } = report.model;
  assert.deepEqual(rounded({ model: plain(figures), popularity: plain(report.popularity) }), rounded(byHand));
  assert.equal(report.training, undefined);
  const { core, parts } = model;
  assert.equal(parts.length, 2);
  // Every item stands in core.json, so nothing is looked up and no display page is fetched; one shard has all items.
  const display = brotliCompressSync(JSON.stringify(core.display)).length;
  const sizes = { core: core.ranking.length, lookups: 0, shards: parts[1].length, display };
  const total = Object.values(sizes).reduce((sum, size) => sum + size);
  assert.deepEqual(report.bytes_per_session, { ...sizes, total });
  assert.ok(text.endsWith(`\nbytes to show items, for a session  ${display}\nbytes of both                       ${total}\n`), text);
});

test('of a model with many display pages, those count that sessions ask for', async () => {
  const model = await wideModel();
  const session = 'session,item,time\na,item-1600,1\na,item-1601,2\na,item-1200,3\n';
  const { report } = await evaluate({ model, test: bytes(session), time: 'rank' });
  const { lookups, shards, display, total, core } = report.bytes_per_session;
  const small = ({ length }) => length;
  assert.ok(lookups > 0 && lookups <= 2 * Math.max(...model.parts.map(small)), `${lookups}`);
  assert.ok(shards > 0);
  const all = model.displays.reduce((sum, page) => sum + brotliCompressSync(JSON.stringify(page)).length, 0);
  assert.ok(display < all / 2, `${display} of ${all}`);
  assert.ok(Math.abs(total - (core + lookups + shards + display)) <= 1);
});

test('the last part of a log is held out of it', async () => {
  const events = bytes(new TextDecoder().decode(ranking()) + unseen.replace(/^.*/, ''));
  const { report } = await evaluate({ events, holdout: '0.5d' });
  const { us_per_recommendation, ...model } = report.model;
  assert.deepEqual(rounded({ model: plain(model), popularity: plain(report.popularity) }), rounded(byHand));
});

test('options that do not go together', async () => {
  const rejects = (options, message) => assert.rejects(evaluate(options), { code: 'options', message });
  await rejects({ test: log }, /`events`.*`model`/);
  await rejects({ events: log }, /`test`.*`holdout`/);
  await rejects({ events: log, test: log, holdout: '7d' }, /`test`.*`holdout`/);
  await rejects({ model: folder, holdout: '7d' }, /`model` is judged with `test`/);
  await rejects({ events: log, holdout: '7 days' }, /holdout.*7d.*10%/);
  await rejects({ events: log, holdout: '7d', time: 'rank' }, /rank/);
  await assert.rejects(train({ events: log, columns: { sesion: 'a' } }), { code: 'options', message: /did you mean `session`/ });
  await assert.rejects(evaluate({ model: join(folder, 'none'), test: log }), { code: 'source', message: /model\.json cannot be read/ });
});
