// What the reports tell beside the figures, and the page that is made of them.
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'node:test';
import { evaluate, train } from 'vitrine/authoring';
import { commandIn, web } from './cli.mjs';

const { folder, vitrine } = await commandIn('report');
const inFolder = (name) => join(folder, name);
const bytes = (text) => new TextEncoder().encode(text);

/** 30 products, p1 to p30 by popularity; p29 and p30 were looked at one after the other, in three visits. */
const events = [
  ...Array.from({ length: 30 }, (_, k) =>
    Array.from({ length: 4 * (30 - k) }, (__, i) => `s${k}-${i},p${k + 1},2026-01-01T12:00`),
  ).flat(),
  ...Array.from({ length: 3 }, (_, i) => [`pair-${i},p29,2026-01-01T12:00`, `pair-${i},p30,2026-01-01T12:01`]).flat(),
];
const logText = ['session,item,time', ...events].join('\n') + '\n';
// One hit of the model alone, one of both, two of none.
const testText = `session,item,time
a,p29,2026-01-02T12:00
a,p30,2026-01-02T12:01
b,p1,2026-01-02T12:00
b,p2,2026-01-02T12:01
c,p1,2026-01-02T12:00
c,p25,2026-01-02T12:01
d,p2,2026-01-02T12:00
d,p26,2026-01-02T12:01
`;
const hostile = '</script><script>alert(1)</script><img src=x onerror="alert(2)">&amp;';
const csv = (text) => `"${text.replaceAll('"', '""')}"`;
const feedText = `id,title,product_type,availability\np29,${csv(hostile)},Hats,in_stock\np30,Tent,Hats,in_stock\np1,Mat,Hats,in_stock\np9,Gone,,out_of_stock\nnew,Brand new,Hats,in_stock\n`;

await writeFile(inFolder('log.csv'), logText);
await writeFile(inFolder('test.csv'), testText);
await writeFile(inFolder('feed.csv'), feedText);

test('intervals and differences as worked out by hand', async () => {
  const { report, text } = await evaluate({ events: bytes(logText), test: bytes(testText), baselines: true });
  const { novel } = report.model;
  assert.equal(novel['hr@20'], 0.5);
  // Four visits of one case: variance 1/3, of the mean 1/12; 1.96 of its root on either side, within 0 and 1.
  assert.deepEqual(novel.interval['hr@20'], [0, 1]);
  assert.deepEqual(report.popularity.novel.model_better_by['hr@20'], { value: 0.25, interval: [-0.239991, 0.739991] });
  assert.equal(report.popularity.novel['hr@k'][0], 0.25, 'p2 comes first where p1 was seen');
  assert.equal(novel['hr@k'][19], 0.5);
  assert.deepEqual(Object.keys(report.baselines), ['ar', 'sr', 'vsknn']);
  for (const one of Object.values(report.baselines)) {
    assert.equal(one.cases, 4);
    assert.deepEqual(one.novel.model_better_by['hr@20'], { value: 0, interval: [0, 0] });
  }
  // p30, p2, p25, p26 of 30: 0.5, 28.5, 5.5 and 4.5 are less popular, with half of themselves.
  assert.equal(report.targets.percentile, 0.325);
  assert.deepEqual(report.targets.deciles, [0.25, 0, 0, 0, 0, 0, 0, 0, 0.5, 0.25]);
  assert.match(text, /^sequential rules, novel targets +0\.5000 /m);
  assert.match(text, /^better than popularity, novel targets +-0\.2400 to 0\.7400 /m);
});

test('a model is described: how items are reached, examples, what it took', async () => {
  const { report } = await train({ events: bytes(logText), feed: bytes(feedText) });
  // p29 and p30 were learned; p1, which no three visits have with another, and the new one go with all hats by the feed.
  assert.equal(report.items_by_content, 2);
  assert.deepEqual(report.reach, {
    items: 5,
    not_for_sale: 1,
    beside_others: 4,
    in_category: 0,
    popular: 0,
    nowhere: 0,
    without_events: { items: 1, not_for_sale: 0, beside_others: 1, in_category: 0, popular: 0, nowhere: 0 },
  });
  assert.deepEqual(report.examples.map(({ item, rank, events: count }) => [item, rank, count]), [
    ['p1', 1, 120],
    ['p9', 2, 88],
    ['p29', 3, 11],
    ['p30', 4, 7],
  ]);
  const [, , hat, tent] = report.examples;
  assert.equal(hat.title, hostile);
  assert.deepEqual(hat.neighbours.map(({ item, title }) => [item, title]), [['p30', 'Tent']]);
  assert.ok(tent.neighbours.every(({ weight }) => weight > 0));
  assert.deepEqual(Object.keys(report.resources.seconds), ['reading', 'training']);
  assert.ok(report.resources.peak_memory_bytes > 1_000_000);
  const { report: unfed } = await train({ events: bytes(logText) });
  assert.equal(unfed.examples.length, 20);
  assert.deepEqual([unfed.examples[0].rank, unfed.examples[19].rank], [1, 30]);
  assert.equal('title' in unfed.examples[0], false);
  assert.deepEqual([unfed.reach.beside_others, unfed.reach.popular, unfed.reach.nowhere], [2, 20, 8]);
});

/** The figures in a page. */
const dataIn = (page) => JSON.parse(/<script type="application\/json" id="data">(.*?)<\/script>/s.exec(page)[1]);

test('train writes its report beside the model, as data and as a page', async () => {
  const { status, stdout } = await vitrine('train', 'log.csv', '--feed', 'feed.csv', '--out', 'model', '--json');
  assert.equal(status, 0);
  const data = JSON.parse(await readFile(inFolder('model/report.json'), 'utf8'));
  assert.deepEqual(data, JSON.parse(stdout));
  const page = await readFile(inFolder('model/report.html'), 'utf8');
  assert.deepEqual(dataIn(page), data);
});

test('evaluate --report writes a page that is whole by itself', async () => {
  const args = ['evaluate', 'log.csv', '--test', 'test.csv', '--feed', 'feed.csv', '--baselines', '--json', '--report', 'new/report.html'];
  const { status, stdout, stderr } = await vitrine(...args);
  assert.deepEqual([status, stderr], [0, '']);
  const page = await readFile(inFolder('new/report.html'), 'utf8');
  assert.deepEqual(dataIn(page), JSON.parse(stdout));
  assert.doesNotMatch(page, /https?:\/\/|\bimport\(|<link|<img|<iframe|@import|url\(|\bfetch\(|XMLHttpRequest/);
  assert.doesNotMatch(page, /<[^>]+ (src|href|onerror)=/);
  assert.match(page, /<meta http-equiv="Content-Security-Policy" content="default-src 'none';/);
  assert.equal(page.split('</script>').length, 3, 'two scripts, and no title that ends one');
  assert.ok(page.length < 200_000);
});

test('report makes the page of what a command wrote', async () => {
  await vitrine('train', 'log.csv', '--out', 'plain');
  const { status, stdout } = await vitrine('report', 'plain', '--out', 'pages/plain.html');
  assert.deepEqual([status, stdout], [0, 'pages/plain.html\n']);
  assert.equal(await readFile(inFolder('pages/plain.html'), 'utf8'), await readFile(inFolder('plain/report.html'), 'utf8'));
  const { stdout: judged } = await vitrine('evaluate', '--model', 'plain', '--test', 'test.csv', '--json');
  await writeFile(inFolder('judged.json'), judged);
  assert.deepEqual(await vitrine('report', 'judged.json'), { status: 0, stdout: 'judged.html\n', stderr: '' });
  assert.deepEqual(dataIn(await readFile(inFolder('judged.html'), 'utf8')), JSON.parse(judged));
});

test('the template is part of the package', async () => {
  const template = await readFile(join(web, 'dist/report.html'), 'utf8');
  assert.equal(template.split('__REPORT__').length, 2);
  assert.match(template, /The MIT License[^]*Copyright \(c\) \d+ Leon Sorokin/, 'uPlot asks for its licence to go with it');
  assert.doesNotMatch(template, /__(STYLE|SCRIPT|LICENSE)__|innerHTML\s*=(?!=)|insertAdjacentHTML|document\.write/);
});
