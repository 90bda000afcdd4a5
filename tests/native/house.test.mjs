// The rules of the house that no compiler checks: its rooms, and who may include whom.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import test from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));

// Each folder may include itself and what stands here. A new folder needs a line.
const arrows = {
  'runtime/base': [],
  'runtime/bundle': ['runtime/base'],
  'runtime/visitor': ['runtime/base', 'runtime/bundle'],
  'runtime/rank': ['runtime/base', 'runtime/bundle'],
  'runtime/decide': ['runtime/base', 'runtime/bundle', 'runtime/visitor', 'runtime/rank'],
  'runtime/training': ['runtime/base', 'runtime/bundle', 'runtime/rank'],
  'runtime/training/baselines': ['runtime/bundle', 'runtime/training'],
  'rules/pattern': ['runtime/base', 'runtime/bundle'],
  'rules/text': ['runtime/base', 'runtime/bundle'],
  'rules/model': ['rules/text', 'runtime/bundle'],
  'rules/parse': ['rules/text', 'rules/model', 'runtime/base', 'runtime/bundle'],
  'rules/check': ['rules/text', 'rules/model', 'rules/parse', 'rules/pattern', 'runtime/bundle', 'runtime/rank'],
  'rules/lower': ['rules/text', 'rules/model', 'rules/check', 'rules/pattern', 'runtime/base', 'runtime/bundle'],
  'rules/assemble': ['rules/text', 'rules/model', 'rules/lower'],
  rules: [
    'rules/text', 'rules/model', 'rules/parse', 'rules/check', 'rules/lower', 'rules/assemble', 'runtime/base',
    'runtime/bundle',
  ],
  'bindings/expat': [],
  'bindings/ingest': ['runtime/base', 'runtime/rank', 'runtime/training'],
  'bindings/jobs': [
    'bindings/ingest', 'runtime/base', 'runtime/bundle', 'runtime/rank', 'runtime/training', 'runtime/training/baselines',
  ],
  'bindings/command': ['bindings/ingest', 'bindings/jobs', 'runtime/base'],
  bindings: ['bindings/jobs', 'rules', 'runtime/base', 'runtime/bundle', 'runtime/visitor', 'runtime/rank', 'runtime/decide'],
};
const notOnTheDevice = /^(iostream|regex|chrono|random|exception|nlohmann\/.*)$/;

const files = (folder) =>
  readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : files(path);
    return /\.(h|cc)$/.test(path) ? [path] : [];
  });
const read = (path) => readFileSync(join(root, path), 'utf8');
const includes = (path) =>
  [...read(path).matchAll(/^\s*#\s*include\s*([<"])([^>"]+)[>"]/gm)].map(([, bracket, name]) => ({
    ours: bracket === '"',
    name,
  }));
const faults = (paths, check) => paths.flatMap((path) => check(path).map((fault) => `${path}: ${fault}`));
const shipped = ['runtime', 'rules', 'bindings'].flatMap(files);

test('the top level holds the agreed rooms and nothing else', () => {
  const seen = readdirSync(root).filter((name) => !name.startsWith('.') && name !== 'build');
  assert.deepEqual(seen.sort(), [
    'CMakeLists.txt', 'CMakePresets.json', 'README.md', 'bindings', 'demo', 'rules', 'runtime', 'tests', 'web',
  ]);
});

test('C++ sources are plain ASCII', () => {
  const check = (path) => (/[^\x00-\x7f]/.test(read(path)) ? ['has characters beyond ASCII'] : []);
  assert.deepEqual(faults([...shipped, ...files('tests')], check), []);
});

test('includes are written from the root and follow the arrows', () => {
  const check = (path) => {
    const folder = dirname(path);
    const allowed = arrows[folder];
    if (!allowed) return [`no arrows are stated for ${folder}/`];
    return includes(path).flatMap(({ ours, name }) => {
      if (!ours) return [];
      if (!existsSync(join(root, name))) return [`"${name}" is not written from the root`];
      return [folder, ...allowed].includes(dirname(name)) ? [] : [`may not include "${name}"`];
    });
  };
  assert.ok(shipped.length > 0);
  assert.deepEqual(faults(shipped, check), []);
});

test('runtime/ takes no I/O, clock, random source, exception or JSON', () => {
  const check = (path) =>
    includes(path).filter(({ name }) => notOnTheDevice.test(name)).map(({ name }) => `includes <${name}>`);
  assert.deepEqual(faults(files('runtime'), check), []);
});
