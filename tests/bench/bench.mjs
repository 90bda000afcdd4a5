// Prints what a shopper pays in bytes, time and memory.
// Start it with tests/bench/run, which builds what is measured.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { measureModels } from './models.mjs';
import { makeRules } from './rules.mjs';

const { values } = parseArgs({
  options: {
    json: { type: 'string' },
    readme: { type: 'boolean' },
    rounds: { type: 'string', default: '21' },
    help: { type: 'boolean' },
  },
});
if (values.help) {
  console.log(`tests/bench/run [--json FILE] [--readme] [--rounds N]
  --json    also write the figures to a file
  --readme  put the tables into the README in place of the old ones
  --rounds  measurements of each time (21)`);
  process.exit();
}
const rounds = Number(values.rounds);
const dist = (name) => fileURLToPath(new URL(`../../web/dist/${name}`, import.meta.url));
const { compile } = await import('vitrine/authoring');

/** Median and the quarter of the measurements on each side of it. */
function spread(samples) {
  const sorted = [...samples].sort((a, b) => a - b);
  const at = (share) => sorted[Math.round(share * (sorted.length - 1))];
  return { median: at(0.5), low: at(0.25), high: at(0.75) };
}

async function bundleOf(count) {
  const { bundle, diagnostics } = await compile(makeRules(count));
  if (!bundle) throw new Error(JSON.stringify(diagnostics, null, 1));
  return bundle;
}

const rows = [];
const row = (what, unit, value, target) => rows.push({ what, unit, ...value, ...(target && { target }) });

// Bytes.
const TARGETS = { 'vitrine.wasm': 26624, 'vitrine.js': 12288, 'stub.js': 1024 };
const scripts = readdirSync(dist('')).filter((name) => /\.js$/.test(name) && !/^(index|authoring|cli)/.test(name));
const shipped = ['vitrine.wasm', ...scripts, 'vitrine-inspect.wasm', 'vitrine-authoring.wasm'];
const sizes = shipped.map((name) => [name, readFileSync(dist(name))]);
for (const count of [50, 1000]) sizes.push([`rules file, ${count} rules`, await bundleOf(count)]);
const weigh = ([name, data]) => ({
  name,
  raw: data.length,
  gzip: gzipSync(data, { level: 9 }).length,
  brotli: brotliCompressSync(data).length,
  ...(TARGETS[name] && { target: TARGETS[name] }),
});
const bytes = sizes.map(weigh);

// Time. In a new process all code is cold, as in a page that was never opened before: nearly all of the time is the
// engine compiling. Warm, it is our own.
const child = fileURLToPath(new URL('child.mjs', import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), 'vitrine-bench-'));
const rulesFile = (count) => join(scratch, `${count}.vitrine`);
for (const count of [50, 1000]) writeFileSync(rulesFile(count), await bundleOf(count));
const run = (job, count) => JSON.parse(execFileSync(process.execPath, [child, job, rulesFile(count)], { encoding: 'utf8' }));
for (const count of [50, 1000]) {
  const first = Array.from({ length: rounds }, () => run('first', count));
  const page = Array.from({ length: rounds }, () => run('page', count));
  const what = `instantiate + load + first decision, ${count} rules`;
  row(`${what}, new process`, 'ms', spread(first.map((f) => f.cold)), count === 50 ? 3 : undefined);
  row(`${what}, code warm`, 'ms', spread(first.map((f) => f.warm)), count === 50 ? 3 : undefined);
  row(`the same with consent, 4 attributes, page view, new process`, 'ms', spread(page.map((f) => f.cold)));
  row(`wasm memory after load, ${count} rules`, 'KB', spread(first.map((f) => f.memory / 1024)));
}
for (const count of [50, 1000]) {
  const again = Array.from({ length: Math.ceil(rounds / 4) }, () => run('again', count)).flat();
  row(`one event, then all six slots decided again, ${count} rules`, 'us', spread(again), count === 50 ? 10 : undefined);
}

const models = await measureModels({ scratch, rounds, spread, compile });
for (const { name, path } of models.files) bytes.push(weigh([name, readFileSync(path)]));
for (const figure of models.rows) row(...figure);

rmSync(scratch, { recursive: true });

const result = { node: process.version, cpu: cpus()[0]?.model ?? 'unknown', rounds, bytes, figures: rows };
const digits = (n) => (n >= 100 ? n.toFixed(0) : n.toPrecision(3));
/** A Markdown table that also reads well in a terminal. */
function table(head, lines) {
  const all = [head, ...lines].map((line) => line.map(String));
  const widths = head.map((_, i) => Math.max(...all.map((line) => line[i].length)));
  const pad = (cell, i) => (i ? cell.padStart(widths[i]) : cell.padEnd(widths[i]));
  const rule = widths.map((width, i) => (i ? '-'.repeat(width - 1) + ':' : '-'.repeat(width)));
  const [first, ...rest] = all.map((line) => line.map(pad));
  return [first, rule, ...rest].map((line) => `| ${line.join(' | ')} |\n`).join('');
}
const tables = [
  `Node ${result.node}, ${result.cpu}, ${rounds} measurements of each time; targets in brackets.\n`,
  table(
    ['bytes', 'raw', 'gzip', 'brotli', '(target)'],
    bytes.map((b) => [b.name, b.raw, b.gzip, b.brotli, b.target ? `(${b.target})` : '']),
  ),
  table(
    ['time and memory', 'median', 'middle half', 'unit', '(target)'],
    rows.map((r) => [r.what, digits(r.median), `${digits(r.low)} - ${digits(r.high)}`, r.unit, r.target ? `(${r.target})` : '']),
  ),
].join('\n');
console.log(`\n${tables}`);
if (values.json) {
  writeFileSync(values.json, JSON.stringify(result, null, 2) + '\n');
  console.log(`written to ${values.json}`);
}
if (values.readme) {
  const readme = fileURLToPath(new URL('../../README.md', import.meta.url));
  const marked = /(<!-- measured by tests\/bench\/run -->\n)[^]*?(<!-- end -->)/;
  writeFileSync(readme, readFileSync(readme, 'utf8').replace(marked, (_, begin, end) => `${begin}\n${tables}\n${end}`));
  console.log('the README has the new tables');
}
