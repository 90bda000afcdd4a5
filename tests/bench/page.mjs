// What Vitrine costs a page of the demo, in Chromium: bytes, time until slots are filled, work on the main thread, layout
// shift, largest paint with and without it, memory. tests/bench/run page builds what it needs.
//
// The page is the demo's front page as a server would send it: drawn once, then served as HTML without the demo's own
// scripts, once with the lines that `vitrine build` prints and once without, everything in brotli, by HTTP/2 as shops have
// it, with the caching that the demo's server asks for. The shopper allows personalisation; on the second visit they are
// known to like boots, and Vitrine chooses pictures that the browser does not have yet; on the third it has all.
import { execFileSync } from 'node:child_process';
import { X509Certificate, createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createSecureServer } from 'node:http2';
import { cpus, loadavg, tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import puppeteer, { PredefinedNetworkConditions } from 'puppeteer-core';
import { CHROMIUM } from '../browser/engines.mjs';
import { serveStorefront } from '../browser/storefront.mjs';

const { values } = parseArgs({
  options: {
    json: { type: 'string' },
    readme: { type: 'boolean' },
    rounds: { type: 'string', default: '15' },
    cpu: { type: 'string', default: '1' },
    help: { type: 'boolean' },
  },
});
if (values.help) {
  console.log(`node tests/bench/page.mjs [--json FILE] [--readme] [--rounds N] [--cpu N]
  --json    also write the figures to a file
  --readme  put the tables into the README in place of the old ones
  --rounds  shoppers for each figure, with three visits each (15)
  --cpu     how many times slower the processor is made (1)
Served by HTTP/2 with a certificate made by openssl, and with the demo's own caching: addresses with a hash are kept, page
and manifest asked for again. The third visit has all pictures that Vitrine chose in the browser's cache, the second not.`);
  process.exit();
}
const rounds = Number(values.rounds);

/** Median and the quarter of the measurements on each side of it. */
function spread(samples) {
  const sorted = samples.filter(Number.isFinite).sort((a, b) => a - b);
  const at = (share) => sorted[Math.round(share * (sorted.length - 1))];
  return { median: at(0.5), low: at(0.25), high: at(0.75), most: sorted.at(-1) };
}

// The shop: the demo's server, packed, and the two pages.
const demo = await serveStorefront();
const pages = {};
const packed = new Map();
/** A certificate that nobody else trusts. */
function certify() {
  const folder = mkdtempSync(join(tmpdir(), 'vitrine-'));
  const [keyFile, certFile] = ['key', 'cert'].map((name) => join(folder, `${name}.pem`));
  execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2', '-subj', '/CN=localhost', '-keyout', keyFile, '-out', certFile], { stdio: 'ignore' });
  const made = { key: readFileSync(keyFile), cert: readFileSync(certFile) };
  rmSync(folder, { recursive: true });
  return made;
}
const certified = certify();
const server = createSecureServer(certified, async ({ url, headers }, response) => {
  if (pages[url]) return response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-encoding': 'br', 'cache-control': 'no-cache' }).end(pages[url]);
  const found = await fetch(demo.origin + url, { headers: headers['if-none-match'] ? { 'if-none-match': headers['if-none-match'] } : {} });
  const kept = Object.fromEntries(['content-type', 'etag', 'cache-control'].flatMap((name) => (found.headers.get(name) ? [[name, found.headers.get(name)]] : [])));
  if (found.status !== 200) return response.writeHead(found.status, kept).end();
  const body = Buffer.from(await found.arrayBuffer());
  if (!packed.has(url)) packed.set(url, brotliCompressSync(body));
  response.writeHead(200, { ...kept, 'content-encoding': 'br' }).end(packed.get(url));
});
await new Promise((resolve) => server.listen(0, 'localhost', resolve));
const origin = `https://localhost:${server.address().port}`;
// Trusted by its key: what is merely not refused, Chromium does not keep in its cache.
const trusted = createHash('sha256').update(new X509Certificate(certified.cert).publicKey.export({ type: 'spki', format: 'der' })).digest('base64');
const browser = await puppeteer.launch({ ...CHROMIUM, args: [...CHROMIUM.args, `--ignore-certificate-errors-spki-list=${trusted}`] });

async function drawPages() {
  const page = await browser.newPage();
  await page.setRequestInterception(true);
  page.on('request', (request) => (request.url().endsWith('/vitrine.js') ? request.abort() : request.continue()));
  await page.goto(`${demo.origin}/en/`, { waitUntil: 'load' });
  await page.waitForSelector('main h1');
  const drawn = await page.evaluate(() => {
    document.querySelectorAll('script[src*="/shop/"], link[href*="/shop/data/"]').forEach((one) => one.remove());
    document.getElementById('consent').hidden = true;
    return '<!doctype html>' + document.documentElement.outerHTML;
  });
  await page.close();
  const allow = 'vitrine.setConsent({ personalise: true, measure: true });';
  const hash = createHash('sha256').update(allow).digest('base64');
  const withIt = drawn
    .replace("'wasm-unsafe-eval'", (policy) => `${policy} 'sha256-${hash}'`)
    .replace(/(<script async[^>]* data-bundle="[^"]*")[^>]*><\/script>/, (_, script) => `<script>${allow}</script>${script} data-page="home"></script>`);
  if (withIt === drawn) throw new Error('the lines to embed were not found');
  const without = drawn.replace(/<script[^]*?<\/script>/g, '');
  pages['/with'] = brotliCompressSync(Buffer.from(withIt));
  pages['/without'] = brotliCompressSync(Buffer.from(without));
}
await drawPages();

/** In the page, before everything else. */
function watch() {
  const figures = (window.figures = { shift: 0, paint: 0, memory: 0 });
  new PerformanceObserver((list) => list.getEntries().forEach(({ value, hadRecentInput }) => (figures.shift += hadRecentInput ? 0 : value))).observe({ type: 'layout-shift', buffered: true });
  new PerformanceObserver((list) => list.getEntries().forEach(({ startTime }) => (figures.paint = startTime))).observe({ type: 'largest-contentful-paint', buffered: true });
  addEventListener('vitrine:decision', ({ detail }) => detail.applied && performance.mark('filled'), true);
  for (const name of ['instantiate', 'instantiateStreaming']) {
    const make = WebAssembly[name];
    WebAssembly[name] = async (...args) => {
      const made = await make.apply(WebAssembly, args);
      const { memory } = (made.instance ?? made).exports;
      window.wasmMemory = memory;
      return made;
    };
  }
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** What the main thread did, by the browser's own trace: ms. */
function readTrace(bytes) {
  const { traceEvents } = JSON.parse(Buffer.from(bytes).toString());
  const main = traceEvents.filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain').map(({ pid, tid }) => `${pid} ${tid}`);
  const of = new Map(main.map((id) => [id, []]));
  for (const event of traceEvents) of.get(`${event.pid} ${event.tid}`)?.push(event);
  const events = [...of.values()].find((all) => all.some(({ name, args }) => name === 'ParseHTML' && args.beginData?.url?.startsWith(origin))) ?? [];
  const began = events.find(({ name, args }) => name === 'EvaluateScript' && args.data?.url?.endsWith('/vitrine.js'));
  const marks = events.filter(({ name, cat }) => name === 'filled' && cat.includes('user_timing'));
  const tasks = events.filter(({ name }) => name === 'RunTask');
  const most = (field) => Math.max(...tasks.map((task) => (task[field] ?? 0) / 1000));
  const filled = (mark, field = 'ts') => (began && mark ? (mark[field] - began[field]) / 1000 : NaN);
  const first = marks.find(({ ts }) => ts > began?.ts);
  return {
    first: filled(first),
    // Of the thread's own clock, which stands while others have the processor or nothing is there to do.
    firstWork: filled(first, 'tts'),
    last: filled(marks.at(-1)),
    busy: tasks.reduce((sum, { tdur = 0 }) => sum + tdur / 1000, 0),
    longest: most('dur'),
    longestWork: most('tdur'),
  };
}

/** Own time of what comes from Vitrine's files, and of the module: ms. */
function readProfile({ nodes, samples, timeDeltas }) {
  const ours = new Set(nodes.filter(({ callFrame: { url } }) => /\/vitrine\/|^wasm:/.test(url)).map(({ id }) => id));
  return samples.reduce((sum, id, i) => sum + (ours.has(id) ? timeDeltas[i] / 1000 : 0), 0);
}

const CATEGORIES = ['-*', 'toplevel', 'devtools.timeline', 'disabled-by-default-devtools.timeline', 'blink.user_timing'];

/** One view of a page; `look` says by what means: trace, profile, or nothing but the page's own figures. */
async function view(context, path, { network, look = 'figures' } = {}) {
  const page = await context.newPage();
  await page.setViewport({ width: 1280, height: 900 });
  await page.evaluateOnNewDocument(watch);
  if (network) await page.emulateNetworkConditions(network);
  const client = await page.createCDPSession();
  await client.send('Emulation.setCPUThrottlingRate', { rate: Number(values.cpu) });
  if (look === 'profile') {
    await client.send('Profiler.enable');
    await client.send('Profiler.setSamplingInterval', { interval: 100 });
    await client.send('Profiler.start');
  }
  if (look === 'trace') await page.tracing.start({ categories: CATEGORIES });
  await page.goto(origin + path, { waitUntil: 'load' });
  await page.waitForNetworkIdle({ idleTime: 200, timeout: 5000 }).catch(() => undefined);
  await pause(300);
  const found = await page.evaluate(() => ({ ...window.figures }));
  if (look === 'trace') Object.assign(found, readTrace(await page.tracing.stop()));
  if (look === 'profile') found.own = readProfile((await client.send('Profiler.stop')).profile);
  await client.send('HeapProfiler.collectGarbage');
  const { metrics } = await client.send('Performance.enable').then(() => client.send('Performance.getMetrics'));
  found.heap = metrics.find(({ name }) => name === 'JSHeapUsedSize').value;
  found.wasm = await page.evaluate(() => window.wasmMemory?.buffer.byteLength ?? 0);
  found.files = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname));
  return { page, found };
}

/** In the page: brings the pictures of what Vitrine chose, as pages of these products and campaigns would have. */
function loadPictures() {
  const addresses = window.vitrine.decideAll().flatMap(({ show, items }) => [show?.image, ...items.map((item) => item.image_link)]);
  return Promise.all(addresses.filter(Boolean).map((address) => Object.assign(new Image(), { src: address }).decode()));
}

/** Three visits of one shopper. */
async function visits(path, how) {
  const context = await browser.createBrowserContext();
  const { page, found: cold } = await view(context, path, how);
  if (path === '/with') {
    await page.evaluate(async () => {
      for (const item_id of ['boots-1', 'boots-4']) window.vitrine.track('view_item', { items: [{ item_id, item_category: 'Hiking boots' }] });
      while (!localStorage.getItem('vitrine')) await new Promise((resolve) => setTimeout(resolve, 20));
    });
    await pause(300);
  }
  await page.close();
  const { page: second, found: warm } = await view(context, path, how);
  if (path === '/with') await second.evaluate(loadPictures);
  await second.close();
  const { found: known } = await view(context, path, how);
  await context.close();
  return { cold, warm, known };
}

const VISITS = { cold: 'first visit', warm: 'second visit', known: 'third visit' };
const NETWORKS = [['from this machine', undefined], ['fast 4G', PredefinedNetworkConditions['Fast 4G']]];
const runs = {};
for (const [name, network] of NETWORKS) {
  const run = (runs[name] = { with: [], without: [] });
  for (let round = -1; round < rounds; round++) {
    // Whatever comes second may find something warm: they take turns.
    const order = round % 2 ? ['with', 'without'] : ['without', 'with'];
    for (const kind of order) {
      const visit = await visits('/' + kind, { network, look: network ? 'figures' : 'trace' });
      if (round >= 0) run[kind].push(visit);
    }
    process.stderr.write(`\r${name}: ${round + 1} of ${rounds} `);
  }
}
const profiles = [];
for (let round = 0; round < Math.ceil(rounds / 3); round++) profiles.push(await visits('/with', { look: 'profile' }));
process.stderr.write('\r');
await browser.close();
server.close();
demo.close();

// Bytes: what the second visit had loaded, which is all that a page with popups and lists of its model needs.
const here = (path) => readFileSync(join(demo.site, path));
const weigh = (name, data, target) => ({ name, raw: data.length, gzip: gzipSync(data, { level: 9 }).length, brotli: brotliCompressSync(data).length, target });
const loaded = [...new Set(runs['from this machine'].with.flatMap(({ cold, warm }) => [...cold.files, ...warm.files]))].filter((path) => path.includes('/vitrine/'));
const TARGETS = { 'vitrine.wasm': 26624, 'stub.js, inline': 1024, 'script, popups and widgets together': 14336 };
const row = (name, data) => weigh(name, data, TARGETS[name]);
const SCRIPTS = /\/(vitrine|popups|widgets|content)\.js$/;
const [folder] = /^.*\/vitrine\/en\//.exec(loaded[0]);
const bytes = [row('stub.js, inline', here(`${folder}stub.js`)), ...loaded.map((path) => row(path.slice(folder.length), here(path))).sort((a, b) => a.name.localeCompare(b.name))];
const together = loaded.filter((path) => SCRIPTS.test(path)).map((path) => weigh(basename(path), here(path)));
const sum = (field) => together.reduce((all, one) => all + one[field], 0);
const all = { name: 'script, popups and widgets together', raw: sum('raw'), gzip: sum('gzip'), brotli: sum('brotli') };
bytes.push({ ...all, target: TARGETS[all.name] });

const figures = [];
const figure = (what, unit, samples, target) => figures.push({ what, unit, ...spread(samples), target });
const near = runs['from this machine'];
for (const [visit, which] of Object.entries(VISITS)) {
  const of = (kind, field) => near[kind].map((both) => both[visit][field]);
  figure(`${which}: script starts to first slots filled`, 'ms', of('with', 'first'), visit === 'cold' ? undefined : 50);
  figure(`${which}: the same, work of the main thread, the page's own included`, 'ms', of('with', 'firstWork'));
  figure(`${which}: script starts to last slot filled`, 'ms', of('with', 'last'));
  figure(`${which}: main thread, Vitrine's own time`, 'ms', profiles.map((both) => both[visit].own));
  figure(`${which}: main thread, work of the page with it, more than without`, 'ms', of('with', 'busy').map((ms, i) => ms - of('without', 'busy')[i]));
  figure(`${which}: longest task of the page, by the clock`, 'ms', of('with', 'longest'), 50);
  figure(`${which}: longest task without it, by the clock`, 'ms', of('without', 'longest'));
  figure(`${which}: longest task of the page, its work`, 'ms', of('with', 'longestWork'), 50);
  figure(`${which}: longest task without it, its work`, 'ms', of('without', 'longestWork'));
}
for (const [name] of NETWORKS) {
  for (const [visit, words] of Object.entries(VISITS)) {
    const which = `${words}, ${name}`;
    const of = (kind, field) => runs[name][kind].map((both) => both[visit][field]);
    figure(`${which}: CLS`, '', of('with', 'shift'), 0);
    figure(`${which}: LCP without it`, 'ms', of('without', 'paint'));
    figure(`${which}: LCP with it`, 'ms', of('with', 'paint'));
    figure(`${which}: LCP with less without, in pairs`, 'ms', of('with', 'paint').map((ms, i) => ms - of('without', 'paint')[i]), 0);
  }
}
figure('memory: JavaScript heap, more than without', 'KB', near.with.map(({ warm }, i) => (warm.heap - near.without[i].warm.heap) / 1024));
figure('memory: of the module', 'KB', near.with.map(({ warm }) => warm.wasm / 1024));

const digits = (n) => (n === undefined ? '' : Number.isInteger(n) || Math.abs(n) >= 100 ? n.toFixed(0) : Math.abs(n) < 0.1 ? n.toFixed(3) : n.toPrecision(3));
/** A Markdown table that also reads well in a terminal. */
function table(head, lines) {
  const cells = [head, ...lines].map((line) => line.map(String));
  const widths = head.map((_, i) => Math.max(...cells.map((line) => line[i].length)));
  const rule = widths.map((width, i) => (i ? '-'.repeat(width - 1) + ':' : '-'.repeat(width)));
  const [first, ...rest] = cells.map((line) => line.map((cell, i) => (i ? cell.padStart(widths[i]) : cell.padEnd(widths[i]))));
  return [first, rule, ...rest].map((line) => `| ${line.join(' | ')} |\n`).join('');
}
const limit = (target) => (target === undefined ? '' : `(${target})`);
const tables = [
  `Chromium, ${cpus()[0]?.model ?? 'unknown'}, ${cpus().length} processors${Number(values.cpu) > 1 ? ` made ${values.cpu} times slower` : ''}, load ${loadavg()[0].toFixed(1)}; HTTP/2; ${rounds} pairs of shoppers with three visits each; targets in brackets. Before the second visit a shopper looks at two boots, and Vitrine chooses pictures that are not in the browser's cache; on the third they are.\n`,
  table(['bytes that the demo\'s front page loads', 'raw', 'gzip', 'brotli', '(target)'], bytes.map((b) => [b.name, b.raw, b.gzip, b.brotli, limit(b.target)])),
  table(['in the page', 'median', 'middle half', 'most', 'unit', '(target)'], figures.map((f) => [f.what, digits(f.median), `${digits(f.low)} - ${digits(f.high)}`, digits(f.most), f.unit, limit(f.target)])),
].join('\n');
console.log(`\n${tables}`);
if (values.json) {
  writeFileSync(values.json, JSON.stringify({ rounds, cpu: Number(values.cpu), bytes, figures }, null, 2) + '\n');
  console.log(`written to ${values.json}`);
}
if (values.readme) {
  const readme = fileURLToPath(new URL('../../README.md', import.meta.url));
  const marked = /(<!-- measured by tests\/bench\/run page -->\n)[^]*?(<!-- end -->)/;
  const text = readFileSync(readme, 'utf8');
  if (!marked.test(text)) throw new Error('the README has no place for these tables');
  writeFileSync(readme, text.replace(marked, (_, begin, end) => `${begin}\n${tables}\n${end}`));
  console.log('the README has the new tables');
}
