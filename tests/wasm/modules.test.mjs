// The boundary of the shipped modules is exactly what the lists in bindings/ say.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { brotliCompressSync } from 'node:zlib';

// What a shopper has to download, with all of ranking.
const MOST_BYTES = 26 * 1024;

const root = new URL('../../', import.meta.url);
const wasm = new URL('build/wasm/', root);

// What the host needs beside what is listed.
const always = ['_initialize', 'memory'];

const list = (...names) =>
  names
    .flatMap((name) => readFileSync(new URL(`bindings/${name}`, root), 'utf8').split('\n'))
    .map((line) => line.replace(/#.*/, '').trim())
    .filter(Boolean);

test(`vitrine.wasm has at most ${MOST_BYTES} bytes, brotli`, () => {
  const { length } = brotliCompressSync(readFileSync(new URL('vitrine.wasm', wasm)));
  assert.ok(length <= MOST_BYTES, `${length} bytes`);
});

for (const [file, imports, ...exports] of [
  ['vitrine.wasm', 'runtime.imports', 'runtime.exports'],
  ['vitrine-inspect.wasm', 'runtime.imports', 'runtime.exports', 'inspect.exports'],
  ['vitrine-authoring.wasm', 'authoring.imports', 'authoring.exports'],
]) {
  const load = () => new WebAssembly.Module(readFileSync(new URL(file, wasm)));

  test(`${file} exports what bindings/${exports.join(' and ')} list`, () => {
    const exported = WebAssembly.Module.exports(load()).map((e) => e.name);
    assert.deepEqual(exported.sort(), [...always, ...list(...exports)].sort());
  });

  test(`${file} imports what bindings/${imports} lists`, () => {
    const imported = WebAssembly.Module.imports(load()).map((i) => `${i.module}.${i.name}`);
    assert.deepEqual(imported.sort(), list(imports).sort());
  });
}
