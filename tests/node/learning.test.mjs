// `vitrine train`, `evaluate` and `build --model`, as a shop runs them.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'node:test';
import { gzipSync } from 'node:zlib';
import { commandIn } from './cli.mjs';
import { feedText, jsonlText, logText, rows, tsvText } from './logs.mjs';
import { open } from './support.mjs';

const { folder, vitrine, feeding } = await commandIn('learning');
const inFolder = (...path) => join(folder, ...path);
const write = (name, text) => writeFile(inFolder(name), text);

/** The files of a model in a folder, by name: without the reports, which tell how long it took. */
async function filesOf(name) {
  const names = (await readdir(inFolder(name))).filter((file) => !file.startsWith('report.')).sort();
  return new Map(await Promise.all(names.map(async (file) => [file, await readFile(inFolder(name, file))])));
}

const recommending = {
  vitrine: 1,
  slots: { shelf: { type: 'recommendations', limit: 4 } },
  rules: [{ id: 'popular', slot: 'shelf', when: {}, recommend: { strategy: 'popular' }, show: { template: 'shelf' } }],
};

await write('log.csv', logText);
await write('feed.csv', feedText);
await write('rules.json', JSON.stringify(recommending));
const trained = await vitrine('train', 'log.csv', '--feed', 'feed.csv', '--out', 'model');

test('train: a model, and a report for people', async () => {
  assert.deepEqual([trained.status, trained.stderr], [0, '']);
  assert.deepEqual((await readdir(inFolder('model'))).filter((file) => file.startsWith('report.')).sort(), ['report.html', 'report.json']);
  const files = await filesOf('model');
  assert.deepEqual([...files.keys()], ['0.vitrine', '1.vitrine', '2.json', 'core.json', 'core.vitrine', 'model.json']);
  const { model, ...index } = JSON.parse(files.get('model.json'));
  assert.deepEqual(index, {
    vitrine: 1, items: 4, currency: 'EUR', core: { ranking: 'core.vitrine', display: 'core.json' }, parts: 2, displays: 1,
  });
  assert.equal(JSON.parse(files.get('core.json')).model, model);
  assert.match(trained.stdout, /items/);
});

test('train --json: figures and nothing else', async () => {
  const { status, stdout, stderr } = await vitrine('train', 'log.csv', '--feed', 'feed.csv', '--out', 'again', '--json');
  assert.deepEqual([status, stderr], [0, '']);
  assert.equal(JSON.parse(stdout).items, 4);
  assert.deepEqual(await filesOf('again'), await filesOf('model'));
});

test('train: the same rows in every form give the same model', async () => {
  await vitrine('train', 'log.csv', '--out', 'forms');
  const expected = await filesOf('forms');
  const milliseconds = (row) => ({ ...row, time: Date.parse(row.time) });
  const seconds = (row) => ({ ...row, time: Date.parse(row.time) / 1000 });
  const csv = (list, columns = 'session,item,time', delimiter = ',') =>
    [columns, ...list.map(({ session, item, time }) => [session, item, time].join(delimiter))].join('\n') + '\n';
  const named = 'SessionId;ItemId;When';
  const mapping = ['--columns', 'session=SessionId,item=ItemId', '--columns', 'time=When'];
  await write('names.txt', csv(rows, named, ';'));
  for (const [name, content, ...args] of [
    ['log.tsv', tsvText],
    ['log.jsonl', jsonlText],
    ['log.txt', jsonlText],
    ['log.csv.gz', gzipSync(logText)],
    ['gzip-without-its-name.csv', gzipSync(logText)],
    ['log.ndjson.gz', gzipSync(jsonlText)],
    ['milliseconds.csv', csv(rows.map(milliseconds))],
    ['milliseconds-told.csv', csv(rows.map(milliseconds)), '--time', 'ms'],
    ['seconds.csv', csv(rows.map(seconds)), '--time', 'seconds'],
    ['names.csv', csv(rows, named, ';'), ...mapping],
    ['names.dat', csv(rows, named, ';'), ...mapping, '--format', 'csv'],
    ['windows.csv', '\ufeff' + logText.replaceAll('\n', '\r\n')],
    ['unordered.csv', csv([...rows].reverse())],
    ['twice.csv', csv([...rows, ...rows])],
  ]) {
    await write(name, content);
    const { status, stderr } = await vitrine('train', name, '--out', 'form', ...args);
    assert.deepEqual([status, stderr], [0, ''], name);
    assert.deepEqual(await filesOf('form'), expected, name);
  }
  const { status } = await feeding(logText, 'train', '-', '--out', 'form');
  assert.equal(status, 0);
  assert.deepEqual(await filesOf('form'), expected, 'standard input');
});

test('train: broken lines are counted, shown and left out', async () => {
  await write('broken.csv', logText + 'only,two\n,boot,2026-01-01\ns,boot,tomorrow\n');
  const { status, stdout } = await vitrine('train', 'broken.csv', '--feed', 'feed.csv', '--out', 'broken');
  assert.equal(status, 0);
  assert.ok(stdout.startsWith('broken.csv: 24 rows used, 3 broken lines\n'));
  for (const line of [26, 27, 28]) assert.match(stdout, new RegExp(`\n  line ${line}: .`));
  assert.deepEqual(await filesOf('broken'), await filesOf('model'));
});

test('train: data that nothing can be learned from', async () => {
  await write('empty.csv', '');
  await write('entities.xml', '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "a">]><rss/>');
  await write('latin.xml', '<?xml version="1.0" encoding="ISO-8859-1"?><rss/>');
  await write('header.csv', 'session,item,time\n');
  await write('other.csv', 'visitor,product\n1,2\n');
  await write('binary.csv', Buffer.from([0, 1, 2, 255, 254, 10, 7]));
  await write('untitled.csv', 'id,price\nboot,1 EUR\n');
  await write('alien.csv', 'id,title\nlamp,Lamp\n');
  await write('cut.csv.gz', gzipSync(logText).subarray(0, 60));
  await write('ranks.csv', 'session,item,time\n1,a,1\n1,b,2\n');
  for (const [message, ...args] of [
    ['empty.csv: it is empty', 'empty.csv'],
    [/^entities\.xml: it has a document type/, 'log.csv', '--feed', 'entities.xml'],
    [/^latin\.xml: it says that it is `ISO-8859-1`: save it as UTF-8$/, 'log.csv', '--feed', 'latin.xml'],
    ['header.csv has no usable line after its header', 'header.csv'],
    [/^other\.csv: no column looks like the time: .*--columns time=.*`visitor`, `product`$/, 'other.csv'],
    [/^binary\.csv: /, 'binary.csv'],
    [/^untitled\.csv: the feed has no column title: .*--feed-columns title=.*`id`, `price`$/, 'log.csv', '--feed', 'untitled.csv'],
    [/^no item of the log is in the feed: /, 'log.csv', '--feed', 'alien.csv'],
    ['cut.csv.gz is damaged: it begins as gzip, but cannot be uncompressed.', 'cut.csv.gz'],
    [/^log\.csv: there is no column `Sessoin` for session; did you mean `session`/, 'log.csv', '--columns', 'session=Sessoin'],
    [/^ranks\.csv has no usable line: .*--time rank/, 'ranks.csv'],
  ]) {
    const { status, stdout, stderr } = await vitrine('train', ...args, '--out', 'never');
    assert.deepEqual([status, stdout], [1, ''], stderr);
    const said = /^vitrine: (.*)\n$/.exec(stderr)?.[1];
    if (typeof message === 'string') assert.equal(said, message);
    else assert.match(said ?? stderr, message);
  }
  assert.equal(existsSync(inFolder('never')), false);
});

test('train: a feed without currency, with one, and one that does not fit the log', async () => {
  const bare = feedText.replaceAll(' EUR', '');
  await write('bare.csv', bare);
  const warned = await vitrine('train', 'log.csv', '--feed', 'bare.csv', '--out', 'bare');
  assert.equal(warned.status, 0);
  assert.match(warned.stdout, /\nbare\.csv: 4 rows used\n {2}warning: .*--currency EUR\n/);
  assert.equal(JSON.parse(await readFile(inFolder('bare/core.json'))).currency, undefined);
  const told = await vitrine('train', 'log.csv', '--feed', 'bare.csv', '--currency', 'EUR', '--out', 'bare');
  assert.equal(told.status, 0);
  assert.doesNotMatch(told.stdout, /warning/);
  assert.deepEqual(await filesOf('bare'), await filesOf('model'));

  await write('misfit.csv', feedText.replace(/^boot,.*\n/m, '') + 'lamp,Lamp,,,10 EUR,in_stock,,\n');
  const { status, stdout } = await vitrine('train', 'log.csv', '--feed', 'misfit.csv', '--out', 'misfit', '--json');
  assert.equal(status, 0);
  const report = JSON.parse(stdout);
  assert.deepEqual([report.items, report.items_not_in_feed, report.items_without_events], [4, 1, 1]);
  const { fields } = JSON.parse(await readFile(inFolder('misfit/2.json')));
  assert.deepEqual([...fields.title].sort(), ['Lamp', 'Mat', 'Stove', 'Tent']);
});

test('train: one visit only, and one product only', async () => {
  for (const [name, text] of [
    ['visit', 'session,item,time\ns,a,2026-01-01\ns,b,2026-01-02\n'],
    ['product', 'session,item,time\ns,a,2026-01-01\nt,a,2026-01-02\n'],
    ['row', 'session,item,time\ns,a,2026-01-01\n'],
  ]) {
    await write(`${name}.csv`, text);
    const { status } = await vitrine('train', `${name}.csv`, '--out', name);
    assert.equal(status, 0, name);
    const built = await vitrine('build', 'rules.json', '--model', name, '--out', `${name}-site`);
    assert.deepEqual([built.status, built.stderr], [0, ''], name);
  }
});

test('--progress: one line, rewritten and wiped at the end', async () => {
  const { status, stdout, stderr } = await vitrine('train', 'log.csv', '--out', 'seen', '--progress');
  assert.equal(status, 0);
  assert.doesNotMatch(stderr, /\n/);
  assert.match(stderr, /\rreading log\.csv {2}100 % {2}\d+\.\d MB\/s {2}0:00 left/);
  assert.match(stderr, /\rtraining {2}/);
  assert.match(stderr, /\r +\r$/);
  assert.doesNotMatch(stdout, /\r/);
});

test('evaluate: figures beside those of popularity, by a log of its own, a share, days, or a trained model', async () => {
  for (const args of [
    ['log.csv', '--test', 'log.csv'],
    ['log.csv', '--holdout', '30%'],
    ['log.csv', '--holdout', '3d'],
    ['--model', 'model', '--test', 'log.csv'],
  ]) {
    const { status, stdout, stderr } = await vitrine('evaluate', ...args, '--json');
    assert.deepEqual([status, stderr], [0, ''], args.join(' '));
    const { model, popularity } = JSON.parse(stdout);
    for (const figures of [model, model.novel, popularity, popularity.novel]) {
      for (const name of ['hr@20', 'mrr@20', 'coverage']) assert.ok(figures[name] >= 0 && figures[name] <= 1, name);
      assert.ok(figures.cases > 0);
    }
    assert.ok(model.us_per_recommendation.median > 0);
    assert.ok(model.us_per_recommendation.p99 >= model.us_per_recommendation.median);
  }
  const { stdout } = await vitrine('evaluate', 'log.csv', '--test', 'log.csv');
  for (const word of ['HR@20', 'MRR@20', 'coverage', 'popularity']) assert.ok(stdout.includes(word), word);
});

test('evaluate: a trained model is judged as one learned on the spot', async () => {
  const figures = async (...args) => {
    const { model, popularity } = JSON.parse((await vitrine('evaluate', ...args, '--test', 'log.csv', '--json')).stdout);
    return [{ ...model, us_per_recommendation: 0 }, popularity];
  };
  assert.deepEqual(await figures('--model', 'model'), await figures('log.csv', '--feed', 'feed.csv'));
});

test('evaluate: what cannot be judged', async () => {
  await write('strangers.csv', 'session,item,time\n1,x,2026-01-01\n1,y,2026-01-02\n');
  const strangers = await vitrine('evaluate', '--model', 'model', '--test', 'strangers.csv');
  assert.deepEqual([strangers.status, strangers.stdout], [1, '']);
  assert.match(strangers.stderr, /^vitrine: no session .*two items of the model\n$/);

  await cp(inFolder('model'), inFolder('mixed'), { recursive: true });
  await cp(inFolder('mixed/1.vitrine'), inFolder('mixed/core.vitrine'));
  const mixed = await vitrine('evaluate', '--model', 'mixed', '--test', 'log.csv');
  assert.deepEqual([mixed.status, mixed.stdout], [1, '']);
  assert.match(mixed.stderr, /^vitrine: core\.vitrine: it is not what a model has here/);
});

test('build --model: a folder named by its content, and a manifest that names it', async () => {
  const { status, stdout, stderr } = await vitrine('build', 'rules.json', '--model', 'model', '--out', 'site');
  assert.deepEqual([status, stderr], [0, '']);
  const { files } = JSON.parse(await readFile(inFolder('site/vitrine.json')));
  assert.deepEqual(Object.keys(files), ['rules', 'model']);
  const { ranking, display, ...rest } = files.model;
  const [path] = /^model\.[0-9a-f]{12}\//.exec(ranking.path);
  assert.deepEqual(rest, {});
  const model = await filesOf('model');
  model.delete('model.json');
  assert.deepEqual(await filesOf(join('site', path)), model);
  for (const [entry, name] of [[ranking, 'core.vitrine'], [display, 'core.json']]) {
    const bytes = model.get(name);
    assert.deepEqual(entry, {
      path: path + name,
      bytes: bytes.length,
      integrity: 'sha384-' + createHash('sha384').update(bytes).digest('base64'),
    });
    assert.match(stdout, new RegExp(`${entry.path.replaceAll('.', '\\.')} +${bytes.length} +\\d+ +\\d+\n`));
  }
  assert.doesNotMatch(stdout, /rel="preload"/);
  assert.match(stdout, /\/\*\.vitrine, each of 2 +\d+ +\d+ +\d+\n.*\/\*\.json, each of 1 +\d+ +\d+ +\d+\n/);
  const { vitrine: built, warnings } = await open({ bundle: inFolder('site/vitrine.json') });
  built.page({ type: 'home' });
  for (let i = 0; i < 100 && built.decide('shelf').items.length < 3; i++) await new Promise((later) => setTimeout(later, 10));
  assert.deepEqual(built.decide('shelf').items.map(({ title }) => title), ['Boot', 'Mat', 'Stove'], 'not the tent: it is sold out');
  assert.deepEqual(warnings, []);
});

test('build: another title is another folder, the same again is the same', async () => {
  const folderOf = async () => JSON.parse(await readFile(inFolder('site/vitrine.json'))).files.model.ranking.path;
  const before = await folderOf();
  await cp(inFolder('model'), inFolder('renamed'), { recursive: true });
  await write('renamed/2.json', (await readFile(inFolder('renamed/2.json'), 'utf8')).replace('"Boot"', '"Boots"'));
  await vitrine('build', 'rules.json', '--model', 'renamed', '--out', 'site');
  assert.notEqual(await folderOf(), before);
  assert.deepEqual((await readdir(inFolder('site'))).filter((name) => name.startsWith('model.')).length, 2, 'pages may hold the old one');
  await vitrine('build', 'rules.json', '--model', 'model', '--out', 'site');
  assert.equal(await folderOf(), before);
});

test('build: a model without rules that use it, and the reverse', async () => {
  const without = await vitrine('build', 'rules.json', '--out', 'without');
  assert.equal(without.status, 0);
  assert.match(without.stderr, /^rules\.json: warning: .*keep their defaults without a model.*--model DIR\n$/);
  assert.deepEqual(Object.keys(JSON.parse(await readFile(inFolder('without/vitrine.json'))).files), ['rules']);
  await write('content.json', JSON.stringify({ ...recommending, slots: {}, rules: [] }));
  const unused = await vitrine('build', 'content.json', '--model', 'model', '--out', 'unused');
  assert.equal(unused.status, 0);
  assert.match(unused.stderr, /warning: no rule recommends anything/);
});

test('build: a model that is not whole writes nothing', async () => {
  const patched = (name, at, ...values) => async (model) => {
    const bytes = await readFile(join(model, name));
    bytes.set(values, at < 0 ? bytes.length + at : at);
    await writeFile(join(model, name), bytes);
  };
  const text = (name, content) => (model) => writeFile(join(model, name), content);
  const another = (name) => async (model) => {
    await vitrine('train', 'log.jsonl', '--columns', 'item=session', '--out', 'another');
    await cp(inFolder('another', name), join(model, name));
  };
  const VERSION = 4;
  for (const [message, harm] of [
    [/damaged\/1\.vitrine cannot be read: there is no such file; run `vitrine train` again\.$/, (model) => rm(join(model, '1.vitrine'))],
    [/core\.json cannot be read/, (model) => rm(join(model, 'core.json'))],
    [/2\.json cannot be read/, (model) => rm(join(model, '2.json'))],
    [/core\.vitrine cannot be used: it is damaged/, patched('core.vitrine', -2, 0x55, 0x55)],
    [/0\.vitrine cannot be used: it is damaged/, patched('0.vitrine', -2, 0x55, 0x55)],
    [/1\.vitrine cannot be used: it is damaged/, async (model) => {
      const bytes = await readFile(join(model, '1.vitrine'));
      await writeFile(join(model, '1.vitrine'), bytes.subarray(0, bytes.length / 2));
    }],
    [/core\.vitrine cannot be used: it is of a newer Vitrine/, patched('core.vitrine', VERSION, 99, 0)],
    [/core\.vitrine cannot be used: it is of an older Vitrine/, patched('core.vitrine', VERSION, 1, 0)],
    [/1\.vitrine cannot be used: it belongs to another model/, another('1.vitrine')],
    [/2\.json cannot be used: it belongs to another model/, another('2.json')],
    [/model\.json is damaged: it is no JSON/, text('model.json', '{')],
    [/model\.json is not the list/, text('model.json', '{"vitrine":2}')],
    [/model\.json is not the list/, text('model.json', '{"vitrine":1,"parts":-1,"displays":1}')],
    [/model\.json names 2 of 3 files/, async (model) => {
      await rename(join(model, '2.json'), join(model, '1.json'));
      await text('model.json', '{"vitrine":1,"parts":1,"displays":1}')(model);
    }],
    [/2\.json is damaged: it is no JSON/, text('2.json', '')],
    [/core\.json is damaged: its columns/, text('core.json', '{"items":[0],"fields":{"id":["a"],"link":[]}}')],
    [/2\.json is damaged: it is not the page/, async (model) => {
      await write('damaged/2.json', (await readFile(join(model, '2.json'), 'utf8')).replace('"first":0', '"first":32'));
    }],
  ]) {
    await rm(inFolder('damaged'), { recursive: true, force: true });
    await cp(inFolder('model'), inFolder('damaged'), { recursive: true });
    await harm(inFolder('damaged'));
    const { status, stdout, stderr } = await vitrine('build', 'rules.json', '--model', 'damaged', '--out', 'untouched');
    assert.deepEqual([status, stdout], [1, ''], stderr);
    assert.match(stderr.trimEnd(), message);
    assert.equal(existsSync(inFolder('untouched')), false);
  }
});

test('inspect: the files of a model', async () => {
  const core = await vitrine('inspect', 'model/core.vitrine');
  assert.equal(core.status, 0);
  assert.match(core.stdout, /^model\/core\.vitrine: model core, format 3, \d+ bytes\n/);
  assert.match(core.stdout, /\n {2}items +4\n {2}look-up pages +1\n {2}shards +1\n {2}display pages +1\n$/);
  for (const [name, kind] of [['0', 'model look-up page'], ['1', 'model shard']]) {
    const part = JSON.parse((await vitrine('inspect', `model/${name}.vitrine`, '--format', 'json')).stdout);
    const { length } = await readFile(inFolder(`model/${name}.vitrine`));
    assert.deepEqual(part, { kind, format: 3, size: length });
  }
  await writeFile(inFolder('cut.vitrine'), (await readFile(inFolder('model/core.vitrine'))).subarray(0, 40));
  const cut = await vitrine('inspect', 'cut.vitrine');
  assert.deepEqual([cut.status, cut.stdout], [1, '']);
  assert.match(cut.stderr, /cannot be used \(wrong-size\)/);
});

await mkdir(inFolder('site-of-nothing'));
for (const [args, message] of [
  [['train'], 'vitrine train takes one EVENTS: a log, or - for standard input'],
  [['train', 'log.csv'], 'vitrine train needs --out DIR'],
  [['train', 'log.csv', '--out', ''], 'the DIR of --out is empty'],
  [['train', 'log.csv', 'feed.csv', '--out', 'x'], 'vitrine train takes one file, not also "feed.csv"'],
  [['train', 'none.csv', '--out', 'x'], 'none.csv cannot be read: there is no such file'],
  [['train', 'log.csv', '--feed', 'none.csv', '--out', 'x'], 'none.csv cannot be read: there is no such file'],
  [['train', '.', '--out', 'x'], '. cannot be read: it is a folder'],
  [['train', 'log.csv', '--out', 'feed.csv'], /^feed\.csv cannot be written: a file is in the way/],
  [['train', 'log.csv', '--out', 'feed.csv/deep'], /^feed\.csv\/deep cannot be written: a file is in the way/],
  [['train', '-', '--feed', '-', '--out', 'x'], 'standard input (-) can be read only once'],
  [['train', 'log.csv', '--out', 'x', '--time', 'noon'], /time.*`rank`.*noon/],
  [['train', 'log.csv', '--out', 'x', '--event', 'click'], /event.*`purchase`.*click/],
  [['train', 'log.csv', '--out', 'x', '--format', 'json'], /format.*`jsonl`.*json/],
  [['train', 'log.csv', '--out', 'x', '--currency', 'euros'], /currency.*EUR.*euros/],
  [['train', 'log.csv', '--out', 'x', '--columns', 'session'], '--columns is a list of NAME=COLUMN, not "session"'],
  [['train', 'log.csv', '--out', 'x', '--columns', 'sesion=a'], /columns.*`sesion`.*did you mean `session`/],
  [['train', 'log.csv', '--out', 'x', '--holdout', '7d'], 'vitrine train takes no --holdout'],
  [['train', 'log.csv', '--out', 'x', '--baselines'], 'vitrine train takes no --baselines'],
  [['evaluate', '--model', 'model', '--test', 'log.csv', '--baselines'], 'vitrine evaluate --model takes no --baselines'],
  [['evaluate', 'log.csv', '--holdout', '30%', '--report', ''], 'the FILE of --report is empty'],
  [['evaluate', 'log.csv', '--holdout', '30%', '--report', 'log.csv/report.html'], /^log\.csv\/report\.html cannot be written: a file is in the way/],
  [['report'], 'vitrine report takes a folder of vitrine train, or a report.json'],
  [['report', 'rules.json'], /^rules\.json is no report: vitrine train writes one/],
  [['report', 'nowhere'], 'nowhere cannot be read: there is no such file'],
  [['evaluate', '--test', 'log.csv'], 'vitrine evaluate takes one EVENTS, or --model DIR'],
  [['evaluate', 'log.csv', '--model', 'model', '--test', 'log.csv'], 'vitrine evaluate takes one EVENTS, or --model DIR'],
  [['evaluate', 'log.csv'], 'vitrine evaluate needs --test FILE or --holdout 7d|10%, one of them'],
  [['evaluate', 'log.csv', '--test', 'log.csv', '--holdout', '7d'], 'vitrine evaluate needs --test FILE or --holdout 7d|10%, one of them'],
  [['evaluate', '--model', 'model'], 'vitrine evaluate --model needs --test FILE'],
  [['evaluate', '--model', 'model', '--holdout', '7d'], 'vitrine evaluate --model takes no --holdout'],
  [['evaluate', '--model', 'model', '--test', 'log.csv', '--feed', 'feed.csv'], 'vitrine evaluate --model takes no --feed'],
  [['evaluate', '--model', 'site-of-nothing', '--test', 'log.csv'], /^site-of-nothing\/model\.json cannot be read: there is no such file; `vitrine train` writes a model/],
  [['evaluate', 'log.csv', '--holdout', 'week'], /holdout.*7d.*10%.*week/],
  [['evaluate', 'log.csv', '--holdout', '7d', '--time', 'rank'], /rank/],
  [['evaluate', 'log.csv', '--holdout', '7d', '--out', 'x'], 'vitrine evaluate takes no --out'],
  [['build', 'rules.json', '--out', 'x', '--model', 'none'], /^none\/model\.json cannot be read: there is no such file/],
  [['check', 'rules.json', '--model', 'model'], 'vitrine check takes no --model'],
]) {
  test(`a mistake in the command: vitrine ${args.join(' ')}`, async () => {
    const { status, stdout, stderr } = await vitrine(...args);
    assert.deepEqual([status, stdout], [2, ''], stderr);
    const said = /(?:^|\n)vitrine: ([^]*)\nTry: vitrine --help\n$/.exec(stderr)[1];
    if (typeof message === 'string') assert.equal(said, message);
    else assert.match(said, message);
    assert.equal(existsSync(inFolder('x')), false);
  });
}
