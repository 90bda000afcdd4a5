/** JUnit's XML, as build servers read it. */
import { type FileReport, type Format, failureLines, totals } from './report.js';
import type { ScenarioResult } from './types.js';

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\n': '&#10;' };

/** Text, and the value of an attribute. What XML cannot hold even escaped is replaced. */
const escape = (text: string): string =>
  text
    .replace(/[\ud800-\udbff][\udc00-\udfff]|[\u0000-\u0008\u000b-\u001f\u007f-\u009f\ufffe\uffff\ud800-\udfff]/g, (unit) =>
      unit.length === 2 ? unit : '\ufffd',
    )
    .replace(/[&<>"\n]/g, (unit) => ENTITIES[unit] ?? unit);

/** Line breaks stay in the text of an element. */
const content = (text: string): string => escape(text).replace(/&#10;/g, '\n');

const seconds = (scenarios: readonly ScenarioResult[]): string =>
  (scenarios.reduce((sum, { milliseconds }) => sum + milliseconds, 0) / 1000).toFixed(3);

const attributes = (values: Readonly<Record<string, string | number>>): string =>
  Object.entries(values)
    .map(([name, value]) => ` ${name}="${escape(String(value))}"`)
    .join('');

function testCase(file: string, scenario: ScenarioResult): string[] {
  const { name, passed, outcomes } = scenario;
  const head = `    <testcase${attributes({ name, classname: file, time: seconds([scenario]) })}`;
  if (passed) return [head + '/>'];
  const message = outcomes.find((outcome) => !outcome.passed)?.message ?? '';
  const text = failureLines(outcomes).join('\n');
  return [head + '>', `      <failure${attributes({ message })}>${content(text)}</failure>`, '    </testcase>'];
}

function suite({ file, mistakes, results }: FileReport): string[] {
  const scenarios = results?.scenarios ?? [];
  const broken = mistakes.length ? 1 : 0;
  const failures = scenarios.filter(({ passed }) => !passed).length;
  const counts = { name: file, tests: scenarios.length + broken, failures, errors: broken, time: seconds(scenarios) };
  const lines = [`  <testsuite${attributes(counts)}>`];
  if (broken) {
    lines.push(
      `    <testcase${attributes({ name: file, classname: file, time: '0.000' })}>`,
      `      <error${attributes({ message: mistakes[0] ?? '' })}>${content(mistakes.join('\n'))}</error>`,
      '    </testcase>',
    );
  }
  lines.push(...scenarios.flatMap((scenario) => testCase(file, scenario)), '  </testsuite>');
  return lines;
}

export const junitFormat: Format = (reports) => {
  const { scenarios, failed, broken } = totals(reports);
  const time = seconds(reports.flatMap(({ results }) => results?.scenarios ?? []));
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributes({ tests: scenarios + broken, failures: failed, errors: broken, time })}>`,
    ...reports.flatMap(suite),
    '</testsuites>',
  ].join('\n');
};
