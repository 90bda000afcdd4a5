// Bytes that a page loads of Vitrine and of what shops buy for the same places of a page, from the files in their npm
// packages that a script element loads: node tests/bench/page_peers.mjs [--readme]. They do different things: see `what`.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';

const at = (path) => fileURLToPath(new URL(path, import.meta.url));
const read = (path) => readFileSync(at(path));
const dist = '../../web/dist/';
const exists = (name) => {
  try {
    return read(dist + name);
  } catch {
    return null;
  }
};

const PEERS = [
  { name: 'posthog-js', what: 'analytics and flags; with surveys, its popups. A server decides', files: ['dist/array.js', 'dist/surveys.js'] },
  { name: '@growthbook/growthbook', what: 'flags and experiments by rules on attributes', files: ['dist/bundles/auto.min.js'] },
  { name: '@segment/analytics-next', what: 'events for a server, which decides', files: ['dist/umd/standalone.js'] },
];

const rows = [];
function weigh(name, what, files) {
  const sum = (size) => files.reduce((all, data) => all + size(data), 0);
  rows.push([name, sum((data) => data.length), sum((data) => gzipSync(data, { level: 9 }).length), sum((data) => brotliCompressSync(data).length), what]);
}
const ours = (names) => names.map(exists).filter(Boolean);
const page = ['stub.js', 'vitrine.js', 'popups.js', 'widgets.js', 'content.js'];
weigh('vitrine, script with popups and widgets', 'content, popups, lists', ours(page));
weigh('the same with its module', 'and everything that decides, on the device', ours([...page, 'vitrine.wasm']));
for (const { name, what, files } of PEERS) {
  const folder = `../node_modules/${name}/`;
  const { version } = JSON.parse(read(folder + 'package.json'));
  files.forEach((_, i) => {
    const some = files.slice(0, i + 1);
    weigh(`${name} ${version}, ${some.map((file) => file.split('/').pop()).join(' + ')}`, what, some.map((file) => read(folder + file)));
  });
}

const table = ['| a page loads | raw | gzip | brotli | for |', '| - | -: | -: | -: | - |', ...rows.map((row) => `| ${row.join(' | ')} |`)].join('\n') + '\n';
console.log(table);
if (process.argv.includes('--readme')) {
  const readme = at('../../README.md');
  const marked = /(<!-- measured by tests\/bench\/page_peers.mjs -->\n)[^]*?(<!-- end -->)/;
  const text = readFileSync(readme, 'utf8');
  if (!marked.test(text)) throw new Error('the README has no place for this table');
  writeFileSync(readme, text.replace(marked, (_, begin, end) => `${begin}\n${table}\n${end}`));
}
