// Builds the demo into a folder: node demo/build.mjs FOLDER [--events FILE --feed FILE ...]
// What a shop would do with `vitrine train` and `vitrine build` is done here with the same commands, printed as they run.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFile, mkdir, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { SCENES, scene } from './pictures/scenes.mjs';
import { outdoorShop } from './shops/outdoor.mjs';
import { ownShop } from './shops/own.mjs';
import { WORDS } from './storefront/words.js';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const cli = here('../web/dist/cli.js');
const OWN = ['events', 'feed', 'columns', 'feed-columns', 'currency', 'time', 'event', 'format'];

function fail(message) {
  console.error(message);
  process.exit(2);
}

function readArguments() {
  try {
    const options = Object.fromEntries(OWN.map((name) => [name, { type: 'string' }]));
    const { values, positionals } = parseArgs({ options, allowPositionals: true });
    if (positionals.length !== 1) throw new Error('node demo/build.mjs FOLDER [--events FILE --feed FILE ...]');
    if (Object.keys(values).length && !(values.events && values.feed)) throw new Error("A shop's own data needs both --events and --feed.");
    return { out: positionals[0], own: values };
  } catch (error) {
    return fail(error.message);
  }
}

/** All files below a folder. */
async function filesIn(folder) {
  const entries = await readdir(folder, { withFileTypes: true });
  const found = await Promise.all(entries.map((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesIn(path) : [path];
  }));
  return found.flat().sort();
}

/** Names everything the demo is made from; of a shop's own files, which may be large, size and time. */
async function fingerprint(own) {
  const hash = createHash('sha256').update(JSON.stringify(own));
  for (const path of [...(await filesIn(here('.'))), ...(await filesIn(here('../web/dist')))]) hash.update(path).update(await readFile(path));
  for (const path of [own.events, own.feed].filter(Boolean)) {
    const { size, mtimeMs } = await stat(path);
    hash.update(`${path} ${size} ${mtimeMs}`);
  }
  return hash.digest('hex');
}

/** Runs the command as a shop would and gives what it printed. */
function vitrine(...args) {
  console.log(`\n$ npx vitrine ${args.map((arg) => (arg.startsWith(process.cwd()) ? relative('', arg) : arg)).join(' ')}`);
  const printed = execFileSync(process.execPath, [cli, ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  return printed.trimEnd();
}

const escape = (text) => text.replace(/[&<>"]/g, (unit) => `&#${unit.charCodeAt(0)};`);

async function page(shop, language, files, stub) {
  const words = WORDS[language];
  const texts = { ...words, ...(shop.own && words.own), files, language, name: shop.name, kind: shop.own ? 'own' : 'outdoor' };
  const policy = [
    "default-src 'self'",
    `script-src 'self' 'wasm-unsafe-eval' 'sha256-${createHash('sha256').update(stub).digest('base64')}'`,
    shop.own ? "img-src 'self' https:" : "img-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "require-trusted-types-for 'script'",
  ].join('; ');
  const html = await readFile(here('storefront/index.html'), 'utf8');
  return (shop.own ? html.replace(' data-vitrine-slot="notice"', '') : html)
    .replace('<!-- shop:policy -->', () => `<meta http-equiv="Content-Security-Policy" content="${policy}">`)
    .replace('<!-- shop:stub -->', () => `<script data-bundle="${files}/vitrine/${language}/vitrine.json">${stub}</script>`)
    .replace(/\{\{(\w+)\}\}/g, (_, name) => escape(texts[name]));
}

const { out, own } = readArguments();
const stamp = join(out, '.made-from');
const inputs = await fingerprint(own).catch((error) => fail(error.message));
if ((await readFile(stamp, 'utf8').catch(() => '')) === inputs) {
  console.log(`${out} is up to date.`);
  process.exit();
}

// The folder of everything but the pages has another name when anything changed, so browsers may keep it for good and show
// a new build with the next reload.
const files = `/files-${inputs.slice(0, 12)}`;
const shop = own.events ? ownShop(own, files) : outdoorShop(files);
await rm(out, { recursive: true, force: true });
const made = join(out, 'made'); // what the commands read and write; not served
const [assets, pictures] = ['shop', 'pictures'].map((name) => join(out, 'site', files, name));
await Promise.all([made, join(assets, 'data'), pictures].map((folder) => mkdir(folder, { recursive: true })));

/** Where a file is that the commands read; it is made unless it is the shop's own. */
async function at({ path, name, text }) {
  if (!path) await writeFile((path = join(made, name)), text());
  return path;
}

const log = await at(shop.log);
for (const name of SCENES) await writeFile(join(pictures, `scene-${name}.svg`), scene(name));
await copyFile(here('storefront/icon.svg'), join(pictures, 'icon.svg'));
for (const name of await readdir(here('storefront'))) {
  if (/\.(js|css)$/.test(name)) await copyFile(here(`storefront/${name}`), join(assets, name));
}

for (const language of shop.languages) {
  const [model, rules] = [`model-${language}`, `rules.${language}.json`].map((name) => join(made, name));
  await writeFile(rules, JSON.stringify(await shop.rules(language), null, 2) + '\n');
  const base = `${files}/vitrine/${language}/`;
  const site = join(out, 'site', base);
  try {
    console.log(vitrine('train', log, ...shop.training, '--feed', await at(shop.feed(language)), '--out', model));
    const { pictures: drawn, ...catalogue } = await shop.catalogue(language, model);
    for (const [name, svg] of drawn) await writeFile(join(pictures, name), svg);
    await writeFile(join(assets, `data/${language}.json`), JSON.stringify({ name: shop.name, own: shop.own, languages: shop.languages, ...catalogue }));
    const printed = vitrine('build', rules, '--model', model, '--out', site, '--base', base).split('\n');
    console.log(printed.slice(0, printed.findIndex((line) => line.startsWith('Embed'))).join('\n').trimEnd());
    const stub = (await readFile(join(site, 'stub.js'), 'utf8')).trim();
    await mkdir(join(out, 'site', language));
    await writeFile(join(out, 'site', language, 'index.html'), await page(shop, language, files, stub));
  } catch (error) {
    if (error.status === undefined || error.status === null) throw error;
    process.exit(error.status); // the command has said what is wrong
  }
}
await writeFile(stamp, inputs);
