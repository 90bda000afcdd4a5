// Rules and a model that do not fit together are told of before a page loads them.
import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'node:test';
import { compile } from 'vitrine/authoring';
import { commandIn } from './cli.mjs';
import { modelFolder, outdoorModel } from './support.mjs';

const model = await outdoorModel();
const rules = (recommend, more = {}) => ({
  vitrine: 1,
  slots: { home: { type: 'recommendations', limit: 3 } },
  rules: [{ id: 'a', slot: 'home', recommend: { strategy: 'popular', ...recommend }, show: { template: 'shelf' } }],
  ...more,
});
const told = ({ diagnostics }) => diagnostics.map(({ severity, code, pointer }) => [severity, code, pointer]);

test('a currency that is not that of the model is an error', async () => {
  const given = rules({}, { store: { currency: 'SEK' } });
  const { bundle, diagnostics } = await compile(given, { model });
  assert.equal(bundle, null);
  assert.deepEqual(diagnostics, [
    {
      severity: 'error',
      code: 'model-currency',
      message: 'the prices of the model are in EUR, not SEK',
      line: 22,
      column: 17,
      pointer: '/store/currency',
      found: '"SEK"',
      expected: 'EUR',
    },
  ]);
  assert.ok((await compile(given)).bundle, 'by themselves the rules are right');
  assert.deepEqual(told(await compile(rules({}, { store: { currency: 'EUR' } }), { model })), []);
});

test('a text that is the same elsewhere is no currency', async () => {
  assert.deepEqual(told(await compile(rules({ filter: { 'item.brand': 'SEK' } }), { model })), []);
});

const missing = async (recommend, more) =>
  (await compile(rules(recommend, more), { model })).diagnostics.map(({ severity, code, pointer, found }) => [severity, code, pointer, found]);

test('a filter on what no item has is a warning, once, where it is first', async () => {
  const given = rules({ filter: { 'item.imagelink': 'Norr', 'item.price': { $lt: 3 }, $or: [{ 'item.imagelink': 'Ull' }, { 'item.size': 'M' }] } });
  const { bundle, diagnostics } = await compile(given, { model });
  assert.ok(bundle);
  assert.deepEqual(diagnostics, [
    {
      severity: 'warning',
      code: 'model-column',
      message: 'no item of the model has a `imagelink`; did you mean `image_link`?; train it with `--display imagelink`, or tell it by setItems',
      line: 16,
      column: 11,
      pointer: '/rules/0/recommend/filter/item.imagelink',
      found: '"item.imagelink"',
      nearest: 'image_link',
    },
    {
      severity: 'warning',
      code: 'model-column',
      message: 'no item of the model has a `size`; train it with `--display size`, or tell it by setItems',
      line: 25,
      column: 15,
      pointer: '/rules/0/recommend/filter/$or/1/item.size',
      found: '"item.size"',
    },
  ]);
});

test('boosts, caps and items never recommended are looked at, too', async () => {
  assert.deepEqual(await missing({ boost: [{ when: { 'item.season': 'summer' }, by: 2 }] }), [
    ['warning', 'model-column', '/rules/0/recommend/boost/0/when/item.season', '"item.season"'],
  ]);
  assert.deepEqual(await missing({}, { store: { never_recommend: { 'item.adult': 'yes' } } }), [
    ['warning', 'model-column', '/store/never_recommend/item.adult', '"item.adult"'],
  ]);
  assert.deepEqual(await missing({ at_most: { 'item.maker': 1 } }), [
    ['warning', 'model-column', '/rules/0/recommend/at_most/item.maker', '"item.maker"'],
  ]);
});

test('what a condition reads of the items of an event is none of the model', async () => {
  const when = { $event: 'view_item', where: { 'item.size': 'M' } };
  const given = rules({});
  given.rules[0].when = when;
  assert.deepEqual(told(await compile(given, { model })), []);
});

test('a column that is there is none to warn of', async () => {
  const whole = await outdoorModel({ display: ['color'], feed: new TextEncoder().encode('id,title,color,price\nboot-1,Boots,red,3 EUR\n') });
  assert.deepEqual(told(await compile(rules({ filter: { 'item.color': 'red' } }), { model: whole })), []);
});

test('vitrine build tells of it, and writes nothing where the currency is another', async () => {
  const { folder, vitrine } = await commandIn('fit');
  const write = (name, value) => writeFile(join(folder, name), typeof value === 'string' ? value : JSON.stringify(value, null, 2));
  await mkdir(join(folder, 'model'));
  const files = modelFolder(model);
  const index = { vitrine: 1, parts: model.parts.length, displays: model.displays.length };
  for (const [name, bytes] of Object.entries({ ...files, 'model.json': JSON.stringify(index) })) {
    await writeFile(join(folder, 'model', name), bytes);
  }
  await write('size.json', rules({ filter: { 'item.size': 'M' } }));
  const built = await vitrine('build', 'size.json', '--model', 'model', '--out', 'site');
  assert.equal(built.status, 0);
  assert.match(built.stderr, /^size\.json:16:11: warning: no item of the model has a `size`; train it with `--display size`/);
  await write('sek.json', rules({}, { store: { currency: 'SEK' } }));
  const refused = await vitrine('build', 'sek.json', '--model', 'model', '--out', 'other');
  assert.equal(refused.status, 1);
  assert.match(refused.stderr, /^sek\.json:22:17: error: the prices of the model are in EUR, not SEK\n/);
  assert.match(refused.stderr, /1 error, 0 warnings; nothing was written/);
});
