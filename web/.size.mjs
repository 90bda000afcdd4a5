import { build, transform } from 'esbuild'; import { readFile, writeFile } from 'node:fs/promises'; import z from 'node:zlib';
const style = { name: 'style', setup: ({ onLoad }) => onLoad({ filter: /\.css$/ }, async ({ path }) => { const { code } = await transform(await readFile(path, 'utf8'), { loader: 'css', minify: true }); return { contents: code.trim(), loader: 'text' }; }) };
const r = await build({ absWorkingDir: '/tmp/wt/popups/web', bundle: true, target: 'es2022', format: 'esm', minify: true, platform: 'browser', define: { PAGE: 'true' }, entryPoints: ['src/page/popups.ts'], plugins: [style], write: false });
const b = Buffer.from(r.outputFiles[0].contents); await writeFile('/tmp/d/popups.js', b);
const css = b.toString().match(/var \w+="([^"]*)"/)?.[1] ?? '';
console.log('raw', b.length, 'br', z.brotliCompressSync(b).length, 'of 2457; without css', z.brotliCompressSync(b.toString().replace(css, '')).length);
