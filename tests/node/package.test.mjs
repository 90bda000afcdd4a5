// What is shipped: small enough for every shopper, and all there for every developer.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import test from 'node:test';
import { brotliCompressSync } from 'node:zlib';

const web = new URL('../../web/', import.meta.url);
const dist = (name) => readFileSync(new URL('dist/' + name, web));

test('the page script is at most 13.33 KB brotli', () => {
  assert.ok(brotliCompressSync(dist('vitrine.js')).length <= 13_670);
});

test('popups, which a page loads where one may open, are at most 2.4 KB more', () => {
  assert.ok(brotliCompressSync(dist('popups.js')).length <= 2430);
});

test('what lists do beyond being there, which a page loads with the first one, is at most 0.94 KB more', () => {
  assert.ok(brotliCompressSync(dist('widgets.js')).length <= 965);
});

for (const [name, most] of [['activity.js', 335], ['warnings.js', 595]]) {
  test(`${name}, which most pages never need, is at most ${most} B`, () => {
    assert.ok(brotliCompressSync(dist(name)).length <= most);
  });
}

for (const name of ['consent.js', 'known.js']) {
  test(`${name}, which few pages load, is at most 2.5 KB`, () => {
    assert.ok(brotliCompressSync(dist(name)).length <= 2.5 * 1024);
  });
}

test('the inspector, which nobody loads who did not ask for it, is at most 34 KB', () => {
  assert.ok(brotliCompressSync(dist('debug.js')).length <= 34 * 1024);
});

test('the history hook, which one-page shops may load, is at most half a KB more', () => {
  assert.ok(brotliCompressSync(dist('history.js')).length <= 512);
});

test('what only some pages need of content is at most 2.4 KB more', () => {
  assert.ok(brotliCompressSync(dist('content.js')).length <= 2.4 * 1024);
});

test('the inline stub is at most 1 KB, and can stand in a script element', () => {
  assert.ok(dist('stub.js').length <= 1024);
  assert.doesNotMatch(dist('stub.js').toString(), /<\/script|<!--/i);
});

test('what a page runs needs neither eval nor markup from text', () => {
  const names = readdirSync(new URL('dist/', web)).filter((name) => name.endsWith('.js') && !/^(index|authoring|cli)/.test(name));
  assert.ok(names.length >= 8);
  for (const name of names) {
    assert.doesNotMatch(dist(name).toString(), /\beval\(|new Function|innerHTML|outerHTML|insertAdjacentHTML|document\.write/, name);
  }
});

test('every export leads to a file', () => {
  const require = createRequire(import.meta.url);
  const { exports } = require('vitrine/package.json');
  for (const [name, target] of Object.entries(exports)) {
    for (const path of typeof target === 'string' ? [target] : Object.values(target)) {
      assert.ok(statSync(new URL(path, web)).size > 0, `${name}: ${path}`);
    }
  }
  assert.equal(require('vitrine/schema/rules.schema.json').type, 'object');
});

test('the package has no dependencies', () => {
  const { dependencies, peerDependencies, optionalDependencies } = JSON.parse(readFileSync(new URL('package.json', web)));
  assert.deepEqual([dependencies, peerDependencies, optionalDependencies], [undefined, undefined, undefined]);
});
