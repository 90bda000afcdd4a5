import { type Format, count, failureLines, printable, totals } from './report.js';

/** For people. */
export const textFormat: Format = (reports) => {
  const lines: string[] = [];
  for (const { file, mistakes, results } of reports) {
    lines.push(printable(file));
    for (const mistake of mistakes) lines.push(...mistake.split('\n').map((line) => '  ' + printable(line)));
    for (const { name, passed, outcomes } of results?.scenarios ?? []) {
      lines.push(`  ${passed ? 'ok  ' : 'FAIL'}  ${printable(name)}`);
      lines.push(...failureLines(outcomes).map((line) => '        ' + line));
    }
    lines.push('');
  }
  const { scenarios, failed, expectations, unmet, broken } = totals(reports);
  const parts = [
    `${count(scenarios, 'scenario')}, ${failed} failed`,
    `${count(expectations, 'expectation')}, ${unmet} not met`,
    ...(broken ? [`${count(broken, 'file')} with mistakes`] : []),
  ];
  return [...lines, parts.join('; ')].join('\n');
};
