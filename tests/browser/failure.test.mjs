// Whatever fails, the page keeps its default content, callbacks fire, and one message says how to mend it.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import test from 'node:test';
import { act, bundleOf, call, embed, heading, heard, hike, html, manifestOf, ready, setUp, shop, slowStyle, stub, until } from './support.mjs';

const shopper = setUp();
const rules = await bundleOf(shop);
const strict = "script-src 'self' 'wasm-unsafe-eval'; object-src 'none'; base-uri 'none'";
const external = `<script src="/vitrine/stub.js"></script>${embed.split('</script>').slice(1).join('</script>')}`;

/** Collects what callbacks are told that were queued before anything could arrive. */
const early = () =>
  addEventListener('DOMContentLoaded', () => {
    window.calls = [];
    window.vitrine.ready(() => {
      throw new Error('of the shop');
    });
    window.vitrine.ready((state) => window.calls.push(state));
    window.vitrine.track('search');
  });

for (const [what, files, reason, message] of [
  ['a manifest that is missing', { '/vitrine/vitrine.json': null }, 'manifest-missing', /vitrine\.json could not be read \(404\)/],
  ['an address that is none', { '/': html({ head: embed.replace('/vitrine/vitrine.json', 'http://[') + slowStyle }) }, 'address', /"http:\/\/\[" is not an address/],
  ['a manifest that is none', { '/vitrine/vitrine.json': '<html>' }, 'manifest', /is not a manifest of version 1/],
  ['rules that are missing', { '/vitrine/rules.vitrine': null }, 'bundle-missing', /rules\.vitrine could not be read/],
  ['rules that were tampered with', { '/vitrine/rules.vitrine': Buffer.from(rules).reverse() }, 'bundle-missing', /rules\.vitrine could not be read/],
  ['rules that are broken', { '/vitrine/rules.vitrine': rules.subarray(0, -1), '/vitrine/vitrine.json': manifestOf(rules.subarray(0, -1)) }, 'bundle-wrong-size', /run `vitrine build` again/],
  ['rules from the future', (() => {
    const future = Buffer.from(rules);
    future[4] = 4;
    return { '/vitrine/rules.vitrine': future, '/vitrine/vitrine.json': manifestOf(future) };
  })(), 'bundle-too-new', /was refused \(too-new\)/],
  ['a module that is missing', { '/vitrine/vitrine.wasm': null }, 'wasm-missing', /vitrine\.wasm could not be read \(404\)/],
  ['a module that is none', { '/vitrine/vitrine.wasm': 'hello' }, 'wasm', /upload vitrine\.wasm again/],
  ['wasm that is blocked', { '/': { body: html({ head: external + slowStyle }), headers: { 'content-security-policy': "script-src 'self'" } } }, 'wasm-blocked', /add 'wasm-unsafe-eval' to script-src/],
  ['connections that are blocked', { '/': { body: html(), headers: { 'content-security-policy': "connect-src 'none'" } } }, 'manifest-missing', /check its address, and connect-src/],
  ['a script that an ad blocker emptied', { '/vitrine/vitrine.js': '/* taken away */' }, 'script', /vitrine\.js did not run: .* Ad blockers may take its name/],
  ['a script that is missing', { '/vitrine/vitrine.js': null }, 'script', /vitrine\.js did not run: check its address, integrity and script-src/],
]) {
  test(`${what}: the default stays, callbacks fire, one message`, async (t) => {
    const { visit, said, errors } = await shopper(t, files);
    const page = await visit({ before: early });
    const failed = { status: 'failed', reason };
    assert.deepEqual(page.state, failed);
    assert.deepEqual(await page.evaluate(() => window.calls), [failed]);
    assert.equal(await heading(page), 'Everything for outside');
    await call(page, 'setConsent', { personalise: true });
    await hike(page);
    await call(page, 'page', { type: 'home' });
    assert.equal(await heading(page), 'Everything for outside');
    assert.equal(await page.evaluate(() => localStorage.length), 0);
    assert.equal((await heard(said)).length, 1);
    assert.match(said[0], message);
    assert.deepEqual(errors, ['Error: of the shop']);
  });
}

test('no network at all', async (t) => {
  const { visit, said } = await shopper(t);
  const page = await visit({ wait: false });
  await page.setRequestInterception(true);
  page.on('request', (request) => (request.url().includes('/vitrine/') ? request.abort() : request.continue()));
  await page.reload();
  assert.deepEqual(await ready(page), { status: 'failed', reason: 'script' });
  assert.equal(await heading(page), 'Everything for outside');
  assert.match((await heard(said)).at(-1), /vitrine\.js did not run/);
});

for (const name of ['vitrine.js', 'vitrine.wasm']) {
  test(`a ${name} that never answers: callbacks fire after five seconds`, async (t) => {
    const { visit, said } = await shopper(t, { ['/vitrine/' + name]: { body: '', delay: 60_000 } });
    const page = await visit({ before: early, wait: false, load: 'domcontentloaded' });
    const began = Date.now();
    assert.deepEqual(await ready(page), { status: 'failed', reason: 'timeout' });
    assert.ok(Date.now() - began < 5500);
    assert.deepEqual(await page.evaluate(() => window.calls), [{ status: 'failed', reason: 'timeout' }]);
    assert.equal(await heading(page), 'Everything for outside');
    assert.deepEqual(await heard(said), ['[vitrine] Not yet there after 5 s: a slow server?']);
  });
}

test('what arrives after the callbacks were told to go on is used, and `status` says so', async (t) => {
  const late = await bundleOf(shop);
  const { visit } = await shopper(t, { '/vitrine/rules.vitrine': { body: late, delay: 5600 } });
  const page = await visit({
    before: () => addEventListener('DOMContentLoaded', () => window.vitrine.on('status', (state) => (window.heard = state))),
    load: 'domcontentloaded',
  });
  assert.deepEqual(page.state, { status: 'failed', reason: 'timeout' });
  assert.equal(await page.evaluate(() => window.heard), undefined);
  await until(page, () => window.heard);
  assert.deepEqual(await page.evaluate(() => window.heard), { status: 'ready', reason: null });
  assert.equal(await page.evaluate(() => window.vitrine.decide('home-hero').rule), 'first');
});

test('switched off in the manifest: quiet defaults', async (t) => {
  const { visit, said, errors } = await shopper(t, { '/vitrine/vitrine.json': manifestOf(rules, { off: true }) });
  const page = await visit();
  assert.deepEqual(page.state, { status: 'off', reason: null });
  await call(page, 'setAttributes', { tier: 'gold' });
  await hike(page);
  assert.equal(await heading(page), 'Everything for outside');
  assert.deepEqual([said, errors], [[], []]);
});

test('where Vitrine did not start, a refusal still erases', async (t) => {
  const { visit } = await shopper(t, { '/vitrine/rules.vitrine': null });
  const page = await visit({ before: () => localStorage.setItem('vitrine', 'of an earlier page') });
  assert.equal(page.state.status, 'failed');
  await call(page, 'setConsent', { personalise: false });
  assert.equal(await page.evaluate(() => localStorage.length), 0);
});

test('a strict policy with Trusted Types: everything works, nothing violates it', async (t) => {
  const policy = `${strict}; require-trusted-types-for 'script'; trusted-types 'none'`;
  const page = { body: html({ head: external + slowStyle }), headers: { 'content-security-policy': policy } };
  const { visit, said, errors } = await shopper(t, { '/': page });
  const opened = await visit();
  assert.deepEqual(opened.state, { status: 'ready', reason: null });
  assert.equal(await heading(opened), 'Welcome to the shop');
  await call(opened, 'setConsent', { personalise: true });
  await act(opened);
  await hike(opened);
  assert.equal(await heading(opened), 'Gear up for your hike');
  assert.equal((await call(opened, 'explain', 'home-hero')).rule, 'hiking');
  assert.deepEqual([await opened.evaluate(() => window.violations), said, errors], [[], [], []]);
});

test('a policy with the hash of the inline stub', async (t) => {
  const hash = createHash('sha256').update(stub).digest('base64');
  const headers = { 'content-security-policy': `script-src 'self' 'wasm-unsafe-eval' 'sha256-${hash}'` };
  const { visit } = await shopper(t, { '/': { body: html(), headers } });
  const page = await visit();
  assert.deepEqual(page.state, { status: 'ready', reason: null });
  assert.equal(await heading(page), 'Welcome to the shop');
});

test('the stub and the script twice: one vitrine', async (t) => {
  const { visit, said, errors } = await shopper(t, { '/': html({ head: embed + `<script>${stub}</script>` + embed + slowStyle }) });
  const page = await visit();
  assert.equal(await heading(page), 'Welcome to the shop');
  await call(page, 'setConsent', { personalise: true });
  assert.equal((await call(page, 'profile')).visit.pages, 1);
  assert.deepEqual([await heard(said), errors], [['[vitrine] vitrine.js is here twice: leave one out.'], []]);
});

test('the script without the stub says so', async (t) => {
  const head = '<script async src="/vitrine/vitrine.js" data-bundle="/vitrine/vitrine.json"></script>' + slowStyle;
  const { visit, said, errors } = await shopper(t, { '/': html({ head }) });
  const page = await visit({ wait: false });
  assert.equal(await heading(page), 'Everything for outside');
  assert.deepEqual([await heard(said), errors], [['[vitrine] The inline stub is missing before vitrine.js.'], []]);
});

test('an ad blocker that stops the request', async (t) => {
  const { visit, said } = await shopper(t);
  const page = await visit({ wait: false });
  await page.setRequestInterception(true);
  page.on('request', (request) => (request.url().endsWith('/vitrine.js') ? request.abort('blockedbyclient') : request.continue()));
  await page.reload();
  assert.deepEqual(await ready(page), { status: 'failed', reason: 'script' });
  assert.equal(await heading(page), 'Everything for outside');
  assert.equal((await heard(said)).length, 1);
  assert.match(said[0], /vitrine\.js did not run: .* Ad blockers may take its name/);
});

test('the stub as a file, with the address of the manifest: its own arrival is no failure', async (t) => {
  const head = `<script src="/vitrine/stub.js" data-bundle="/vitrine/vitrine.json"></script>${embed.split('</script>').slice(1).join('</script>')}${slowStyle}`;
  const { visit, said, errors } = await shopper(t, { '/': html({ head }) });
  const page = await visit();
  assert.deepEqual(page.state, { status: 'ready', reason: null });
  assert.equal(await heading(page), 'Welcome to the shop');
  assert.deepEqual([said, errors], [[], []]);
});

test('callbacks of the shop that throw: the others are called, slots change, and each error is told as it is', async (t) => {
  const listen = () => {
    window.heard = [];
    window.shouted = [];
    const { error } = console;
    console.error = (...args) => {
      window.shouted.push(String(args[0]));
      error(...args);
    };
    const failing = (name) => () => {
      throw new Error(name);
    };
    addEventListener('DOMContentLoaded', () => {
      const { vitrine } = window;
      vitrine.ready(failing('of ready'));
      vitrine.ready(({ status }) => window.heard.push(status));
      for (const name of ['decision', 'status', 'consent']) {
        vitrine.on(name, failing('of ' + name));
        vitrine.on(name, () => window.heard.push(name));
      }
      addEventListener('vitrine:decision', failing('of the page'));
    });
  };
  const { visit, said, errors } = await shopper(t);
  const page = await visit({ before: listen });
  await until(page, () => window.heard.includes('ready'));
  await act(page);
  await call(page, 'setConsent', { personalise: true });
  await hike(page);
  assert.equal(await heading(page), 'Gear up for your hike');
  assert.deepEqual([...new Set(await page.evaluate(() => window.heard))].sort(), ['consent', 'decision', 'ready', 'status']);
  assert.deepEqual([...new Set(await page.evaluate(() => window.shouted))].sort(), ['Error: of consent', 'Error: of decision', 'Error: of status']);
  assert.deepEqual([...new Set(errors)].sort(), ['Error: of ready', 'Error: of the page']);
  assert.deepEqual(said, []);
});

test('calls before the script has come are made in their order', async (t) => {
  const { visit } = await shopper(t, {
    '/': html({
      head: embed.replace(' data-page="home"', '') + slowStyle +
        "<script>const early = window.vitrine; vitrine.setConsent({personalise:true}); vitrine.page({type:'home'}); vitrine.track('search'); vitrine.on('consent', (c) => { window.heard = c })</script>",
    }),
  });
  const page = await visit();
  assert.equal(await heading(page), 'Welcome to the shop');
  const profile = await call(page, 'profile');
  assert.deepEqual([profile.visit.pages, profile.events], [1, 2]);
  assert.equal(await page.evaluate(() => early === window.vitrine && early.decide('home-hero').rule), 'first');
  await call(page, 'setConsent', { measure: true });
  assert.deepEqual(await page.evaluate(() => window.heard), { personalise: true, measure: true });
});

test('without warnings.js there is one message, and all else works', async (t) => {
  const { visit, said, errors } = await shopper(t, { '/vitrine/warnings.js': null });
  const page = await visit();
  await act(page);
  await call(page, 'track', '');
  await call(page, 'setAttributes', { nobody: 1 });
  await call(page, 'setConsent', { personalise: true });
  await hike(page);
  assert.equal(await heading(page), 'Gear up for your hike');
  assert.deepEqual([(await heard(said)).length, errors], [1, []]);
  assert.match(said[0], /^\[vitrine\] warnings\.js did not load .*: upload it, too\.$/);
});
