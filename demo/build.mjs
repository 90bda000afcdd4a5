// Builds the demo into a folder: node demo/build.mjs <folder>
// The rules go through the same command that a shop would use.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const out = process.argv[2];
if (!out) throw new Error('node demo/build.mjs <folder>');
const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const FILES = ['style.css', 'shop.js', 'welcome.svg', 'hiking.svg', 'camping.svg', 'back.svg'];

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
await Promise.all(FILES.map((name) => copyFile(here(name), join(out, name))));
execFileSync(process.execPath, [here('../web/dist/cli.js'), 'build', here('rules.json'), '--out', join(out, 'vitrine')], {
  stdio: 'inherit',
});

const stub = (await readFile(join(out, 'vitrine/stub.js'), 'utf8')).trim();
const hash = createHash('sha256').update(stub).digest('base64');
const policy = [
  "default-src 'self'",
  `script-src 'self' 'wasm-unsafe-eval' 'sha256-${hash}'`,
  "require-trusted-types-for 'script'",
].join('; ');
const page = (await readFile(here('index.html'), 'utf8'))
  .replace('<!-- vitrine:policy -->', () => `<meta http-equiv="Content-Security-Policy" content="${policy}">`)
  .replace('<!-- vitrine:stub -->', () => `<script>${stub}</script>`);
await writeFile(join(out, 'index.html'), page);
