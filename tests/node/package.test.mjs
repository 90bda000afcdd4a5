// What is shipped: small enough for every shopper, and all there for every developer.
import assert from 'node:assert/strict';
import { readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import test from 'node:test';
import { brotliCompressSync } from 'node:zlib';

const web = new URL('../../web/', import.meta.url);
const dist = (name) => readFileSync(new URL('dist/' + name, web));

test('the page script is at most 13.45 KB brotli', () => {
  assert.ok(brotliCompressSync(dist('vitrine.js')).length <= 13.45 * 1024);
});

test('popups, which a page loads where one may open, are at most 2.4 KB more', () => {
  assert.ok(brotliCompressSync(dist('popups.js')).length <= 2.4 * 1024);
});

test('what lists do beyond being there, which a page loads with the first one, is at most 1 KB more', () => {
  assert.ok(brotliCompressSync(dist('widgets.js')).length <= 1024);
});

test('the inline stub is at most 1 KB, and can stand in a script element', () => {
  assert.ok(dist('stub.js').length <= 1024);
  assert.doesNotMatch(dist('stub.js').toString(), /<\/script|<!--/i);
});

test('what a page runs needs neither eval nor markup from text', () => {
  for (const name of ['vitrine.js', 'popups.js', 'widgets.js', 'stub.js', 'inspect.js']) {
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
