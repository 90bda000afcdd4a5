// `vitrine explain`, as a developer runs it.
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'node:test';
import { commandIn } from './cli.mjs';
import { shop } from './support.mjs';

const { folder, vitrine } = await commandIn('explain');
const save = (name, content) => writeFile(join(folder, name), JSON.stringify(content));

const hike = { track: 'view_item', items: [{ item_id: 'boot-1', item_category: 'Hiking' }] };
const scenarios = (...list) => ({ vitrine: 1, rules: 'rules.json', scenarios: list });
const hiker = {
  name: 'two boots make a hiker',
  steps: [
    { page: 'home' },
    { repeat: 2, steps: [hike, { wait: '1m' }] },
    { expect: { slots: { 'home-hero': null } } },
    { attributes: { age: 20 } },
  ],
};
const home = { name: 'a first visit', steps: [{ page: 'home' }] };
const stuck = { name: 'stuck', steps: [{ page: 'home' }, { report: 'shown', slot: 'banner' }, { wait: '1h' }] };

await save('rules.json', shop);
await save('one.json', scenarios(hiker));
await save('many.json', scenarios(hiker, home, stuck));
await save('wrong.json', scenarios({ name: 'a', steps: [{ expcet: {} }] }));
await save('names.json', scenarios({ name: 'a', steps: [{ expect: { slots: { 'home-hreo': null } } }] }));
await save('no-rules.json', { vitrine: 1, scenarios: [home] });

const first = '  hero-first: holds and comes first\n    page.type = "home", found "home"\n';
const counter = '$event view_item where {"item_category":"Hiking"} within 30m $gte 2';

test('a scenario is walked to its end, past what is not as expected', async () => {
  const { status, stdout, stderr } = await vitrine('explain', 'one.json');
  assert.deepEqual([status, stderr], [0, '']);
  assert.equal(
    stdout,
    '`two boots make a hiker`, after step 4, 2026-01-05T12:02:00.000Z\n\n' +
      'banner: banner-adult\n' +
      '  banner-adult: holds and comes first\n' +
      '    age $gte 18, found 20\n' +
      '  banner-gold: stopped by loyalty_tier = "gold", found null\n\n' +
      'home-hero: hero-hiking\n' +
      '  hero-hiking: holds and comes first\n' +
      `    ${counter}, found 2, until 2026-01-05T12:30:00.000Z, known since 2026-01-05T12:00:00.000Z\n` +
      '  hero-back: stopped by visit.number $gte 2, found 1\n' +
      '  hero-first: holds, but hero-hiking comes first (priority 30, not 10)\n' +
      '    page.type = "home", found "home"\n',
  );
});

test('it stops after a step, also within a repetition, and tells of one slot', async () => {
  const at = async (step) => (await vitrine('explain', 'one.json', '--step', step, '--slot', 'home-hero')).stdout;
  const stopped = (found) => `  hero-hiking: stopped by ${counter}, found ${found}, known since 2026-01-05T12:00:00.000Z\n`;
  const back = '  hero-back: stopped by visit.number $gte 2, found 1\n';
  const begun = '2026-01-05T12:00:00.000Z';
  assert.equal(await at('1'), `\`two boots make a hiker\`, after step 1, ${begun}\n\nhome-hero: hero-first\n${stopped(0)}${back}${first}`);
  assert.equal(await at('2.1'), `\`two boots make a hiker\`, after step 2.1, ${begun}\n\nhome-hero: hero-first\n${stopped(1)}${back}${first}`);
  assert.match(await at('2'), /after step 2, 2026-01-05T12:02:00\.000Z\n\nhome-hero: hero-hiking\n/);
});

test('JSON has the same', async () => {
  const { status, stdout } = await vitrine('explain', 'many.json', '--scenario', 'FIRST', '--format', 'json', '--slot', 'banner');
  const { slots, ...rest } = JSON.parse(stdout);
  assert.equal(status, 0);
  assert.deepEqual(rest, { scenario: 'a first visit', step: '1', at: '2026-01-05T12:00:00.000Z' });
  assert.deepEqual(slots.map(({ slot, rule }) => [slot, rule]), [['banner', null]]);
  assert.deepEqual(slots[0].rules[0].stopped, {
    path: 'age', operator: '$gte', operand: 18, wanted: true, found: null, since: null, until: null,
    text: 'age $gte 18, found null',
  });
});

test('a step that cannot be done ends the walk', async () => {
  const { status, stdout, stderr } = await vitrine('explain', 'many.json', '--scenario', 'stuck');
  assert.equal(status, 1);
  assert.equal(stderr, 'many.json: step 2, 2026-01-05T12:00:00.000Z, /scenarios/2/steps/1: banner keeps its default: nothing of it was shown\n');
  assert.match(stdout, /^`stuck`, after step 2, 2026-01-05T12:00:00\.000Z\n\nbanner: keeps its default\n/);
});

test('mistakes in files are told as by vitrine test', async () => {
  for (const [file, message] of [
    ['wrong.json', 'wrong.json: scenario "a", step 1 (/scenarios/0/steps/0'],
    ['names.json', 'names.json: scenario "a", step 1 (/scenarios/0/steps/0/expect/slots/home-hreo): the rules have no slot `home-hreo`; did you mean `home-hero`?'],
    ['no-rules.json', 'no-rules.json: the file names no `rules`, and no --rules FILE does'],
  ]) {
    const { status, stdout, stderr } = await vitrine('explain', file);
    assert.deepEqual([status, stdout, stderr.slice(0, message.length)], [1, '', message]);
  }
  assert.equal((await vitrine('explain', 'no-rules.json', '--rules', 'rules.json')).status, 0);
});

test('rules that are not UTF-8; --lenient, of rules for GrowthBook', async () => {
  await writeFile(join(folder, 'latin1.json'), JSON.stringify({ ...shop, $schema: 'é' }), 'latin1');
  assert.deepEqual(await vitrine('explain', 'one.json', '--rules', 'latin1.json'), {
    status: 1, stdout: '', stderr: 'one.json: latin1.json is not valid UTF-8: save it as UTF-8\n',
  });
  const foo = { id: 'foo', slot: 'banner', when: { age: { $foo: 1 } }, show: { template: 't' } };
  await save('growthbook.json', { ...shop, rules: [...shop.rules, foo] });
  const args = ['explain', 'one.json', '--rules', 'growthbook.json'];
  assert.equal((await vitrine(...args)).status, 1);
  const { status, stdout } = await vitrine(...args, '--lenient');
  assert.equal(status, 0);
  assert.match(stdout, /^ {2}foo: never holds$/m);
});

test('mistakes in the command', async () => {
  for (const [args, message] of [
    [[], 'vitrine explain takes one FILE of scenarios'],
    [['one.json', 'many.json'], 'vitrine explain takes one FILE of scenarios'],
    [['many.json'], 'which scenario? --scenario NAME, one of: `two boots make a hiker`, `a first visit`, `stuck`'],
    [['many.json', '--scenario', 'hikre'], 'no scenario has `hikre` in its name'],
    [['many.json', '--scenario', 'i'], '`i` is in the names of `two boots make a hiker` and `a first visit`'],
    [['one.json', '--step', '0'], '--step is the number of a step: 3, or 3.1 for the first one of a repetition'],
    [['one.json', '--step', '9'], '`two boots make a hiker` has no step 9'],
    [['one.json', '--step', '2.3'], '`two boots make a hiker` has no step 2.3'],
    [['one.json', '--slot', 'baner'], 'the rules have no slot `baner`; did you mean `banner`?'],
    [['one.json', '--format', 'tap'], '--format of vitrine explain is text or json'],
    [['one.json', '--watch'], 'vitrine explain takes no --watch'],
    [['none.json'], 'none.json cannot be read: there is no such file'],
  ]) {
    const { status, stdout, stderr } = await vitrine('explain', ...args);
    assert.deepEqual([status, stdout, stderr], [2, '', `vitrine: ${message}\nTry: vitrine --help\n`]);
  }
});
