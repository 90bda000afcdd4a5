// The rule compiler as functions.
import assert from 'node:assert/strict';
import test from 'node:test';
import { check, compile, inspect } from 'vitrine/authoring';
import { shop } from './support.mjs';

test('rules as an object and as text give the same bytes', async () => {
  const { bundle } = await compile(shop);
  assert.ok(bundle instanceof Uint8Array);
  assert.equal(String.fromCharCode(...bundle.subarray(0, 4)), 'VTRL');
  assert.deepEqual((await compile(JSON.stringify(shop))).bundle, bundle);
});

test('mistakes come with a position and leave no bundle', async () => {
  const text = '{\n  "vitrine": 1,\n  "slots": { "a": { "type": "content" } },\n  "rules": [\n    { "id": "r", "slot": "b", "when": {}, "show": { "template": "t" } }\n  ]\n}';
  const { bundle, diagnostics } = await compile(text);
  assert.equal(bundle, null);
  assert.deepEqual(
    diagnostics.map(({ severity, line, column, pointer, found }) => [severity, line, column, pointer, found]),
    [['error', 5, 26, '/rules/0/slot', 'b']],
  );
  assert.deepEqual(await check(text), diagnostics);
});

test('what is not JSON at all', async () => {
  for (const text of ['', ' ', '{', 'null', '[]', '7', '"x"', '\u0000', '['.repeat(100_000), '{"vitrine":1']) {
    const diagnostics = await check(text);
    assert.ok(diagnostics.some(({ severity }) => severity === 'error'), text.slice(0, 20));
    assert.ok(diagnostics.every(({ message, line, column }) => message && line >= 1 && column >= 1));
  }
});

test('titles of every alphabet survive', async () => {
  const title = 'Gjør deg klar – 🥾 <script>alert(1)</script> "quoted" \u2028';
  const rules = {
    vitrine: 1,
    slots: { a: { type: 'content' } },
    rules: [{ id: 'r', slot: 'a', when: {}, show: { template: 't', title } }],
  };
  const inspection = await inspect((await compile(rules)).bundle);
  assert.deepEqual(JSON.parse(inspection.contents[0]), { template: 't', title });
});

test('inspect tells what is in a file', async () => {
  const { bundle } = await compile(shop);
  const inspection = await inspect(bundle);
  assert.equal(inspection.size, bundle.length);
  assert.deepEqual(inspection.slots.map(({ name, rules }) => [name, rules]).sort(), [['banner', 2], ['home-hero', 3]]);
  assert.deepEqual(inspection.segments.map(({ name }) => name).sort(), ['hiker', 'returning']);
  assert.ok(inspection.program.length > 0);
});

test('inspect of what is no rules file', async () => {
  assert.deepEqual(Object.keys(await inspect(new Uint8Array(100))), ['error', 'message']);
  assert.deepEqual(Object.keys(await inspect(new Uint8Array())), ['error', 'message']);
});
