// How files come in: bytes in hand, manifests over http and from disk, and everything that may be wrong with them.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { pathToFileURL } from 'node:url';
import { VitrineError, createVitrine } from 'vitrine';
import { bundleOf, open, shop } from './support.mjs';

const rules = await bundleOf(shop);
const module = await readFile(new URL('../../web/dist/vitrine.wasm', import.meta.url));
const integrity = 'sha384-' + createHash('sha384').update(rules).digest('base64');
const manifest = (changes = {}) =>
  JSON.stringify({ vitrine: 1, off: false, files: { rules: { path: 'rules.abc.vitrine', bytes: rules.length, integrity } }, ...changes });

/** Serves files by path until the test ends; returns their address. */
async function serve(t, files) {
  const asked = [];
  const server = createServer(({ url }, response) => {
    asked.push(url);
    const body = files[url];
    response.writeHead(body === undefined ? 404 : 200).end(body);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  return Object.assign(new String(`http://127.0.0.1:${server.address().port}`), { asked });
}

const rejects = (promise, code, message) =>
  assert.rejects(promise, (error) => {
    assert.ok(error instanceof VitrineError);
    assert.equal(error.code, code);
    if (message) assert.match(error.message, message);
    return true;
  });

test('bytes in hand, as an ArrayBuffer, a view or a part of one', async () => {
  const padded = new Uint8Array(rules.length + 6);
  padded.set(rules, 3);
  for (const bundle of [rules, rules.slice().buffer, padded.subarray(3, -3), Buffer.from(rules), new DataView(rules.slice().buffer)]) {
    const vitrine = await createVitrine({ bundle });
    vitrine.page({ type: 'home' });
    assert.equal(vitrine.decide('home-hero').rule, 'hero-first');
    assert.deepEqual(vitrine.status(), { status: 'ready', reason: null });
    vitrine.dispose();
  }
});

test('the module as bytes, as a module and by address', async (t) => {
  const address = await serve(t, { '/v.wasm': module });
  for (const wasm of [module, await WebAssembly.compile(module), `${address}/v.wasm`]) {
    const vitrine = await createVitrine({ bundle: rules, wasm });
    assert.equal(vitrine.status().status, 'ready');
  }
});

test('a manifest by address: files are seen from where it lies', async (t) => {
  const address = await serve(t, { '/shop/vitrine.json': manifest(), '/shop/rules.abc.vitrine': rules });
  for (const bundle of [`${address}/shop/vitrine.json`, new URL(`${address}/shop/vitrine.json`)]) {
    const { vitrine } = await open({ bundle });
    vitrine.page({ type: 'home' });
    assert.equal(vitrine.decide('home-hero').rule, 'hero-first');
  }
  assert.deepEqual(address.asked.slice(0, 2), ['/shop/vitrine.json', '/shop/rules.abc.vitrine']);
});

test('a manifest on disk', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'vitrine-'));
  t.after(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, 'vitrine.json'), manifest());
  await writeFile(join(folder, 'rules.abc.vitrine'), rules);
  for (const bundle of [join(folder, 'vitrine.json'), pathToFileURL(join(folder, 'vitrine.json'))]) {
    const { vitrine } = await open({ bundle });
    assert.equal(vitrine.status().status, 'ready');
  }
});

test('the off switch: defaults everywhere, no file but the manifest', async (t) => {
  const address = await serve(t, { '/vitrine.json': manifest({ off: true }) });
  const { vitrine, warnings } = await open({ bundle: `${address}/vitrine.json`, consent: { personalise: true } });
  assert.deepEqual(vitrine.status(), { status: 'off', reason: null });
  vitrine.page({ type: 'home', slots: ['home-hero'] });
  vitrine.setAttributes({ age: 20 });
  vitrine.track('search', { items: 7 });
  assert.deepEqual(vitrine.decide('home-hero'), {
    slot: 'home-hero', rule: null, experiment: null, variation: null, show: null, trigger: null, items: [], token: null,
  });
  assert.deepEqual(vitrine.decideAll(), []);
  assert.deepEqual(vitrine.segments(), []);
  assert.equal(vitrine.explain('home-hero'), null);
  assert.equal(vitrine.profile().known, false);
  assert.equal(vitrine.report('1.0.0.-1.0.0', 'shown'), false);
  assert.deepEqual([warnings, address.asked], [[], ['/vitrine.json']]);
});

test('manifests that are none', async (t) => {
  const bad = ['', 'x', 'null', '[]', '{}', '{"vitrine":1}', manifest({ vitrine: 2 }), manifest({ files: { rules: 7 } })];
  const address = await serve(t, Object.fromEntries(bad.map((text, i) => [`/${i}`, text])));
  for (let i = 0; i < bad.length; i++) {
    await rejects(createVitrine({ bundle: `${address}/${i}` }), 'manifest', /is not a manifest of version 1/);
  }
});

test('files that are missing, changed or nowhere', async (t) => {
  const address = await serve(t, {
    '/gone.json': manifest(),
    '/changed/vitrine.json': manifest(),
    '/changed/rules.abc.vitrine': Buffer.from(rules).reverse(),
  });
  await rejects(createVitrine({ bundle: `${address}/none.json` }), 'manifest-missing', /none\.json could not be read \(404\)/);
  await rejects(createVitrine({ bundle: `${address}/gone.json` }), 'bundle-missing', /rules\.abc\.vitrine could not be read/);
  await rejects(createVitrine({ bundle: `${address}/changed/vitrine.json` }), 'bundle-missing');
  await rejects(createVitrine({ bundle: rules, wasm: `${address}/v.wasm` }), 'wasm-missing', /v\.wasm could not be read \(404\)/);
  await rejects(createVitrine({ bundle: 'http://127.0.0.1:1/vitrine.json' }), 'manifest-missing');
  await rejects(createVitrine({ bundle: 'http://[' }), 'address');
});

test('a manifest that names a rules file by no address', async (t) => {
  const address = await serve(t, { '/v.json': manifest({ files: { rules: { path: 'http://[' } } }) });
  await rejects(createVitrine({ bundle: `${address}/v.json` }), 'manifest', /"http:\/\/\[" is not an address/);
});

test('options that are none say what is missing', async () => {
  for (const options of [undefined, null, {}, 7, { bundle: 7 }, { bundle: {} }]) {
    await rejects(createVitrine(options), 'options', /`bundle` is missing/);
  }
  await rejects(createVitrine({ bundle: null }), 'options', /compile\(\) gave no bundle/);
});

test('in a worker, addresses are seen from its script', async (t) => {
  const address = await serve(t, { '/shop/vitrine.json': manifest(), '/shop/rules.abc.vitrine': rules });
  globalThis.location = new URL(`${address}/shop/worker.js`);
  t.after(() => delete globalThis.location);
  const { vitrine } = await open({ bundle: 'vitrine.json' });
  assert.equal(vitrine.status().status, 'ready');
});

test('a rules file of more than a megabyte, for which memory has to grow', async () => {
  const title = 'x'.repeat(4000); // after the number: what texts begin with in common is stored once
  const { slots } = shop;
  const many = Array.from({ length: 300 }, (_, i) => ({ id: `r${i}`, slot: 'banner', priority: i, when: {}, show: { template: 't', title: i + title } }));
  const bundle = await bundleOf({ vitrine: 1, slots, rules: many });
  assert.ok(bundle.length > 1 << 20);
  const { vitrine } = await open({ bundle });
  assert.equal(vitrine.decide('banner').show.title, 299 + title);
});

test('rules files that the core refuses, each with its reason', async () => {
  const changed = (change) => {
    const bytes = rules.slice();
    change(bytes);
    return bytes;
  };
  const cases = [
    [new Uint8Array(), 'too-short'],
    [rules.slice(0, 10), 'too-short'],
    [changed((bytes) => (bytes[0] ^= 1)), 'not-a-bundle'],
    [changed((bytes) => (bytes[4] = 4)), 'too-new'],
    [changed((bytes) => (bytes[4] = 2)), 'too-old'],
    [changed((bytes) => (bytes[6] = 9)), 'wrong-kind'],
    [rules.slice(0, -1), 'wrong-size'],
    [changed((bytes) => (bytes[bytes.length - 1] ^= 1)), 'damaged'],
    [new Uint8Array((16 << 20) + 1), 'limit'],
  ];
  for (const [bundle, reason] of cases) {
    await rejects(createVitrine({ bundle }), 'bundle-' + reason, /was refused .*: run `vitrine build` again/);
  }
});

test('modules that are none, or another', async () => {
  await rejects(createVitrine({ bundle: rules, wasm: new Uint8Array(8) }), 'wasm', /did not start/);
  const empty = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);
  await rejects(createVitrine({ bundle: rules, wasm: empty }), 'wasm-version', /does not fit/);
});

test('nothing keeps a Node process alive', async () => {
  const { vitrine } = await open({ now: Date.now });
  vitrine.page({ type: 'home' });
  assert.equal(process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length, 0);
});
