// `vitrine test`, as a developer runs it.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'node:test';
import { commandIn, web } from './cli.mjs';
import { shelves, shop } from './support.mjs';

const { folder, vitrine } = await commandIn('scenarios');
const save = (name, content) => writeFile(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));

const hike = { track: 'view_item', items: [{ item_id: 'boot-1', item_category: 'Hiking' }] };
const hero = (rule) => ({ expect: { slots: { 'home-hero': rule } } });
const scenarios = (...list) => ({ vitrine: 1, rules: 'rules.json', scenarios: list });
const home = { name: 'the first visit', steps: [{ page: 'home' }, hero('hero-first')] };
const hiker = { name: 'two boots make a hiker', steps: [{ repeat: 2, steps: [hike] }, hero('hero-hiking')] };
/** Everything that a format could trip over. */
const odd = 'odd <&"\'> #1 \\ \u001b[31m';
const wrong = {
  name: odd,
  start: '2026-11-02T10:00:00+01:00',
  steps: [{ page: 'home' }, { repeat: 2, steps: [{ note: 'not yet', expect: { slots: { 'home-hero': { rule: 'hero-back', show: { title: '</failure>' } }, banner: null }, segments: ['returning'] } }] }],
};

await mkdir(join(folder, 'deep'));
await save('rules.json', shop);
await save('deep/rules.json', { ...shop, rules: [] });
await save('good.json', scenarios(home, hiker));
await save('wrong.json', scenarios(home, wrong));
await save('deep/good.json', { ...scenarios(home, hiker), rules: '../rules.json' });
await save('mistakes.json', scenarios({ name: 'a', steps: [{ page: 'home' }, { expcet: {} }] }, { name: 'b', steps: [hero('hero-frist')] }));
await save('names.json', scenarios({ name: 'b', steps: [hike, hero('hero-frist')] }));
await save('no-json.json', '{ "vitrine": 1,, }');
await save('bad-rules.json', { ...scenarios(home), rules: 'bad.json' });
await save('bad.json', '{\n  "vitrine": 1,\n  "slotz": {}\n}\n');
await save('no-rules.json', { vitrine: 1, scenarios: [home] });
await save('lost.json', { ...scenarios(home), rules: 'none.json' });
await save('no-model.json', { ...scenarios(home), model: 'none' });

const failure = (round) => [
  `step 2.1, round ${round} of 2, 2026-11-02T09:00:00.000Z, /scenarios/1/steps/1/steps/0/expect/slots/home-hero/rule`,
  '  note: not yet',
  '  rule of home-hero: expected "hero-back", found "hero-first"',
  `step 2.1, round ${round} of 2, 2026-11-02T09:00:00.000Z, /scenarios/1/steps/1/steps/0/expect/slots/home-hero/show/title`,
  '  note: not yet',
  '  title of home-hero: expected "</failure>", found "Welcome to the shop"',
  '    home-hero: hero-first',
  '      hero-hiking: stopped by $event view_item where {"item_category":"Hiking"} within 30m $gte 2, found 0, known since 2026-11-02T09:00:00.000Z',
  '      hero-back: stopped by visit.number $gte 2, found 1',
  '      hero-first: holds and comes first',
  '        page.type = "home", found "home"',
  `step 2.1, round ${round} of 2, 2026-11-02T09:00:00.000Z, /scenarios/1/steps/1/steps/0/expect/segments/0`,
  '  note: not yet',
  '  segment returning: expected true, found false',
];
const failures = [...failure(1), ...failure(2)];
const lines = (...list) => list.flat().join('\n') + '\n';

test('text: all passed', async () => {
  assert.deepEqual(await vitrine('test', 'good.json', 'deep/good.json'), {
    status: 0,
    stdout: lines(
      'good.json', '  ok    the first visit', '  ok    two boots make a hiker', '',
      'deep/good.json', '  ok    the first visit', '  ok    two boots make a hiker', '',
      '4 scenarios, 0 failed; 4 expectations, 0 not met',
    ),
    stderr: '',
  });
});

test('text: what failed, where, and why the slot shows what it shows', async () => {
  assert.deepEqual(await vitrine('test', 'wrong.json'), {
    status: 1,
    stdout: lines(
      'wrong.json', '  ok    the first visit', '  FAIL  odd <&"\'> #1 \\ \\u001b[31m', failures.map((line) => '        ' + line), '',
      '2 scenarios, 1 failed; 9 expectations, 6 not met',
    ),
    stderr: '',
  });
});

test('tap', async () => {
  assert.deepEqual(await vitrine('test', 'wrong.json', 'no-rules.json', '--format', 'tap'), {
    status: 1,
    stdout: lines(
      'TAP version 14', '1..3', 'ok 1 - wrong.json: the first visit', 'not ok 2 - wrong.json: odd <&"\'> \\#1 \\\\ \\\\u001b[31m',
      '  ---', '  failures:', failures.map((line) => `    - ${JSON.stringify(line)}`), '  ...',
      'not ok 3 - no-rules.json', '  ---', '  mistakes:', '    - "the file names no `rules`, and no --rules FILE does"', '  ...',
    ),
    stderr: '',
  });
  const { status, stdout } = await vitrine('test', 'good.json', '--format', 'tap', '--coverage');
  assert.deepEqual([status, stdout], [0, lines(
    'TAP version 14', '1..2', 'ok 1 - good.json: the first visit', 'ok 2 - good.json: two boots make a hiker',
    '# coverage of rules.json: 2 of 5 rules won, 1 of 2 segments held', '#   rules that never won: banner-adult, banner-gold, hero-back', '#   segments that never held: returning',
  )]);
});

test('junit', async () => {
  const { status, stdout, stderr } = await vitrine('test', 'wrong.json', 'no-rules.json', '--format', 'junit', '--coverage');
  const xml = (text) => text.replace(/[&<>"]/g, (unit) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[unit]);
  const mistake = 'the file names no `rules`, and no --rules FILE does';
  assert.match(stdout, /time="0\.\d\d\d"/);
  assert.deepEqual([status, stdout.replace(/time="\d+\.\d\d\d"/g, 'time=""')], [1, lines(
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<testsuites tests="3" failures="1" errors="1" time="">',
    '  <testsuite name="wrong.json" tests="2" failures="1" errors="0" time="">',
    '    <testcase name="the first visit" classname="wrong.json" time=""/>',
    '    <testcase name="odd &lt;&amp;&quot;\'&gt; #1 \\ \ufffd[31m" classname="wrong.json" time="">',
    `      <failure message="${xml('rule of home-hero: expected "hero-back", found "hero-first"')}">${xml(failures.join('\n'))}</failure>`,
    '    </testcase>',
    '  </testsuite>',
    '  <testsuite name="no-rules.json" tests="1" failures="0" errors="1" time="">',
    '    <testcase name="no-rules.json" classname="no-rules.json" time="">',
    `      <error message="${mistake}">${mistake}</error>`,
    '    </testcase>',
    '  </testsuite>',
    '</testsuites>',
  )]);
  assert.equal(stderr, lines('coverage of rules.json: 1 of 5 rules won, 0 of 2 segments held', '  rules that never won: banner-adult, banner-gold, hero-hiking, hero-back', '  segments that never held: hiker, returning'));
});

test('coverage: of all files that test the same rules, and of recommendations without a model', async () => {
  await save('back.json', scenarios({ name: 'back', steps: [{ page: 'home' }, { wait: '1d' }, { page: 'home' }] }));
  const { stdout } = await vitrine('test', 'good.json', 'back.json', 'deep/good.json', '--coverage');
  assert.ok(stdout.endsWith(lines('', 'coverage of rules.json: 3 of 5 rules won, 2 of 2 segments held', '  rules that never won: banner-adult, banner-gold')), stdout);
  await save('shelves.json', shelves);
  await save('recommend.json', { vitrine: 1, scenarios: [{ name: 'r', steps: [{ page: 'home' }] }] });
  const shelf = await vitrine('test', 'recommend.json', '--rules', 'shelves.json', '--coverage');
  assert.ok(shelf.stdout.endsWith(lines('coverage of shelves.json: 0 of 5 rules won, 0 of 0 segments held', '  rules that recommend, which needs a model: with-cart, best, for-you, similar, cheap')), shelf.stdout);
});

test('a model: of the command, or of the file', async () => {
  await save('log.csv', 'session,item,time,event\n1,a,1700000000,view\n1,b,1700000001,view\n2,a,1700000100,view\n');
  assert.equal((await vitrine('train', 'log.csv', '--out', 'model')).status, 0);
  const steps = [{ page: { slots: ['home'] } }, { expect: { slots: { home: { items: ['a', 'b'] } } } }];
  await save('shelves.json', shelves);
  await save('with-model.json', { vitrine: 1, rules: 'shelves.json', model: 'model', scenarios: [{ name: 'popular', steps }] });
  await save('model-told.json', { vitrine: 1, rules: 'shelves.json', scenarios: [{ name: 'popular', steps }] });
  assert.equal((await vitrine('test', 'with-model.json')).status, 0);
  assert.equal((await vitrine('test', 'model-told.json')).status, 1);
  assert.equal((await vitrine('test', 'model-told.json', '--model', 'model')).status, 0);
});

test('--only: scenarios in whose name it occurs', async () => {
  const { status, stdout } = await vitrine('test', 'wrong.json', '--only', 'FIRST');
  assert.deepEqual([status, stdout], [0, lines('wrong.json', '  ok    the first visit', '', '1 scenario, 0 failed; 1 expectation, 0 not met')]);
});

test('--rules outranks the file', async () => {
  const { status, stdout } = await vitrine('test', 'lost.json', '--rules', 'rules.json');
  assert.deepEqual([status, stdout], [0, lines('lost.json', '  ok    the first visit', '', '1 scenario, 0 failed; 1 expectation, 0 not met')]);
});

for (const [file, ...told] of [
  ['mistakes.json', 'scenario "a", step 2 (/scenarios/0/steps/1/expcet): unknown step `expcet`; did you mean `expect`?'],
  ['names.json', 'scenario "b", step 2 (/scenarios/0/steps/1/expect/slots/home-hero): the rules have no rule `hero-frist`; did you mean `hero-first`?'],
  ['no-rules.json', 'the file names no `rules`, and no --rules FILE does'],
  ['lost.json', '/rules: none.json cannot be read: there is no such file'],
  ['bad-rules.json', 'bad.json:3:3: error: unknown key `slotz` in the rule file; did you mean `slots`?', '    "slotz": {}', '    ^', 'bad.json: 1 error, 0 warnings'],
]) {
  test(`mistakes in a file: ${file}`, async () => {
    assert.deepEqual(await vitrine('test', file), {
      status: 1,
      stdout: lines(file, told.map((line) => '  ' + line), '', '0 scenarios, 0 failed; 0 expectations, 0 not met; 1 file with mistakes'),
      stderr: '',
    });
  });
}

test('rules and scenarios that are not UTF-8', async () => {
  await writeFile(join(folder, 'latin1.json'), JSON.stringify({ ...shop, $schema: 'é' }), 'latin1');
  await writeFile(join(folder, 'latin1-scenarios.json'), JSON.stringify(scenarios({ ...home, name: 'é' })), 'latin1');
  await save('of-latin1.json', { ...scenarios(home), rules: 'latin1.json' });
  const { status, stdout } = await vitrine('test', 'of-latin1.json', 'latin1-scenarios.json', 'good.json');
  assert.equal(status, 1);
  assert.ok(stdout.startsWith(lines(
    'of-latin1.json', '  latin1.json is not valid UTF-8: save it as UTF-8', '',
    'latin1-scenarios.json', '  this is not valid UTF-8: save it as UTF-8', '',
    'good.json', '  ok    the first visit',
  )), stdout);
});

test('--lenient: of rules for GrowthBook', async () => {
  await save('growthbook.json', { ...shop, rules: [...shop.rules, { ...shop.rules[0], id: 'foo', when: { age: { $foo: 1 } } }] });
  assert.equal((await vitrine('test', 'good.json', '--rules', 'growthbook.json')).status, 1);
  const { status, stdout } = await vitrine('test', 'good.json', '--rules', 'growthbook.json', '--lenient');
  assert.deepEqual([status, stdout.split('\n').at(-2)], [0, '2 scenarios, 0 failed; 2 expectations, 0 not met']);
});

test('mistakes in a file: the other files still run', async () => {
  const { status, stdout } = await vitrine('test', 'no-json.json', 'no-model.json', 'good.json');
  assert.equal(status, 1);
  assert.match(stdout, /^no-json\.json\n  this is no JSON: .+\n\nno-model\.json\n  \/model: none\/model\.json cannot be read: there is no such file; .+\n\ngood\.json\n  ok    the first visit\n/);
  assert.ok(stdout.endsWith('\n2 scenarios, 0 failed; 2 expectations, 0 not met; 2 files with mistakes\n'));
});

for (const [args, message] of [
  [['test'], 'vitrine test takes one FILE or more'],
  [['test', 'none.json'], 'none.json cannot be read: there is no such file'],
  [['test', 'none.json', '--watch'], 'none.json cannot be read: there is no such file'],
  [['test', 'good.json', '--rules', 'none.json'], 'none.json cannot be read: there is no such file'],
  [['test', 'good.json', '--model', 'none'], 'none/model.json cannot be read: there is no such file; `vitrine train` writes a model, and its folder is what is needed'],
  [['test', 'good.json', '--format', 'json'], '--format of vitrine test is text, tap or junit'],
  [['test', 'good.json', '--watch', '--format', 'tap'], '--watch goes with --format text'],
  [['test', 'good.json', '--only', ''], 'the TEXT of --only is empty'],
  [['test', 'good.json', '--only', 'nobody'], 'no scenario has `nobody` in its name'],
  [['test', 'good.json', '--out', 'x'], 'vitrine test takes no --out'],
  [['check', 'rules.json', '--watch'], 'vitrine check takes no --watch'],
]) {
  test(`a mistake in the command: vitrine ${args.join(' ')}`, async () => {
    assert.deepEqual(await vitrine(...args), { status: 2, stdout: '', stderr: `vitrine: ${message}\nTry: vitrine --help\n` });
  });
}

/** As editors do it: nobody ever sees half a file. */
async function replace(name, content) {
  await save(`${name}.new`, content);
  await rename(join(folder, `${name}.new`), join(folder, name));
}

/** The command with --watch; `until` gives what was printed since it was last asked, up to a text. */
function watching(t, ...args) {
  // One pipe for both streams, so that what was written first comes first.
  const command = [process.execPath, join(web, 'dist/cli.js'), 'test', ...args, '--watch'];
  const child = spawn('sh', ['-c', 'exec "$@" 2>&1', 'sh', ...command], { cwd: folder });
  t.after(() => child.kill());
  let output = '';
  let told = () => undefined;
  child.stdout.setEncoding('utf8').on('data', (text) => {
    output += text;
    told();
  });
  return async (end) => {
    while (!output.includes(end)) await new Promise((resolve) => (told = resolve));
    const at = output.indexOf(end) + end.length;
    const text = output.slice(0, at);
    output = output.slice(at);
    return text;
  };
}

test('--watch: runs again when scenarios or rules change, whatever is in them', { timeout: 60_000 }, async (t) => {
  await mkdir(join(folder, 'watched'));
  await save('watched/rules.json', shop);
  await save('watched/s.json', scenarios(home));
  const until = watching(t, 'watched/s.json');
  const sum = (failed) => `\n1 scenario, ${failed} failed; 1 expectation, ${failed} not met\n\nwaiting for changes\n`;
  assert.equal(await until('waiting for changes\n'), 'watched/s.json\n  ok    the first visit\n' + sum(0));
  await replace('watched/s.json', scenarios({ ...home, steps: [{ page: 'home' }, hero(null)] }));
  const second = await until('waiting for changes\n');
  assert.ok(second.startsWith('\nchanged: s.json\nwatched/s.json\n  FAIL  the first visit\n') && second.endsWith(sum(1)), second);
  await replace('watched/rules.json', { ...shop, rules: shop.rules.filter(({ slot }) => slot === 'banner') });
  assert.equal(await until('waiting for changes\n'), '\nchanged: rules.json\nwatched/s.json\n  ok    the first visit\n' + sum(0));
  await replace('watched/s.json', '{');
  assert.match(await until('waiting for changes\n'), /\n  this is no JSON: .*1 file with mistakes\n/s);
  await rename(join(folder, 'watched/s.json'), join(folder, 'watched/away'));
  assert.match(await until('waiting for changes\n'), /\nchanged: s\.json\nvitrine: watched\/s\.json cannot be read: there is no such file\n/);
  await replace('watched/s.json', scenarios({ ...home, steps: [{ page: 'home' }, hero(null)] }));
  await until('  ok    the first visit\n');
});

test('--watch: a model that is trained anew', { timeout: 60_000 }, async (t) => {
  const train = (second) => save('watch.csv', `session,item,time,event\n1,a,1700000000,view\n2,a,1700000100,view\n3,${second},1700000200,view\n4,${second},1700000300,view\n5,${second},1700000400,view\n`)
    .then(() => vitrine('train', 'watch.csv', '--out', 'watched-model'));
  await train('b');
  await save('watch-shelves.json', shelves);
  await save('watch-model.json', { vitrine: 1, rules: 'watch-shelves.json', model: 'watched-model', scenarios: [{ name: 'popular', steps: [{ page: { slots: ['home'] } }, { expect: { slots: { home: { items: ['b', 'a'] } } } }] }] });
  const until = watching(t, 'watch-model.json');
  assert.match(await until('waiting for changes\n'), /ok    popular/);
  await train('c');
  assert.match(await until('found ["c","a"]'), /changed: .*model\.json/);
  await rm(join(folder, 'watched-model'), { recursive: true });
  await train('d');
  await until('found ["d","a"]');
});
