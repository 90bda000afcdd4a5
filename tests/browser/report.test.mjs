// The page of a report: it draws everything from the figures in it, loads nothing, takes no title for markup, and has no
// accessibility mistakes that axe-core can find.
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import test, { after, before } from 'node:test';
import { pathToFileURL } from 'node:url';
import puppeteer from 'puppeteer-core';
import { commandIn } from '../node/cli.mjs';
import { logText, tsvText } from '../node/logs.mjs';

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const { folder, vitrine } = await commandIn('report-page');
const hostile = '<img src="x" onerror="window.hit=1"><script>window.hit=1</script>';
const feed = `id,title,product_type\nboot,"${hostile.replaceAll('"', '""')}",Hiking\nmat,Mat,Camping\ntent,Tent,Camping\nstove,Stove,Camping\n`;
let browser;

before(async () => {
  await writeFile(join(folder, 'log.csv'), logText);
  await writeFile(join(folder, 'test.tsv'), tsvText);
  await writeFile(join(folder, 'feed.csv'), feed);
  const judged = await vitrine('evaluate', 'log.csv', '--test', 'test.tsv', '--feed', 'feed.csv', '--baselines', '--json');
  assert.equal(judged.status, 0, judged.stderr);
  const budgets = [{ bytes: 100_000, hit_rate: 0.4, mrr: 0.15 }, { bytes: 1_000_000, hit_rate: 0.5, mrr: 0.18 }];
  const health = {
    sessions: 8,
    events: { view: 24, cart: 0 },
    share_in_feed: 0.75,
    gaps: [{ from: '2026-01-03', days: 2 }],
    days: 8,
    days_without_events: 2,
    note: hostile,
  };
  await writeFile(join(folder, 'judged.json'), JSON.stringify({ ...JSON.parse(judged.stdout), budgets, health }));
  assert.equal((await vitrine('report', 'judged.json')).status, 0);
  assert.equal((await vitrine('train', 'log.csv', '--feed', 'feed.csv', '--out', 'model')).status, 0);
  browser = await puppeteer.launch({
    executablePath: process.env.VITRINE_CHROMIUM || '/usr/bin/chromium',
    args: [
      '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync',
    ],
  });
});
after(() => browser?.close());

/** Opens a page of the folder and notes what goes wrong, and what it asks for beside itself. */
async function open(t, name, { width = 1280, dark = false } = {}) {
  const page = await browser.newPage();
  t.after(() => page.close());
  page.wrong = [];
  const address = pathToFileURL(join(folder, name)).href;
  page.on('pageerror', (error) => page.wrong.push(String(error)));
  page.on('console', (message) => page.wrong.push(message.text()));
  page.on('request', (request) => request.url() !== address && page.wrong.push(request.url()));
  await page.setViewport({ width, height: 900 });
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: dark ? 'dark' : 'light' }]);
  await page.goto(address);
  await page.waitForSelector('figure canvas');
  return page;
}

const texts = (page, selector) => page.$$eval(selector, (elements) => elements.map((element) => element.textContent));
const violationsIn = async (page) => {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
  return violations.map(({ id, nodes }) => [id, nodes[0].html]);
};

test('a judged model: three answers, then every part', async (t) => {
  const page = await open(t, 'judged.html');
  assert.deepEqual(await texts(page, 'h2'), [
    'Is the data sound?', 'How good is it?', 'What to do next', 'Quality', 'Products', 'Data', 'Training', 'Cost',
  ]);
  assert.equal((await page.$$('figure canvas')).length, 4, 'hit rates, intervals, popularity, sizes');
  const rows = await texts(page, 'section:nth-of-type(2) .scroll tbody th');
  assert.deepEqual(rows, ['This model', 'Most popular', 'Association rules', 'Sequential rules', 'Nearest visits']);
  const data = await page.evaluate(() => JSON.parse(document.getElementById('data').textContent));
  const shown = await page.$eval('section:nth-of-type(2) .scroll tr.model td', (cell) => cell.textContent);
  assert.equal(shown, `${(data.model.novel['hr@20'] * 100).toFixed(1)}\u00a0%`);
  await page.click('input[name=targets]:not(:checked)');
  const other = await page.$eval('section:nth-of-type(2) .scroll tr.model td', (cell) => cell.textContent);
  assert.equal(other, `${(data.model['hr@20'] * 100).toFixed(1)}\u00a0%`);
  assert.deepEqual(page.wrong, []);
});

test('health is shown whatever it tells', async (t) => {
  const page = await open(t, 'judged.html');
  const cells = await page.$$eval('tbody tr', (rows) => rows.map((row) => [...row.children].map((cell) => cell.textContent)));
  const value = (name) => cells.find(([first]) => first === name)?.[1];
  assert.equal(value('events: view'), '24');
  assert.equal(value('share in feed'), '75.0\u00a0%');
  assert.equal(value('2026-01-03'), '2');
  assert.equal(value('note'), hostile);
  assert.match((await texts(page, '.verdict'))[0], /^Doubtful$/);
});

test('titles are text', async (t) => {
  const page = await open(t, 'judged.html');
  assert.ok((await texts(page, '.examples h3')).includes(hostile));
  assert.equal(await page.evaluate(() => window.hit), undefined);
  assert.equal(await page.$('img'), null);
});

test('a model that was only trained', async (t) => {
  const page = await browser.newPage();
  t.after(() => page.close());
  await page.goto(pathToFileURL(join(folder, 'model/report.html')).href);
  assert.deepEqual(await texts(page, 'h2'), [
    'Is the data sound?', 'How good is it?', 'What to do next', 'Products', 'Data', 'Training', 'Cost',
  ]);
  assert.deepEqual(await violationsIn(page), []);
});

test('the chart tells its figures where it is pointed at', async (t) => {
  const page = await open(t, 'judged.html');
  await page.waitForFunction(() => /\d/.test(document.querySelector('.u-legend .u-value').textContent));
  assert.equal((await texts(page, '.u-legend .u-value'))[0], '20');
  const box = await (await page.$('.u-over')).boundingBox();
  await page.mouse.move(box.x + 1, box.y + 20);
  await page.waitForFunction(() => document.querySelector('.u-legend .u-value').textContent === '1');
});

for (const width of [1280, 390]) {
  for (const dark of [false, true]) {
    test(`axe finds nothing at ${width} pixels, ${dark ? 'dark' : 'light'}`, async (t) => {
      const page = await open(t, 'judged.html', { width, dark });
      assert.deepEqual(await violationsIn(page), []);
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'nothing is beside the page');
    });
  }
}
