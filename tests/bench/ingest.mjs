// Prints how many events of a log are read in a second by the native command's own reader.
// Start it with tests/bench/run ingest, which builds what is measured.
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '10000000' },
    rounds: { type: 'string', default: '5' },
    help: { type: 'boolean' },
  },
});
if (values.help) {
  console.log(`tests/bench/run ingest [--rows N] [--rounds N]
  --rows    of the log, which is made in memory: 45 bytes each (10000000)
  --rounds  measurements (5)`);
  process.exit();
}
const TARGET = 2e6;
const program = fileURLToPath(new URL('../../build/release/tests/vitrine_ingest_bench', import.meta.url));
const millions = (count) => (count / 1e6).toFixed(2);
for (const time of ['seconds', 'iso']) {
  const args = [values.rows, time, values.rounds];
  const samples = JSON.parse(execFileSync(program, args, { encoding: 'utf8' }));
  const figure = (which) => {
    const sorted = samples.map((sample) => sample[which]).sort((a, b) => a - b);
    const median = sorted[Math.floor((sorted.length - 1) / 2)];
    return `${millions(median)} (${millions(sorted[0])} to ${millions(sorted.at(-1))})`;
  };
  console.log(
    `CSV, times as ${time}: million events per second of the clock ${figure(0)}, of the processor ${figure(1)}; ` +
      `medians of ${samples.length}, target ${millions(TARGET)}`,
  );
}
