// The shipped module over a long life: its own heap neither leaks nor loses what it holds.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';

const root = new URL('../../', import.meta.url);
const authoring = await WebAssembly.instantiate(readFileSync(new URL('build/wasm/vitrine-authoring.wasm', root)), {
  env: { emscripten_notify_memory_growth() {} },
  wasi_snapshot_preview1: {
    proc_exit() {
      throw new Error('proc_exit');
    },
    clock_time_get() {
      throw new Error('clock_time_get');
    },
  },
});
const NOON = 1767268800000;

function compile(rules) {
  const { memory, _initialize, vitrine_authoring_arena: arena, vitrine_authoring_compile: run } = authoring.instance.exports;
  compile.ready ??= (_initialize(), true);
  const text = new TextEncoder().encode(JSON.stringify(rules));
  new Uint8Array(memory.buffer, arena(text.length), text.length).set(text);
  assert.ok(run(text.length, 0, 0) > 0);
  const start = arena(0);
  const [diagnostics, bundle] = new Uint32Array(memory.buffer.slice(start, start + 8));
  assert.ok(bundle > 0, new TextDecoder().decode(new Uint8Array(memory.buffer, start + 8, diagnostics)));
  return new Uint8Array(memory.buffer, start + 8 + diagnostics, bundle).slice();
}

/** The eight bytes that stand for a name in the core: FNV-1a over the units of its kind, NUL, and the name. */
function identityOf(kind, name) {
  let hash = 0xcbf29ce484222325n;
  for (const unit of `${kind}\0${name}`) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(unit.charCodeAt(0))) * 0x100000001b3n);
  }
  return Buffer.from(BigUint64Array.of(hash).buffer);
}

/** As much of the ABI as the tests need, by hand. */
function runtime(file = 'vitrine.wasm') {
  const module = new WebAssembly.Module(readFileSync(new URL(`build/wasm/${file}`, root)));
  const { memory, _initialize, ...exports } = new WebAssembly.Instance(module, {}).exports;
  _initialize();
  const self = exports.vitrine_new();
  const put = (bytes) => new Uint8Array(memory.buffer, exports.vitrine_arena(self, bytes.length), bytes.length).set(bytes);
  const result = (size) => new Uint8Array(memory.buffer, exports.vitrine_arena(self, 0), size).slice();
  const call = (name, ...numbers) => exports[`vitrine_${name}`](self, ...numbers);
  return { memory, exports, self, put, result, call };
}

/** The event `view_item` with one item of the category Hiking. */
function viewItem(item) {
  const texts = ['view_item', item, 'Fjell', 'Hiking'];
  const units = texts.map((text) => Uint16Array.from(text, (c) => c.charCodeAt(0)));
  const block = new Uint8Array(96 + units.reduce((sum, u) => sum + u.length * 2, 0));
  const view = new DataView(block.buffer);
  let at = 96;
  const text = (where, array) => {
    view.setUint32(where, at, true);
    view.setUint32(where + 4, array.length, true);
    block.set(new Uint8Array(array.buffer), at);
    at += array.length * 2;
  };
  text(0, units[0]);
  view.setUint32(12, 0xffffffff, true);
  view.setUint32(20, 0xffffffff, true);
  view.setFloat64(24, NaN, true);
  view.setUint32(32, 1, true);
  view.setUint32(36, 48, true);
  units.slice(1).forEach((array, i) => text(48 + 8 * i, array));
  view.setFloat64(72, 19.99, true);
  view.setFloat64(80, NaN, true);
  view.setUint32(88, 0xffffffff, true);
  return block;
}

const RULES = {
  vitrine: 1,
  slots: { hero: { type: 'content' } },
  rules: [
    {
      id: 'hiker',
      slot: 'hero',
      when: { $event: 'view_item', where: { item_category: 'Hiking' }, within: '30m', count: { $gte: 2 } },
      show: { template: 'hero' },
    },
  ],
};

test('memory stays as it is from the 20,000th event to the 60,000th', () => {
  const bundle = compile(RULES);
  const { memory, put, result, call } = runtime();
  put(bundle);
  assert.equal(call('load', NOON, bundle.length), 0);
  call('consent', NOON, 1, 1);
  const live = (from, to) => {
    for (let i = from; i < to; ++i) {
      const now = NOON + i * 1000;
      put(viewItem(`item-${i % 700}`));
      assert.equal(call('event', now), 0);
      assert.equal(call('decide', now), 0);
      if (i % 500 !== 499) continue;
      const size = call('snapshot', now);
      assert.ok(size > 0 && size <= 65536);
      const snapshot = result(size);
      put(snapshot);
      assert.equal(call('restore', now, size), 0);
      put(bundle);
      assert.equal(call('load', now, bundle.length), 0);
      assert.equal(call('snapshot', now), size);
      assert.deepEqual(result(size), snapshot);
    }
  };
  live(0, 20000);
  const before = memory.buffer.byteLength;
  live(20000, 60000);
  assert.equal(memory.buffer.byteLength, before);
  assert.ok(before <= 2 * 1024 * 1024, `${before} bytes`);
});

/** A file that the native tests keep. */
const frozen = (name) => {
  const hex = readFileSync(new URL(`tests/native/frozen/${name}.hex`, root), 'utf8');
  return new Uint8Array(Buffer.from(hex.replace(/\s/g, ''), 'hex'));
};

test('memory stays as it is from the 1,000th model to the 3,000th', () => {
  const bundle = compile({
    vitrine: 1,
    slots: { list: { type: 'recommendations', limit: 4 } },
    rules: [{ id: 'you', slot: 'list', recommend: { strategy: 'for_you' } }],
  });
  const [core, shard] = [frozen('model_core_v3'), frozen('model_shard_v3')];
  // A record of number 0, named "boot", and nothing else.
  const boot = Buffer.alloc(56);
  for (const [i, word] of [48, 4, 0, 0xffffffff, 0, 0xffffffff, 0, 0, 0, 0, 0xffffffff, 0].entries()) {
    boot.writeUInt32LE(word, i * 4);
  }
  boot.write('boot', 48, 'utf16le');
  const { memory, put, result, call } = runtime();
  const use = (times) => {
    for (let i = 0; i < times; ++i) {
      put(core);
      assert.equal(call('model', core.length), 0);
      put(viewItem(`item-${i % 700}`));
      assert.equal(call('event', NOON), 0);
      put(shard);
      assert.equal(call('part', shard.length), 0);
      put(boot);
      assert.equal(call('items', 1), 0);
      assert.equal(call('decide', NOON), 0);
    }
  };
  put(bundle);
  assert.equal(call('load', NOON, bundle.length), 0);
  call('consent', NOON, 1, 1);
  use(1000);
  const [slots] = new Uint32Array(result(24).buffer, 20);
  const [, , , , , items] = new Uint32Array(result(slots + 32).buffer, slots);
  assert.ok(items > 0, 'it does recommend');
  const before = memory.buffer.byteLength;
  use(2000);
  assert.equal(memory.buffer.byteLength, before);
});

test('nothing of a visitor is left in memory once consent is withdrawn', () => {
  const bundle = compile(RULES);
  const { memory, put, result, call } = runtime('vitrine-inspect.wasm'); // whose profile tells most
  const secret = 'item-nobody-may-know';
  const traces = [Buffer.from(secret, 'utf16le'), identityOf('item', `${secret}-199`), identityOf('value', 'Fjell')];
  const found = () => traces.some((trace) => Buffer.from(memory.buffer).includes(trace));
  put(bundle);
  call('load', NOON, bundle.length);
  call('consent', NOON, 1, 1);
  for (let i = 0; i < 200; ++i) {
    put(viewItem(`${secret}-${i}`));
    call('event', NOON + i);
  }
  put(result(call('snapshot', NOON + 200)));
  call('profile', NOON + 200);
  call('decide', NOON + 200);
  assert.ok(traces.every((trace) => Buffer.from(memory.buffer).includes(trace)));
  call('consent', NOON + 200, 0, 0);
  assert.ok(!found());
  put(viewItem(secret));
  assert.equal(call('event', NOON + 300), 1);
  assert.ok(!found(), 'nor of what was refused');
});

test('instances come and go without a trace', () => {
  const { memory, exports } = runtime('vitrine-inspect.wasm'); // no page deletes one
  const born = () => {
    const self = exports.vitrine_new();
    exports.vitrine_arena(self, 100000);
    exports.vitrine_consent(self, NOON, 1, 1);
    exports.vitrine_delete(self);
  };
  for (let i = 0; i < 100; ++i) born();
  const before = memory.buffer.byteLength;
  for (let i = 0; i < 10000; ++i) born();
  assert.equal(memory.buffer.byteLength, before);
});

test('a request for more memory than there can be is refused, and nothing breaks', () => {
  const { exports, self, call } = runtime();
  assert.equal(exports.vitrine_arena(self, 16 * 1024 * 1024 + 1), 0);
  assert.notEqual(exports.vitrine_arena(self, 16 * 1024 * 1024), 0);
  assert.equal(call('consent', NOON, 1, 1), 0);
});
