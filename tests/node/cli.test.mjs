// The command, as a developer runs it.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'node:test';
import { commandIn, web } from './cli.mjs';
import { open, shop } from './support.mjs';

const { folder, vitrine } = await commandIn('cli');

const bad = `{
  "vitrine": 1,
  "slots": { "a": { "type": "content" } },
  "rules": [
    { "id": "r", "slot": "a", "when": { "visit.number": { "$gtt": 2 } }, "show": { "template": "t" } }
  ]
}
`;
await writeFile(join(folder, 'rules.json'), JSON.stringify(shop, null, 2));
await writeFile(join(folder, 'bad.json'), bad);
await writeFile(join(folder, 'one-line.json'), JSON.stringify(JSON.parse(bad)).replace('{', '{ "$schema": "' + 'x'.repeat(200) + '",'));

test('--help and --version', async () => {
  const help = await vitrine('--help');
  assert.equal(help.status, 0);
  assert.match(help.stdout, /vitrine check FILE/);
  const { version } = JSON.parse(await readFile(join(web, 'package.json'), 'utf8'));
  assert.deepEqual(await vitrine('--version'), { status: 0, stdout: version + '\n', stderr: '' });
});

test('check: sound rules', async () => {
  const { status, stdout, stderr } = await vitrine('check', 'rules.json');
  assert.equal(status, 0);
  assert.match(stdout, /rules\.json: 0 errors, 2 warnings\n$/);
  assert.equal(stderr, '');
});

test('check: a mistake with its line and a caret below it', async () => {
  assert.deepEqual(await vitrine('check', 'bad.json'), {
    status: 1,
    stdout: [
      'bad.json:5:59: error: unknown operator `$gtt`; did you mean `$gt`?',
        '      { "id": "r", "slot": "a", "when": { "visit.number": { "$gtt": 2 } }, "show": { "template": "t" } }',
        '                                                            ^',
      'bad.json: 1 error, 0 warnings',
      '',
    ].join('\n'),
    stderr: '',
  });
});

test('check: of a long line only the part around the caret', async () => {
  const [head, source, caret] = (await vitrine('check', 'one-line.json')).stdout.split('\n');
  assert.match(head, /^one-line\.json:1:\d+: error: /);
  assert.ok(source.length <= 130);
  assert.equal(source.slice(caret.indexOf('^')).slice(0, 6), '"$gtt"');
});

test('check --format json', async () => {
  const { status, stdout } = await vitrine('check', 'bad.json', '--format', 'json');
  assert.equal(status, 1);
  const [{ severity, line, column, pointer, nearest }, ...rest] = JSON.parse(stdout);
  assert.deepEqual([severity, line, column, pointer, nearest, rest.length], [
    'error', 5, 59, '/rules/0/when/visit.number/$gtt', '$gt', 0,
  ]);
});

test('a file that is not UTF-8 is refused, a byte order mark is not', async () => {
  const text = JSON.stringify({ ...shop, rules: [{ ...shop.rules[0], show: { template: 'hero', title: 'Gjør' } }] });
  await writeFile(join(folder, 'latin1.json'), text, 'latin1');
  await writeFile(join(folder, 'mark.json'), '\ufeff' + text);
  const stderr = 'vitrine: latin1.json is not valid UTF-8: save it as UTF-8\n';
  for (const args of [['check', 'latin1.json'], ['build', 'latin1.json', '--out', 'latin1'], ['inspect', 'latin1.json']]) {
    assert.deepEqual(await vitrine(...args), { status: 1, stdout: '', stderr });
  }
  assert.equal(existsSync(join(folder, 'latin1')), false);
  assert.equal((await vitrine('check', 'mark.json')).status, 0);
});

test('check: the most mistakes that are told are not all', async () => {
  const wrong = (count) => JSON.stringify({ vitrine: 1, slots: { a: { type: 'content' } }, rules: Array(count).fill(7) });
  for (const [count, summary] of [
    [99, '99 errors, 0 warnings'],
    [100, '100 errors (the most that are told, there may be more), 0 warnings'],
    [101, '100 errors (the most that are told, there may be more), 0 warnings'],
  ]) {
    await writeFile(join(folder, 'many.json'), wrong(count));
    const lines = (await vitrine('check', 'many.json')).stdout.trimEnd().split('\n');
    assert.equal(lines.at(-1), `many.json: ${summary}`);
  }
});

test('--lenient: of rules for GrowthBook', async () => {
  const strict = await vitrine('check', 'bad.json');
  const { status, stdout } = await vitrine('check', 'bad.json', '--lenient');
  assert.deepEqual([strict.status, status], [1, 0]);
  assert.match(stdout, /^bad\.json:5:59: warning: never holds: unknown operator `\$gtt`/m);
  assert.equal((await vitrine('build', 'bad.json', '--out', 'strict')).status, 1);
  assert.equal((await vitrine('build', 'bad.json', '--out', 'lenient', '--lenient')).status, 0);
  assert.deepEqual([existsSync(join(folder, 'strict')), existsSync(join(folder, 'lenient/vitrine.json'))], [false, true]);
});

test('build: everything a page loads, and the lines to embed', async () => {
  const { status, stdout } = await vitrine('build', 'rules.json', '--out', 'site/assets', '--base', '/assets');
  assert.equal(status, 0);
  const out = join(folder, 'site/assets');
  const manifest = JSON.parse(await readFile(join(out, 'vitrine.json'), 'utf8'));
  const { path, bytes, integrity } = manifest.files.rules;
  const rules = await readFile(join(out, path));
  assert.match(path, /^rules\.[0-9a-f]{12}\.vitrine$/);
  assert.deepEqual(manifest, { vitrine: 1, off: false, files: { rules: { path, bytes: rules.length, integrity } } });
  assert.equal(bytes, rules.length);
  assert.equal(integrity, 'sha384-' + createHash('sha384').update(rules).digest('base64'));
  const scripts = ['activity.js', 'consent.js', 'content.js', 'debug.js', 'history.js', 'inspect.js', 'known.js', 'popups.js', 'stub.js', 'vitrine.js', 'warnings.js', 'widgets.js'];
  assert.deepEqual((await readdir(out)).sort(), [...scripts, path, 'vitrine.json', 'vitrine.wasm', 'vitrine-inspect.wasm'].sort());
  assert.match(stdout, new RegExp(`${path.replaceAll('.', '\\.')} +${rules.length} +\\d+ +\\d+`));
  const { vitrine: built } = await open({ bundle: join(out, 'vitrine.json') });
  assert.equal(built.status().status, 'ready');
});

/** What pages load when they need it. */
const LATER = ['consent.js', 'activity.js', 'content.js', 'debug.js', 'history.js', 'inspect.js', 'known.js', 'popups.js', 'warnings.js', 'widgets.js'];

test('build: the lines to embed, inline, with a nonce and as a file, and what checks them', async () => {
  const { stdout } = await vitrine('build', 'rules.json', '--out', 'embedded', '--base', '/assets');
  const read = (name) => readFile(join(folder, 'embedded', name));
  const hash = (algorithm, bytes) => `${algorithm}-` + createHash(algorithm).update(bytes).digest('base64');
  const checked = async (name) => `src="/assets/${name}" integrity="${hash('sha384', await read(name))}"`;
  const stub = (await read('stub.js')).toString();
  const bundle = 'data-bundle="/assets/vitrine.json"';
  const policy = "Content-Security-Policy: script-src 'self' 'wasm-unsafe-eval'";
  const script = `async ${await checked('vitrine.js')} ${bundle} data-page=""></script>`;
  const map = {};
  for (const name of LATER) map['/assets/' + name] = hash('sha384', await read(name));
  const [, ...parts] = stdout.trimEnd().split('\n\n').map((part) => part.split('\n'));
  assert.deepEqual(
    parts.map(([, ...lines]) => lines),
    [
      [`<script ${bundle}>${stub}</script>`, `<script ${script}`, `${policy} '${hash('sha256', stub)}'`],
      [`<script nonce="NONCE" ${bundle}>${stub}</script>`, `<script nonce="NONCE" ${script}`, `${policy} 'nonce-NONCE'`],
      [`<script ${await checked('stub.js')} ${bundle}></script>`, `<script ${script}`, policy],
      [`<script type="importmap">${JSON.stringify({ integrity: map })}</script>`],
    ],
  );
});

for (const [base, source, attribute] of [
  ['https://files.shop.example/v/', 'https://files.shop.example', ' crossorigin'],
  ['//files.shop.example/v', 'files.shop.example', ' crossorigin'],
  ['/v/', "'self'", ''],
]) {
  test(`build: what another server needs, at ${base}`, async () => {
    const { stdout } = await vitrine('build', 'rules.json', '--out', 'elsewhere', '--base', base);
    const folder = base.endsWith('/') ? base : base + '/';
    assert.match(stdout, new RegExp(`\n<script async src="${folder}vitrine.js" integrity="sha384-[^"]{64}"${attribute} data-bundle="${folder}vitrine.json"`));
    assert.match(stdout, new RegExp(`\n<script src="${folder}stub.js" integrity="sha384-[^"]{64}"${attribute} data-bundle`));
    assert.ok(stdout.includes(`script-src ${source} 'wasm-unsafe-eval'`));
    assert.ok(stdout.includes(`{"integrity":{"${folder}${LATER[0]}":"sha384-`));
  });
}

test('build: the same rules give the same file, others another, and the old one stays', async () => {
  await vitrine('build', 'rules.json', '--out', 'twice');
  const [before] = (await readdir(join(folder, 'twice'))).filter((name) => name.startsWith('rules.'));
  await vitrine('build', 'rules.json', '--out', 'twice');
  await writeFile(join(folder, 'other.json'), JSON.stringify({ ...shop, rules: shop.rules.slice(1) }));
  await vitrine('build', 'other.json', '--out', 'twice');
  const after = (await readdir(join(folder, 'twice'))).filter((name) => name.startsWith('rules.'));
  assert.equal(after.length, 2);
  assert.ok(after.includes(before));
});

test('build: what is printed of --base is text, not markup', async () => {
  const { status, stdout } = await vitrine('build', 'rules.json', '--out', 'quoted', '--base', '/a"><b>&');
  assert.equal(status, 0);
  assert.ok(stdout.includes('src="/a&#34;&#62;&#60;b&#62;&#38;/vitrine.js"'));
  assert.ok(stdout.includes(String.raw`{"/a\">\u003cb>&/consent.js":`));
});

test('build: mistakes write nothing', async () => {
  const { status, stdout, stderr } = await vitrine('build', 'bad.json', '--out', 'never');
  assert.equal(status, 1);
  assert.equal(stdout, '');
  assert.match(stderr, /^bad\.json:5:59: error: .*\nbad\.json: 1 error, 0 warnings; nothing was written\n$/s);
  assert.equal(existsSync(join(folder, 'never')), false);
});

test('inspect: a built file, and rules', async () => {
  await vitrine('build', 'rules.json', '--out', 'seen');
  const name = (await readdir(join(folder, 'seen'))).find((file) => file.endsWith('.vitrine'));
  const { size } = await stat(join(folder, 'seen', name));
  const text = await vitrine('inspect', join('seen', name));
  assert.equal(text.status, 0);
  assert.match(text.stdout, new RegExp(`: rules, format 3, id [0-9a-f]{16}, ${size} bytes\n`));
  for (const title of ['sections', 'counts', 'attributes', 'reads', 'experiments', 'symbols', 'segments', 'slots', 'rules', 'recommendations', 'contents', 'program']) {
    assert.match(text.stdout, new RegExp(`\n\n${title}`));
  }
  const json = await vitrine('inspect', 'rules.json', '--format', 'json');
  assert.equal(JSON.parse(json.stdout).size, size);
});

test('inspect: what is no rules file', async () => {
  await writeFile(join(folder, 'x.vitrine'), 'hello');
  const { status, stderr } = await vitrine('inspect', 'x.vitrine');
  assert.equal(status, 1);
  assert.match(stderr, /^x\.vitrine: .+ \(error 1\)\n$/);
});

for (const [args, message] of [
  [[], 'a command is missing'],
  [['chekc', 'rules.json'], 'there is no command "chekc"'],
  [['check'], 'vitrine check takes one FILE'],
  [['check', 'rules.json', 'bad.json'], 'vitrine check takes one file, not also "bad.json"'],
  [['check', 'none.json'], 'none.json cannot be read: there is no such file'],
  [['check', '.'], '. cannot be read: it is a folder'],
  [['check', 'rules.json', '--format', 'xml'], '--format is text or json'],
  [['build', 'rules.json'], 'vitrine build needs --out DIR'],
  [['build', 'rules.json', '--out', 'bad.json'], /^bad\.json cannot be written: a file is in the way at .*bad\.json$/],
  [['build', 'rules.json', '--out', 'bad.json/deep'], /^bad\.json\/deep cannot be written: a file is in the way at .*bad\.json/],
  [['build', 'rules.json', '--out', ''], 'the DIR of --out is empty'],
  [['build', 'rules.json', '--out', 'x', '--format', 'json'], 'vitrine build takes no --format'],
  [['check', 'rules.json', '--out', 'x'], 'vitrine check takes no --out'],
  [['inspect', 'rules.json', '--base', '/x'], 'vitrine inspect takes no --base'],
  [['check', 'rules.json', '--loud'], /--loud/],
]) {
  test(`a mistake in the command: vitrine ${args.join(' ')}`, async () => {
    const { status, stdout, stderr } = await vitrine(...args);
    assert.deepEqual([status, stdout], [2, '']);
    const said = /(?:^|\n)vitrine: ([^]*)\nTry: vitrine --help\n$/.exec(stderr)[1];
    if (typeof message === 'string') assert.equal(said, message);
    else assert.match(said, message);
  });
}
