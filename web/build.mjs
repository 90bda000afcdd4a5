// Builds the package into dist/. The modules come from $VITRINE_WASM_DIR (../build/wasm unless told).
import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, transform } from 'esbuild';
import { minify } from 'terser';

const here = dirname(fileURLToPath(import.meta.url));
const wasm = resolve(process.env.VITRINE_WASM_DIR ?? join(here, '../build/wasm'));
const inHere = (...path) => join(here, ...path);
const { version } = JSON.parse(await readFile(inHere('package.json'), 'utf8'));

/** What every bundle has in common. */
const common = { absWorkingDir: here, bundle: true, target: 'es2022', logLevel: 'warning' };
/** A style sheet as a text. */
const style = {
  name: 'style',
  setup: ({ onLoad }) =>
    onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const { code } = await transform(await readFile(path, 'utf8'), { loader: 'css', minify: true });
      return { contents: code.trim(), loader: 'text' };
    }),
};
/** Files that pages load when they need them, of src/page. */
const LAZY = ['consent/consent', 'activity', 'content', 'debug/debug', 'history', 'inspect', 'known', 'popups', 'warnings', 'widgets'];

/** What a browser runs, without what only Node needs. */
const page = { ...common, format: 'iife', minify: true, platform: 'browser', define: { PAGE: 'true' } };

/** A file that shoppers download, from src/page. Terser's names compress better than esbuild's: 6 % of the page script. */
async function buildPage(name, format) {
  const { outputFiles } = await build({
    ...page, minify: false, minifySyntax: true, entryPoints: [`src/page/${name}.ts`], format, plugins: [style], write: false,
    // The inspector makes vitrines of its own, with clocks of their own.
    define: { PAGE: String(name !== 'debug/debug') },
  });
  const { code } = await minify(outputFiles[0].text, { ecma: 2020, toplevel: true, module: format === 'esm', compress: { passes: 3 } });
  await writeFile(inHere(`dist/${name === 'script' ? 'vitrine' : basename(name)}.js`), code);
}

/** What a developer's bundler or Node reads: readable, to be minified with the rest of the shop's code. */
const library = { ...common, format: 'esm', platform: 'neutral', define: { PAGE: 'false' } };

/** The page of the report, as one file that the command fills with figures. */
async function buildReport() {
  const bundled = async (options) => {
    const { outputFiles } = await build({ ...page, ...options, write: false });
    return outputFiles[0].text.trim();
  };
  const parts = {
    __STYLE__: await bundled({ stdin: { contents: '@import "uplot/dist/uPlot.min.css"; @import "./report/style.css";', resolveDir: here, loader: 'css' } }),
    __SCRIPT__: (await bundled({ entryPoints: ['report/report.ts'] })).replaceAll('</script', '<\\/script'),
  };
  const license = createRequire(import.meta.url).resolve('uplot/package.json').replace('package.json', 'LICENSE');
  parts.__LICENSE__ = await readFile(license, 'utf8');
  const template = await readFile(inHere('report/template.html'), 'utf8');
  await writeFile(inHere('dist/report.html'), template.replace(/__(STYLE|SCRIPT|LICENSE)__/g, (name) => parts[name]));
}

await rm(inHere('dist'), { recursive: true, force: true });
for (const folder of ['dist', 'schema']) await mkdir(inHere(folder), { recursive: true });
await Promise.all([
  ...['script', 'stub'].map((name) => buildPage(name, 'iife')),
  ...LAZY.map((name) => buildPage(name, 'esm')),
  build({ ...library, entryPoints: ['src/index.ts'], outfile: 'dist/index.js' }),
  build({ ...library, entryPoints: ['src/authoring/index.ts'], outfile: 'dist/authoring.js' }),
  build({
    ...library,
    platform: 'node',
    define: { PAGE: 'false', VERSION: JSON.stringify(version), LAZY: JSON.stringify(LAZY.map((name) => basename(name) + '.js')) },
    entryPoints: ['src/authoring/cli.ts'],
    outfile: 'dist/cli.js',
    banner: { js: '#!/usr/bin/env node' },
  }),
]);
await buildReport();
for (const name of ['vitrine.wasm', 'vitrine-inspect.wasm', 'vitrine-authoring.wasm']) {
  await copyFile(join(wasm, name), inHere('dist', name)).catch(() => {
    throw new Error(`${join(wasm, name)} is missing: build the preset "wasm" first, or set VITRINE_WASM_DIR`);
  });
}
const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
execFileSync(process.execPath, [tsc, '--emitDeclarationOnly'], { cwd: here, stdio: 'inherit' });
for (const name of ['rules.schema.json', 'scenarios.schema.json']) {
  await copyFile(inHere('../rules/schema', name), inHere('schema', name));
}
