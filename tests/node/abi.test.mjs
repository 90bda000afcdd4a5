// web/src/core/abi.ts repeats bindings/runtime_abi.h: the two must agree in every number.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import test from 'node:test';

const root = new URL('../../', import.meta.url);
const read = (path) => readFileSync(new URL(path, root), 'utf8');
const esbuild = createRequire(new URL('web/package.json', root))('esbuild');

const { code } = esbuild.transformSync(read('web/src/core/abi.ts'), { loader: 'ts', format: 'esm' });
const abi = await import('data:text/javascript,' + encodeURIComponent(code));

const header = read('bindings/runtime_abi.h').replace(/\/\/.*$/gm, '');
const camel = (name) => name.toLowerCase().replace(/_(\w)/g, (_, letter) => letter.toUpperCase());

const value = (text) => {
  const [base, shift = '0'] = text.replace(/U\b/gi, '').split('<<').map((part) => part.trim());
  return Number(base) * 2 ** Number(shift);
};
const constants = Object.fromEntries(
  [...header.matchAll(/\bVITRINE_(\w+)\s*=\s*([-\w <]+?)\s*[,}]/g)].map(([, name, text]) => [name, value(text)]),
);

/** Offsets and size of every struct, laid out as C does. */
const sizes = { double: [8, 8], 'std::uint32_t': [4, 4], 'std::int32_t': [4, 4], VitrineText: [8, 4] };
const structs = {};
for (const [, name, body] of header.matchAll(/struct Vitrine(\w+) \{([^}]*)\}/g)) {
  const layout = {};
  let at = 0;
  let align = 1;
  for (const [, type, field] of body.matchAll(/([\w:]+)\s+(\w+);/g)) {
    const [size, alignment] = sizes[type];
    at = Math.ceil(at / alignment) * alignment;
    layout[field === 'size' ? 'nodes' : camel(field)] = at; // the size of a value, not of the struct
    at += size;
    align = Math.max(align, alignment);
  }
  structs[name] = { ...layout, size: Math.ceil(at / align) * align };
}

/** An enum as esbuild makes it maps both ways; only the names count here. */
const names = (object) => Object.fromEntries(Object.entries(object).filter(([name]) => !/^-?\d+$/.test(name)));

test('the header was understood', () => {
  assert.equal(constants.ABI_VERSION, 3);
  assert.equal(constants.MAX_ARENA_BYTES, 16 * 1024 * 1024);
  assert.equal(constants.NONE, 0xffffffff);
  assert.equal(constants.RESTORE_ERROR, -200);
  assert.equal(Object.keys(structs).length, 22);
  assert.equal(structs.LeafExplanation.operandsOffset, 56);
});

for (const [name, layout] of Object.entries(structs)) {
  test(`offsets of Vitrine${name}`, () => assert.deepEqual(names(abi[name]), layout));
}

test('constants', () => {
  for (const name of ['ABI_VERSION', 'MAX_ARENA_BYTES', 'MAX_ITEMS', 'MAX_NODES', 'MAX_TEXT_UNITS', 'NONE']) {
    assert.equal(abi[name], constants[name], name);
  }
});

const group = (prefix) =>
  Object.fromEntries(
    Object.entries(constants)
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, number]) => [camel(name.slice(prefix.length)), number]),
  );

test('statuses', () => {
  const listed = ['OK', 'IGNORED', 'DUPLICATE', 'MOVED', 'NO_BUNDLE', 'BAD_INPUT', 'NO_MODEL', 'LOAD_ERROR', 'RESTORE_ERROR'];
  const expected = Object.fromEntries(listed.map((name) => [camel(name), constants[name]]));
  assert.deepEqual(names(abi.Status), expected);
});

test('kinds of text', () => assert.deepEqual(names(abi.TextKind), group('TEXT_')));

const enumerators = (path, name) => {
  const [, body] = new RegExp(`enum class ${name}[^{]*\\{([^}]*)\\}`).exec(read(path).replace(/\/\/.*$/gm, ''));
  const listed = body.split(',').map((entry) => entry.trim().replace(/\s*=.*/s, ''));
  return listed.filter(Boolean).map((entry) => entry[1].toLowerCase() + entry.slice(2));
};

test('tags and operand kinds are those of the core', () => {
  const own = (object) => Object.entries(names(object)).sort(([, a], [, b]) => a - b).map(([name]) => name);
  assert.deepEqual(own(abi.Tag), enumerators('runtime/base/value.h', 'ValueTag').slice(0, 6)); // unknown is the core's
  assert.deepEqual(own(abi.OperandKind), enumerators('runtime/bundle/network.h', 'OperandKind'));
});

test('sources of inputs are those of the core', () => {
  const all = enumerators('runtime/bundle/program.h', 'InputSource');
  assert.deepEqual(Object.entries(names(abi.Source)).filter(([name, number]) => all[number] !== name), []);
});

test('what reads need is told by the core\'s bits', () => {
  const bits = [...read('runtime/bundle/program.h').matchAll(/\bkNeeds(\w+) = (\d+);/g)];
  assert.deepEqual(names(abi.Needs), Object.fromEntries(bits.map(([, name, bit]) => [name.toLowerCase(), Number(bit)])));
});

for (const [file, called] of [['runtime', abi.EXPORTS], ['inspect', abi.QUESTIONS]]) {
  test(`every function that is called is exported by the module: ${file}.exports`, () => {
    const exported = read(`bindings/${file}.exports`).match(/^vitrine_\w+/gm);
    assert.deepEqual(called.map((name) => 'vitrine_' + name).filter((name) => !exported.includes(name)), []);
  });
}

test('explanations know every operator, in this order', () => {
  const [, listed] = /OPERATORS = \(([^)]*)\)/.exec(read('web/src/inspect.ts'));
  const operators = listed.match(/[^\s'+]+/g);
  assert.deepEqual(
    enumerators('runtime/bundle/network.h', 'LeafOp').map((name, i) => `${name} ${operators[i]}`),
    [
      'exists $exists', 'isNull $exists', 'strictNumber $eq', 'looseNumber =', 'strictText $eq', 'looseText =',
      'strictTruth $eq', 'looseTruth =', 'less $lt', 'lessEqual $lte', 'greater $gt', 'greaterEqual $gte',
      'inNumbers $in', 'inTexts $in', 'hasType $type', 'textLess $lt', 'textLessEqual $lte', 'textGreater $gt',
      'textGreaterEqual $gte', 'lowerStrictText $ini', 'lowerLooseText $alli', 'lowerInTexts $ini', 'versionLess $vlt',
      'versionLessEqual $vlte', 'versionGreater $vgt', 'versionGreaterEqual $vgte', 'versionEqual $veq', 'json =',
      'matches $regex', 'some $elemMatch', 'size $size',
    ],
  );
});

test('explanations know the outcomes by their numbers', () => {
  const outcomes = /OUTCOMES = \[(.*)\] as const/.exec(read('web/src/inspect.ts'))[1].match(/\w+/g);
  assert.deepEqual(Object.fromEntries(outcomes.map((name, i) => [name, i])), group('OUTCOME_'));
});

const listOf = (path, name) => {
  const [, texts] = new RegExp(`${name} = \\(?((?:[\\s+]*'[^']*')+)`).exec(read(path));
  return texts.match(/[^\s'+]+/g);
};
const snake = (name) => name.replace(/[A-Z]/g, (letter) => '_' + letter.toLowerCase());

test('types of values and of attributes are those of the core, in this order', () => {
  assert.deepEqual(listOf('web/src/inspect.ts', 'TYPES').length, enumerators('runtime/base/value.h', 'ValueTag').length - 1);
  assert.deepEqual(listOf('web/src/context.ts', 'TYPES'), enumerators('runtime/bundle/program.h', 'ValueType'));
});

test('strategies and availabilities are those of the core, in this order', () => {
  assert.deepEqual(listOf('web/src/model.ts', 'STRATEGIES'), enumerators('runtime/bundle/program.h', 'Strategy').map(snake));
  assert.deepEqual(listOf('web/src/convert.ts', 'AVAILABILITIES'), enumerators('runtime/rank/part.h', 'Availability').map(snake));
});
