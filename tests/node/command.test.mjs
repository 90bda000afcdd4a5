// The native command does what the npm command does: the same reports, files and exit codes.
import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { commandIn, web } from './cli.mjs';
import { dailyText, feedText, jsonlFeedText, jsonlText, logText, rssText, tsvText, wideFeedText } from './logs.mjs';

const command = fileURLToPath(new URL('../../build/native/vitrine', import.meta.url));
const skip = existsSync(command) ? false : 'build/native/vitrine is not built: tests/run --only native';
const { folder, vitrine } = await commandIn('command');

await writeFile(join(folder, 'log.csv'), logText);
await writeFile(join(folder, 'log.tsv'), tsvText);
await writeFile(join(folder, 'log.jsonl'), jsonlText);
await writeFile(join(folder, 'log.csv.gz'), gzipSync(logText));
await writeFile(join(folder, 'cut.csv.gz'), gzipSync(logText).subarray(0, 100));
await writeFile(join(folder, 'feed.csv'), feedText);
await writeFile(join(folder, 'feed.xml'), rssText);
await writeFile(join(folder, 'daily.csv'), dailyText);
await writeFile(join(folder, 'wide.csv'), wideFeedText);
await writeFile(join(folder, 'feed.jsonl'), jsonlFeedText);
await writeFile(join(folder, 'broken.csv'), 'session,item,time\n1,a\n1,b,2026-01-01\n1,"c"d,2026-01-01\n');
await writeFile(join(folder, 'empty.csv'), '');
await writeFile(join(folder, 'members.csv.gz'), Buffer.concat([gzipSync(logText), gzipSync('s,boot,2026-02-01\n')]));
await writeFile(join(folder, 'garbage.csv.gz'), Buffer.concat([gzipSync(logText), Buffer.from('garbage')]));
await writeFile(join(folder, 'padded.csv.gz'), Buffer.concat([gzipSync(logText), Buffer.alloc(600)]));
await writeFile(join(folder, 'visitors.csv'), logText.replace('session', 'visitor_id'));

/** Runs the native command, as `vitrine` runs the other. */
const native = (...args) =>
  new Promise((resolve) => {
    execFile(command, args, { cwd: folder }, (error, stdout, stderr) =>
      resolve({ status: error ? error.code : 0, stdout, stderr }),
    );
  });

/** Without what differs from run to run, times and how much memory there was, and what both weigh by another compression. */
const timeless = (report) =>
  report
    .replace(/^(us for one .*?) +[\d.]+$/gm, '$1')
    .replace(/"(median|p99|reading|training|evaluating|peak_memory_bytes)": [\d.]+/g, '"$1": 0')
    .replace(/,\s+"display": \d+,\s+"total": \d+/, '')
    .replace(/\nbytes to show items, .*\nbytes of both .*\n$/, ''); // brotli and gzip

/** What npm, which makes the page itself, has no need to say. */
const HINT = /\nfor a page of this report: (.*)\n$/;

const trainings = [
  ['log.csv'],
  ['log.tsv', '--feed', 'feed.csv'],
  ['log.jsonl', '--json'],
  ['log.csv.gz', '--event', 'purchase'],
  ['broken.csv'],
  ['members.csv.gz'],
  ['padded.csv.gz'],
  ['visitors.csv', '--json'],
  ['log.csv', '--feed', 'feed.xml', '--display', 'color', '--keep-bots'],
  ['log.csv', '--feed', 'feed.jsonl', '--json'],
  ['daily.csv', '--json'],
  ['daily.csv', '--feed', 'wide.csv', '--json'],
];
for (const [i, args] of trainings.entries()) {
  test(`train ${args.join(' ')}`, { skip }, async () => {
    const one = await vitrine('train', ...args, '--out', `wasm-${i}`);
    const other = await native('train', ...args, '--out', `native-${i}`);
    assert.equal(one.status, 0, one.stderr);
    assert.deepEqual([other.status, other.stderr], [0, '']);
    assert.equal(timeless(other.stdout.replace(HINT, '')), timeless(one.stdout));
    assert.equal(HINT.exec(other.stdout)?.[1], args.includes('--json') ? undefined : `npx vitrine report native-${i}`);
    const names = (await readdir(join(folder, `wasm-${i}`))).filter((name) => name !== 'report.html');
    assert.deepEqual(await readdir(join(folder, `native-${i}`)), names);
    for (const name of names) {
      const file = async (which) => {
        const bytes = await readFile(join(folder, `${which}-${i}`, name));
        return name === 'report.json' ? timeless(bytes.toString()) : bytes;
      };
      assert.deepEqual(await file('native'), await file('wasm'), name);
    }
  });
}

test('what is trained of a log of weeks and a wide feed has lists, days to buy again and neighbours by content', { skip }, async () => {
  const { status, stderr } = await native('train', 'daily.csv', '--feed', 'wide.csv', '--out', 'daily');
  assert.deepEqual([status, stderr], [0, '']);
  const json = async (name) => JSON.parse(await readFile(join(folder, 'daily', name), 'utf8'));
  const report = await json('report.json');
  // New are kite, sandal, tarp, yo-yo, cheese and voucher; like others all without events but the voucher.
  assert.deepEqual(
    ['trending', 'new_arrivals', 'items_bought_again', 'items_without_events', 'items_by_content'].map((name) => report[name]),
    [1, 6, 1, 6, 5],
  );
  const { id, rebuy_days: days } = (await json('core.json')).fields;
  assert.equal(days[id.indexOf('milk')], 5);
  assert.equal(days.filter(Boolean).length, 1);
});

test('evaluate tells what a session downloads to show items, by either command', { skip }, async () => {
  await native('train', 'log.csv', '--feed', 'feed.csv', '--out', 'shown');
  for (const run of [vitrine, native]) {
    const { stdout } = await run('evaluate', '--model', 'shown', '--test', 'log.csv', '--json');
    const { core, lookups, shards, display, total } = JSON.parse(stdout).bytes_per_session;
    assert.ok(display > 200 && display < 1000, `${display}`);
    assert.ok(Math.abs(total - core - lookups - shards - display) <= 1);
    const text = await run('evaluate', '--model', 'shown', '--test', 'log.csv');
    assert.match(text.stdout.replace(HINT, ''), new RegExp(`\nbytes to show items, for a session.* ${display}\nbytes of both +${total}\n$`));
  }
});

test('the native command says how its report becomes a page, and leaves none of another model', { skip }, async () => {
  assert.equal((await vitrine('train', 'log.csv', '--out', "the shop's")).status, 0);
  const page = join(folder, "the shop's/report.html");
  assert.equal(existsSync(page), true);
  const { stdout } = await native('train', 'log.csv', '--feed', 'feed.csv', '--out', "the shop's");
  assert.equal(existsSync(page), false);
  const line = HINT.exec(stdout)[1];
  assert.equal(line, "npx vitrine report 'the shop'\\''s'");
  assert.equal(shell('npm', line.replace('npx ', '')).stdout, "the shop's/report.html\n");
  const report = JSON.parse(await readFile(join(folder, "the shop's/report.json"), 'utf8'));
  assert.ok((await readFile(page, 'utf8')).includes(JSON.stringify(report.examples)));
});

test('a folder keeps nothing of the model that it had before', { skip }, async () => {
  const many = Array.from({ length: 200 }, (_, i) => `s${i},item${i},2026-01-01T10:00:00Z\ns${i},item${i + 1},2026-01-01T10:01:00Z\n`);
  await writeFile(join(folder, 'many.csv'), `session,item,time\n${many.join('')}`);
  for (const [run, out] of [[vitrine, 'again-npm'], [native, 'again-native']]) {
    assert.equal((await run('train', 'many.csv', '--out', out)).status, 0);
    await writeFile(join(folder, out, '7.txt'), 'the shop\'s own');
    const before = await readdir(join(folder, out));
    assert.equal((await run('train', 'log.csv', '--out', out)).status, 0);
    const names = (await readdir(join(folder, out))).filter((name) => name !== 'report.html');
    assert.ok(before.length > names.length);
    assert.deepEqual(names, ['0.vitrine', '1.vitrine', '2.json', '7.txt', 'core.json', 'core.vitrine', 'model.json', 'report.json']);
  }
});

test('a log that is large enough to tune on gives the same model, and the same figures of smaller ones', { skip }, async () => {
  let seed = 7;
  const below = (most) => (seed = (seed * 48271) % 2147483647) % most;
  // Shoppers who walk through a shop of 400 items, each with its own pace.
  const visits = Array.from({ length: 1500 }, (_, visit) => {
    let at = below(400);
    return Array.from({ length: 2 + below(4) }, (_, view) => `s${visit},item${(at = (at + 1 + below(6)) % 400)},${visit * 10 + view}\n`).join('');
  });
  await writeFile(join(folder, 'walks.csv'), `session,item,time\n${visits.join('')}`);
  const args = ['walks.csv', '--time', 'rank', '--min-support', '1'];
  const reports = [];
  for (const [run, out] of [[vitrine, 'walks-npm'], [native, 'walks-native']]) {
    assert.equal((await run('train', ...args, '--out', out)).status, 0);
    reports.push(timeless(await readFile(join(folder, out, 'report.json'), 'utf8')));
  }
  assert.equal(reports[1], reports[0]);
  for (const name of await readdir(join(folder, 'walks-native'))) {
    if (name === 'report.json') continue;
    assert.deepEqual(await readFile(join(folder, 'walks-native', name)), await readFile(join(folder, 'walks-npm', name)), name);
  }
  const { budgets, tuning } = JSON.parse(reports[0]);
  assert.ok(tuning.trials > 10, `${tuning.trials}`);
  assert.equal(budgets.at(-1).cases, tuning.tuned.cases);
  assert.ok(budgets.at(-1).hit_rate > 0.3);
  const told = await vitrine('evaluate', ...args, '--holdout', '10%');
  assert.match(told.stdout, /\nsmaller models \(--budget\), judged with \d+ cases of the sessions that tuning held out\n\nbytes without look-up pages +HR@20 +MRR@20 +novel +novel\n\d+ +0\.\d{4}/);
});

const evaluations = [
  ['log.csv', '--holdout', '30%'],
  ['log.csv.gz', '--holdout', '3d', '--json'],
  ['log.jsonl', '--test', 'log.tsv', '--feed', 'feed.csv'],
  ['--model', 'judged', '--test', 'log.csv', '--json'],
  ['--model', 'judged', '--test', 'log.csv'],
  ['log.csv', '--test', 'log.tsv', '--feed', 'feed.csv', '--baselines'],
  ['log.csv', '--test', 'log.tsv', '--baselines', '--json'],
];
for (const args of evaluations) {
  test(`evaluate ${args.join(' ')}`, { skip }, async () => {
    await native('train', 'log.csv', '--out', 'judged');
    const one = await vitrine('evaluate', ...args);
    const other = await native('evaluate', ...args);
    assert.equal(one.status, 0, one.stderr);
    assert.equal(other.status, 0, other.stderr);
    assert.equal(timeless(other.stdout.replace(HINT, '')), timeless(one.stdout));
    const hint = args.includes('--json') ? undefined : '--json > report.json, then npx vitrine report report.json';
    assert.equal(HINT.exec(other.stdout)?.[1], hint);
    assert.notEqual(timeless(one.stdout), one.stdout);
  });
}

const mistakes = [
  [1, 'train', 'empty.csv', '--out', 'none'],
  [1, 'train', 'cut.csv.gz', '--out', 'none'],
  [1, 'train', 'log.csv', '--columns', 'item=article', '--out', 'none'],
  [2, 'train', 'log.csv'],
  [2, 'train', 'missing.csv', '--out', 'none'],
  [2, 'train', 'log.csv', '--out', 'none', '--time', 'weeks'],
  [2, 'train', 'log.csv', '--out', 'none', '--columns', 'item'],
  [2, 'train', 'log.csv', '--out', 'feed.csv'],
  [2, 'evaluate', 'log.csv'],
  [2, 'evaluate', 'log.csv', '--holdout', '7d', '--time', 'rank'],
  [2, 'evaluate', 'log.csv', '--model', 'judged', '--test', 'log.csv'],
  [2, 'evaluate', '--model', 'judged', '--test', 'log.csv', '--baselines'],
  [2, 'train', 'log.csv', '--out', 'none', '--baselines'],
  [1, 'train', 'garbage.csv.gz', '--out', 'none'],
  [2, 'train', 'log.csv', '--out', 'none', '--columns', ''],
  [2, 'train', 'log.csv', '--out', 'none', '--columns', 'session=session,'],
  [2, 'train', 'log.csv', '--out', 'none', '--columns', 'session='],
  [2, 'train', 'empty.csv', '--out', 'none', '--feed', 'missing.csv'],
  [2, 'train', 'empty.csv', '--out', 'feed.csv/below'],
  [2, 'evaluate', 'empty.csv', '--test', 'missing.csv'],
  [2, 'evaluate', '--model', 'missing', '--test', 'log.csv'],
  [2, 'evaluate', '--model', 'judged', '--test', 'log.csv', '--display', 'color'],
  [1, 'train', 'log.csv', '--feed', 'feed.csv', '--display', 'color', '--out', 'none'],
  [2, 'learn', 'log.csv'],
  [2],
];
for (const [status, ...args] of mistakes) {
  test(`${args.join(' ') || 'no command'}: status ${status}`, { skip }, async () => {
    for (const run of [vitrine, native]) {
      const result = await run(...args);
      assert.equal(result.status, status, result.stderr);
      assert.equal(result.stdout, '');
      assert.match(result.stderr, /^vitrine: /);
    }
    assert.equal(existsSync(join(folder, 'none')), false);
  });
}

test('--version: that of the package', { skip }, async () => {
  const { version } = JSON.parse(await readFile(join(web, 'package.json'), 'utf8'));
  for (const run of [vitrine, native]) {
    assert.deepEqual(await run('--version'), { status: 0, stdout: `${version}\n`, stderr: '' });
  }
});

const commands = { npm: [process.execPath, join(web, 'dist/cli.js')], native: [command] };
/** Through a shell, which can redirect. */
const shell = (which, line) => {
  const script = line.replace('vitrine', commands[which].map((part) => `'${part}'`).join(' '));
  return spawnSync('sh', ['-c', script], { cwd: folder, encoding: 'utf8' });
};

test('what is wrong with the data is said in the same words', { skip }, async () => {
  for (const name of ['empty.csv', 'cut.csv.gz', 'garbage.csv.gz']) {
    const args = ['train', name, '--out', 'none'];
    assert.deepEqual(await native(...args), await vitrine(...args), name);
  }
});

test('standard input is named -', { skip }, () => {
  for (const which of ['npm', 'native']) {
    const { stdout } = shell(which, 'vitrine train - --out stdin < log.csv');
    assert.match(stdout, /^-: 24 rows used\n/, which);
  }
});

test('standard output that cannot be written', { skip: skip || (existsSync('/dev/full') ? false : 'no /dev/full') }, () => {
  for (const which of ['npm', 'native']) {
    const { status, stderr } = shell(which, 'vitrine train log.csv --out full > /dev/full');
    assert.equal(status, 1, which);
    assert.match(stderr, /^vitrine: standard output cannot be written: .*\n$/, which);
  }
});

const damages = [
  ['model.json', (text) => text.replace('"vitrine": 1', '"vitrine": 2')],
  ['model.json', (text) => text.replace('"parts": 2', '"parts": "2"')],
  ['model.json', (text) => text.replace('"displays": 1', '"displays": 0')],
  ['model.json', () => '{'],
  ['model.json', () => '[]'],
  ['2.json', () => undefined],
  ['2.json', () => 'xx'],
  ['2.json', () => '{"items": [0], "fields": {"id": ["a"], "price": []}}'],
  ['2.json', (text) => text.replace('"first":0', '"first":32')],
  ['2.json', (text) => text.replace(/"model":"./, '"model":"x')],
  ['core.vitrine', () => undefined],
  ['1.vitrine', () => undefined],
];
for (const [i, [name, damage]] of damages.entries()) {
  test(`a damaged model ${i + 1}: ${name}`, { skip }, async () => {
    const model = join(folder, `damaged-${i}`);
    await native('train', 'log.csv', '--out', 'whole');
    await cp(join(folder, 'whole'), model, { recursive: true });
    const damaged = damage(await readFile(join(model, name), 'utf8'));
    if (damaged === undefined) await rm(join(model, name));
    else await writeFile(join(model, name), damaged);
    const results = [];
    for (const run of [vitrine, native]) results.push(await run('evaluate', '--model', `damaged-${i}`, '--test', 'log.csv'));
    assert.equal(results[0].status, 1, results[0].stderr);
    assert.deepEqual(results[1], results[0]);
  });
}

test('a model that cannot be written leaves the old one', { skip }, async () => {
  for (const [i, run] of [vitrine, native].entries()) {
    const out = `way-${i}`;
    await mkdir(join(folder, out, '1.vitrine'), { recursive: true });
    const { status, stderr } = await run('train', 'log.csv', '--out', out);
    assert.equal(status, 2);
    assert.match(stderr, /^vitrine: way-\d cannot be written: a folder is in the way at .*1\.vitrine\n/);
    const names = await readdir(join(folder, out));
    assert.deepEqual(names.filter((name) => name.endsWith('.tmp') || name === 'model.json'), []);
  }
});
