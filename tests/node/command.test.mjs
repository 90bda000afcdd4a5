// The native command does what the npm command does: the same reports, files and exit codes.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { commandIn } from './cli.mjs';
import { feedText, jsonlText, logText, tsvText } from './logs.mjs';

const command = fileURLToPath(new URL('../../build/native/vitrine', import.meta.url));
const skip = existsSync(command) ? false : 'build/native/vitrine is not built: tests/run --only native';
const { folder, vitrine } = await commandIn('command');

await writeFile(join(folder, 'log.csv'), logText);
await writeFile(join(folder, 'log.tsv'), tsvText);
await writeFile(join(folder, 'log.jsonl'), jsonlText);
await writeFile(join(folder, 'log.csv.gz'), gzipSync(logText));
await writeFile(join(folder, 'cut.csv.gz'), gzipSync(logText).subarray(0, 100));
await writeFile(join(folder, 'feed.csv'), feedText);
await writeFile(join(folder, 'broken.csv'), 'session,item,time\n1,a\n1,b,2026-01-01\n1,"c"d,2026-01-01\n');
await writeFile(join(folder, 'empty.csv'), '');

/** Runs the native command, as `vitrine` runs the other. */
const native = (...args) =>
  new Promise((resolve) => {
    execFile(command, args, { cwd: folder }, (error, stdout, stderr) =>
      resolve({ status: error ? error.code : 0, stdout, stderr }),
    );
  });

/** Without what differs from run to run: the time of a recommendation. */
const timeless = (report) =>
  report.replace(/^(us for one .*?) +[\d.]+$/gm, '$1').replace(/"(median|p99)": [\d.]+/g, '"$1": 0');

const trainings = [
  ['log.csv'],
  ['log.tsv', '--feed', 'feed.csv'],
  ['log.jsonl', '--json'],
  ['log.csv.gz', '--event', 'purchase'],
  ['broken.csv'],
];
for (const [i, args] of trainings.entries()) {
  test(`train ${args.join(' ')}`, { skip }, async () => {
    const one = await vitrine('train', ...args, '--out', `wasm-${i}`);
    const other = await native('train', ...args, '--out', `native-${i}`);
    assert.equal(one.status, 0, one.stderr);
    assert.deepEqual(other, { status: 0, stdout: one.stdout, stderr: '' });
    const names = await readdir(join(folder, `wasm-${i}`));
    assert.deepEqual(await readdir(join(folder, `native-${i}`)), names);
    for (const name of names) {
      const file = (which) => readFile(join(folder, `${which}-${i}`, name));
      assert.deepEqual(await file('native'), await file('wasm'), name);
    }
  });
}

const evaluations = [
  ['log.csv', '--holdout', '30%'],
  ['log.csv.gz', '--holdout', '3d', '--json'],
  ['log.jsonl', '--test', 'log.tsv', '--feed', 'feed.csv'],
  ['--model', 'judged', '--test', 'log.csv', '--json'],
];
for (const args of evaluations) {
  test(`evaluate ${args.join(' ')}`, { skip }, async () => {
    await native('train', 'log.csv', '--out', 'judged');
    const one = await vitrine('evaluate', ...args);
    const other = await native('evaluate', ...args);
    assert.equal(one.status, 0, one.stderr);
    assert.equal(other.status, 0, other.stderr);
    assert.equal(timeless(other.stdout), timeless(one.stdout));
    assert.notEqual(timeless(one.stdout), one.stdout);
  });
}

const mistakes = [
  [1, 'train', 'empty.csv', '--out', 'none'],
  [1, 'train', 'cut.csv.gz', '--out', 'none'],
  [1, 'train', 'log.csv', '--columns', 'item=article', '--out', 'none'],
  [2, 'train', 'log.csv'],
  [2, 'train', 'missing.csv', '--out', 'none'],
  [2, 'train', 'log.csv', '--out', 'none', '--time', 'weeks'],
  [2, 'train', 'log.csv', '--out', 'none', '--columns', 'item'],
  [2, 'train', 'log.csv', '--out', 'feed.csv'],
  [2, 'evaluate', 'log.csv'],
  [2, 'evaluate', 'log.csv', '--holdout', '7d', '--time', 'rank'],
  [2, 'evaluate', 'log.csv', '--model', 'judged', '--test', 'log.csv'],
  [2, 'learn', 'log.csv'],
  [2],
];
for (const [status, ...args] of mistakes) {
  test(`${args.join(' ') || 'no command'}: status ${status}`, { skip }, async () => {
    for (const run of [vitrine, native]) {
      const result = await run(...args);
      assert.equal(result.status, status, result.stderr);
      assert.equal(result.stdout, '');
      assert.match(result.stderr, /^vitrine: /);
    }
    assert.equal(existsSync(join(folder, 'none')), false);
  });
}
