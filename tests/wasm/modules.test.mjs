// The boundary of the two shipped modules is exactly what the lists in bindings/ say.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { brotliCompressSync } from 'node:zlib';

// What a shopper has to download. 26 KB is the aim with all of ranking; this keeps it from growing unnoticed.
const MOST_BYTES = 23.25 * 1024;

const root = new URL('../../', import.meta.url);
const wasm = new URL('build/wasm/', root);

// What Emscripten 3.1.6 exports from every standalone module, whatever the list.
const always = [
  '__errno_location',
  '__indirect_function_table',
  '_initialize',
  'memory',
  'stackAlloc',
  'stackRestore',
  'stackSave',
];

const list = (name) =>
  readFileSync(new URL(`bindings/${name}`, root), 'utf8')
    .split('\n')
    .map((line) => line.replace(/#.*/, '').trim())
    .filter(Boolean);

test(`vitrine.wasm has at most ${MOST_BYTES} bytes, brotli`, () => {
  const { length } = brotliCompressSync(readFileSync(new URL('vitrine.wasm', wasm)));
  assert.ok(length <= MOST_BYTES, `${length} bytes`);
});

for (const [file, name] of [
  ['vitrine.wasm', 'runtime'],
  ['vitrine-authoring.wasm', 'authoring'],
]) {
  const load = () => new WebAssembly.Module(readFileSync(new URL(file, wasm)));

  test(`${file} exports what bindings/${name}.exports lists`, () => {
    const exported = WebAssembly.Module.exports(load()).map((e) => e.name);
    assert.deepEqual(exported.sort(), [...always, ...list(`${name}.exports`)].sort());
  });

  test(`${file} imports what bindings/${name}.imports lists`, () => {
    const imported = WebAssembly.Module.imports(load()).map((i) => `${i.module}.${i.name}`);
    assert.deepEqual(imported.sort(), list(`${name}.imports`).sort());
  });
}
