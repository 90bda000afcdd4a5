/** The Test Anything Protocol, version 14; readers of version 13 understand it, too. */
import { type FileReport, type Format, failureLines, printable } from './report.js';

/** In a description, `#` would begin a directive. */
const description = (text: string): string => printable(text).replace(/[\\#]/g, '\\$&');

/** A YAML block; texts are quoted as in JSON, which YAML includes. */
const yaml = (key: string, lines: readonly string[]): string[] => [
  '  ---',
  `  ${key}:`,
  ...lines.map((line) => `    - ${printable(JSON.stringify(line))}`),
  '  ...',
];

function points({ file, mistakes, results }: FileReport): { name: string; lines: readonly string[]; key: string }[] {
  if (mistakes.length) return [{ name: file, lines: mistakes, key: 'mistakes' }];
  return (results?.scenarios ?? []).map(({ name, outcomes }) => ({
    name: `${file}: ${name}`,
    lines: failureLines(outcomes),
    key: 'failures',
  }));
}

export const tapFormat: Format = (reports) => {
  const all = reports.flatMap(points);
  const lines = ['TAP version 14', `1..${all.length}`];
  all.forEach(({ name, lines: failures, key }, i) => {
    lines.push(`${failures.length ? 'not ok' : 'ok'} ${i + 1} - ${description(name)}`);
    if (failures.length) lines.push(...yaml(key, failures));
  });
  return lines.join('\n');
};
