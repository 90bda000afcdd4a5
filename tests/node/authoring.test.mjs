// The rule compiler as functions.
import assert from 'node:assert/strict';
import test from 'node:test';
import { createVitrine } from 'vitrine';
import { check, compile, inspect } from 'vitrine/authoring';
import { bundleOf, clock, shop } from './support.mjs';

test('rules as an object and as text give the same bytes', async () => {
  const { bundle } = await compile(shop);
  assert.ok(bundle instanceof Uint8Array);
  assert.equal(String.fromCharCode(...bundle.subarray(0, 4)), 'VTRL');
  assert.deepEqual((await compile(JSON.stringify(shop))).bundle, bundle);
});

test('rules as the bytes of a file', async () => {
  const text = JSON.stringify({ ...shop, rules: [{ ...shop.rules[0], show: { template: 'hero', title: 'Gjør deg klar' } }] });
  const { bundle } = await compile(text);
  const bytes = Buffer.from(text);
  for (const file of [bytes, new Uint8Array(bytes), new Uint8Array(bytes).buffer, Buffer.from('\ufeff' + text)]) {
    assert.deepEqual((await compile(file)).bundle, bundle);
  }
  assert.deepEqual(await check(Buffer.from('{\n  "vitrine": 1,,\n}')), await check('{\n  "vitrine": 1,,\n}'));
  const latin1 = Buffer.from(text, 'latin1');
  await assert.rejects(compile(latin1), { code: 'encoding', message: 'The text of the rules is not valid UTF-8: save it as UTF-8' });
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

/** A slot `a` that one rule fills under a condition. */
const when = (condition, rest = {}) => ({
  vitrine: 1,
  slots: { a: { type: 'content' } },
  ...rest,
  rules: [{ id: 'r', slot: 'a', when: condition, show: { template: 't' } }],
});

test("the store's zone: its hours, also when clocks are put forward and back", async () => {
  const hoursIn = async (timezone, times) => {
    const now = clock(Date.parse(times[0]));
    const bundles = await Promise.all([...Array(24).keys()].map((hour) => bundleOf(when({ 'time.hour': hour }, { store: { timezone } }))));
    const pages = await Promise.all(bundles.map((bundle) => createVitrine({ bundle, now })));
    return times.map((time) => {
      now.pass(Date.parse(time) - now());
      return pages.flatMap((page, hour) => (page.decide('a').rule === 'r' ? [hour] : []));
    });
  };
  assert.deepEqual(
    await hoursIn('Europe/Oslo', ['2026-03-29T00:59:59.999Z', '2026-03-29T01:00:00Z', '2026-10-25T00:59:59Z', '2026-10-25T01:00:00Z']),
    [[1], [3], [2], [2]],
  );
  assert.deepEqual(await hoursIn('America/New_York', ['2026-03-08T06:59:59Z', '2026-03-08T07:00:00Z']), [[1], [3]]);
  assert.deepEqual(await hoursIn('Asia/Kathmandu', ['2026-01-01T18:14:59Z', '2026-01-01T18:15:00Z']), [[23], [0]]);
  assert.deepEqual(await hoursIn('Africa/Casablanca', ['2026-02-15T01:59:00Z', '2026-02-15T02:00:00Z']), [[2], [2]]);
});

test('zones of rules: each of its own; one that no host knows is a mistake', async () => {
  const rules = (zone) => ({
    ...when({}),
    rules: [{ id: 'r', slot: 'a', when: {}, schedule: { hours: ['09:00', '10:00'], zone }, show: { template: 't' } }],
  });
  const now = clock(Date.parse('2026-07-01T00:30:00Z'));
  const page = await createVitrine({ bundle: await bundleOf(rules('Asia/Tokyo')), now });
  assert.equal(page.decide('a').rule, 'r');
  now.pass(30 * 60_000);
  assert.equal(page.decide('a').rule, null);
  for (const zone of ['Asia/Tokoy', '+09:00', 'Z', '']) {
    const { bundle, diagnostics } = await compile(rules(zone));
    assert.equal(bundle, null, zone);
    assert.deepEqual(diagnostics.filter(({ severity }) => severity === 'error').map(({ pointer }) => pointer), ['/rules/0/schedule/zone']);
  }
});

test('lenient: what never holds in GrowthBook gives a warning', async () => {
  const rules = when({ $or: [{ plan: { $foo: 1 } }, { plan: { $regex: '(' } }, { plan: { $in: 'gold' } }, { plan: 'gold' }] }, { attributes: { plan: { type: 'any' } } });
  assert.equal((await compile(rules)).bundle, null);
  const { bundle, diagnostics } = await compile(rules, { lenient: true });
  assert.deepEqual(
    diagnostics.map(({ severity, code, pointer }) => [severity, code, pointer]),
    [
      ['warning', 'lenient', '/rules/0/when/$or/0/plan/$foo'],
      ['warning', 'lenient', '/rules/0/when/$or/1/plan/$regex'],
      ['warning', 'lenient', '/rules/0/when/$or/2/plan/$in'],
    ],
  );
  assert.deepEqual(await check(rules, { lenient: true }), diagnostics);
  const page = await createVitrine({ bundle, attributes: { plan: 'gold' } });
  assert.equal(page.decide('a').rule, 'r');
  page.setAttributes({ plan: '(' });
  assert.equal(page.decide('a').rule, null);
});
