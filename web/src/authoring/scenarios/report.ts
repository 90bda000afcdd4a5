/** What `vitrine test` tells, in its formats. */
import type { Mistake, Outcome, ScenarioResults } from './types.js';

/** A scenario file that was run, or the reasons why not. */
export interface FileReport {
  readonly file: string;
  /** Mistakes of the file and of what it names; then there are no results. */
  readonly mistakes: readonly string[];
  readonly results: ScenarioResults | null;
}

/** Writes the reports of one run. */
export type Format = (reports: readonly FileReport[]) => string;

/** Control characters would change what stands around them, in a terminal or a file. */
export const printable = (text: string): string =>
  text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

export const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`;

/** `scenario "x", step 3 (/scenarios/0/steps/2/trakc): unknown step`. */
export function mistakeText({ scenario, step, pointer, message }: Mistake): string {
  const place = [scenario === null ? '' : `scenario ${JSON.stringify(scenario)}`, step === null ? '' : `step ${step}`];
  const where = [place.filter(Boolean).join(', '), pointer && (place[0] || place[1] ? `(${pointer})` : pointer)];
  const head = where.filter(Boolean).join(' ');
  return head ? `${head}: ${message}` : message;
}

/** `step 4, round 2 of 3, 2026-11-02T09:00:00.000Z, /scenarios/1/steps/3/expect/slots/hero`. */
export const outcomePlace = ({ step, round, at, pointer }: Outcome): string =>
  [`step ${step}`, ...(round === null ? [] : [`round ${round}`]), at, pointer].join(', ');

/** What failed, in lines: where, what was expected, why the slot shows what it shows. */
export function failureLines(outcomes: readonly Outcome[]): string[] {
  const lines: string[] = [];
  outcomes.forEach((outcome, i) => {
    if (outcome.passed) return;
    lines.push(outcomePlace(outcome));
    if (outcome.note !== null) lines.push(`  note: ${outcome.note}`);
    lines.push(`  ${outcome.message}`);
    // Several expectations of one slot have one explanation: it stands with the last of them.
    const next = outcomes.slice(i + 1).find((other) => !other.passed);
    const again = next?.step === outcome.step && next.round === outcome.round && next.explanation === outcome.explanation;
    if (outcome.explanation !== null && !again) {
      lines.push(...outcome.explanation.split('\n').map((line) => `    ${line}`));
    }
  });
  return lines.map(printable);
}

/** What ran and what of it failed, over all files. */
export function totals(reports: readonly FileReport[]) {
  const scenarios = reports.flatMap(({ results }) => results?.scenarios ?? []);
  const outcomes = scenarios.flatMap((scenario) => scenario.outcomes);
  const expectations = outcomes.filter(({ kind }) => kind === 'expectation');
  return {
    scenarios: scenarios.length,
    failed: scenarios.filter(({ passed }) => !passed).length,
    expectations: expectations.length,
    unmet: expectations.filter(({ passed }) => !passed).length,
    broken: reports.filter(({ mistakes }) => mistakes.length).length,
  };
}
