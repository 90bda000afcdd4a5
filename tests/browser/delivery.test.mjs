// How files come to a page: from the cache at once, fresh for the next page, without a server, and each only once.
import assert from 'node:assert/strict';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { after, before } from 'node:test';
import { commandIn } from '../node/cli.mjs';
import { outdoorModel, showing, wideModel } from '../node/support.mjs';
import { document, embedded, openBrowser, openShop, release, rulesSaying, shopperIn } from './origin.mjs';
import { bundleOf, call, heard, heroSlot, manifestOf, modelFiles, ready, shop as standard, templates, until } from './support.mjs';

const { folder, vitrine } = await commandIn('delivery');

let browser;
const endings = [];
before(async () => {
  browser = await openBrowser({ after: (end) => endings.push(end) });
});
after(() => Promise.all(endings.map((end) => end())));

const shopper = (t) => shopperIn(t, browser);
const ok = { status: 'ready', reason: null };
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const titleOf = async (page) => (await call(page, 'decide', 'home-hero')).show.title;
/** Until the page had time to bring its files up to date. */
const refreshed = () => pause(1600);

test('the first page loads each file once, at the same time; the next one only asks whether they changed', async (t) => {
  const shop = await openShop(t);
  shop.delays['/vitrine/vitrine.js'] = 200; // else it is there before anything else could begin
  const { open, said, errors } = await shopper(t);
  const first = await open(shop.address);
  assert.deepEqual(await ready(first), ok);
  await refreshed();
  const [rules] = Object.keys(shop.files).filter((path) => path.includes('/rules.')).map((path) => path.slice(9));
  assert.deepEqual(shop.look(), [rules + ' 200', 'vitrine.js 200', 'vitrine.json 200', 'vitrine.wasm 200']);
  const begun = await first.evaluate(() =>
    Object.fromEntries(performance.getEntriesByType('resource').map(({ name, startTime, responseEnd }) => [name.split('/').pop(), [startTime, responseEnd]])),
  );
  for (const name of ['vitrine.json', 'vitrine.wasm']) assert.ok(begun[name][0] < begun['vitrine.js'][1], `${name} waits for vitrine.js`);
  const second = await open(shop.address);
  assert.deepEqual(await ready(second), ok);
  await refreshed();
  assert.deepEqual(shop.look(), ['vitrine.js 304', 'vitrine.json 304', 'vitrine.wasm 304']);
  assert.deepEqual([said, errors], [[], []]);
});

for (const [what, files] of [
  ['rules and module', ['rules.', 'vitrine.wasm']],
  ['script, manifest and module', ['vitrine.js', 'vitrine.json', 'vitrine.wasm']],
]) {
  test(`${what} are asked for before any of them has come`, async (t) => {
    const shop = await openShop(t);
    const rules = Object.keys(shop.files).find((path) => path.startsWith('/vitrine/rules.'));
    const together = shop.hold(files.map((name) => (name === 'rules.' ? rules : '/vitrine/' + name)));
    const { open, said, errors } = await shopper(t);
    const page = await open(shop.address);
    assert.equal(await together, true);
    assert.deepEqual(await ready(page), ok);
    assert.deepEqual([said, errors], [[], []]);
  });
}

test('without data-bundle at the stub, and with a server that forbids keeping: still each file once', async (t) => {
  const shop = await openShop(t, { '/': document({ head: embedded().replace(' data-bundle="/vitrine/vitrine.json"', '') }) });
  for (const name of ['vitrine.js', 'vitrine.json', 'vitrine.wasm']) shop.headers['/vitrine/' + name] = { 'cache-control': 'no-store' };
  const { open } = await shopper(t);
  for (let visit = 0; visit < 2; visit++) {
    assert.deepEqual(await ready(await open(shop.address)), ok);
    await refreshed();
    assert.deepEqual(shop.look().filter((line) => !line.startsWith('rules.')), ['vitrine.js 200', 'vitrine.json 200', 'vitrine.wasm 200']);
  }
});

test('the next page waits for no server, though it may ask', async (t) => {
  const shop = await openShop(t);
  shop.headers['/vitrine/vitrine.js'] = { 'cache-control': 'max-age=600' };
  const { open } = await shopper(t);
  await ready(await open(shop.address));
  for (const name of ['vitrine.json', 'vitrine.wasm']) shop.delays['/vitrine/' + name] = 3000;
  const page = await open(shop.address);
  assert.deepEqual(await ready(page), ok);
  assert.equal(await titleOf(page), 'Welcome to the shop');
  assert.ok((await page.evaluate(() => performance.now())) < 2000);
});

test('a new release shows on the page after the next, and is there by then', async (t) => {
  const shop = await openShop(t);
  const { open } = await shopper(t);
  await ready(await open(shop.address));
  const next = await release('Spring is here');
  const [rules] = Object.keys(next).filter((path) => path.includes('/rules.')).map((path) => path.slice(9));
  Object.assign(shop.files, next);
  const second = await open(shop.address);
  assert.deepEqual(await ready(second), ok);
  assert.equal(await titleOf(second), 'Welcome to the shop');
  await refreshed();
  assert.equal(await titleOf(second), 'Welcome to the shop');
  assert.ok(shop.look().includes(rules + ' 200'));
  const third = await open(shop.address);
  assert.deepEqual(await ready(third), ok);
  assert.equal(await titleOf(third), 'Spring is here');
  assert.deepEqual(shop.look().filter((line) => line.startsWith('rules.')), []);
});

/** The files of a shop with a list and this model, its folder named as `vitrine build` does. */
async function releaseOf(model) {
  const show = { template: 'shelf', title: 'For you' };
  const rules = await bundleOf({
    vitrine: 1,
    slots: { list: { type: 'recommendations', limit: 3 } },
    rules: [{ id: 'list', slot: 'list', recommend: { strategy: 'for_you' }, show }],
  });
  const name = `model.${model.core.display.model}`;
  const files = Object.entries(modelFiles(rules, model)).map(([path, body]) => [path.replace('/model/', `/${name}/`), body]);
  return { ...Object.fromEntries(files), '/vitrine/vitrine.json': Object.fromEntries(files)['/vitrine/vitrine.json'].replaceAll('model/', `${name}/`) };
}

test('a new model goes live while a page is open: it keeps its own, old files may be gone, and the page after the next has the new one', async (t) => {
  const before = showing(3, await outdoorModel());
  const after = await wideModel();
  const old = await releaseOf(before);
  const shelf = '<template data-vitrine-template="shelf"><b data-vitrine-items data-vitrine-text="item.title"></b></template>';
  const body = `${shelf}<div style="height:3000px"></div><section data-vitrine-slot="list">Our best</section>`;
  const shop = await openShop(t, { ...old, '/': document({ body }) });
  const titles = (page) => page.$$eval('[data-vitrine-slot] b', (all) => all.map(({ textContent }) => textContent));
  const { open, said, errors } = await shopper(t);
  const allow = () => addEventListener('DOMContentLoaded', () => window.vitrine.setConsent({ personalise: true }));
  const ids = async (page) => (await call(page, 'decide', 'list')).items.map(({ item_id }) => item_id);
  const look = (page, item_id) => call(page, 'track', 'view_item', { items: [{ item_id }] });
  const first = await open(shop.address, { before: allow });
  assert.deepEqual(await ready(first), ok);
  assert.deepEqual(await ids(first), ['tent-1', 'mat-1', 'boot-1']);
  await refreshed();

  for (const path of Object.keys(old)) delete shop.files[path];
  Object.assign(shop.files, await releaseOf(after));
  shop.look();
  // The open page asks for a file of its model that is there no more.
  await look(first, 'boot-1');
  await pause(500);
  assert.deepEqual(await ids(first), ['mat-1', 'tent-1']);
  const model = `model.${before.core.display.model}`;
  assert.ok(shop.look().includes(`${model}/2.json 404`));
  assert.equal((await heard(said)).length, 1);
  assert.ok(said[0].includes(`${model}/2.json could not be read (404)`), said[0]);

  // The next one begins with what the browser has, and learns of the new manifest in the background.
  const second = await open(shop.address, { before: allow });
  assert.deepEqual(await ready(second), ok);
  assert.deepEqual(await ids(second), ['mat-1', 'tent-1', 'boot-1']);
  await refreshed();
  assert.deepEqual(await ids(second), ['mat-1', 'tent-1', 'boot-1']);

  const third = await open(shop.address, { before: allow });
  assert.deepEqual(await ready(third), ok);
  const popular = after.core.display.fields.id.slice(0, 3);
  assert.deepEqual(await ids(third), popular);
  await look(third, 'item-1601');
  await until(third, () => window.vitrine.decide('list').items[0].item_id === 'item-1600');
  // Those that are still open hear of that, and miss what tells the item's number in their model; nothing else happens.
  const missed = said.filter((text) => !text.includes(`${model}/`));
  assert.deepEqual([missed, errors], [[], []]);
  assert.deepEqual(await ids(first), ['mat-1', 'tent-1']);
  assert.deepEqual(await titles(first), ['Sleeping mat', 'Tent for two']);
});

test('switched off: what is seen stays on this page, the rest goes back; the next page is off from the start', async (t) => {
  const body = templates + heroSlot + '<div style="height:3000px"></div>' + heroSlot;
  const head = embedded() + '<link rel="stylesheet" href="/slow.css">'; // the first paint waits for it
  const shop = await openShop(t, { '/': document({ head, body }), '/slow.css': 'body{margin:0}' });
  shop.delays['/slow.css'] = 600;
  const { open, said, errors } = await shopper(t);
  await ready(await open(shop.address));
  Object.assign(shop.files, await release('Welcome to the shop', { off: true }));
  const page = await open(shop.address, { before: () => addEventListener('DOMContentLoaded', () => window.vitrine.on('status', (state) => (window.heard = state))) });
  const headings = (page) => page.$$eval('[data-vitrine-slot] h1', (all) => all.map(({ textContent }) => textContent));
  assert.deepEqual(await ready(page), ok);
  assert.deepEqual(await headings(page), ['Welcome to the shop', 'Welcome to the shop']);
  await call(page, 'setConsent', { personalise: true });
  await until(page, () => window.heard?.status === 'off');
  assert.deepEqual(await headings(page), ['Welcome to the shop', 'Everything for outside']);
  assert.deepEqual(await call(page, 'status'), { status: 'off', reason: null });
  await page.evaluate(() => localStorage.clear());
  await call(page, 'track', 'search');
  await call(page, 'page', { type: 'home' });
  assert.deepEqual(await headings(page), ['Everything for outside', 'Everything for outside']);
  await pause(700);
  assert.equal(await page.evaluate(() => localStorage.length), 0);
  const next = await open(shop.address);
  assert.deepEqual(await ready(next), { status: 'off', reason: null });
  // Switched on again, which the browser learns in the background, too.
  Object.assign(shop.files, await release('Welcome to the shop'));
  const third = await open(shop.address);
  assert.deepEqual(await ready(third), { status: 'off', reason: null });
  await refreshed();
  assert.deepEqual(await ready(await open(shop.address)), ok);
  assert.deepEqual([said, errors], [[], []]);
});

test('a manifest in the cache whose rules are gone: the fresh one is used', async (t) => {
  const shop = await openShop(t);
  const { open, said } = await shopper(t);
  const old = Object.keys(shop.files).find((path) => path.includes('/rules.'));
  shop.headers[old] = { 'cache-control': 'no-store' };
  await ready(await open(shop.address));
  delete shop.files[old];
  Object.assign(shop.files, await release('Spring is here'));
  const page = await open(shop.address);
  assert.deepEqual(await ready(page), ok);
  assert.equal(await titleOf(page), 'Spring is here');
  assert.deepEqual(said, []);
});

test('rules in the cache that vitrine.js does not read: the fresh ones are used', async (t) => {
  const shop = await openShop(t);
  const rules = await rulesSaying('Spring is here');
  const future = Buffer.from(rules);
  future[4] = 4;
  Object.assign(shop.files, { '/vitrine/vitrine.json': manifestOf(future), '/vitrine/rules.vitrine': future });
  const { open, said } = await shopper(t);
  assert.deepEqual(await ready(await open(shop.address)), { status: 'failed', reason: 'bundle-too-new' });
  assert.equal((await heard(said)).length, 1);
  Object.assign(shop.files, { '/vitrine/vitrine.json': manifestOf(rules), '/vitrine/rules.vitrine': rules });
  assert.deepEqual(await ready(await open(shop.address)), ok);
});

test('a module in the cache of another version: the fresh one is used', async (t) => {
  const shop = await openShop(t);
  const module = shop.files['/vitrine/vitrine.wasm'];
  shop.files['/vitrine/vitrine.wasm'] = Buffer.from([0, 97, 115, 109, 1, 0, 0, 0]); // exports nothing
  const { open, said } = await shopper(t);
  assert.deepEqual(await ready(await open(shop.address)), { status: 'failed', reason: 'wasm-version' });
  assert.match((await heard(said))[0], /does not fit vitrine\.js: upload both from the same build/);
  shop.files['/vitrine/vitrine.wasm'] = module;
  assert.deepEqual(await ready(await open(shop.address)), ok);
  assert.equal((await heard(said)).length, 1);
});

test('an error that the browser kept is asked for again', async (t) => {
  const shop = await openShop(t);
  const { open } = await shopper(t);
  const manifest = shop.files['/vitrine/vitrine.json'];
  delete shop.files['/vitrine/vitrine.json'];
  shop.headers['/vitrine/vitrine.json'] = { 'cache-control': 'max-age=600' };
  assert.deepEqual(await ready(await open(shop.address)), { status: 'failed', reason: 'manifest-missing' });
  shop.files['/vitrine/vitrine.json'] = manifest;
  assert.deepEqual(await ready(await open(shop.address)), ok);
});

const watchStreams = () => {
  const { compileStreaming } = WebAssembly;
  window.streams = 0;
  WebAssembly.compileStreaming = (response) => {
    window.streams++;
    return compileStreaming(response);
  };
};
for (const [what, type, prepare, streams] of [
  ['is said to be one', 'application/wasm', watchStreams, 1],
  ['has no type', '', watchStreams, 0],
  ['has another type', 'application/octet-stream', watchStreams, 0],
  ['has a type with a parameter', 'application/wasm; charset=utf-8', watchStreams, 0],
  ['comes to a browser that compiles no streams', 'application/wasm', () => delete WebAssembly.compileStreaming, undefined],
]) {
  test(`a module that ${what}: it works, and is loaded once`, async (t) => {
    const shop = await openShop(t);
    shop.headers['/vitrine/vitrine.wasm'] = { 'content-type': type };
    const { open, said } = await shopper(t);
    const page = await open(shop.address, { before: prepare });
    assert.deepEqual(await ready(page), ok);
    assert.equal(await page.evaluate(() => window.streams), streams);
    await refreshed();
    assert.deepEqual(shop.look().filter((line) => line.startsWith('vitrine.wasm')), ['vitrine.wasm 200']);
    assert.deepEqual(said, []);
  });
}

test('without a server: a page that the browser kept decides, remembers and says nothing', async (t) => {
  const shop = await openShop(t);
  for (const path of ['/', '/vitrine/vitrine.js']) shop.headers[path] = { 'cache-control': 'max-age=600' };
  const { open, said, errors } = await shopper(t);
  const agree = () => addEventListener('DOMContentLoaded', () => window.vitrine.setConsent({ personalise: true }));
  await ready(await open(shop.address, { before: agree }));
  await shop.stop();
  const page = await open(shop.address, { before: agree });
  assert.deepEqual(await ready(page), ok);
  assert.equal(await titleOf(page), 'Welcome to the shop');
  await call(page, 'track', 'search');
  await refreshed();
  await page.close();
  const later = await open(shop.address, { before: agree });
  assert.deepEqual(await ready(later), ok);
  assert.deepEqual([said, errors], [[], []]);
  await shop.start();
  // Two pages, one search, and this page.
  assert.equal((await call(later, 'profile')).events, 4);
});

/** A shop's own service worker, which answers with what it has where there is no network. */
const worker = `
  addEventListener('install', () => skipWaiting());
  addEventListener('activate', (event) => event.waitUntil(clients.claim()));
  addEventListener('fetch', (event) => event.respondWith((async () => {
    const kept = await caches.open('shop');
    try {
      const response = await fetch(event.request);
      await kept.put(event.request, response.clone());
      return response;
    } catch {
      return (await kept.match(event.request)) ?? Response.error();
    }
  })()));`;

test('without a server: beside a service worker of the shop', async (t) => {
  const shop = await openShop(t, { '/sw.js': worker });
  const { open, said, errors } = await shopper(t);
  const first = await open(shop.address);
  await first.evaluate(async () => {
    await navigator.serviceWorker.register('/sw.js');
    await navigator.serviceWorker.ready;
  });
  await until(first, () => navigator.serviceWorker.controller);
  await ready(await open(shop.address));
  await shop.stop();
  const page = await open(shop.address);
  assert.deepEqual(await ready(page), ok);
  assert.equal(await titleOf(page), 'Welcome to the shop');
  await refreshed();
  assert.deepEqual([said, errors], [[], []]);
});

/** What `vitrine build` writes and prints for a shop: files by path, and the printed parts in their order. */
async function built() {
  await writeFile(join(folder, 'rules.json'), JSON.stringify(standard));
  const { stdout } = await vitrine('build', 'rules.json', '--out', 'site');
  const files = {};
  for (const name of await readdir(join(folder, 'site'))) files['/vitrine/' + name] = await readFile(join(folder, 'site', name));
  const [, ...parts] = stdout.trimEnd().split('\n\n').map((part) => part.split('\n').slice(1));
  const [inline, nonce, file] = parts.map((lines) => ({
    head: lines.slice(0, -1).join('\n').replace('data-page=""', 'data-page="home"'),
    policy: lines.at(-1).replace('Content-Security-Policy: ', ''),
  }));
  return { files, variants: { inline, nonce, file }, importMap: parts[3][0] };
}

for (const variant of ['inline', 'nonce', 'file']) {
  test(`the lines that \`vitrine build\` prints work as they are, under the policy beside them: ${variant}`, async (t) => {
    const { files, variants } = await built();
    const { head, policy } = variants[variant];
    const shop = await openShop(t, { ...files, '/': document({ head: head.replaceAll('NONCE', 'r4nd0m') }) });
    shop.headers['/'] = { 'content-security-policy': policy.replaceAll('NONCE', 'r4nd0m') + "; require-trusted-types-for 'script'" };
    const { open, said, errors } = await shopper(t);
    const page = await open(shop.address);
    assert.deepEqual(await ready(page), ok);
    assert.notEqual(await call(page, 'explain', 'home-hero'), null);
    await refreshed();
    const once = shop.look().filter((line) => /^(vitrine|rules)/.test(line) && !line.includes('-inspect')).map((line) => line.replace(/rules\S+/, 'rules'));
    assert.deepEqual(once, ['rules 200', 'vitrine.js 200', 'vitrine.json 200', 'vitrine.wasm 200']);
    assert.deepEqual([said, errors], [[], []]);
  });
}

test('integrity: a vitrine.js that was changed does not run, a file that is loaded later neither', async (t) => {
  const { files, variants, importMap } = await built();
  const shop = await openShop(t, { ...files, '/': document({ head: importMap + variants.inline.head }) });
  const { open, said } = await shopper(t);
  const page = await open(shop.address);
  await ready(page);
  assert.notEqual(await call(page, 'explain', 'home-hero'), null);
  assert.deepEqual(said, []);
  shop.files['/vitrine/inspect.js'] = shop.files['/vitrine/inspect.js'] + ';window.changed=true';
  const second = await open(shop.address);
  await ready(second);
  assert.equal(await call(second, 'explain', 'home-hero'), null);
  assert.equal(await second.evaluate(() => window.changed), undefined);
  assert.match((await heard(said))[0], /inspect\.js did not load/);
  shop.files['/vitrine/vitrine.js'] = shop.files['/vitrine/vitrine.js'] + ';window.changed=true';
  const third = await open(shop.address);
  assert.deepEqual(await ready(third), { status: 'failed', reason: 'script' });
  assert.equal(await third.evaluate(() => window.changed), undefined);
  assert.match((await heard(said, 2))[1], /vitrine\.js did not run: check its address, integrity/);
});
